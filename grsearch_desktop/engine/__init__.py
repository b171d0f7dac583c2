"""The process that indexes and answers, and how others talk to it."""
