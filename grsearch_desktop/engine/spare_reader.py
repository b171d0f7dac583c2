"""A reader beside those that index: for what a person waits for, or for what comes last."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from grsearch_desktop.extract.content import Limits
from grsearch_desktop.extract.pool import ReaderPool

_IDLE = 60.0
"""Seconds after its last use when the reader goes, and its memory with it."""


class SpareReader:
    """One child, started when it is first needed and let go when it was not for a minute.

    As quick as the engine itself where nothing is said: readers that index give way to what else
    the machine does.
    """

    def __init__(
        self, limits: Limits | None = None, niceness: int = 0, recognises: bool = False
    ) -> None:
        """niceness, recognises: see `ReaderPool`."""
        self._limits = limits
        self._niceness = niceness
        self._recognises = recognises
        self._lock = threading.Lock()
        self._pool: ReaderPool | None = None
        self._timer: threading.Timer | None = None

    @contextmanager
    def taken(self) -> Iterator[ReaderPool]:
        """The reader, for one caller at a time."""
        with self._lock:
            if self._timer:
                self._timer.cancel()
            if self._pool is None:
                self._pool = ReaderPool(1, self._limits, self._niceness, self._recognises)
            try:
                yield self._pool
            finally:
                self._timer = threading.Timer(_IDLE, self._drop)
                self._timer.daemon = True
                self._timer.start()

    def let_go(self) -> None:
        """Ends the reader once nobody has it; the next who takes one starts another."""
        with self._lock:
            if self._pool:
                self._pool.close()
                self._pool = None

    def close(self) -> None:
        """Ends the reader, at work or not."""
        if self._timer:
            self._timer.cancel()
        if self._pool:
            self._pool.close()

    def _drop(self) -> None:
        with self._lock:
            # Where it was taken in between, the timer of that time is the one that counts.
            if self._pool and threading.current_thread() is self._timer:
                self._pool.close()
                self._pool = None
