"""GR Search: finds a person's own files by what they mean, on their own machine."""

__version__ = "0.1.0"
