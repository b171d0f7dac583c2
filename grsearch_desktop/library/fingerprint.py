"""What names a file's content, wherever the file lies."""

import os

from blake3 import blake3


def content_hash(path: str) -> bytes:
    """BLAKE3 of a file's bytes, 32 bytes. Raises OSError."""
    hasher = blake3()
    descriptor = os.open(
        path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        while block := file.read(1 << 20):
            hasher.update(block)
    return hasher.digest()
