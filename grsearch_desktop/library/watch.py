"""The watch over folders: says that something changed, and lets it rest first."""

import logging
import threading
import time
from collections.abc import Callable

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

log = logging.getLogger(__name__)

SETTLED = 1.0
"""Seconds without a change before a folder is looked at: a file still being written is let be."""
LONGEST = 15.0
"""Seconds after which a folder is looked at even if it never rests."""

_QUIET = ("opened", "closed_no_write")
"""Events that reading causes: our own readers would set off the next look."""


class Watch:
    """Calls `on_change(root)` for a watched folder some moments after a change below it.

    Raises nothing while it runs; `add` gives a sentence when a folder can't be watched.
    """

    def __init__(self, on_change: Callable[[str], None]) -> None:
        self._on_change = on_change
        self._observer = Observer()
        self._observer.daemon = True
        self._watched: dict[str, object] = {}
        self._first: dict[str, float] = {}
        self._last: dict[str, float] = {}
        self._wake = threading.Condition()
        self._ended = False
        self._thread = threading.Thread(target=self._settle, name="watch-settle", daemon=True)
        self._observer.start()
        self._thread.start()

    def add(self, root: str) -> str:
        """Watches a folder (or a file's folder); gives "" or why that can't be."""
        if root in self._watched:
            return ""
        try:
            self._watched[root] = self._observer.schedule(
                _Handler(root, self._changed), root, recursive=True
            )
        except OSError as error:
            log.warning("a folder can't be watched: %s", error.strerror)
            if error.errno == 28:  # ENOSPC: the limit of inotify, not of the disk
                return (
                    "The system's limit of watched folders is reached; raise it with "
                    "`sudo sysctl fs.inotify.max_user_watches=1048576`."
                )
            return f"The folder can't be watched: {error.strerror}."
        return ""

    def remove(self, root: str) -> None:
        watched = self._watched.pop(root, None)
        if watched is not None:
            self._observer.unschedule(watched)  # type: ignore[arg-type]

    def close(self) -> None:
        with self._wake:
            self._ended = True
            self._wake.notify()
        self._observer.stop()
        self._thread.join()
        self._observer.join()

    def _changed(self, root: str) -> None:
        with self._wake:
            now = time.monotonic()
            self._first.setdefault(root, now)
            self._last[root] = now
            self._wake.notify()

    def _settle(self) -> None:
        while True:
            with self._wake:
                if self._ended:
                    return
                now = time.monotonic()
                due = {
                    root: min(last + SETTLED, self._first[root] + LONGEST)
                    for root, last in self._last.items()
                }
                ready = [root for root, at in due.items() if at <= now]
                for root in ready:
                    del self._first[root], self._last[root]
                if not ready:
                    self._wake.wait(min(due.values()) - now if due else None)
                    continue
            for root in ready:
                self._on_change(root)


class _Handler(FileSystemEventHandler):
    def __init__(self, root: str, changed: Callable[[str], None]) -> None:
        self._root = root
        self._changed = changed

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in _QUIET:
            self._changed(self._root)
