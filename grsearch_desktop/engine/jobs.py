"""What there is to do: the library's folders held against what is on disk now."""

import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from grsearch_desktop.engine.governor import Governor
from grsearch_desktop.extract.registry import kind_of
from grsearch_desktop.library.fingerprint import content_hash
from grsearch_desktop.library.rules import Rules
from grsearch_desktop.library.scan import FoundFile, UnreadableFolder, scan
from grsearch_desktop.store.files import Files, Folder, KnownFile, NewFile

log = logging.getLogger(__name__)

_BATCH = 500
"""Names that are made searchable at once."""


@dataclass
class Changes:
    """What a look at the folders found."""

    added: int = 0
    changed: int = 0
    moved: int = 0
    removed: int = 0
    offline: list[str] = field(default_factory=list)
    unreadable: list[UnreadableFolder] = field(default_factory=list)


def update_names(
    files: Files, rules: Rules, governor: Governor, on_found: Callable[[int], None]
) -> Changes:
    """Brings the list of files in step with the disk, so that every name can be found.

    A file that lies at another place with the same content keeps its text and vectors. Files of
    a folder that is not there are kept: its drive may come back. on_found: told how many files
    were seen so far.
    """
    changes = Changes()
    known = {folder.id: files.known(folder.id) for folder in files.folders()}
    by_size: dict[int, list[KnownFile]] = {}
    for folder_files in known.values():
        for file in folder_files.values():
            by_size.setdefault(file.size, []).append(file)
    missing: dict[int, KnownFile] = {}
    seen = 0
    for folder in files.folders():
        here = known[folder.id]
        device = _device(folder, bool(here))
        files.set_online(folder, device)
        if device is None:
            changes.offline.append(folder.path)
            continue
        unreadable_before = len(changes.unreadable)
        new: list[NewFile] = []
        for found in _found(folder, rules, changes):
            governor.checkpoint()
            seen += 1
            before = here.pop(found.path, None)
            if before is None:
                origin = _origin(found, by_size.get(found.size, ()), missing)
                if origin:
                    files.move(origin.id, folder.id, _named(found))
                    for others in known.values():
                        others.pop(origin.path, None)
                    missing.pop(origin.id, None)
                    changes.moved += 1
                else:
                    new.append(_named(found))
            elif (before.size, before.mtime_ns) != (found.size, found.mtime_ns):
                changes.changed += _update(files, before, found)
            if len(new) >= _BATCH:
                changes.added += files.add(folder.id, new)
                new.clear()
            if seen % _BATCH == 0:
                on_found(seen)
        changes.added += files.add(folder.id, new)
        hidden = changes.unreadable[unreadable_before:]
        missing.update(
            (file.id, file)
            for path, file in here.items()
            if not any(path.startswith(lost.path + os.sep) for lost in hidden)
        )
    on_found(seen)
    changes.removed = files.remove(list(missing))
    return changes


def _device(folder: Folder, had_files: bool) -> int | None:
    """The drive that a folder lies on; None when it is not there.

    Where a drive was mounted, an empty folder of another drive is left when it goes: that is not
    a person who deleted all files.
    """
    try:
        device = os.stat(folder.path).st_dev
        moved = folder.device is not None and folder.device != device
        if had_files and moved and os.path.isdir(folder.path):
            with os.scandir(folder.path) as entries:
                if next(entries, None) is None:
                    return None
    except OSError:
        return None
    return device


def _found(folder: Folder, rules: Rules, changes: Changes) -> Iterator[FoundFile]:
    for found in scan(folder.path, rules):
        if isinstance(found, UnreadableFolder):
            log.debug("%s: %s", found.path, found.reason)
            changes.unreadable.append(found)
        else:
            yield found


def _named(found: FoundFile) -> NewFile:
    name = os.path.basename(found.path)
    shown = os.fsencode(name).decode("utf-8", "replace")
    return NewFile(found.path, shown, kind_of(name), found.size, found.mtime_ns)


def _origin(
    found: FoundFile,
    alike: "tuple[KnownFile, ...] | list[KnownFile]",
    missing: dict[int, KnownFile],
) -> KnownFile | None:
    """The known file that now lies at a new place: of the same content, gone from its own."""
    gone = [
        file
        for file in alike
        if file.hash and (file.id in missing or not os.path.lexists(file.path))
    ]
    if not gone or found.size == 0:
        return None
    try:
        content = content_hash(found.path)
    except OSError:
        return None
    for file in gone:
        if file.hash == content:
            return file
    return None


def _update(files: Files, before: KnownFile, found: FoundFile) -> int:
    """1 when the content is another, 0 when only its time changed."""
    if before.size == found.size and before.hash is not None and before.state != "waiting":
        try:
            if content_hash(found.path) == before.hash:
                files.touch(before.id, found.mtime_ns)
                return 0
        except OSError:
            log.debug("%s can't be read now", found.path)
    files.changed(before.id, found.size, found.mtime_ns)
    return 1
