"""One ranking of files out of words, meaning and look. Pure: takes matches, gives ranked files."""

from collections.abc import Iterable
from dataclasses import dataclass

from grsearch_desktop.search.lexical import LexicalHits
from grsearch_desktop.search.semantic import SemanticMatch

WORDS = 0.35
"""What full coverage of the query by one passage counts for, beside a cosine of 1."""
NAME = 0.35
"""What full coverage of the query by a file's name, title and author counts for."""


@dataclass(frozen=True)
class RankedFile:
    """A file with its best item and what each part gave to its score."""

    file_id: int
    score: float
    item_id: int | None
    """None when nothing but the name was found."""
    kind: str
    """passage, page, picture or name"""
    page: int | None
    words: float | None
    text: float | None
    look: float | None


@dataclass
class _Item:
    kind: str
    page: int | None
    words: float | None = None
    text: float | None = None
    look: float | None = None

    def score(self) -> float:
        return (self.text or 0.0) + (self.look or 0.0) + WORDS * (self.words or 0.0)


def rank(lexical: LexicalHits, semantic: Iterable[SemanticMatch]) -> list[RankedFile]:
    """All files that were found, best first.

    A passage's score is its calibrated cosine plus `WORDS` times its lexical coverage, a page's
    or picture's its cosine; a file has the score of its best item plus `NAME` times what its
    name covers. All of these are absolute: a hit of one kind is weighed against one of another
    as it is, and none is lifted for being the best of its list.
    """
    files: dict[int, dict[int, _Item]] = {}
    for match in semantic:
        item = _Item(match.kind, match.page or None)
        if match.kind in ("passage", "page"):
            item.text = match.text
        if match.kind in ("page", "picture"):
            item.look = match.look
        files.setdefault(match.file_id, {})[match.item_id] = item
    for passage in lexical.passages:
        items = files.setdefault(passage.file_id, {})
        items.setdefault(passage.id, _Item("passage", None)).words = passage.bm25
    for file_id in lexical.names:
        files.setdefault(file_id, {})
    ranked = [
        _ranked(file_id, items, lexical.names.get(file_id)) for file_id, items in files.items()
    ]
    ranked.sort(key=lambda file: (-file.score, file.file_id))
    return ranked


def _ranked(file_id: int, items: dict[int, _Item], name: float | None) -> RankedFile:
    name_score = NAME * (name or 0.0)
    if not items:
        return RankedFile(file_id, name_score, None, "name", None, name_score, None, None)
    item_id, best = max(items.items(), key=lambda entry: (entry[1].score(), -entry[0]))
    words = WORDS * best.words if best.words is not None else None
    if name is not None:
        words = (words or 0.0) + name_score
    return RankedFile(
        file_id,
        best.score() + name_score,
        item_id,
        best.kind,
        best.page,
        words,
        best.text,
        best.look,
    )
