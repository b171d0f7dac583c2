"""What there is to do: the library's folders held against what is on disk now."""

import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from grsearch_desktop.engine.governor import Governor
from grsearch_desktop.engine.order import last_used
from grsearch_desktop.engine.sameness import certain_ctime, is_as_known
from grsearch_desktop.extract import labels
from grsearch_desktop.extract.registry import form_of, kind_of
from grsearch_desktop.library.fingerprint import content_hash
from grsearch_desktop.library.rules import ENVIRONMENT_MARK, Rules
from grsearch_desktop.library.scan import FoundFile, UnreadableFolder, concerns, scan_below
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

    Looks at what is due (`governor.due`), and at all of a folder that is new or was not there. A
    file that lies at another place with the same content keeps its text and vectors. Files of a
    folder that is not there are kept: its drive may come back. on_found: told how many files
    were seen so far.
    """
    paths = governor.due.take()
    try:
        changes = _look(files, rules, governor, on_found, paths)
    except BaseException:
        governor.due.add(paths)  # whatever ended this look: the next one makes up for it
        raise
    governor.due.unreadable = changes.unreadable
    return changes


def concerned(paths: Iterable[str], folders: Sequence[str], rules: Rules) -> list[str]:
    """Those of the changed paths that an update has to look at.

    Browsers and other programs write to hidden folders all day, and so do we to our own home.
    """
    return [
        path
        for path in paths
        if any(_within(path, folder) and concerns(folder, path, rules) for folder in folders)
    ]


def _look(
    files: Files,
    rules: Rules,
    governor: Governor,
    on_found: Callable[[int], None],
    paths: frozenset[str] | None,
) -> Changes:
    changes = Changes()
    folders = files.folders()
    there = _there(files, folders, changes)
    targets = {folder.id: _targets(folder, paths) for folder in there}
    known = {folder.id: _known(files, folder, targets[folder.id]) for folder in there}
    by_size: dict[int, list[KnownFile]] = {}
    for folder_files in known.values():
        for file in folder_files.values():
            by_size.setdefault(file.size, []).append(file)
    missing: dict[int, KnownFile] = {}
    seen = 0
    for folder in there:
        here = known[folder.id]
        unreadable_before = len(changes.unreadable)
        new: list[NewFile] = []
        opened: list[tuple[int, int]] = []
        untimed: list[tuple[int, NewFile]] = []
        for found in _found(folder, targets[folder.id], rules, changes):
            governor.checkpoint()
            seen += 1
            if governor.due.unheard.note(found):
                governor.due.unheard.expect(files.numbered(found.number))
            before = here.pop(found.path, None)
            if before is None:
                origin = _origin(found, by_size.get(found.size, ()), missing)
                if origin:
                    files.move(origin.id, folder.id, _named(found))
                    for others in known.values():
                        others.pop(origin.path, None)
                    missing.pop(origin.id, None)
                    # It has its place: of two copies, the other one is a file of its own.
                    by_size[origin.size].remove(origin)
                    changes.moved += 1
                else:
                    new.append(_named(found))
            elif not is_as_known(before, found):
                changes.changed += _update(files, before, found)
            elif before.ctime_ns is None:
                untimed.append((before.id, _named(found)))
            if (
                before
                and before.unread
                and before.mtime_ns == found.mtime_ns < (used := last_used(found)) > before.used_ns
            ):
                opened.append((before.id, used))
            if len(new) >= _BATCH:
                changes.added += files.add(folder.id, new)
                new.clear()
            if seen % _BATCH == 0:
                on_found(seen)
        changes.added += files.add(folder.id, new)
        if opened:
            files.used(opened)
        if untimed:
            files.touch(untimed)
        hidden = changes.unreadable[unreadable_before:]
        missing.update(
            (file.id, file)
            for path, file in here.items()
            if not any(_within(path, lost.path) for lost in hidden)
        )
    on_found(seen)
    changes.removed = files.remove(list(missing))
    looked_at = [target for folder in there for target in targets[folder.id]]
    changes.unreadable += [
        earlier
        for earlier in governor.due.unreadable
        if any(_within(earlier.path, folder.path) for folder in there)
        and not any(_within(earlier.path, target) for target in looked_at)
        and earlier not in changes.unreadable
    ]
    return changes


def _there(files: Files, folders: list[Folder], changes: Changes) -> list[Folder]:
    """The folders that are there now; the others are noted as offline."""
    counts = files.count_by_folder()
    there = []
    for folder in folders:
        device = _device(folder, counts.get(folder.id, 0) > 0)
        files.set_online(folder, device)
        if device is None:
            changes.offline.append(folder.path)
        else:
            there.append(folder)
    return there


def _targets(folder: Folder, paths: frozenset[str] | None) -> list[str]:
    """What is to be looked at in a folder: it, or some of what is in it, none within another."""
    if paths is None or folder.device is None or not folder.online:
        return [folder.path]
    targets: list[str] = []
    # In this order a folder comes before what is in it, with nothing else between.
    for path in sorted(map(_looked_at, paths), key=lambda path: path.split(os.sep)):
        if _within(folder.path, path):
            return [folder.path]
        if _within(path, folder.path) and not (targets and _within(path, targets[-1])):
            targets.append(path)
    return targets


def _looked_at(path: str) -> str:
    """Whether a folder is a Python environment changes what becomes of all that is in it."""
    above, name = os.path.split(path)
    return above if name == ENVIRONMENT_MARK else path


def _known(files: Files, folder: Folder, targets: list[str]) -> dict[str, KnownFile]:
    if targets == [folder.path]:
        return files.known(folder.id)
    known: dict[str, KnownFile] = {}
    for target in targets:
        known.update(files.known(folder.id, target))
    return known


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(os.path.join(folder, ""))


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


def _found(
    folder: Folder, targets: list[str], rules: Rules, changes: Changes
) -> Iterator[FoundFile]:
    for target in targets:
        for found in scan_below(folder.path, target, rules):
            if isinstance(found, UnreadableFolder):
                log.debug("%s: %s", found.path, found.reason)
                changes.unreadable.append(found)
            else:
                yield found


def _named(found: FoundFile) -> NewFile:
    name = os.path.basename(found.path)
    shown = os.fsencode(name).decode("utf-8", "replace")
    used = last_used(found)
    return NewFile(
        found.path,
        shown,
        kind_of(name),
        found.size,
        found.mtime_ns,
        used,
        certain_ctime(found),
        found.number,
    )


def _origin(
    found: FoundFile,
    alike: "tuple[KnownFile, ...] | list[KnownFile]",
    missing: dict[int, KnownFile],
) -> KnownFile | None:
    """The known file that now lies at a new place: of the same content, gone from its own.

    A name of another form has its content read in another way: nothing of the old one stays true.
    """
    form = form_of(os.path.basename(found.path))
    gone = [
        file
        for file in alike
        if file.hash
        and form_of(os.path.basename(file.path)) == form
        and (file.id in missing or not os.path.lexists(file.path))
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
    """1 when the content is another or may be read now, 0 when it is the same."""
    now = _named(found)
    same = (before.size, before.mtime_ns) == (found.size, found.mtime_ns)
    may_be_open = before.state == "error" and before.may_pass
    if before.size == found.size and before.hash is not None and before.state != "waiting":
        try:
            if content_hash(found.path) == before.hash and not may_be_open:
                files.touch([(before.id, now)])
                return _relabelled(files, before, found)
        except OSError:
            log.debug("%s can't be read now", found.path)
    if same and (before.state == "waiting" or (may_be_open and before.ctime_ns == 0)):
        # It is read in any case; and of what could not be read, nothing says that it changed.
        files.touch([(before.id, now)])
        return 0
    # Not when it was opened: that may have been our own reading of it.
    files.changed(before.id, replace(now, used_ns=min(found.mtime_ns, time.time_ns())))
    return 1


def _relabelled(files: Files, known: KnownFile, found: FoundFile) -> int:
    """1 when tags or a comment on a file of the same content are others; it is read again then."""
    facts = files.facts(known.id)
    before = {name: facts[name] for name in ("tags", "comment") if name in facts}
    if labels.of_file(found.path) == before:
        return 0
    files.read_again(known.id)
    return 1
