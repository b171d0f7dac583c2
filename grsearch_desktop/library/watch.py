"""The watch over folders: says what changed, and lets it rest first."""

import errno
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from watchdog import events
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver, ObservedWatch

log = logging.getLogger(__name__)

SETTLED = 1.0
"""Seconds without a change before it is told: a file still being written is let be."""
LONGEST = 15.0
"""Seconds after which a change is told even if its folder never rests."""
TOGETHER = 0.75
"""Seconds: folders that will rest within them are told at once, for a file may have moved from
one to the other. watchdog holds one half of a move back for 0.5 s, in wait for the other."""
MANY = 2000
"""Events after which the folder as a whole is told instead of paths.

The system's queue holds 16384 events and loses those that come when it is full. Whoever counts
the ones that were kept sees that there were many, and looks at everything.
"""
CHECK = 3.0
"""Seconds between two looks whether the folders themselves are still there, or are back."""
POLL = 60.0
"""Seconds between two looks at a folder that can't be watched."""

# What reading causes is not among them: our own readers would set off the next look and fill the
# system's queue. A folder's own change of time only says that something in it changed.
_TOLD: list[type[FileSystemEvent]] = [
    getattr(events, name)
    for name in (
        "FileCreatedEvent",
        "DirCreatedEvent",
        "FileDeletedEvent",
        "DirDeletedEvent",
        "FileMovedEvent",
        "DirMovedEvent",
        "FileModifiedEvent",
        "FileClosedEvent",
        "FileAttribEvent",  # since watchdog 7; told as modified before
        "DirAttribEvent",
    )
    if hasattr(events, name)
]

_RAISE = {
    errno.ENOSPC: "sudo sysctl fs.inotify.max_user_watches=1048576",  # not the disk's room
    errno.EMFILE: "sudo sysctl fs.inotify.max_user_instances=1024",
}


