"""The watch over folders: says what changed, and lets it rest first."""

import errno
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from grsearch_desktop.library.rules import Rules

if sys.platform == "linux":
    from grsearch_desktop.library.inotify import FolderWatches
else:
    from grsearch_desktop.library.observed import FolderWatches

log = logging.getLogger(__name__)

SETTLED = 1.0
"""Seconds without a change before it is told: a file still being written is let be."""
LONGEST = 15.0
"""Seconds after which a change is told even if its folder never rests."""
TOGETHER = 0.75
"""Seconds: folders that will rest within them are told at once, for a file may have moved from
one to the other."""
MANY = 2000
"""Paths after which the folder as a whole is told instead."""
CHECK = 3.0
"""Seconds between two looks whether the folders themselves are still there, or are back."""
POLL = 60.0
"""Seconds between two looks at a folder that can't be watched."""

_RAISE = {
    errno.ENOSPC: "sudo sysctl fs.inotify.max_user_watches=1048576",  # not the disk's room
    errno.EMFILE: "sudo sysctl fs.inotify.max_user_instances=1024",
}


class Watch:
    """Calls `on_change(paths)` some moments after files and folders changed below watched folders.

    A path stands for itself and all that is below it; a folder that can't be watched is told as
    a whole every minute, and so is one that came back. Raises nothing while it runs.
    """

    def __init__(
        self,
        on_change: Callable[[frozenset[str]], None],
        unheard: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        """unheard: asked every CHECK seconds for what changed without the system telling it."""
        self._on_change = on_change
        self._unheard = unheard
        self._watches: FolderWatches | None = None
        self._roots: dict[str, _Root] = {}
        self._arranging = threading.RLock()
        """Held while watches begin and end; never taken by whoever tells of events."""
        self._pending: dict[str, _Pending] = {}
        self._wake = threading.Condition()
        self._ended = False
        self._thread = threading.Thread(target=self._settle, name="watch-settle", daemon=True)
        self._thread.start()

    def add(self, path: str, rules: Rules | None = None) -> str:
        """Watches a folder or a file; gives "" or why that can't be (it is polled then).

        rules: what is left out of a folder need not be watched.
        """
        with self._arranging:
            known = self._roots.get(path)
            if known is None:
                self._roots[path] = _Root(path, rules or Rules())
                self._begin(self._roots[path])
            elif rules and known.rules is not rules:
                known.rules = rules
                self._begin(known)
            return self._roots[path].problem

    def remove(self, path: str) -> None:
        with self._arranging:
            if root := self._roots.pop(path, None):
                self._end(root)
        with self._wake:
            self._pending.pop(path, None)

    def follow(self, paths: Iterable[str], rules: Rules) -> None:
        """Watches these and no others."""
        wanted = set(paths)
        with self._arranging:
            for path in set(self._roots) - wanted:
                self.remove(path)
            for path in sorted(wanted):
                self.add(path, rules)

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
            if self._watches:
                self._watches.close()
                self._watches = None

    def check(self) -> None:
        """Watches folders that came back, and looks at those that can't be watched.

        Called by the watch itself, every CHECK seconds.
        """
        with self._arranging:
            if self._watches and not self._watches.is_alive():
                self._begin_anew(self._watches)
        for path in list(self._roots):
            with self._arranging:
                root = self._roots.get(path)
                if root and self._check(root):
                    self._changed(root, None)

    def _begin_anew(self, dead: FolderWatches) -> None:
        log.warning("the watch over the folders died, and begins anew")
        self._watches = None
        dead.close()
        for root in self._roots.values():
            self._begin(root)
            self._changed(root, None)

    def _check(self, root: "_Root") -> bool:
        """Whether the folder as a whole is to be looked at."""
        if root.lost or root.identity != _identity(root.watched):
            self._begin(root)
            return True
        if root.problem and time.monotonic() - root.polled >= POLL:
            root.polled = time.monotonic()
            if root.identity and (not self._watches or self._watches.has_room(root.path)):
                self._begin(root)
            return True
        if not root.problem and self._watches and (error := self._watches.trouble(root.path)):
            # The folders that were added are more than the system lets us watch.
            root.problem = self._sentence(root, error)
            return True
        return False

    def _begin(self, root: "_Root") -> None:
        root.problem, root.lost = "", False
        root.polled = time.monotonic()
        is_file = os.path.isfile(root.path)
        root.watched = os.path.dirname(root.path) if is_file else root.path
        root.identity = _identity(root.watched)
        try:
            if self._watches is None:
                self._watches = FolderWatches(self._heard, self._left)
            self._watches.begin(root.path, root.watched, None if is_file else root.rules)
            root.problem = self._sentence(root, self._watches.trouble(root.path))
        except OSError as error:
            log.warning("a folder can't be watched: %s", error.strerror)
            root.problem = self._sentence(root, error)

    def _end(self, root: "_Root") -> None:
        if self._watches:
            self._watches.end(root.path)

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

    def _heard(self, path: str, changed: str | None) -> None:
        """Called by the thread that hears of changes: the root at `path`, and what changed."""
        root = self._roots.get(path)
        # Of the folder that holds a watched file, nothing else counts.
        if root and (changed is None or root.watched == root.path or changed == root.path):
            self._changed(root, changed)

    def _left(self, path: str) -> None:
        if root := self._roots.get(path):
            root.lost = True

    def _changed(self, root: "_Root", path: str | None) -> None:
        """path: what changed; None: anything may have."""
        with self._wake:
            now = time.monotonic()
            pending = self._pending.setdefault(root.path, _Pending(now))
            pending.last = now
            if not pending.whole:
                pending.paths.add(path or root.path)
                if path is None or len(pending.paths) >= MANY:
                    pending.whole, pending.paths = True, {root.path}
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
                    if unheard := frozenset(self._unheard()):
                        self._on_change(unheard)
            except Exception:
                # The watch goes on: the next look at everything finds what this one missed.
                log.exception("a change could not be told")
            if time.monotonic() >= checked + CHECK:
                checked = time.monotonic()


@dataclass
class _Root:
    """A folder, or a file, that is to be watched."""

    path: str
    rules: Rules
    watched: str = ""
    """The folder itself, or the one that holds the file."""
    identity: tuple[int, int] | None = None
    """Drive and number of the folder when the watch began; None: it was not there."""
    problem: str = ""
    polled: float = 0.0
    lost: bool = False
    """It was deleted: one that has its place, and perhaps its number, is another."""


@dataclass
class _Pending:
    first: float
    last: float = 0.0
    paths: set[str] = field(default_factory=set)
    whole: bool = False

    def due(self) -> float:
        return min(self.last + SETTLED, self.first + LONGEST)


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
