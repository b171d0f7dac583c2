"""From text and images to unit vectors."""
