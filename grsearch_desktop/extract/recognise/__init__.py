"""Recognises text in pictures."""
