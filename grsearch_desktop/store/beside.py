"""What lies beside the library file, and is known by its name."""

import json
import logging
import os
import time
from collections.abc import Iterable
from pathlib import Path

from grsearch_desktop import whole
from grsearch_desktop.errors import NoRoomError

log = logging.getLogger(__name__)

JOURNALS = ("-wal", "-shm")
_DAMAGE = "damage was seen\n"
_LOST_LOG = "the journal was gone\n"


def backup(path: Path, version: int) -> Path:
    """The library as it was before it got this version."""
    return path.with_name(f"{path.name}.before-{version}")


def backups(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.name}.before-*"))


def remove_backups(path: Path) -> None:
    """Raises NoRoomError."""
    for backup in backups(path):
        try:
            backup.unlink()
        except OSError as error:
            raise _no_room(backup, error) from error


def being_built(path: Path) -> Path:
    """The new library, until it takes the place of a damaged one."""
    return path.with_name(f"{path.name}.new")


def aside(path: Path) -> Path:
    """Where a damaged library is kept from now on."""
    name = f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}"
    count = 0
    while path.with_name(f"{name}{f'-{count}' if count else ''}").exists():
        count += 1
    return path.with_name(f"{name}{f'-{count}' if count else ''}")


def set_aside(path: Path) -> list[Path]:
    """The damaged libraries that were kept, oldest first."""
    kept = path.parent.glob(f"{path.name}.damaged-*")
    return sorted(file for file in kept if not file.name.endswith(JOURNALS))


def mark_open(path: Path) -> None:
    """Says that somebody writes to the library; taken away when they close it."""
    _write(_mark(path), "")


def mark_damaged(path: Path) -> None:
    """Says that damage was seen: whoever writes next is to look closely."""
    _remark(path, _DAMAGE)


def mark_lost_log(path: Path) -> None:
    """Says that the library was not closed and had no log when somebody came to read it, who makes
    a new one."""
    if not damage_was_seen(path):
        _remark(path, _LOST_LOG)


def mark_closed(path: Path) -> None:
    mark = _mark(path)
    try:
        if mark.stat().st_size == 0:
            mark.unlink()
    except OSError as error:
        log.debug("the mark can't be taken away: %s", error)


def unmark(path: Path) -> None:
    _mark(path).unlink(missing_ok=True)


def ended_cleanly(path: Path) -> bool:
    """Whether the last who wrote closed the library, and nobody saw damage since."""
    return not _mark(path).exists()


def damage_was_seen(path: Path) -> bool:
    return _remark_of(path) == _DAMAGE


def log_is_lost(path: Path) -> bool:
    """Whether the library was not closed and its write-ahead log, which SQLite keeps then, is
    gone."""
    if ended_cleanly(path) or not path.exists() or path.stat().st_size == 0:
        return False
    return not Path(f"{path}-wal").exists() or _remark_of(path) == _LOST_LOG


def remember_folders(path: Path, folders: Iterable[tuple[str, bool]]) -> None:
    """Keeps the list of folders (path, whether it is a file) where no damage to the library is."""
    folders = list(folders)
    if folders == remembered_folders(path):
        return
    known = [{"path": folder, "is_file": is_file} for folder, is_file in folders]
    try:
        whole.write(folder_list(path), json.dumps(known, indent=1))
    except OSError as error:
        raise _no_room(folder_list(path), error) from error


def remembered_folders(path: Path) -> list[tuple[str, bool]]:
    try:
        known = json.loads(folder_list(path).read_text("utf-8"))
        return [(str(folder["path"]), bool(folder["is_file"])) for folder in known]
    except (OSError, ValueError, TypeError, KeyError) as error:
        log.debug("the list of folders can't be read: %s", error)
        return []


def folder_list(path: Path) -> Path:
    return path.with_name(f"{path.name}.folders")


def _mark(path: Path) -> Path:
    return path.with_name(f"{path.name}.unclean")


def _remark(path: Path, remark: str) -> None:
    try:
        _write(_mark(path), remark)
    except NoRoomError as error:
        log.debug("this can't be marked: %s: %s", remark.strip(), error)


def _remark_of(path: Path) -> str:
    try:
        return _mark(path).read_text("utf-8")
    except OSError:
        return ""


def _write(path: Path, text: str) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise _no_room(path, error) from error


def _no_room(path: Path, error: OSError) -> NoRoomError:
    return NoRoomError(f"{path} can't be written: {error.strerror}.")
