"""A library that may be damaged: found out, set aside, built anew from what can be read.

For who writes to it, which is one process at a time.
"""

import logging
import os
from pathlib import Path

from grsearch_desktop.errors import DamagedLibraryError
from grsearch_desktop.store import beside
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.files import Files
from grsearch_desktop.store.salvage import salvage

log = logging.getLogger(__name__)

_FILE_AND_JOURNALS = ("", *beside.JOURNALS)


def open_to_write(path: Path) -> tuple[Database, str]:
    """The library, sound; and a sentence when it was not, else "".

    A damaged file is renamed, never deleted. Raises LibraryError and its kinds.
    """
    told = ""
    _finish_renaming(path)
    if is_damaged(path):
        told = _rebuild(path)
    database = Database(path)
    database.close_marks()
    Files(database).remember_folders()
    return database, told


def is_damaged(path: Path) -> bool:
    """Looks closely after an unclean end, and at a file that is shorter than it says it is.

    Raises LibraryError for what is no library of ours, newer, or out of reach.
    """
    if not path.exists():
        return False
    if path.stat().st_size == 0:
        return bool(beside.remembered_folders(path))
    if beside.ended_cleanly(path) and not _is_short(path):
        return False
    try:
        database = Database(path)
    except DamagedLibraryError:
        return True
    try:
        words = database.quick_check()
    except DamagedLibraryError:
        return True
    finally:
        database.close()
    if words != "ok":
        log.info("the library is damaged: %s", words)
    return words != "ok"


def _rebuild(path: Path) -> str:
    new = beside.being_built(path)
    for journal in _FILE_AND_JOURNALS:
        Path(f"{new}{journal}").unlink(missing_ok=True)
    building = Database(new)
    try:
        if path.stat().st_size:
            salvage(path, building)
        files = Files(building)
        for folder, is_file in beside.remembered_folders(path):
            files.add_folder(folder, is_file=is_file)
        count = sum(files.count_by_state().values())
    finally:
        building.close()
    beside.folder_list(new).unlink(missing_ok=True)
    beside.unmark(new)
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
