"""What a search may ask of a file: kind, place, name, time, size; whatever is asked of it."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Circle:
    """Degrees north and east of its middle, and how far it reaches."""

    north: float
    east: float
    kilometres: float


@dataclass(frozen=True)
class Conditions:
    """What a file must be: each group holds if any of its values fits, all groups must hold.

    Sizes in bytes, times in seconds since 1970; bounds are inclusive below, exclusive above.
    """

    kinds: tuple[str, ...] = ()
    extensions: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    """A folder's name, a stretch of a path, or an absolute path."""
    names: tuple[str, ...] = ()
    """All of these are parts of the name."""
    not_kinds: tuple[str, ...] = ()
    not_extensions: tuple[str, ...] = ()
    not_folders: tuple[str, ...] = ()
    not_names: tuple[str, ...] = ()
    before: float | None = None
    after: float | None = None
    smallest: int | None = None
    largest: int | None = None
    said: tuple[tuple[str, str], ...] = ()
    """What the file says of itself: a filter of `facts.SOURCES` and the words that it asks for."""
    not_said: tuple[tuple[str, str], ...] = ()
    taken_before: float | None = None
    """When a picture was taken, by the clock of its camera as if that were UTC."""
    taken_after: float | None = None
    near: tuple[Circle, ...] = ()
    """It was made in any of them."""
    not_near: tuple[Circle, ...] = ()

    @property
    def asks_facts(self) -> bool:
        """Whether anything is asked of what files say of themselves."""
        taken = self.taken_before is not None or self.taken_after is not None
        return bool(taken or self.said or self.not_said or self.near or self.not_near)


def prefix_of(path: str) -> str:
    return path if path.endswith(os.sep) else path + os.sep


def range_below(path: str) -> tuple[bytes, bytes]:
    """All paths below `path` lie strictly between these two."""
    prefix = os.fsencode(prefix_of(path))
    return prefix, prefix[:-1] + bytes([prefix[-1] + 1])


def nanoseconds(seconds: float | None) -> int | None:
    """Within what SQLite's integers hold, which ends in the years 1677 and 2262."""
    return None if seconds is None else max(-(2**63), min(int(seconds) * 10**9, 2**63 - 1))
