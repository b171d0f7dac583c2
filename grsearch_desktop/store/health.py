"""A library that may be damaged: found out, set aside, built anew from what can be read.

For who writes to it, which is one process at a time.
"""

import logging
import os
from pathlib import Path

from grsearch_desktop.errors import DamagedLibraryError, LibraryError, NoRoomError
from grsearch_desktop.store import beside
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.files import Files
from grsearch_desktop.store.misfits import misfits
from grsearch_desktop.store.salvage import salvage

log = logging.getLogger(__name__)

_FILE_AND_JOURNALS = ("", *beside.JOURNALS)
_LOST_LOG = (
    "The library was not closed and its journal is gone: it was looked through and is sound; what "
    "was done last may be done again."
)


def open_to_write(path: Path) -> tuple[Database, str]:
    """The library, sound; and a sentence when it was not, else "".

    A damaged file is renamed, never deleted. Raises LibraryError and its kinds.
    """
    try:
        _finish_renaming(path)
        lost = _LOST_LOG if beside.log_is_lost(path) else ""
        told = _rebuild(path) if is_damaged(path) else ""
        try:
            database, empty = _opened(path)
        except DamagedLibraryError:  # not where a look at its length would tell
            told = _rebuild(path)
            database, empty = _opened(path)
    except OSError as error:
        raise NoRoomError(
            f"The folder {path.parent} can't be written: {error.strerror}."
        ) from error
    return database, told or empty or lost


def _opened(path: Path) -> tuple[Database, str]:
    told = ""
    database = Database(path)
    try:
        files = Files(database)
        with database.told_plainly():
            lost = [] if files.folders() else beside.remembered_folders(path)
        for folder, is_file in lost:
            files.add_folder(folder, is_file=is_file)
            told = "The library was lost or empty: a new one was made and your folders are read."
        files.remember_folders()
        database.close_marks()
    except LibraryError:
        database.close()
        raise
    return database, told


def is_damaged(path: Path) -> bool:
    """Looks after an unclean end, and at a file that is shorter than it says it is.

    Quickly where the write-ahead log is there, with which SQLite mends the file by itself; at
    everything where the log is gone or damage was met, for pages of different times may stand side
    by side. Raises LibraryError for what is no library of ours, newer, or out of reach.
    """
    if not path.exists():
        return False
    if path.stat().st_size == 0 or (beside.ended_cleanly(path) and not _is_short(path)):
        return False
    closely = beside.damage_was_seen(path) or beside.log_is_lost(path)
    try:
        database = Database(path)
    except DamagedLibraryError:
        return True
    try:
        words = database.integrity() if closely else database.quick_check()
        if words == "ok" and closely:
            words = misfits(database)
    except DamagedLibraryError:
        return True
    finally:
        database.close()
    if words != "ok":
        log.info("the library is damaged: %s", words)
    return words != "ok"


def _rebuild(path: Path) -> str:
    new = beside.being_built(path)
    _remove(new)
    try:
        count = _build(new, path)
    except LibraryError:  # no room, say: nothing was changed yet
        _remove(new)
        raise
    aside = beside.aside(path)
    for journal in _FILE_AND_JOURNALS:
        if Path(f"{path}{journal}").exists():
            os.replace(f"{path}{journal}", f"{aside}{journal}")
    _finish_renaming(path)
    beside.unmark(path)
    return (
        f"The library was damaged: it was set aside as {aside}, and a new one was made in which "
        f"{count:,} files could be kept; the rest is read again."
    )


def _build(new: Path, damaged: Path) -> int:
    """Makes a library of what can be read of a damaged one; gives how many files it has."""
    building = Database(new)
    try:
        salvage(damaged, building)
        files = Files(building)
        for folder, is_file in beside.remembered_folders(damaged):
            files.add_folder(folder, is_file=is_file)
        return sum(files.count_by_state().values())
    finally:
        building.close()
        beside.folder_list(new).unlink(missing_ok=True)
        beside.unmark(new)


def _remove(library: Path) -> None:
    for journal in _FILE_AND_JOURNALS:
        Path(f"{library}{journal}").unlink(missing_ok=True)


def _finish_renaming(path: Path) -> None:
    new = beside.being_built(path)
    if new.exists() and not path.exists():
        os.replace(new, path)


def _is_short(path: Path) -> bool:
    with path.open("rb") as file:
        header = file.read(100)
    if len(header) < 100 or not header.startswith(b"SQLite format 3\0"):
        return True
    page_size = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    if header[24:28] != header[92:96]:  # the number of pages is not valid
        return False
    return path.stat().st_size < pages * (65536 if page_size == 1 else page_size)
