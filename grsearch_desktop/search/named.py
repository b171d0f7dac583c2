"""Which files words find by their names, titles and authors, and how much of a query they are."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.search.words import Word
from grsearch_desktop.store.text import Text, quoted

_MOST = 5_000
"""Files whose names hold one word, of more the newest: that it is there tells little then."""
_BEGUN = 0.75
"""What the beginning of a word in a name counts for, or a word that was set right."""
_WITHIN = 0.5
"""What letters anywhere in a name count for."""

Ids = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class NamedFiles:
    """Files by their ids, ascending, and the share of the query that the names of each cover."""

    ids: Ids = field(default_factory=lambda: np.zeros(0, np.int64))
    shares: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0, np.float64))

    def best(self, count: int) -> dict[int, float]:
        """Those of the largest shares, of equal ones the newest: file id -> share."""
        if len(self.ids) <= count:
            return self._chosen(np.arange(len(self.ids)))
        return self._chosen(np.lexsort((-self.ids, -self.shares))[:count])

    def of(self, files: Collection[int]) -> dict[int, float]:
        """Those of these files that have one: file id -> share."""
        if not files or not len(self.ids):
            return {}
        wanted = np.fromiter(files, np.int64, len(files))
        places = np.minimum(np.searchsorted(self.ids, wanted), len(self.ids) - 1)
        return self._chosen(np.unique(places[self.ids[places] == wanted]))

    def _chosen(self, places: NDArray[np.int64]) -> dict[int, float]:
        return dict(zip(self.ids[places].tolist(), self.shares[places].tolist(), strict=True))


def named(text: Text, telling: Sequence[Word], files: Ids | None) -> NamedFiles:
    """The files whose names hold words of a query, begin with one, or hold one within."""
    found = [
        [(ids, share) for ids, share in _of_word(text, word, word is telling[-1], files)]
        for word in telling
    ]
    last = max((int(ids.max()) for of_word in found for ids, _ in of_word if len(ids)), default=0)
    shares = np.zeros(last + 1, np.float64)
    seen = np.zeros(last + 1, np.bool_)
    for of_word in found:
        for ids, share in of_word:
            new = ids[~seen[ids]]
            shares[new] += share / len(telling)
            seen[new] = True
        for ids, _ in of_word:
            seen[ids] = False
    known = np.flatnonzero(shares > 0.0)
    return NamedFiles(known, shares[known])


def _of_word(
    text: Text, word: Word, is_last: bool, files: Ids | None
) -> Iterator[tuple[Ids, float]]:
    """Files, and what one word counts for in their names; the more it counts, the earlier."""
    whole = _BEGUN if word.instead or word.begun else 1.0
    yield text.names(word.expression, _MOST, files, word.forms), whole
    if len(word.written) > 2:
        if is_last:  # it may still be being typed
            yield text.names(f"{quoted(word.term)} *", _MOST, files), _BEGUN
        yield text.names_with(word.written, _MOST, files), _WITHIN
