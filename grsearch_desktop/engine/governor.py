"""How fast work may go: paused, ended, and how long it will take."""

import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from grsearch_desktop.engine.due import Due
from grsearch_desktop.engine.pause import Pause
from grsearch_desktop.engine.surroundings import (
    LOWEST_BATTERY,
    Allowance,
    Surroundings,
    allowance,
)
from grsearch_desktop.settings import Settings

_SPAN = 20.0
"""Seconds over which a rate is measured."""
WORK_NICENESS = 10
"""Of the threads that work, where each may have its own; those that answer are at 5."""


class EndedError(Exception):
    """The work was asked to end; what is committed stays."""


class BegunAnewError(EndedError):
    """The work was asked to begin anew: there is something newer to do first."""


class Governor:
    """Says what work is due and how fast it may go: held while paused, ended when asked.

    Nothing holds it back until it is told to heed the machine: a person who waits for the work
    wants it done.
    """

    def __init__(self, lowest_battery: Callable[[], float] = lambda: LOWEST_BATTERY) -> None:
        """lowest_battery: percent below which no work is done unless it is charged."""
        self._lowest_battery = lowest_battery
        self._pause: Pause | None = None
        self._changed = threading.Event()
        """Set while there is a reason to look again whether work may go on."""
        self._ended = False
        self._anew = False
        self._surroundings: Callable[[], Surroundings] | None = None
        self.due = Due()

    @property
    def paused(self) -> bool:
        pause = self._pause
        return pause is not None and not pause.over

    @property
    def ended(self) -> bool:
        return self._ended

    @property
    def reason(self) -> str:
        """Why work waits though nobody paused it, in a sentence; "" while it may go on."""
        return self._allowance(1).reason

    def heed(self, surroundings: Callable[[], Surroundings]) -> None:
        """Holds work back by what else the machine has to do from now on."""
        self._surroundings = surroundings

    def workers(self, most: int) -> int:
        """How many of the workers there are may work now; one at least."""
        return max(self._allowance(most).workers, 1)

    def pause(self, paused: bool, pause: Pause | None = None) -> None:
        """pause: how long; until the person says so where nothing is said."""
        self._pause = (pause or Pause()) if paused else None
        self._changed.set()

    def end(self) -> None:
        self._ended = True
        self._changed.set()

    def begin_anew(self) -> None:
        self._anew = True
        self._changed.set()

    def begin(self) -> None:
        """Called when an update starts, by the thread that does it.

        Where the machine is heeded, this thread and all it starts give way to those that answer.
        """
        self._anew = False
        if self._surroundings is not None and sys.platform == "linux":
            # Linux alone counts threads as processes here, and has the new ones inherit it.
            thread = os.PRIO_PROCESS, threading.get_native_id()
            with suppress(OSError):
                os.setpriority(*thread, max(os.getpriority(*thread), WORK_NICENESS))

    def checkpoint(self) -> None:
        """Called between batches: waits while none may work. Raises EndedError, BegunAnewError."""
        while True:
            self._changed.clear()
            if self._ended:
                raise EndedError
            if self._anew:
                raise BegunAnewError
            if not self.holds:
                return
            self._changed.wait(0.5)

    @property
    def holds(self) -> bool:
        """Whether `checkpoint` would not return at once."""
        return self._ended or self._anew or self.paused or not self._allowance(1).workers

    def _allowance(self, most: int) -> Allowance:
        if self._surroundings is None:
            return Allowance(most)
        return allowance(self._surroundings(), most, self._lowest_battery())


class Rate:
    """Units a second over the last moments, from counts as they come in."""

    def __init__(self) -> None:
        self._steps: deque[tuple[float, int]] = deque([(time.monotonic(), 0)])
        self.done = 0

    def resume(self) -> None:
        """Leaves out the time since the last units: other work was done in it."""
        idle = time.monotonic() - self._steps[-1][0]
        self._steps = deque((at + idle, done) for at, done in self._steps)

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


def workers(settings: Settings) -> int:
    """How many files may be read at once."""
    return settings.workers if settings.workers > 0 else cores()


def cores() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(len(os.sched_getaffinity(0)), 1)
    return os.cpu_count() or 1
