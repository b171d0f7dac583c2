"""What the next look at the folders is to concern: everything, or what the watch told."""

import threading
from collections.abc import Iterable

from grsearch_desktop.library.links import HardLinks
from grsearch_desktop.library.scan import UnreadableFolder

MANY = 1000
"""Paths; where more changed, a look at everything costs no more."""


class Due:
    """Paths that changed since the last look, and the troubles that earlier looks found.

    Everything is due until someone says less, so that an update that is asked for on its own
    always looks at all folders.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._paths: set[str] | None = None
        self._told = False
        self.unreadable: list[UnreadableFolder] = []
        """Folders that could not be listed when they were last looked at."""
        self.unheard = HardLinks()

    def add(self, paths: Iterable[str] | None) -> None:
        """A path stands for all that is below it; None: everything is to be looked at."""
        with self._lock:
            if not self._told:
                self._told, self._paths = True, set()
            if paths is None:
                self._paths = None
            elif self._paths is not None:
                self._paths.update(paths)
                if len(self._paths) > MANY:
                    self._paths = None

    @property
    def waits(self) -> bool:
        """Whether something was told that no look was taken at yet."""
        with self._lock:
            return self._told and self._paths != set()

    def take(self) -> frozenset[str] | None:
        """What is due, None for everything; from now on only what is added next."""
        with self._lock:
            taken = None if self._paths is None else frozenset(self._paths)
            if self._told:
                self._paths = set()
            return taken
