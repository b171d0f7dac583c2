"""Watching by watchdog, for the systems whose watch over a folder covers all that is in it."""

import os
import threading
from collections.abc import Callable
from contextlib import suppress

from watchdog import events
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from grsearch_desktop.library.rules import Rules

# What reading causes is not among them: our own readers would set off the next look. A folder's
# own change of time only says that something in it changed.
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


class FolderWatches:
    """The same as that of `inotify`, but for the rules: what they leave out is told too."""

    def __init__(
        self, told: Callable[[str, str | None], None], left: Callable[[str], None]
    ) -> None:
        """left: hears of a root that was deleted. Raises OSError."""
        self._told = told
        self._left = left
        self._handles: dict[str, ObservedWatch] = {}
        before = set(threading.enumerate())
        self._observer = Observer()
        self._observer.daemon = True
        self._observer.start()
        self._reading = [
            thread
            for thread in set(threading.enumerate()) - before
            if type(thread).__module__.startswith("watchdog.")
        ]

    def is_alive(self) -> bool:
        """Whether no thread of watchdog's died, without which no change is told any more."""
        watched = set(self._handles.values())
        return all(thread.is_alive() for thread in (self._observer, *self._reading)) and all(
            emitter.is_alive() or emitter.watch not in watched
            for emitter in list(self._observer.emitters)
        )

    def begin(self, root: str, folder: str, rules: Rules | None) -> None:
        """Watches a folder with all that is in it; rules None: it alone. Raises OSError.

        root: what it is watched for, told with each change.
        """
        self.end(root)
        self._handles[root] = self._observer.schedule(
            _Handler(root, folder, self._told, self._left),
            folder,
            recursive=rules is not None,
            event_filter=_TOLD,
        )

    def end(self, root: str) -> None:
        if handle := self._handles.pop(root, None):
            self._observer.unschedule(handle)

    def trouble(self, root: str) -> OSError | None:  # noqa: ARG002 - as inotify's
        """None: these systems watch a folder as a whole or not at all."""
        return None

    def has_room(self, root: str) -> bool:  # noqa: ARG002
        return True

    def close(self) -> None:
        # Where one of its threads died, its lists may be wrong: that may be what it died of.
        with suppress(KeyError, RuntimeError):
            self._observer.stop()
            self._observer.join()


class _Handler(FileSystemEventHandler):
    def __init__(
        self,
        root: str,
        folder: str,
        told: Callable[[str, str | None], None],
        left: Callable[[str], None],
    ) -> None:
        self._root = root
        self._folder = folder
        self._told = told
        self._left = left

    def on_any_event(self, event: FileSystemEvent) -> None:
        for path in {os.fsdecode(event.src_path), os.fsdecode(event.dest_path)} - {""}:
            if path == self._folder and event.event_type == "deleted":
                self._left(self._root)
            within = path == self._folder or path.startswith(os.path.join(self._folder, ""))
            self._told(self._root, path if within else None)
