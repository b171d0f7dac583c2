"""One process at a time writes to a library."""

import os
from pathlib import Path
from types import TracebackType

from grsearch_desktop.errors import BusyLibraryError, NoRoomError
from grsearch_desktop.paths import Home

_held: set[Path] = set()


def is_held(home: Home) -> bool:
    """Whether this process is the one that writes to the library."""
    return home.root in _held


class EngineLock:
    """Held while a process indexes; the system lets go of it when the process ends, however.

    Raises BusyLibraryError when another process holds it.
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._descriptor: int | None = None

    def __enter__(self) -> "EngineLock":
        self._home.create()
        try:
            descriptor = os.open(self._home.lock, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise NoRoomError(
                f"The folder {self._home.root} can't be written: {error.strerror}."
            ) from error
        try:
            _lock(descriptor)
        except OSError:
            os.close(descriptor)
            raise BusyLibraryError(
                f"Another process is updating the library in {self._home.root}; "
                "please try again when it is done."
            ) from None
        self._descriptor = descriptor
        _held.add(self._home.root)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _held.discard(self._home.root)
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


if os.name == "nt":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
