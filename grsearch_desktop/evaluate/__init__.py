"""How good the ranking is, measured."""
