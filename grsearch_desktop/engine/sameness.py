"""Whether a file is still the one that was looked at: by its size and times, without opening it."""

import time
from dataclasses import replace

from grsearch_desktop.library.scan import FoundFile, look_at
from grsearch_desktop.store.files import KnownFile

_TICK, _COARSE_TICK = 0.1, 2.1
"""Seconds within which two changes may bear the same time: clocks tick every few milliseconds, and
FAT counts every other second."""


def certain_ctime(found: FoundFile) -> int:
    """The time of a file's last change, nanoseconds since 1970; 0 where another change, by now or
    in a moment, would bear the same."""
    tick = _TICK if found.mtime_ns % 10**9 else _COARSE_TICK
    return found.ctime_ns if abs(time.time_ns() - found.ctime_ns) > tick * 1e9 else 0


def is_as_known(known: KnownFile, found: FoundFile) -> bool:
    """Whether a file can't have changed since it was noted."""
    return (known.size, known.mtime_ns) == (found.size, found.mtime_ns) and (
        known.ctime_ns is None or known.ctime_ns == found.ctime_ns
    )


def became_another(known: KnownFile) -> FoundFile | None:
    """The other file, or the other content, that now lies where one was noted; None for the same.

    Asked after reading it: what was read may not be what the hash or the rest was taken of. One
    that is gone is found where it went, or is gone for good.
    """
    found = look_at(known.path)
    if known.ctime_ns == 0:
        known = replace(known, ctime_ns=None)
    return None if found is None or is_as_known(known, found) else found
