"""Means taken off, texts and images mixed: GR-CLIP (arXiv 2507.19054) in plain numpy."""
