"""Linux's inotify, folder by folder: a folder that the rules leave out costs none of its watches.

What the system tells is a number (of a watch on a folder) and a name. The folders that the numbers
stand for are kept as a tree for each root, and every event that takes a folder away or brings one
changes the tree at once: one that leaves takes all watches below it along, one that comes is
walked through. A place that is told is looked at after its watches began, so nothing is missed
between the two.
"""

import ctypes
import errno
import logging
import os
import select
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntFlag

from grsearch_desktop.library.rules import ENVIRONMENT_MARK, Rules

log = logging.getLogger(__name__)

Told = Callable[[str, str | None], None]
"""Hears of a root and of a path in it that changed; None: anything may have."""


class _In(IntFlag):
    """As in <sys/inotify.h>."""

    MODIFY = 0x2
    ATTRIB = 0x4
    CLOSE_WRITE = 0x8
    MOVED_FROM = 0x40
    MOVED_TO = 0x80
    CREATE = 0x100
    DELETE = 0x200
    DELETE_SELF = 0x400
    MOVE_SELF = 0x800
    UNMOUNT = 0x2000
    Q_OVERFLOW = 0x4000
    IGNORED = 0x8000
    ONLYDIR = 0x1000000
    DONT_FOLLOW = 0x2000000
    ISDIR = 0x40000000


# What reading causes is not among them: our own readers would set off the next look and fill the
# system's queue.
_WATCHED = (
    _In.MODIFY | _In.ATTRIB | _In.CLOSE_WRITE | _In.MOVED_FROM | _In.MOVED_TO | _In.CREATE
    | _In.DELETE | _In.DELETE_SELF | _In.MOVE_SELF | _In.ONLYDIR
)  # fmt: skip
_CAME = _In.CREATE | _In.MOVED_TO
_WENT = _In.DELETE | _In.MOVED_FROM
_LEFT = _In.DELETE_SELF | _In.MOVE_SELF | _In.UNMOUNT
_HEADER = struct.Struct("iIII")
_AT_ONCE = 1 << 18
"""Bytes of events that are read at once."""
_FULL = (errno.ENOSPC, errno.ENOMEM)
"""What says that the system gives no more watches."""

_libc = ctypes.CDLL(None, use_errno=True)


def add_watch(descriptor: int, path: str, mask: int) -> int:
    """The number of the watch. Raises OSError."""
    number: int = _libc.inotify_add_watch(descriptor, os.fsencode(path), ctypes.c_uint32(mask))
    if number < 0:
        raise _error(path)
    return number


def begin() -> int:
    """A file descriptor that events are read from. Raises OSError."""
    descriptor: int = _libc.inotify_init1(os.O_CLOEXEC | os.O_NONBLOCK)
    if descriptor < 0:
        raise _error("inotify")
    return descriptor


def _error(path: str) -> OSError:
    number = ctypes.get_errno()
    return OSError(number, os.strerror(number), path)


@dataclass(eq=False, slots=True)
class _Folder:
    path: str
    tree: "_Tree"
    above: "_Folder | None" = None
    watch: int | None = None
    below: "dict[str, _Folder]" = field(default_factory=dict)


@dataclass(eq=False)
class _Tree:
    root: str
    folder: str
    """That is watched: the root, or the one that holds it."""
    rules: Rules | None
    """Which folders below are watched too; None: none."""
    top: _Folder | None = None
    refused: OSError | None = None
    """Why the system gave no more watches."""

    def admits(self, path: str) -> bool:
        if self.rules is None or path in self.rules.never:
            return False
        return self.rules.admits(os.path.relpath(path, self.folder), is_folder=True)


