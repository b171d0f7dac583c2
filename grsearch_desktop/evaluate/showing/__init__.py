"""How experiments are shown: plots, one page, and the figures in words."""
