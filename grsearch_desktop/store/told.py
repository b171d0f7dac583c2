"""What the database driver raises, in our own errors: one place for all of them."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from grsearch_desktop.errors import (
    BusyLibraryError,
    DamagedLibraryError,
    LibraryError,
    NoRoomError,
)
from grsearch_desktop.store import beside

_LEAST_ROOM = 100_000
"""Bytes without which SQLite can't even make its journals."""


@contextmanager
def told_plainly(path: Path) -> Iterator[None]:
    """Raises LibraryError's kinds for what the driver raises about the library at `path`."""
    try:
        yield
    except (apsw.CorruptError, apsw.NotADBError) as error:
        beside.mark_damaged(path)
        raise DamagedLibraryError(
            f"The library {path} is damaged; `grsearch index` sets it aside and keeps what it can."
        ) from error
    except apsw.ConnectionClosedError as error:
        raise LibraryError(f"The library {path} was closed; please try again.") from error
    except apsw.BusyError as error:
        raise busy(path) from error
    except apsw.FullError as error:
        raise _full(path) from error
    except (apsw.ReadOnlyError, apsw.CantOpenError, apsw.IOError) as error:
        if _is_full(path):  # not all that needs room says so
            raise _full(path) from error
        if isinstance(error, apsw.ReadOnlyError):
            raise NoRoomError(
                f"The library {path} can only be read; nothing was changed."
            ) from error
        raise NoRoomError(f"The library {path} can't be written: {error}.") from error


def _full(path: Path) -> NoRoomError:
    return NoRoomError(f"The disk that holds {path} is full; please make room and try again.")


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _LEAST_ROOM
    except OSError:
        return False


def busy(path: Path) -> BusyLibraryError:
    return BusyLibraryError(
        f"The library {path} is in use by another program; please try again later."
    )
