"""One small reader per kind of file. Imported in child processes only."""
