"""The commands of `grsearch`, a module for each group of them; `cli` puts them together."""
