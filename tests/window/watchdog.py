"""Tells where the window's thread was kept for too long between two turns of its event loop.

A heart beats in the event loop every few milliseconds. What lies between two beats, less the time
in which the thread was ready but the machine did other work, is how long the window could not
react: it computed, or it waited for somebody (a socket, a lock, a file). So a busy machine alone
makes nothing too long. Meanwhile a thread looks at what the window's thread is doing, so that a
failure names the place.
"""

import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer

T = TypeVar("T")

LIMIT = 0.05
"""Seconds that the window may not react."""
_BEAT = 5
"""Milliseconds."""
_LOOK = 0.005
"""Seconds between two looks at what the thread is doing."""
_TRIES = 8
"""What keeps the window must do so each time: something else may hinder it once, such as another
thread of ours that had Python's lock when the machine turned to other work."""
_TOLD, _DEEP = 3, 12
"""Stacks that are told of a block, and functions of each."""


@dataclass(frozen=True)
class Block:
    """A time in which the window could not react."""

    seconds: float
    stacks: tuple[str, ...]
    """What its thread was doing, as it was seen meanwhile, most often seen first."""


@dataclass
class Watch:
    """What was seen so far."""

    blocks: list[Block] = field(default_factory=list)
    """Those longer than the limit."""
    beats: int = 0


def assert_never_blocked(
    prepare: Callable[[], T], act: Callable[[T], None], limit: float = LIMIT
) -> None:
    """Does something, and does it again where the window was kept for too long meanwhile.

    prepare: makes what `act` needs, new each time, and is not watched. Fails when the window was
    kept each time.
    """
    for _ in range(_TRIES):
        prepared = prepare()
        with watched(limit) as watch:
            act(prepared)
        assert watch.beats > 1, "the event loop never ran"
        if not watch.blocks:
            return
    told = "\n".join(
        f"{block.seconds * 1000:.0f} ms\n{stack}"
        for block in watch.blocks
        for stack in block.stacks
    )
    raise AssertionError(
        f"the window could not react for more than {limit * 1000:.0f} ms, {_TRIES} times of"
        f" {_TRIES}; the last time:\n{told}"
    )


@contextmanager
def watched(limit: float = LIMIT) -> Iterator[Watch]:
    """Watches this thread, which is the window's, while its event loop runs."""
    watch = Watch()
    gui = threading.get_ident()
    waited = _WaitedForTheMachine()
    looks: Counter[str] = Counter()
    ended = threading.Event()
    beating = False
    beaten, before = time.perf_counter(), waited()

    def beat() -> None:
        nonlocal beaten, before, beating
        beating = True
        now, idle = time.perf_counter(), waited()
        kept = (now - beaten) - (idle - before)
        watch.beats += 1
        if kept > limit + _BEAT / 1000:
            stacks = tuple(stack for stack, _ in looks.most_common(_TOLD))
            watch.blocks.append(Block(kept, stacks or ("seen by nobody",)))
        looks.clear()
        beaten, before = time.perf_counter(), waited()
        beating = False

    def look() -> None:
        while not ended.wait(_LOOK):
            if beating or time.perf_counter() - beaten < limit / 2:
                continue
            frame = sys._current_frames().get(gui)
            if frame is not None and not beating:
                looks["".join(traceback.format_stack(frame)[-_DEEP:])] += 1

    looker = threading.Thread(target=look, name="watchdog", daemon=True)
    heart = QTimer(interval=_BEAT, timerType=Qt.TimerType.PreciseTimer)
    heart.timeout.connect(beat)
    heart.start()
    looker.start()
    try:
        yield watch
    finally:
        # What keeps the thread until here has no beat after it.
        beat()
        heart.stop()
        ended.set()
        looker.join()


class _WaitedForTheMachine:
    """Seconds in which this thread was ready to run but did not, since it began."""

    def __init__(self) -> None:
        self._path = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._known = self._path.exists()

    def __call__(self) -> float:
        if self._known:
            return int(self._path.read_text().split()[1]) / 1e9
        # Where the system does not tell: all that was not computing, waits for others too.
        return time.perf_counter() - time.thread_time()