class FolderWatches:
    """Tells of changes in trees of folders, from a thread of its own."""

    def __init__(self, told: Told, left: Callable[[str], None]) -> None:
        """left: hears of a root that was deleted or moved. Raises OSError."""
        self._told = told
        self._left = left
        self._descriptor = begin()
        self._trees: dict[str, _Tree] = {}
        self._folders: dict[int, list[_Folder]] = {}
        """By the number of their watch: a moved folder may be known at both places for a moment,
        and one may lie below two roots."""
        self._lock = threading.RLock()
        """Held while an event is worked in or a tree walked through."""
        self._ending, self._end = os.pipe()
        self._thread = threading.Thread(target=self._listen, name="watch-inotify", daemon=True)
        self._thread.start()

    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def begin(self, root: str, folder: str, rules: Rules | None) -> None:
        """Watches a folder and those in it that the rules admit; None: it alone.

        root: what it is watched for, told with each change. Raises OSError when not even the
        folder can be watched; see `trouble` for those in it.
        """
        with self._lock:
            self.end(root)
            tree = self._trees[root] = _Tree(root, folder, rules)
            tree.top = _Folder(folder, tree)
            try:
                self._watch(tree.top)
            except OSError:
                del self._trees[root]
                raise
            self._walk(tree.top)

    def end(self, root: str) -> None:
        with self._lock:
            tree = self._trees.pop(root, None)
            if tree and tree.top:
                self._drop(tree.top)

    def trouble(self, root: str) -> OSError | None:
        """Why not all folders of a root are watched; None when they are."""
        tree = self._trees.get(root)
        return tree.refused if tree else None

    def has_room(self, root: str) -> bool:
        """Whether the system would give the watch now that it refused."""
        with self._lock:
            tree = self._trees.get(root)
            if tree is None or tree.refused is None:
                return True
            try:
                number = add_watch(self._descriptor, tree.refused.filename, _WATCHED)
            except OSError as error:
                return error.errno not in _FULL
            if number not in self._folders:
                self._remove(number)
            return True

    def close(self) -> None:
        with suppress(BrokenPipeError):  # it ended by itself
            os.write(self._end, b"!")
        self._thread.join()
        os.close(self._end)

    # The watches.

    def _walk(self, top: _Folder) -> None:
        """Watches all folders below one that is watched."""
        waiting = [top]
        while waiting:
            folder = waiting.pop()
            names = _folders_in(folder.path, ENVIRONMENT_MARK if folder.above else "")
            waiting += filter(None, (self._add(folder, name) for name in names))

    def _add(self, above: _Folder, name: str) -> _Folder | None:
        """Watches a folder in another; None where the rules or the system do not let us."""
        path = os.path.join(above.path, name)
        if above.tree.refused or not above.tree.admits(path):
            return None
        one = _Folder(path, above.tree, above)
        try:
            self._watch(one)
        except OSError as error:
            # Gone since, or not to be entered: it is told when it comes, or may be.
            if error.errno in _FULL:
                above.tree.refused = error
            return None
        above.below[name] = one
        return one

    def _watch(self, folder: _Folder) -> None:
        # The root itself may be a link: it is what the person chose.
        mask = _WATCHED if folder.above is None else _WATCHED | _In.DONT_FOLLOW
        folder.watch = add_watch(self._descriptor, folder.path, mask)
        self._folders.setdefault(folder.watch, []).append(folder)

    def _enter(self, folder: _Folder, name: str) -> None:
        """A folder came into a watched one."""
        if not _is_environment(folder) and (one := self._add(folder, name)):
            self._walk(one)

    def _drop(self, top: _Folder) -> None:
        """Watches a folder no more, nor what is below it."""
        if top.above and top.above.below.get(os.path.basename(top.path)) is top:
            del top.above.below[os.path.basename(top.path)]
        waiting = [top]
        while waiting:
            folder = waiting.pop()
            waiting.extend(folder.below.values())
            if folder.watch is None:
                continue
            others = self._folders.get(folder.watch, [])
            if folder in others:
                others.remove(folder)
                if not others:
                    del self._folders[folder.watch]
                    self._remove(folder.watch)
            folder.watch = None

    def _remove(self, number: int) -> None:
        # Fails where the folder is gone, and its watch with it.
        _libc.inotify_rm_watch(self._descriptor, ctypes.c_int(number))

    # The events.

    def _listen(self) -> None:
        poll = select.poll()
        poll.register(self._descriptor, select.POLLIN)
        poll.register(self._ending, select.POLLIN)
        try:
            while True:
                ready = {descriptor for descriptor, _ in poll.poll()}
                if self._ending in ready:
                    return
                for number, what, name in _events(os.read(self._descriptor, _AT_ONCE)):
                    with self._lock:
                        self._hear(number, what, name)
        finally:
            with self._lock:  # nobody is to ask what may soon be another's
                os.close(self._descriptor)
                self._descriptor = -1
            os.close(self._ending)

    def _hear(self, number: int, what: int, name: str) -> None:
        if what & _In.Q_OVERFLOW:
            log.warning("events of changed files were lost: all folders are looked at")
            for root, tree in list(self._trees.items()):
                try:
                    self.begin(root, tree.folder, tree.rules)
                except OSError:
                    self._left(root)
                self._told(root, None)
            return
        for folder in list(self._folders.get(number, ())):
            if name:
                self._hear_of(folder, what, name)
            elif what & _In.IGNORED:
                self._drop(folder)
            elif folder.above is None:
                if what & _LEFT:
                    self._left(folder.tree.root)
                self._told(folder.tree.root, folder.path)

    def _hear_of(self, folder: _Folder, what: int, name: str) -> None:
        """Something happened to what lies in a folder under a name."""
        if name == ENVIRONMENT_MARK and folder.above and what & (_CAME | _WENT):
            for one in list(folder.below.values()):
                self._drop(one)
            self._walk(folder)
        elif what & _In.ISDIR:
            known = folder.below.get(name)
            if known and what & (_CAME | _WENT):
                self._drop(known)
            # One that was closed to us may be open now.
            if what & _CAME or (what & _In.ATTRIB and not known):
                self._enter(folder, name)
        self._told(folder.tree.root, os.path.join(folder.path, name))


def _events(read: bytes) -> Iterator[tuple[int, int, str]]:
    """The number of the watch, what happened, and to which name in its folder ("": to itself)."""
    at = 0
    while at < len(read):
        number, what, _, length = _HEADER.unpack_from(read, at)
        at += _HEADER.size
        yield number, what, os.fsdecode(read[at : at + length].rstrip(b"\0"))
        at += length


def _folders_in(path: str, mark: str) -> list[str]:
    """The names of the folders in a folder; none when there is something called `mark`, too."""
    try:
        with os.scandir(path) as listing:
            entries = list(listing)
    except OSError:
        return []
    if mark and any(entry.name == mark for entry in entries):
        return []
    return [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]


def _is_environment(folder: _Folder) -> bool:
    return folder.above is not None and os.path.lexists(os.path.join(folder.path, ENVIRONMENT_MARK))
