"""From a file to its text, its page images and its pictures, in isolated child processes."""
