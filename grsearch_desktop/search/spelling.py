"""The words that a word may have been meant as, where the library holds no such word."""

from collections.abc import Callable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from grsearch_desktop.store.vocabulary import Vocabulary

_SHORTEST = 4
"""Letters of a word that is set right: of shorter ones too many are one letter apart."""
_TWO_SLIPS = 8
"""Letters from which on two slips are one word still."""
_MOST = 3
"""Words that one is taken for."""
_ENDINGS = ("ing", "ed", "es", "s")
"""Of English words, which models know best."""
_RARER = 10
"""A word that stands more rarely than the commonest one by this factor is left out."""


def nearest(word: str, vocabulary: Vocabulary, known: Callable[[str], bool]) -> tuple[str, ...]:
    """The nearest words of the library to a folded word, the commonest first: with one letter left
    out, added, exchanged or swapped with its neighbour, with two from eight letters on.

    known: whether a word is known to be one. Then there is no slip in it: who asks for sheep
    doesn't mean sleep, though the library holds no sheep.
    """
    if len(word) < _SHORTEST or not word.isalpha():
        return ()
    endings = ("", *(ending for ending in _ENDINGS if word.endswith(ending)))
    if any(known(word.removesuffix(ending)) for ending in endings):
        return ()
    slips = 2 if len(word) >= _TWO_SLIPS else 1
    # The first letter is rarely wrong.
    for others in (vocabulary.beginning(word[0]), vocabulary.words):
        found = process.extract(word, others, scorer=OSA.distance, score_cutoff=slips, limit=None)
        if found:
            least = min(distance for _, distance, _ in found)
            near = [other for other, distance, _ in found if distance == least]
            near.sort(key=lambda other: (-vocabulary.weight(other), other))
            enough = vocabulary.weight(near[0]) / _RARER
            return tuple(other for other in near[:_MOST] if vocabulary.weight(other) >= enough)
    return ()
