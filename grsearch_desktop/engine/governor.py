"""How fast work may go: paused, ended, and how long it will take."""

import os
import threading
import time
from collections import deque

from grsearch_desktop.engine.due import Due

_SPAN = 20.0
"""Seconds over which a rate is measured."""


class EndedError(Exception):
    """The work was asked to end; what is committed stays."""


class BegunAnewError(EndedError):
    """The work was asked to begin anew: there is something newer to do first."""


class Governor:
    """Holds work while it is paused, and ends it when asked."""

    def __init__(self) -> None:
        self._go = threading.Event()
        self._go.set()
        self._ended = False
        self._anew = False
        self.due = Due()

    @property
    def paused(self) -> bool:
        return not self._go.is_set()

    @property
    def ended(self) -> bool:
        return self._ended

    def pause(self, paused: bool) -> None:
        if paused:
            self._go.clear()
        else:
            self._go.set()

    def end(self) -> None:
        self._ended = True
        self._go.set()

    def begin_anew(self) -> None:
        self._anew = True

    def begin(self) -> None:
        """Called when an update starts."""
        self._anew = False

    def checkpoint(self) -> None:
        """Called between batches: waits while paused. Raises EndedError, BegunAnewError."""
        while not self._go.wait(0.5):
            if self._anew:
                break
        if self._ended:
            raise EndedError
        if self._anew:
            raise BegunAnewError


class Rate:
    """Units a second over the last moments, from counts as they come in."""

    def __init__(self) -> None:
        self._steps: deque[tuple[float, int]] = deque([(time.monotonic(), 0)])
        self.done = 0

    def add(self, units: int) -> None:
        self.done += units
        now = time.monotonic()
        self._steps.append((now, self.done))
        while len(self._steps) > 2 and now - self._steps[0][0] > _SPAN:
            self._steps.popleft()

    @property
    def per_second(self) -> float:
        (begin, before), (end, after) = self._steps[0], self._steps[-1]
        return (after - before) / (end - begin) if end > begin else 0.0


def cores() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(len(os.sched_getaffinity(0)), 1)
    return os.cpu_count() or 1
