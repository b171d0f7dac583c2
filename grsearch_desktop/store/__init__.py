"""The library's one SQLite file: files, text, vectors."""
