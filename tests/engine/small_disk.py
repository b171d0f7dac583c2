"""A small disk of its own for a home: to fill it, and to make it one that can only be read."""

import os
import subprocess
from pathlib import Path

BLOCK = 4096
"""Bytes that the smallest file takes."""


class SmallDisk:
    """A tmpfs, mounted until `close`. Raises PermissionError where mounting is not allowed."""

    def __init__(self, root: Path, size: int) -> None:
        """size: bytes."""
        self.root = root
        root.mkdir()
        self._mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(root))

    @property
    def free(self) -> int:
        """Bytes."""
        state = os.statvfs(self.root)
        return state.f_bavail * state.f_frsize

    def resize(self, size: int) -> None:
        self._mount("-o", f"remount,size={size}", str(self.root))

    def fill(self, but: int = 0) -> None:
        """Leaves so many bytes, or a few less."""
        with (self.root / "filling").open("wb") as filling:
            while self.free >= but + BLOCK:
                filling.write(bytes(min(self.free - but, 10**6) // BLOCK * BLOCK))
                filling.flush()

    def make_room(self) -> None:
        (self.root / "filling").unlink()

    def only_read(self, only: bool = True) -> None:
        self._mount("-o", f"remount,{'ro' if only else 'rw'}", str(self.root))

    def close(self) -> None:
        subprocess.run(["umount", "-l", str(self.root)], check=True)

    def _mount(self, *arguments: str) -> None:
        if not hasattr(os, "geteuid") or os.geteuid() != 0:
            raise PermissionError("only root may mount a disk")
        done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
        if done.returncode:
            raise PermissionError(done.stderr.strip())
