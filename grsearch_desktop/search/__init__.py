"""From what a person types to one ranking of their files."""
