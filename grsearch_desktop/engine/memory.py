"""Memory that was freed: what the C library keeps of it for the next time, and giving it back."""

import ctypes
import gc
import sys
from contextlib import suppress

from grsearch_desktop.extract import confine

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
"""The names that glibc's malloc.h gives to what mallopt(3) sets."""
_ALONE, _KEPT = 16 << 20, 32 << 20
"""Bytes: a block of the first size is got from the system and given back alone; no more than the
second is kept at the end of what was got. Below that are the arrays of a search through a million
vectors: to have them back page by page at each search would cost a third more of its time."""
_ARENAS = 1
"""`malloc_trim` gives back all that is free of the first one, but not the end of any other."""


def hold_little() -> None:
    """Has the C library keep little of what is freed. Called before the first thread is started.

    glibc gives each thread an arena, up to eight for each core, and raises what an arena may keep
    to twice the largest block that was ever freed. The threads of each update got other arenas, and
    each kept the pixels of one large picture, 19 MB, where nothing reached them any more. Setting a
    threshold keeps it from being raised.
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library than glibc
            library = ctypes.CDLL(None)
            library.mallopt(_M_MMAP_THRESHOLD, _ALONE)
            library.mallopt(_M_TRIM_THRESHOLD, _KEPT)
            library.mallopt(_M_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Has the system get back what was freed in the midst of what is used."""
    gc.collect()
    confine.give_back()
