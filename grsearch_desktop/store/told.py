"""What the database driver raises, in our own errors: one place for all of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from grsearch_desktop.errors import BusyLibraryError, DamagedLibraryError, NoRoomError
from grsearch_desktop.store import beside


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
    except apsw.BusyError as error:
        raise busy(path) from error
    except apsw.FullError as error:
        raise NoRoomError(
            f"The disk that holds {path} is full; please make room and try again."
        ) from error
    except apsw.ReadOnlyError as error:
        raise NoRoomError(f"The library {path} can only be read; nothing was changed.") from error
    except (apsw.CantOpenError, apsw.IOError) as error:
        raise NoRoomError(f"The library {path} can't be written: {error}.") from error


def busy(path: Path) -> BusyLibraryError:
    return BusyLibraryError(
        f"The library {path} is in use by another program; please try again later."
    )
