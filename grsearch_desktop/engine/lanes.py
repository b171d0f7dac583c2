"""Which threads answer what: what takes long for one client keeps no other one waiting."""

from collections.abc import Callable
from concurrent.futures import CancelledError, ThreadPoolExecutor
from enum import Enum
from typing import TypeVar

T = TypeVar("T")


class Lane(Enum):
    """A kind of request that does not wait for those of another kind."""

    SEARCHES = "searches"
    PICTURES = "pictures"
    """Searches by a picture, which a reader must read first: that may take a minute."""
    LOOKS = "looks"
    """What is looked up without a model."""
    DRAWINGS = "drawings"
    """Pages that a reader draws, which may take seconds."""
    COMPARISONS = "comparisons"
    """Of all files with each other, which may take a minute."""
    CHANGES = "changes"
    """What writes, and may wait for whoever else writes."""


_THREADS = {
    Lane.SEARCHES: 3,
    Lane.PICTURES: 1,
    Lane.LOOKS: 2,
    Lane.DRAWINGS: 1,
    Lane.COMPARISONS: 1,
    Lane.CHANGES: 1,
}
"""Requests that are answered at once. Each thread holds a database connection: there are few,
however many clients there are."""


class ClosedError(RuntimeError):
    """The engine is ending and takes no more requests."""


class Lanes:
    """Requests wait in the order in which they came. A client has one of them here at most, so that
    one that asks without end waits for its turn like any other."""

    def __init__(self) -> None:
        self._threads = {
            lane: ThreadPoolExecutor(threads, f"answer-{lane.value}")
            for lane, threads in _THREADS.items()
        }

    def run(self, lane: Lane, work: Callable[[], T]) -> T:
        """What the work gives when its turn has come; raises what it raises, and ClosedError."""
        try:
            waiting = self._threads[lane].submit(work)
        except RuntimeError as error:
            raise ClosedError from error
        try:
            return waiting.result()
        except CancelledError as error:
            raise ClosedError from error

    def close(self) -> None:
        """Waits for what is being answered; what has not begun is dropped."""
        for threads in self._threads.values():
            threads.shutdown(cancel_futures=True)
