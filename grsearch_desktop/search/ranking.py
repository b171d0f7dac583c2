"""One ranking of files out of words, meaning and look. Pure: takes matches, gives ranked files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from grsearch_desktop.search.lexical import LexicalHits
from grsearch_desktop.search.semantic import SemanticMatch
from grsearch_desktop.store.text import LexicalMatch

LOOK = 1.1
"""What the cosine of a picture is multiplied by, beside one of a text."""
OPENING = 0.3
"""How much of a text's meaning is what its file begins with; the rest is the item itself."""
WORDS = 0.6
"""What a passage with all words of a query of `USUAL` words close together counts for, beside a
cosine of 1."""
NAME = 0.4
"""What a name, title and author with all words of such a query, or of a shorter one, count for."""
USUAL = 4
_MOST_WORDS = 8
"""A longer query counts as one of so many words."""
_WORDS_POWER = 2.0
"""Shares of a query count by this power: a few of its words meet by chance, all of them do not."""
_NAME_POWER = 3.0
RECOGNISED = 0.95
"""What a passage counts for that was recognised in a picture, times its confidence."""
_UNREAD = 0.5
"""How close together words are taken to stand in a passage that was not read: half of them."""
# The numbers were fitted to questions made from the documents themselves and to the even lines of
# papers.tsv and photos.tsv; docs/decisions/0004-ranking.md has what was tried and by how much each
# part matters.


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


_SURE: Mapping[int, float] = {}


def rank(
    lexical: LexicalHits,
    semantic: Iterable[SemanticMatch],
    sureness: Mapping[int, float] = _SURE,
) -> list[RankedFile]:
    """All files that were found, best first.

    A file's score is the sum of what its best item means, what words of the query stand close
    together in its best passage, and what words stand in its name. All three are absolute: a hit
    of one kind is weighed against one of another as it is, and none is lifted for being the best
    of its list.

    sureness: of passages that were recognised in pictures, from 0 to 1: they count for less.
    """
    files: dict[int, dict[int, _Item]] = {}
    for match in semantic:
        files.setdefault(match.file_id, {})[match.item_id] = _meant(
            match, _trust(match.item_id, sureness)
        )
    for passage in lexical.passages:
        items = files.setdefault(passage.file_id, {})
        item = items.setdefault(passage.id, _Item("passage", None))
        item.words = _of_words(lexical, passage) * _trust(passage.id, sureness)
    # Of a common word there are a thousand names, and few different shares.
    of_share = {share: _of_name(lexical, share) for share in set(lexical.names.values())}
    names = {file_id: of_share[share] for file_id, share in lexical.names.items()}
    ranked = [_ranked(file_id, items, names.get(file_id)) for file_id, items in files.items()]
    ranked += [
        RankedFile(file_id, name, None, "name", None, name, None, None)
        for file_id, name in names.items()
        if file_id not in files
    ]
    ranked.sort(key=lambda file: (-file.score, file.file_id))
    return ranked


def _trust(item_id: int, sureness: Mapping[int, float]) -> float:
    """What a passage counts for beside one that stands in its file as text."""
    sure = sureness.get(item_id)
    return 1.0 if sure is None else RECOGNISED * sure


def _meant(match: SemanticMatch, trust: float) -> _Item:
    item = _Item(match.kind, match.page or None)
    if match.kind == "picture":
        item.look = LOOK * match.look
        return item
    own, begin = 1.0, 0.0
    if match.opening is not None:
        # What a file begins with is text: a page counts it as much as it counts its text.
        own, begin = 1.0 - OPENING * match.alpha, OPENING * match.alpha * match.opening
    item.text = own * match.text + begin
    if trust < 1.0 and item.text > 0.0:
        item.text *= trust
    if match.kind == "page":
        item.look = own * match.look
    return item


def _of_words(lexical: LexicalHits, passage: LexicalMatch) -> float:
    """The more words a query has, the less it happens by chance that they meet: a sentence that
    stands somewhere word by word outweighs all meaning, a single word decides between equals. A few
    words that many passages have meet by chance too: they leave more to meaning than rare ones."""
    share = lexical.together.get(passage.id, _UNREAD * min(passage.bm25, 1.0))
    rare = lexical.rare if lexical.asked < USUAL else 1.0
    return WORDS * _length(lexical) * rare * float(share**_WORDS_POWER)


def _of_name(lexical: LexicalHits, share: float) -> float:
    # A name is chosen: one word is enough to mean it.
    return NAME * max(_length(lexical), 1.0) * float(share**_NAME_POWER)


def _length(lexical: LexicalHits) -> float:
    """How long a query is, 1 for a usual one."""
    return min(lexical.asked, _MOST_WORDS) / USUAL


def rank_pages(
    lexical: LexicalHits,
    semantic: Iterable[SemanticMatch],
    pages: Mapping[int, int | None],
    sureness: Mapping[int, float] = _SURE,
) -> list[RankedPage]:
    """The pages of one file, best first, by the same sum as files: words and meaning.

    pages: item -> page, for the passages that were found by their words; sureness: as in `rank`.
    """
    meaning: dict[int, float] = {}
    words: dict[int, float] = {}
    for match in semantic:
        if match.page:
            score = match.score * (LOOK if match.kind == "picture" else 1.0)
            score *= _trust(match.item_id, sureness) if score > 0.0 else 1.0
            meaning[match.page] = max(meaning.get(match.page, score), score)
    for passage in lexical.passages:
        if page := pages.get(passage.id):
            score = _of_words(lexical, passage) * _trust(passage.id, sureness)
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
        words = (words or 0.0) + name
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
