"""Copies of one file, which are one hit: the same bytes in two places, a photo that was made
smaller, a text that was saved in two forms."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

import numpy as np
from rapidfuzz.distance import Indel

from grsearch_desktop.search.ranking import RankedFile
from grsearch_desktop.store.copies import Copies, Ends
from grsearch_desktop.store.likeness import alike

NEAR = 60
"""Of the best files nearly equal ones are gathered, from further down equal ones alone: it is done
anew for each page of hits, and each must see the same."""
_SAME = 0.97
"""The share of their letters that two texts have in common, at least, if they are one."""
_COMPARED = 200
"""Letters of each end that are compared."""
_EDGE = 8
"""Letters at one end of it by which a text is looked for among others."""
_LEAST = 80
"""Letters without which a text is too short to tell."""
_SIGNS = re.compile(r"[\W_]+")
_NUMBERS = re.compile(r"\d+")


def gathered(
    ranked: Sequence[RankedFile], copies: Copies
) -> tuple[list[RankedFile], dict[int, list[int]]]:
    """The best of each group of copies, in their order, and for each the others (file ids)."""
    groups = copies.groups([file.file_id for file in ranked])
    others: dict[int, list[int]] = {}
    firsts: dict[int, int] = {}
    kept = []
    for file in ranked:
        group = groups.get(file.file_id)
        first = file.file_id if group is None else firsts.setdefault(group, file.file_id)
        if first == file.file_id:
            kept.append(file)
        else:
            others.setdefault(first, []).append(file.file_id)
    for file_id, first in _nearly([file.file_id for file in kept[:NEAR]], copies).items():
        others.setdefault(first, []).extend((file_id, *others.pop(file_id, ())))
    gone = {file_id for several in others.values() for file_id in several}
    return [file for file in kept if file.file_id not in gone], others


def _nearly(file_ids: Sequence[int], copies: Copies) -> dict[int, int]:
    """File -> the one before it that it nearly is."""
    pictures = copies.likenesses(file_ids)
    texts = copies.ends([file_id for file_id in file_ids if file_id not in pictures])
    seen = [file_id for file_id in file_ids if file_id in pictures]
    read = [(file_id, _Letters(texts[file_id])) for file_id in file_ids if file_id in texts]
    same: dict[int, int] = {}
    for before, file_id in chain(_same_pictures(seen, pictures), _same_texts(read)):
        if before not in same:
            same.setdefault(file_id, before)
    return same


def _same_pictures(
    file_ids: Sequence[int], pictures: Mapping[int, bytes]
) -> Iterator[tuple[int, int]]:
    """Pairs of files, the one that comes first first."""
    pairs = np.triu(alike([pictures[file_id] for file_id in file_ids]), k=1)
    for before, after in np.argwhere(pairs):
        yield file_ids[before], file_ids[after]


def _same_texts(read: Sequence[tuple[int, "_Letters"]]) -> Iterator[tuple[int, int]]:
    """As `_same_pictures`. Only texts that begin or end with the same letters are compared."""
    by_ends: dict[str, list[tuple[int, _Letters]]] = {}
    for file_id, letters in read:
        compared = set()
        for end in letters.ends:
            for before, its in by_ends.setdefault(end, []):
                if before not in compared and letters.nearly(its):
                    yield before, file_id
                compared.add(before)
            by_ends[end].append((file_id, letters))


class _Letters:
    """The letters of both ends of a text, without spaces and signs, which each form sets anew."""

    def __init__(self, ends: Ends) -> None:
        self._passages = ends.passages
        self._first = _SIGNS.sub("", ends.first[: 2 * _COMPARED]).casefold()
        self._last = _SIGNS.sub("", ends.last[-2 * _COMPARED :]).casefold()

    @property
    def ends(self) -> tuple[str, str]:
        return f"^{self._first[:_EDGE]}", f"{self._last[-_EDGE:]}$"

    def nearly(self, other: "_Letters") -> bool:
        if abs(self._passages - other._passages) > max(1, self._passages // 10):
            return False
        first = min(len(self._first), len(other._first), _COMPARED)
        last = min(len(self._last), len(other._last), _COMPARED)
        return (
            first + last >= _LEAST
            and _same(self._first[:first], other._first[:first])
            and _same(self._last[-last:] if last else "", other._last[-last:] if last else "")
        )


def _same(one: str, other: str) -> bool:
    """Nearly the same letters, and the same numbers: the bills of two months are not one."""
    return Indel.normalized_similarity(
        one, other, score_cutoff=_SAME
    ) >= _SAME and _NUMBERS.findall(one) == _NUMBERS.findall(other)
