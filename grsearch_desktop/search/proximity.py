"""How close the words of a query stand in a text."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from grsearch_desktop.store.text import Token

WINDOW = 25
"""Words in a row: a long sentence."""


@dataclass(frozen=True)
class AskedWord:
    """A word of a query that tells something."""

    terms: frozenset[str]
    """All that it stands for, as the index knows it."""
    weight: float
    """Its inverse document frequency."""


def together(asked: Sequence[AskedWord], tokens: Sequence[tuple[int, Token]]) -> float:
    """The largest share of the query that stands within `WINDOW` words: 0 for none of its words,
    1 for all, each counted by its weight.

    tokens: the words of the text, each with its number in it; others than the query's may be left
    out.

    Words that share a sentence are about one thing; the same words pages apart are chance.
    """
    places = _places(asked, tokens)
    standing = [0] * len(asked)
    covered = best = 0.0
    first = 0
    for place, word in places:
        if not standing[word]:
            covered += asked[word].weight
        standing[word] += 1
        while place - places[first][0] >= WINDOW:
            gone = places[first][1]
            standing[gone] -= 1
            if not standing[gone]:
                covered -= asked[gone].weight
            first += 1
        best = max(best, covered)
    total = sum(word.weight for word in asked)
    return best / total if total else 0.0


def _places(
    asked: Sequence[AskedWord], tokens: Sequence[tuple[int, Token]]
) -> list[tuple[int, int]]:
    """Where words of the query stand: (number of the word in the text, number in the query)."""
    meant: dict[str, Sequence[int]] = {}
    for number, word in enumerate(asked):
        for term in word.terms:
            meant[term] = (*meant.get(term, ()), number)
    places: list[tuple[int, int]] = []
    for (place, (_, end, term)), following in zip_longest(tokens, tokens[1:]):
        found = meant.get(term, ())
        if not term.isascii() and following and following[1].start == end:
            # Chinese, Japanese and Korean words are looked up by pairs of characters.
            found = (*found, *meant.get(term + following[1].term, ()))
        if found:
            places.extend((place, number) for number in found)
    return places
