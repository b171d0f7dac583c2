"""In which order the work is done: what was last used first, after what was searched for."""

import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from grsearch_desktop.library.scan import FoundFile

_DAY = 86_400 * 10**9
"""Nanoseconds."""
_OF_ONE_SEARCH = 50
"""Files: what stands further down was hardly meant."""
_REMEMBERED = 500
"""Files that searches found of late."""


class Order:
    """Hands out ids once each, in the order given; some may be moved to the front meanwhile.

    Safe to use from several threads. Takes some 30 bytes for each id.

    >>> order = Order([5, 6, 7])
    >>> order.move_up([7, 99])
    >>> order.next(2)
    [7, 5]
    """

    def __init__(self, ids: Sequence[int]) -> None:
        """ids: each once."""
        self._lock = threading.Lock()
        self._ids = np.array(ids, dtype=np.int64)
        self._sorted = np.argsort(self._ids)
        self._gone = np.zeros(len(self._ids), dtype=bool)
        """By place: handed out, or moved to the front."""
        self._place = 0
        self._front: deque[int] = deque()
        self._left = len(self._ids)

    def __contains__(self, id: int) -> bool:
        """Whether it was among the ids given, handed out or not."""
        return self._place_of(id) is not None

    def __iter__(self) -> Iterator[int]:
        """All that were given, handed out or not."""
        return iter(self._ids.tolist())

    def __len__(self) -> int:
        """How many are still to be handed out."""
        return self._left

    @property
    def moved_up(self) -> int:
        """How many of those that were moved to the front are still to be handed out."""
        return len(self._front)

    def next(self, count: int = 1) -> list[int]:
        """The next `count` ids, or those that are left."""
        with self._lock:
            taken: list[int] = []
            while len(taken) < count and self._front:
                taken.append(self._front.popleft())
            while len(taken) < count and self._place < len(self._ids):
                if not self._gone[self._place]:
                    self._gone[self._place] = True
                    taken.append(int(self._ids[self._place]))
                self._place += 1
            self._left -= len(taken)
            return taken

    def move_up(self, ids: Iterable[int]) -> None:
        """These come next, in this order; those that are not to be handed out are passed over."""
        with self._lock:
            moved = []
            waiting = set(self._front)
            for id in dict.fromkeys(ids):
                if id in waiting:
                    moved.append(id)
                elif (place := self._place_of(id)) is not None and not self._gone[place]:
                    self._gone[place] = True
                    moved.append(id)
            ahead = set(moved)
            self._front = deque([*moved, *(id for id in self._front if id not in ahead)])

    def _place_of(self, id: int) -> int | None:
        at = int(np.searchsorted(self._ids, id, sorter=self._sorted))
        if at == len(self._ids):
            return None
        place = int(self._sorted[at])
        return place if self._ids[place] == id else None


class Wanted:
    """The files that searches found of late: the work goes on with those of them that wait.

    Written by the threads that answer, read by the one that works.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ids: list[int] = []
        self._version = 0

    def add(self, file_ids: Iterable[int]) -> None:
        """What one search found, the best first."""
        found = list(file_ids)[:_OF_ONE_SEARCH]
        if not found:
            return
        with self._lock:
            self._ids = list(dict.fromkeys([*found, *self._ids]))[:_REMEMBERED]
            self._version += 1

    def since(self, version: int) -> tuple[int, list[int]]:
        """The version now, and all the files if it is not the one given, the latest search first.

        Start with version 0.
        """
        with self._lock:
            return self._version, [] if version == self._version else list(self._ids)


def last_used(found: FoundFile, now_ns: int | None = None) -> int:
    """When a file that nobody has read for the library was last used, nanoseconds since 1970.

    Its last change, or the day on which it was last opened. The hour says nothing: Linux notes
    openings once a day (relatime), and after a backup or a search through everything all files
    of a day are alike; their changes then decide. A change in the future counts as now, and an
    opening in the future as none: counted as now at each look, it would stay first.
    """
    now = time.time_ns() if now_ns is None else now_ns
    opened = found.atime_ns // _DAY * _DAY if found.atime_ns <= now else 0
    return min(max(found.mtime_ns, opened), now)
