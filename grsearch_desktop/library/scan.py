"""The walk through a folder: every regular file that the rules admit."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass

from grsearch_desktop.library.rules import ENVIRONMENT_MARK, Rules

_GONE = "The folder is not there."
_LATEST = 2**63 - 1
"""The largest time that fits 64 bits, in 2262; some file systems can tell later ones."""


@dataclass(frozen=True)
class FoundFile:
    path: str
    """Absolute; bytes that are not UTF-8 as surrogates (`os.fsencode` gives them back)."""
    size: int
    """Bytes."""
    mtime_ns: int


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
    folders = [(root, "")]
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
        for entry in entries:
            inner = f"{relative}/{entry.name}" if relative else entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            if entry.path in rules.never or not rules.admits(inner, is_folder=is_folder):
                continue
            if is_folder:
                below.append((entry.path, inner))
            elif found := _regular(entry):
                yield found
        folders.extend(reversed(below))
    if not _same(root, top):
        # Its drive went away meanwhile: what was not found is not gone.
        yield UnreadableFolder(root, _GONE)


def _same(root: str, top: os.stat_result) -> bool:
    try:
        return os.path.samestat(os.stat(root), top)
    except OSError:
        return False


def _regular(entry: "os.DirEntry[str]") -> FoundFile | None:
    try:
        state = entry.stat(follow_symlinks=False)
    except OSError:  # gone since it was listed
        return None
    if not stat.S_ISREG(state.st_mode):
        return None
    return _found(entry.path, state)


def _found(path: str, state: os.stat_result) -> FoundFile:
    return FoundFile(path, state.st_size, min(state.st_mtime_ns, _LATEST))


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "You have no permission to look into this folder."
    if isinstance(error, FileNotFoundError):
        return _GONE
    return f"The folder can't be listed: {error.strerror or error}."
