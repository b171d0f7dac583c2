"""Hits by words: bm25 over passages and over names, on a scale that means the same everywhere.

bm25 as SQLite computes it grows with the number and the rarity of the query's words. Divided by
the sum of the inverse document frequencies of the query's words, it says how much of the query
a passage covers: about 1 when every word stands in it once. Only so can it be weighed against a
cosine, and a passage that has one common word of five does not drown a photo that fits.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.search.proximity import AskedWord, together
from grsearch_desktop.store.text import LexicalMatch, Text, quoted

CANDIDATES = 400
"""Passages that are looked at for one query."""
_READ = 50
"""Of these, the best that are read to see how close the words stand: 0.1 ms each."""
_HALF = 0.5
"""Of the best passage's bm25: what covers less of the query is not read."""
_MARKED = 200
"""Words with the same beginning that are taken for one that is still being typed."""

_STOP_WORDS = frozenset(
    """
    a about an and any are as at be been but by can could did do does for from had has have how i
    if in into is it its me my no not of on or our so some such than that the their them then there
    these they this those to up us was we were what when where which while who whose why will with
    would you your
    der die das ein eine einer eines und oder in im am an auf aus bei mit nach von vor zu zum zur
    den dem des ist sind war wie was wo wer wann warum für über unter nicht es er sie wir ihr ich
    """.split()  # noqa: SIM905 - a list of 120 strings would fill a page
)
"""Words that say nothing of what is looked for, in English and German. As written, not stemmed."""


@dataclass(frozen=True)
class LexicalHits:
    """What the words of a query found."""

    terms: frozenset[str]
    """The query's words as the index knows them, for marking."""
    passages: tuple[LexicalMatch, ...] = ()
    """bm25 divided by the sum of inverse document frequencies, best first."""
    names: dict[int, float] = field(default_factory=dict)
    """File id -> the share of the query that its name, title and author cover."""
    together: dict[int, float] = field(default_factory=dict)
    """Passage -> the largest share of the query that stands close together in it."""
    asked: int = 0
    """How many words of the query tell something."""

    @property
    def items(self) -> set[int]:
        """The ids of the passages."""
        return {match.id for match in self.passages}


def terms_of(query: str, text: Text) -> frozenset[str]:
    """The words of a query that tell something, as the index knows them."""
    return frozenset(_telling(query, text))


def _telling(query: str, text: Text) -> dict[str, str]:
    """Term -> the word as written; words that tell nothing only where there is no other."""
    written = {token.term: query[token.start : token.end] for token in text.tokens(query)}
    return {
        term: word for term, word in written.items() if word.casefold() not in _STOP_WORDS
    } or written


def find(query: str, text: Text, files: NDArray[np.int64] | None) -> LexicalHits:
    """The passages and names that share words with a query, among the given files or all."""
    telling = _telling(query, text)
    if not telling:
        return LexicalHits(frozenset())
    count = text.passage_count()
    weights = {}
    parts = []
    asked = []
    for term, word in telling.items():
        frequency = text.document_frequency(term)
        weights[term] = _inverse_frequency(frequency, count)
        # A word that stands nowhere is the start of one that is still being typed.
        begun = frequency == 0 and len(word) > 2
        parts.append(quoted(word) + (" *" if begun else ""))
        meant = text.beginning(term, _MARKED) if begun else ()
        asked.append(AskedWord(frozenset((term, *meant)), weights[term]))
    total = sum(weights.values())
    expression = " OR ".join(parts)
    passages = text.passages(expression, CANDIDATES, files)
    scaled = tuple(LexicalMatch(match.id, match.file_id, match.bm25 / total) for match in passages)
    return LexicalHits(
        frozenset(telling),
        scaled,
        _names(text, telling, files),
        _together(text, asked, scaled),
        len(asked),
    )


def _together(
    text: Text, asked: Sequence[AskedWord], passages: Sequence[LexicalMatch]
) -> dict[int, float]:
    """How close the words of the query stand in the passages that cover most of it."""
    if len(asked) == 1:
        return {match.id: 1.0 for match in passages}
    bound = _HALF * passages[0].bm25 if passages else 0.0
    read = [match.id for match in passages[:_READ] if match.bm25 >= bound]
    return {
        item_id: together(asked, text.tokens(words))
        for item_id, words in text.words_of(read).items()
    }


def _names(
    text: Text, telling: dict[str, str], files: NDArray[np.int64] | None
) -> dict[int, float]:
    """The share of the query's words that stand in a name; half of it where only parts do."""
    shares: dict[int, float] = {}
    for word in telling.values():
        found = {match.file_id: 1.0 for match in text.names(quoted(word), CANDIDATES, files)}
        if len(word) > 2:
            for match in text.names_with(word, CANDIDATES, files):
                found.setdefault(match.file_id, 0.5)
        for file_id, share in found.items():
            shares[file_id] = shares.get(file_id, 0.0) + share / len(telling)
    return shares


def _inverse_frequency(frequency: int, count: int) -> float:
    """ln((N - n + 0.5) / (n + 0.5)), as SQLite's FTS5 computes it, never below a small value."""
    return max(math.log((count - frequency + 0.5) / (frequency + 0.5)), 1e-6) if count else 1.0