class Watch:
    """Calls `on_change(paths)` some moments after files and folders changed below watched folders.

    A path stands for itself and all that is below it; a folder that can't be watched is told as
    a whole every minute, and so is one that came back. Raises nothing while it runs.
    """

    def __init__(self, on_change: Callable[[frozenset[str]], None]) -> None:
        self._on_change = on_change
        self._observer: BaseObserver | None = None
        self._reading: list[threading.Thread] = []
        """The threads that hear of changes; they live as long as the observer."""
        self._roots: dict[str, _Root] = {}
        self._arranging = threading.RLock()
        """Held while watches begin and end; never taken by whoever tells of events."""
        self._pending: dict[str, _Pending] = {}
        self._wake = threading.Condition()
        self._ended = False
        self._thread = threading.Thread(target=self._settle, name="watch-settle", daemon=True)
        self._thread.start()

    def add(self, path: str) -> str:
        """Watches a folder or a file; gives "" or why that can't be (it is polled then)."""
        with self._arranging:
            if path not in self._roots:
                self._roots[path] = _Root(path)
                self._begin(self._roots[path])
            return self._roots[path].problem

    def remove(self, path: str) -> None:
        with self._arranging:
            if root := self._roots.pop(path, None):
                self._end(root)
        with self._wake:
            self._pending.pop(path, None)

    def follow(self, paths: Iterable[str]) -> None:
        """Watches these and no others."""
        wanted = set(paths)
        with self._arranging:
            for path in set(self._roots) - wanted:
                self.remove(path)
            for path in sorted(wanted):
                self.add(path)

    def notices(self) -> tuple[str, ...]:
        """A sentence for each folder that is there and can't be watched."""
        roots = list(self._roots.values())
        return tuple(root.problem for root in roots if root.problem and root.identity)

    def close(self) -> None:
        with self._wake:
            self._ended = True
            self._wake.notify()
        self._thread.join()
        with self._arranging:
            if self._observer:
                self._observer.stop()
                self._observer.join()

    def check(self) -> None:
        """Watches folders that came back, and looks at those that can't be watched.

        Called by the watch itself, every CHECK seconds.
        """
        with self._arranging:
            if self._is_deaf():
                self._begin_anew()
        for path in list(self._roots):
            with self._arranging:
                root = self._roots.get(path)
                if root and self._check(root):
                    self._changed(root, None)

    def _is_deaf(self) -> bool:
        """Whether a thread of watchdog's died, without which no change is told any more.

        The one that reads for all folders does (7.1, KeyError) when a folder is moved out of the
        watched ones, another one under its name comes and goes, and then the first one is deleted.
        """
        if self._observer is None:
            return False
        emitters = list(self._observer.emitters)
        watched = {root.handle for root in self._roots.values() if root.handle is not None}
        return not all(thread.is_alive() for thread in (self._observer, *self._reading)) or any(
            not emitter.is_alive() and emitter.watch in watched for emitter in emitters
        )

    def _begin_anew(self) -> None:
        log.warning("the watch over the folders died, and begins anew")
        observer, self._observer = self._observer, None
        if observer is not None:
            # It takes its folders off its own lists, which are wrong: that was what it died of.
            with suppress(Exception):
                observer.stop()
        for root in self._roots.values():
            root.handle = None
            self._begin(root)
            self._changed(root, None)

    def _check(self, root: "_Root") -> bool:
        """Whether the folder as a whole is to be looked at."""
        if root.lost or root.identity != _identity(root.watched):
            self._end(root)
            self._begin(root)
            return True
        if root.problem and time.monotonic() - root.polled >= POLL:
            root.polled = time.monotonic()
            if root.identity and not _limit(root.watched):
                self._end(root)
                self._begin(root)
            return True
        if root.grew:
            root.grew = False
            # The folders that were added may be more than the system lets us watch.
            root.problem = root.problem or self._sentence(root, _limit(root.watched))
            return bool(root.problem)
        return False

    def _begin(self, root: "_Root") -> None:
        root.problem, root.lost, root.grew = "", False, False
        root.polled = time.monotonic()
        is_file = os.path.isfile(root.path)
        root.watched = os.path.dirname(root.path) if is_file else root.path
        root.identity = _identity(root.watched)
        try:
            if self._observer is None:
                before = set(threading.enumerate())
                observer = Observer()
                observer.daemon = True
                observer.start()
                self._reading = [
                    thread
                    for thread in set(threading.enumerate()) - before
                    if type(thread).__module__.startswith("watchdog.")
                ]
                self._observer = observer
            root.handle = self._observer.schedule(
                _Handler(root, self._changed),
                root.watched,
                recursive=not is_file,
                event_filter=_TOLD,
            )
            # Folders below it are passed over in silence when the limit is reached.
            root.problem = self._sentence(root, _limit(root.watched))
        except OSError as error:
            log.warning("a folder can't be watched: %s", error.strerror)
            root.problem = self._sentence(root, error)

    def _end(self, root: "_Root") -> None:
        if root.handle is not None and self._observer is not None:
            self._observer.unschedule(root.handle)
        root.handle = None

    def _sentence(self, root: "_Root", error: OSError | None) -> str:
        if error is None:
            return ""
        shown = os.fsencode(root.path).decode("utf-8", "replace")
        then = "its changes are found within a minute instead of at once"
        if error.errno in _RAISE:
            return (
                f"The system's limit of watched folders is reached at {shown}: {then}. "
                f"`{_RAISE[error.errno]}` raises it."
            )
        return f"{shown} can't be watched ({error.strerror}): {then}."

    def _changed(self, root: "_Root", path: str | None) -> None:
        """path: what changed; None: anything may have."""
        with self._wake:
            now = time.monotonic()
            pending = self._pending.setdefault(root.path, _Pending(now))
            pending.last = now
            pending.events += 1 if path else MANY
            if pending.events >= MANY:
                pending.paths = {root.path}
            elif path:
                pending.paths.add(path)
            self._wake.notify()

    def _settle(self) -> None:
        checked = time.monotonic()
        while True:
            with self._wake:
                if self._ended:
                    return
                now = time.monotonic()
                due = {path: pending.due() for path, pending in self._pending.items()}
                next_at = min([checked + CHECK, *due.values()])
                ready: set[str] = set()
                if any(at <= now for at in due.values()):
                    for path, at in due.items():
                        if at <= now + TOGETHER:
                            ready |= self._pending.pop(path).paths
                elif next_at > now:
                    self._wake.wait(next_at - now)
                    continue
            try:
                if ready:
                    self._on_change(frozenset(ready))
                if time.monotonic() >= checked + CHECK:
                    self.check()
            except Exception:
                # The watch goes on: the next look at everything finds what this one missed.
                log.exception("a change could not be told")
            if time.monotonic() >= checked + CHECK:
                checked = time.monotonic()


@dataclass
class _Root:
    """A folder, or a file, that is to be watched."""

    path: str
    watched: str = ""
    """The folder itself, or the one that holds the file."""
    handle: "ObservedWatch | None" = None
    identity: tuple[int, int] | None = None
    """Drive and number of the folder when the watch began; None: it was not there."""
    problem: str = ""
    polled: float = 0.0
    lost: bool = False
    """It was deleted: one that has its place, and perhaps its number, is another."""
    grew: bool = False
    """Folders came into it."""


@dataclass
class _Pending:
    first: float
    last: float = 0.0
    paths: set[str] = field(default_factory=set)
    events: int = 0

    def due(self) -> float:
        return min(self.last + SETTLED, self.first + LONGEST)


class _Handler(FileSystemEventHandler):
    def __init__(self, root: _Root, changed: Callable[[_Root, str | None], None]) -> None:
        self._root = root
        self._changed = changed

    def on_any_event(self, event: FileSystemEvent) -> None:
        root = self._root
        for path in {os.fsdecode(event.src_path), os.fsdecode(event.dest_path)} - {""}:
            if path == root.watched and event.event_type == "deleted":
                root.lost = True
            if root.watched == root.path:
                known = path == root.path or path.startswith(os.path.join(root.path, ""))
                self._changed(root, path if known else None)
            elif path == root.path:
                self._changed(root, path)
        if event.is_directory and event.event_type in ("created", "moved"):
            root.grew = True


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _limit(path: str) -> OSError | None:
    """What the system says when one folder more is to be watched; None when it may be."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        probe = Observer()
    except OSError as error:
        return error
    probe.start()
    try:
        probe.schedule(FileSystemEventHandler(), path, recursive=False)
    except OSError as error:
        return error if error.errno in _RAISE else None
    finally:
        probe.stop()
        probe.join()
    return None
