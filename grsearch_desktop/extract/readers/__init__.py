"""One small class for each kind of file. Imported in reader children only."""
