"""Letting go of what nobody uses: the model, the vectors in memory, the readers."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

UNUSED = 180.0
"""Seconds without a search and without work after which the memory is given back."""


class Use:
    """Who is at work with what can be let go of, and since when nobody is."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._at_work = 0
        self._since = time.monotonic()
        self.let_go = False
        """Whether it was let go of, and nobody was at work since."""

    @contextmanager
    def by_someone(self) -> Iterator[None]:
        """Nothing is let go of meanwhile."""
        with self._lock:
            self._at_work += 1
            self.let_go = False
        try:
            yield
        finally:
            with self._lock:
                self._at_work -= 1
                self._since = time.monotonic()

    def end_when_unused(self, let_go: Callable[[], None]) -> bool:
        """Calls `let_go` once nobody was at work for `UNUSED` seconds; gives whether it did."""
        with self._lock:
            if self.let_go or self._at_work or time.monotonic() - self._since < UNUSED:
                return False
            let_go()
            self.let_go = True
        return True
