"""All files of a library that there are several of, by what makes them one."""

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import apsw
import numpy as np

from grsearch_desktop.store.copies import Copies, ShareDone
from grsearch_desktop.store.database import Database


@dataclass(frozen=True)
class Duplicate:
    """One of several files.

    content: numbers what its bytes are, from 1 within its group; look: the item that shows it,
    where one has a thumbnail (see `with_looks`).
    """

    path: str
    size: int
    mtime_ns: int
    content: int
    id: int
    look: int | None = None


@dataclass(frozen=True)
class DuplicateGroup:
    """Files that are one.

    why: "bytes" where all have the same, else "picture" or "text"; files: the largest first; saves:
    bytes that would be free, at most, if only the largest were kept; count: of all its files, of
    which `files` are the first.
    """

    why: str
    files: tuple[Duplicate, ...]
    saves: int
    count: int


@dataclass(frozen=True)
class _File:
    id: int
    path: bytes
    size: int
    mtime_ns: int
    hash: bytes
    number: int | None


def duplicate_groups(
    database: Database,
    copies: Copies,
    within: Collection[int] | None = None,
    checkpoint: ShareDone = lambda _: None,
) -> list[DuplicateGroup]:
    """What could save most comes first.

    within: groups of which one of these files is, at least; None: all. checkpoint: called with the
    share that is done; what it raises ends the comparison.
    """
    contents = _by_content(database)
    first_ones = [same[0].id for same in contents.values()]
    of_picture = copies.pictures(
        first_ones, closely=True, checkpoint=lambda share: checkpoint(0.9 * share)
    )
    checkpoint(0.9)
    of_text = copies.texts(first_ones)
    checkpoint(1.0)
    gathered: dict[int, list[_File]] = {}
    for same in contents.values():
        id = same[0].id
        gathered.setdefault(of_picture.get(id, of_text.get(id, id)), []).extend(same)
    wanted = None if within is None else set(within)
    pictures = {*of_picture.values()}
    groups = [
        _group("picture" if first in pictures else "text", files)
        for first, files in gathered.items()
        if len(files) > 1 and (wanted is None or any(file.id in wanted for file in files))
    ]
    return sorted(groups, key=lambda group: (-group.saves, group.files[0].path))


def first_files(groups: Sequence[DuplicateGroup], limit: int | None) -> list[DuplicateGroup]:
    """The first groups, so many that they have no more than `limit` files; the last may be cut, and
    has two at least."""
    if limit is None:
        return [*groups]
    kept: list[DuplicateGroup] = []
    for group in groups:
        if limit < 2:
            break
        kept.append(replace(group, files=group.files[:limit]))
        limit -= len(group.files)
    return kept


def with_looks(database: Database, groups: Sequence[DuplicateGroup]) -> list[DuplicateGroup]:
    """The groups with the items that show their files."""
    if not groups:
        return []
    ids = np.array([file.id for group in groups for file in group.files], dtype=np.int64)
    rows = database.read().execute(
        "SELECT file_id, min(item.id) FROM item JOIN thumbnail ON item_id = item.id"
        " WHERE file_id IN carray(?) GROUP BY file_id",
        (apsw.carray(ids),),
    )
    looks = dict(iter(rows))
    return [
        replace(group, files=tuple(replace(file, look=looks.get(file.id)) for file in group.files))
        for group in groups
    ]


def _by_content(database: Database) -> dict[bytes, list[_File]]:
    """The files of each content, the largest content first, and of each the oldest file."""
    rows = database.read().execute(
        "SELECT id, path, size, mtime_ns, hash, number FROM file WHERE hash IS NOT NULL"
        " AND size > 0 ORDER BY size DESC, mtime_ns, id"
    )
    contents: dict[bytes, list[_File]] = {}
    for row in rows:
        file = _File(*row)
        contents.setdefault(file.hash, []).append(file)
    return contents


def _group(why: str, files: list[_File]) -> DuplicateGroup:
    numbers: dict[bytes, int] = {}
    for file in files:
        numbers.setdefault(file.hash, len(numbers) + 1)
    # Two names of one file (hard links) take no more than one.
    takes = {(file.hash, file.number or file.path): file.size for file in files}
    return DuplicateGroup(
        "bytes" if len(numbers) == 1 else why,
        tuple(
            Duplicate(os.fsdecode(file.path), file.size, file.mtime_ns, numbers[file.hash], file.id)
            for file in files
        ),
        sum(takes.values()) - max(takes.values()),
        len(files),
    )
