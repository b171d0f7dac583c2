"""The experiments of GR-CLIP (arXiv 2507.19054) and our own, on any data set with any model."""
