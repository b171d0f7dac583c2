"""What else could close the gap between texts and images, each fitted and asked in the same way."""
