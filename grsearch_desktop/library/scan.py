"""The walk through a folder: every regular file that the rules admit."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass

from grsearch_desktop.library.rules import ENVIRONMENT_MARK, Rules

_GONE = "The folder is not there."
_EARLIEST, _LATEST = -(2**63), 2**63 - 1
"""The times that fit 64 bits, from 1677 to 2262; some file systems can tell others too."""


@dataclass(frozen=True)
class FoundFile:
    path: str
    """Absolute; bytes that are not UTF-8 as surrogates (`os.fsencode` gives them back)."""
    size: int
    """Bytes."""
    mtime_ns: int
    atime_ns: int
    """When it was last opened, as far as its file system notes that."""
    ctime_ns: int = 0
    """When anything about it was changed last, nanoseconds since 1970."""
    number: int = 0
    """In its file system."""
    links: int = 1
    """How many names it has."""


@dataclass(frozen=True)
class UnreadableFolder:
    """A folder that could not be listed. What is below it may still be there."""

    path: str
    reason: str


def scan(root: str, rules: Rules) -> Iterator[FoundFile | UnreadableFolder]:
    """Walks a folder, or gives the one file at `root`. Follows no symbolic link below it.

    FIFOs, sockets and devices are passed over. A file that vanishes on the way is not given.
    """
    try:
        top = os.stat(root)
    except OSError as error:
        yield UnreadableFolder(root, _reason(error))
        return
    if stat.S_ISREG(top.st_mode):
        yield _found(root, top)
        return
    yield from _walk(root, "", rules)
    if not _same(root, top):
        # Its drive went away meanwhile: what was not found is not gone.
        yield UnreadableFolder(root, _GONE)


def scan_below(root: str, path: str, rules: Rules) -> Iterator[FoundFile | UnreadableFolder]:
    """What `scan` of the folder `root` gives of `path`, which lies in it: itself or those below."""
    if path == root:
        yield from scan(root, rules)
        return
    try:
        top = os.stat(root)
    except OSError as error:
        yield UnreadableFolder(root, _reason(error))
        return
    inner = os.path.relpath(path, root).replace(os.sep, "/")
    yield from _inside(root, inner.split("/"), rules)
    if not _same(root, top):
        yield UnreadableFolder(root, _GONE)


def look_at(path: str) -> FoundFile | None:
    """What `scan` would give of one file; None where there is no regular file (any more)."""
    try:
        state = os.lstat(path)
    except OSError:
        return None
    return _found(path, state) if stat.S_ISREG(state.st_mode) else None


def concerns(root: str, path: str, rules: Rules) -> bool:
    """Whether a change at `path`, in the folder `root`, may be one of what `scan` finds.

    Asks the names alone: there may be nothing left at the path.
    """
    if path == root:
        return True
    above, inner = root, ""
    names = os.path.relpath(path, root).split(os.sep)
    for place, name in enumerate(names, start=1):
        above = os.path.join(above, name)
        inner = f"{inner}/{name}" if inner else name
        if above in rules.never:
            return False
        admitted = rules.admits(inner, is_folder=True) or (
            place == len(names) and rules.admits(inner, is_folder=False)
        )
        if not admitted:
            return False
    return True


def _inside(root: str, names: list[str], rules: Rules) -> Iterator[FoundFile | UnreadableFolder]:
    """Goes down from name to name, and asks of each what the walk would have asked."""
    above, inner = root, ""
    for place, name in enumerate(names, start=1):
        path = os.path.join(above, name)
        inner = f"{inner}/{name}" if inner else name
        try:
            state = os.lstat(path)
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as error:
            yield UnreadableFolder(above, _reason(error))
            return
        is_folder = stat.S_ISDIR(state.st_mode)
        if path in rules.never or not rules.admits(inner, is_folder=is_folder):
            return
        if place == len(names):
            if is_folder:
                yield from _walk(path, inner, rules)
            elif stat.S_ISREG(state.st_mode):
                yield _found(path, state)
            return
        if not is_folder or os.path.lexists(os.path.join(path, ENVIRONMENT_MARK)):
            return
        above = path


def _walk(top: str, inner: str, rules: Rules) -> Iterator[FoundFile | UnreadableFolder]:
    """inner: the path of `top` within its library folder; "" for that folder itself."""
    folders = [(top, inner)]
    while folders:
        folder, relative = folders.pop()
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except FileNotFoundError:
            continue
        except OSError as error:
            yield UnreadableFolder(folder, _reason(error))
            continue
        if relative and any(entry.name == ENVIRONMENT_MARK for entry in entries):
            continue
        below = []
        closed: OSError | None = None
        for entry in entries:
            inner = f"{relative}/{entry.name}" if relative else entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            if entry.path in rules.never or not rules.admits(inner, is_folder=is_folder):
                continue
            if is_folder:
                below.append((entry.path, inner))
                continue
            try:
                state = entry.stat(follow_symlinks=False)
            except FileNotFoundError:  # gone since it was listed
                continue
            except OSError as error:
                closed = error
                continue
            if stat.S_ISREG(state.st_mode):
                yield _found(entry.path, state)
        if closed:
            # Listed but not to be entered: the files in it are not gone.
            yield UnreadableFolder(folder, _reason(closed))
        folders.extend(reversed(below))


def _same(root: str, top: os.stat_result) -> bool:
    try:
        return os.path.samestat(os.stat(root), top)
    except OSError:
        return False


def _found(path: str, state: os.stat_result) -> FoundFile:
    return FoundFile(
        path,
        state.st_size,
        _kept(state.st_mtime_ns),
        _kept(state.st_atime_ns),
        _kept(state.st_ctime_ns),
        state.st_ino & _LATEST,
        state.st_nlink,
    )


def _kept(time_ns: int) -> int:
    return max(_EARLIEST, min(time_ns, _LATEST))


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "You have no permission to look into this folder."
    if isinstance(error, FileNotFoundError):
        return _GONE
    return f"The folder can't be listed: {error.strerror or error}."
