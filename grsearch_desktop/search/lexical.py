"""Hits by words: bm25 over passages and over names, on a scale that means the same everywhere.

bm25 as SQLite computes it grows with the number and the rarity of the query's words. Divided by
the sum of the inverse document frequencies of the query's words, it says how much of the query
a passage covers: about 1 when every word stands in it once. Only so can it be weighed against a
cosine, and a passage that has one common word of five does not drown a photo that fits.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.search import words
from grsearch_desktop.search.named import NamedFiles, named
from grsearch_desktop.search.proximity import AskedWord, together
from grsearch_desktop.search.words import Known, Word
from grsearch_desktop.store.bm25 import inverse_frequency
from grsearch_desktop.store.text import LexicalMatch, Text

CANDIDATES = 400
"""Passages that are looked at for one query."""
FEW = 5_000
"""Passages of a library up to which SQLite is asked for the best ones: it needs no memory."""
_READ = 50
"""Of these, the best that are read to see how close the words stand: 0.1 ms each."""
_HALF = 0.5
"""Of the best passage's bm25: what covers less of the query is not read."""
_GUESSED = 1.25
"""What a word that was set right counts for in the whole query, beside one that stands there."""
_NAMES = 600
"""Files that are found by their names alone."""
_RARE = 0.6
"""A word is rare whose inverse document frequency is this share of that of a word that stands in
one passage alone, or more."""
_LEAST_RARE = 0.1
_OTHERS = 1_000
"""Passages without the word that are thought of beside a library's own: few passages don't tell
what is rare."""


@dataclass(frozen=True)
class LexicalHits:
    """What the words of a query found."""

    terms: frozenset[str]
    """All that the query's words stand for, as the index knows it, for marking."""
    passages: tuple[LexicalMatch, ...] = ()
    """bm25 divided by the sum of inverse document frequencies, best first."""
    names: dict[int, float] = field(default_factory=dict)
    """File id -> the share of the query that its name, title and author cover; of many files those
    of which they cover most."""
    together: dict[int, float] = field(default_factory=dict)
    """Passage -> the largest share of the query that stands close together in it."""
    asked: int = 0
    """How many words of the query tell something."""
    rare: float = 1.0
    """How rare these words are, their mean, in (0, 1]; 1 for words that hardly any passage has."""
    corrected: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Word of the query that stands nowhere -> the words that were looked up instead."""
    all_names: NamedFiles = field(default_factory=NamedFiles, compare=False)
    """Those that are not among `names` too."""

    @property
    def items(self) -> set[int]:
        """The ids of the passages."""
        return {match.id for match in self.passages}

    def naming(self, files: Collection[int]) -> "LexicalHits":
        """With the names of these files too, which were found by something else."""
        return replace(self, names=self.all_names.of(files) | self.names)


def _none(_: str) -> bool:
    return False


def terms_of(query: str, text: Text, known: Known = _none) -> frozenset[str]:
    """All that the telling words of a query stand for, as the index knows it."""
    return frozenset(chain.from_iterable(word.terms for word in words.read(query, text, known)))


def find(
    query: str, text: Text, files: NDArray[np.int64] | None, known: Known = _none
) -> LexicalHits:
    """The passages and names that share words with a query, among the given files or all.

    known: whether a word is one, so that it is not set right.
    """
    telling = words.read(query, text, known)
    if not telling or (files is not None and not len(files)):
        return LexicalHits(frozenset())
    count = text.passage_count()
    # A word and its forms are one word: it weighs by how many passages hold any of them.
    asked = [
        AskedWord(
            frozenset(word.terms),
            inverse_frequency(word.frequency, count) * (_GUESSED if word.instead else 1.0),
        )
        for word in telling
    ]
    total = sum(word.weight for word in asked)
    forms = {term: others for word in telling for term, others in word.forms.items()}
    if count > FEW:
        passages = text.passages_of_many([word.asked for word in telling], CANDIDATES, files)
    else:
        expression = " OR ".join(word.expression for word in telling)
        passages = text.passages(expression, CANDIDATES, files, forms)
    names = named(text, telling, files)
    scaled = tuple(LexicalMatch(match.id, match.file_id, match.bm25 / total) for match in passages)
    return LexicalHits(
        frozenset(chain.from_iterable(word.terms for word in telling)),
        scaled,
        names.best(_NAMES),
        _together(text, asked, scaled),
        len(asked),
        _rarity(telling, count),
        {word.written: word.instead for word in telling if word.instead},
        names,
    )


def _rarity(telling: Sequence[Word], count: int) -> float:
    """How rare the words are among `count` passages, see LexicalHits.rare."""
    rarest = _RARE * inverse_frequency(1, count + _OTHERS)
    shares = (inverse_frequency(word.frequency, count + _OTHERS) / rarest for word in telling)
    return max(sum(min(share, 1.0) ** 2 for share in shares) / len(telling), _LEAST_RARE)


def _together(
    text: Text, asked: Sequence[AskedWord], passages: Sequence[LexicalMatch]
) -> dict[int, float]:
    """How close the words of the query stand in the passages that cover most of it."""
    if len(asked) == 1:
        return {match.id: 1.0 for match in passages}
    bound = _HALF * passages[0].bm25 if passages else 0.0
    read = [match.id for match in passages[:_READ] if match.bm25 >= bound]
    terms = frozenset(chain.from_iterable(word.terms for word in asked))
    return {
        item_id: together(asked, text.marked(words, terms))
        for item_id, words in text.words_of(read).items()
    }
