"""Waiting for another program that writes to the library, for as long as that takes."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from grsearch_desktop.engine.governor import EndedError, Governor
from grsearch_desktop.store.database import Database

_GOES_ON = 3.0
"""Seconds after which a wait that was not told of again is over."""


class Patience:
    """Lets work wait where asking again later would lose what was done, and tells why it waits."""

    def __init__(self, database: Database, governor: Governor) -> None:
        self._database = database
        self._governor = governor
        self._waited: float | None = None

    @property
    def reason(self) -> str:
        """What is waited for now, in a sentence; "" where nothing is."""
        if self._waited is None or time.monotonic() - self._waited > _GOES_ON:
            return ""
        return (
            f"Another program is writing to the library {self._database.path}; "
            "the work goes on when it is done."
        )

    @contextmanager
    def kept(self, tell: Callable[[str], None]) -> Iterator[None]:
        """What this thread writes inside waits. tell: hears the reason once for each wait.

        The wait ends in EndedError when the work is asked to end.
        """

        def wait() -> None:
            if self._governor.ended:
                raise EndedError
            told = bool(self.reason)
            self._waited = time.monotonic()
            if not told:
                tell(self.reason)

        with self._database.patiently(wait):
            yield
