"""Copies of one file, which are one hit: the same bytes in two places, a photo that was made
smaller, a text that was saved in two forms."""

from collections.abc import Sequence

from grsearch_desktop.search.ranking import RankedFile
from grsearch_desktop.store.copies import Copies

NEAR = 60
"""Of the best files nearly equal ones are gathered, from further down equal ones alone: it is done
anew for each page of hits, and each must see the same."""
EQUAL = 500
"""... and from still further down none: to look each file up takes longer than to rank it."""


def gathered(
    ranked: Sequence[RankedFile], copies: Copies
) -> tuple[list[RankedFile], dict[int, list[int]]]:
    """The best of each group of copies, in their order, and for each the others (file ids)."""
    groups = copies.groups([file.file_id for file in ranked[:EQUAL]])
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
    for file_id, first in copies.nearly([file.file_id for file in kept[:NEAR]]).items():
        others.setdefault(first, []).extend((file_id, *others.pop(file_id, ())))
    gone = {file_id for several in others.values() for file_id in several}
    if not gone:
        return kept, others
    return [file for file in kept if file.file_id not in gone], others
