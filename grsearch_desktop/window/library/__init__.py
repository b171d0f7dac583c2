"""Library and settings: folders, progress, problems, models, and what a person can change."""
