"""The file that a reader reads: an open descriptor, or bytes found inside another file."""

import io
import os
import stat
import sys
import time
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import BinaryIO, Self

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Limits

_SHARE_OF_TIME = 0.7
"""Of the time limit, after which a reader stops by itself and keeps what it has so far."""


@dataclass(frozen=True)
class Source:
    """What to read, and within which limits.

    It is opened once and everything reads from that descriptor, so that a name that is swapped
    for a device or another file in between changes nothing.
    """

    name: str
    size: int
    limits: Limits
    stream: BinaryIO
    inside: int = 0
    """How many files this one lies in: 0 on disk, 1 for an attachment, and so on."""
    patience: float = 60.0
    """Seconds after which the child is killed."""
    started: float = field(default_factory=time.monotonic)

    @classmethod
    def of_file(cls, path: bytes, limits: Limits, patience: float) -> Self:
        """Opens a file on disk for reading. Raises UnreadableFileError."""
        name = os.fsdecode(path)
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        flags |= getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
        try:
            descriptor = os.open(path if sys.platform != "win32" else name, flags)
        except OSError as error:
            raise _refusal(error) from error
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_size == 0:
            os.close(descriptor)
            is_file = stat.S_ISREG(found.st_mode)
            raise UnreadableFileError(reasons.EMPTY if is_file else reasons.NOT_A_FILE)
        short = os.path.basename(name)
        stream = os.fdopen(descriptor, "rb")
        return cls(short, found.st_size, limits, stream, patience=patience)

    def part(self, name: str, content: bytes) -> "Source":
        """A file found inside this one; it shares this one's time."""
        return replace(
            self,
            name=name,
            size=len(content),
            stream=io.BytesIO(content),
            inside=self.inside + 1,
        )

    @property
    def extension(self) -> str:
        """Lower case, without the dot; empty where the name has none."""
        return self.name.rpartition(".")[2].lower() if "." in self.name.lstrip(".") else ""

    @property
    def is_late(self) -> bool:
        """Whether a reader should stop and give what it has."""
        return time.monotonic() - self.started > self.patience * _SHARE_OF_TIME

    def head(self, count: int = 4096) -> bytes:
        """The first bytes."""
        return self.read_at_most(count)

    def open(self) -> BinaryIO:
        """The content as a seekable stream, at its start. Shared: read it before the next call."""
        self.stream.seek(0)
        return self.stream

    def read(self) -> bytes:
        """The whole content. Raises UnreadableFileError where it is beyond the unpacked limit."""
        if self.size > self.limits.unpacked:
            raise UnreadableFileError(reasons.too_large(self.limits.unpacked))
        return self.read_at_most(self.size)

    def read_at_most(self, count: int) -> bytes:
        """The first bytes, up to `count`."""
        try:
            # Python sets aside as much as is asked for, be the file ever so small.
            return self.open().read(min(count, self.size))
        except OSError as error:
            raise _refusal(error) from error

    def device_path(self) -> str | None:
        """A path that native libraries can open whatever bytes the name has, else None."""
        if isinstance(self.stream, io.BytesIO) or sys.platform == "win32":
            return None
        return f"/dev/fd/{self.stream.fileno()}"

    def check_pixels(self, pixels: int) -> None:
        """Raises UnreadableFileError for a picture of more pixels than the limit."""
        if pixels > self.limits.pixels:
            raise UnreadableFileError(reasons.too_many_pixels(pixels, self.limits.pixels))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stream.close()


def _refusal(error: OSError) -> UnreadableFileError:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return UnreadableFileError(reasons.GONE, may_pass=True)
    if isinstance(error, PermissionError):
        return UnreadableFileError(reasons.NOT_ALLOWED, may_pass=True)
    if isinstance(error, IsADirectoryError):
        return UnreadableFileError(reasons.NOT_A_FILE)
    return UnreadableFileError(reasons.DISK, may_pass=True)
