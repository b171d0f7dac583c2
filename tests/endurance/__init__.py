"""Long tests of the whole program: `make endure` runs them; each prints the figures it found.

They are named `endure_*.py`, so that `make test` passes them by.
"""
