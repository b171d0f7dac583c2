"""Files with several names: who writes through one of them is told under that name alone."""

import threading
import time
from collections.abc import Callable, Iterable

from grsearch_desktop.library.scan import FoundFile, look_at

_MOST = 20_000
"""Files; those beyond are left to the looks at everything."""
_RARELY = 500
"""A look at them comes after this many times what the last one took: 0.2 % of a core."""

Stamp = tuple[int, int, int]


class HardLinks:
    """Looks again and again at the files that have several names, whatever is told of them.

    The other name may lie where nobody watches. Written by who looks at the folders, read by
    who watches them.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """clock: seconds."""
        self._clock = clock
        self._lock = threading.Lock()
        self._stamps: dict[str, Stamp | None] = {}
        """By path; None: it is to be told at the next look."""
        self._next = 0.0

    def note(self, found: FoundFile) -> bool:
        """A file as a look at the folders found it; gives whether it is new that it has several
        names: those that are known should be expected then."""
        with self._lock:
            if found.links < 2:
                self._stamps.pop(found.path, None)
                return False
            is_new = found.path not in self._stamps
            if is_new and len(self._stamps) >= _MOST:
                return False
            self._stamps[found.path] = _stamp(found)
            return is_new

    def expect(self, paths: Iterable[str]) -> None:
        """These may have several names, too."""
        with self._lock:
            for path in paths:
                self._stamps.setdefault(path, None)

    def changed(self) -> set[str]:
        """The paths at which another file, or none, is found than was noted. Called every few
        seconds; looks more rarely where there are many."""
        began = self._clock()
        if began < self._next:
            return set()
        changed = set()
        with self._lock:
            known = list(self._stamps.items())
        for path, stamp in known:
            found = look_at(path)
            if found is None or _stamp(found) != stamp:
                changed.add(path)
        with self._lock:
            # Told once: the look that follows notes those that are still there.
            for path in changed:
                self._stamps.pop(path, None)
        now = self._clock()
        self._next = now + _RARELY * (now - began)
        return changed


def _stamp(found: FoundFile) -> Stamp:
    return found.size, found.mtime_ns, found.ctime_ns
