"""One small class for each kind of file. Imported in reader children only.

But for `fonts`, which opens no file of a person's.
"""
