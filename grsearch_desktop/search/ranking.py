"""One ranking of files out of words, meaning and look. Pure: takes matches, gives ranked files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from grsearch_desktop.search.lexical import LexicalHits
from grsearch_desktop.search.semantic import SemanticMatch

WORDS = 0.5
"""What full coverage of the query by one passage's words counts for, beside a cosine of 1."""
NAME = 1.0
"""What full coverage of the query by a file's name, title and author counts for."""
LOOK = 1.1
"""What the cosine of a picture is multiplied by, beside one of a text."""
_SHARPNESS = 3.0
"""Coverage counts by this power: a few shared words happen by chance, all of them do not."""
_MOST = 1.5
"""Coverage beyond this counts for no more: a word said often is not the answer for that."""


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


@dataclass(frozen=True)
class RankedPage:
    """A page of one file and what it has to do with a query."""

    page: int
    score: float
    words: bool
    """Whether words of the query stand on it."""


@dataclass
class _Item:
    kind: str
    page: int | None
    words: float | None = None
    text: float | None = None
    look: float | None = None

    @property
    def meaning(self) -> float:
        return (self.text or 0.0) + (self.look or 0.0)


def rank(lexical: LexicalHits, semantic: Iterable[SemanticMatch]) -> list[RankedFile]:
    """All files that were found, best first.

    A file's score is the sum of three: the calibrated cosine of its best item; `WORDS` times what
    its best passage covers of the query's words, cubed; `NAME` times what its name covers, cubed.
    All three are absolute: a hit of one kind is weighed against one of another as it is, and none
    is lifted for being the best of its list. docs/decisions/0004-ranking.md has the measurements.
    """
    files: dict[int, dict[int, _Item]] = {}
    for match in semantic:
        item = _Item(match.kind, match.page or None)
        if match.kind == "picture":
            item.look = LOOK * match.look
        else:
            item.text = match.text
        if match.kind == "page":
            item.look = match.look
        files.setdefault(match.file_id, {})[match.item_id] = item
    for passage in lexical.passages:
        items = files.setdefault(passage.file_id, {})
        item = items.setdefault(passage.id, _Item("passage", None))
        item.words = WORDS * min(passage.bm25, _MOST) ** _SHARPNESS
    for file_id in lexical.names:
        files.setdefault(file_id, {})
    ranked = [
        _ranked(file_id, items, lexical.names.get(file_id)) for file_id, items in files.items()
    ]
    ranked.sort(key=lambda file: (-file.score, file.file_id))
    return ranked


def rank_pages(
    lexical: LexicalHits, semantic: Iterable[SemanticMatch], pages: Mapping[int, int | None]
) -> list[RankedPage]:
    """The pages of one file, best first, by the same sum as files: words and meaning.

    pages: item -> page, for the passages that were found by their words.
    """
    meaning: dict[int, float] = {}
    words: dict[int, float] = {}
    for match in semantic:
        if match.page:
            score = match.score * (LOOK if match.kind == "picture" else 1.0)
            meaning[match.page] = max(meaning.get(match.page, score), score)
    for passage in lexical.passages:
        if page := pages.get(passage.id):
            score = WORDS * min(passage.bm25, _MOST) ** _SHARPNESS
            words[page] = max(words.get(page, score), score)
    ranked = [
        RankedPage(page, meaning.get(page, 0.0) + words.get(page, 0.0), page in words)
        for page in meaning.keys() | words.keys()
    ]
    ranked.sort(key=lambda page: (-page.score, page.page))
    return ranked


def _ranked(file_id: int, items: dict[int, _Item], name: float | None) -> RankedFile:
    """The item that is shown is the best by words and meaning together; the score may take its
    words from one passage and its meaning from another: both speak for the file."""
    name_score = NAME * (name or 0.0) ** _SHARPNESS
    if not items:
        return RankedFile(file_id, name_score, None, "name", None, name_score, None, None)
    item_id, shown = next(iter(items.items()))
    meant, words = shown, shown.words
    if len(items) > 1:
        item_id, shown = max(
            items.items(), key=lambda entry: (entry[1].meaning + (entry[1].words or 0.0), -entry[0])
        )
        # The same order for equal items as for the shown one.
        _, meant = max(items.items(), key=lambda entry: (entry[1].meaning, -entry[0]))
        found_words = [item.words for item in items.values() if item.words is not None]
        words = max(found_words) if found_words else None
    if name is not None:
        words = (words or 0.0) + name_score
    return RankedFile(
        file_id,
        meant.meaning + (words or 0.0),
        item_id,
        shown.kind,
        shown.page,
        words,
        meant.text,
        meant.look,
    )
