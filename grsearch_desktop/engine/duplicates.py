"""Messages on files that there are several of. Part of `protocol`; light on purpose, as it is."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Duplicate:
    """One of several files that are one."""

    path: str
    size: int
    """Bytes."""
    mtime: float
    """Seconds since 1970."""
    content: int
    """Numbers what its bytes are, from 1 within its group: files of one number have the same."""
    item_id: int | None = None
    """Names in `thumbnail` what the file looks like; None where nothing does."""


@dataclass(frozen=True)
class DuplicateGroup:
    """Files that are one: the largest first, and copies of it byte by byte after it."""

    why: str
    """"bytes" (the same in all), "picture" or "text" (nearly the same)."""
    files: tuple[Duplicate, ...]
    saves: int
    """Bytes that would be free, at most, if only the largest were kept."""
    count: int = 0
    """How many files there are, of which `files` are the first."""


@dataclass(frozen=True)
class Duplicates:
    """Groups, those first that take most space without need."""

    groups: tuple[DuplicateGroup, ...]
    saves: int
    """Bytes, at most; of all groups."""
    waiting: int = 0
    """Files that were not read or looked at yet, and so could not be compared wholly."""
    total: int = 0
    """How many groups there are, of which `groups` are the first."""


def duplicates_from(data: dict[str, Any]) -> Duplicates:
    groups = tuple(
        DuplicateGroup(
            group["why"],
            tuple(Duplicate(**file) for file in group["files"]),
            group["saves"],
            group["count"],
        )
        for group in data["groups"]
    )
    return Duplicates(groups, data["saves"], data["waiting"], data["total"])
