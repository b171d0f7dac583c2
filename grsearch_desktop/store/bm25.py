"""bm25 as SQLite's FTS5 computes it, over postings in memory. Pure: takes columns, gives rows."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.store.postings import Passages, Postings

_LEAST = 1e-6
"""What a word weighs that stands in more than half of all passages."""
_SAMPLED = 64
"""One of so many sums is looked at to guess which are among the best."""


def inverse_frequency(holding: float, count: int) -> float:
    """ln((N - n + 0.5) / (n + 0.5)), never below a small value; 1 where there is nothing."""
    if not count:
        return 1.0
    return max(math.log(max(count - holding + 0.5, 0.5) / (holding + 0.5)), _LEAST)


def best(
    words: Sequence[Postings],
    passages: Passages,
    limit: int,
    allowed: NDArray[np.bool_] | None = None,
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The passages that hold the words best, and their sums, best first; of equals the older.

    allowed: by file, whether its passages may be among them; None: all.
    """
    sums = np.zeros(len(passages.lengths), np.float32)
    for word in words:
        # Of those that went each word is taken to have had its share.
        holding = len(word.passages) * passages.count / max(passages.read, 1)
        weight = inverse_frequency(holding, passages.count)
        sums[word.passages] += passages.gives(word, weight)
    if allowed is not None:
        sums *= allowed[np.minimum(passages.files, len(allowed) - 1)]
    found = _among_the_best(sums, limit)
    of_found = sums[found]
    if len(found) > limit:
        least = np.partition(of_found, len(found) - limit)[len(found) - limit]
        chosen = of_found >= least
        found, of_found = found[chosen], of_found[chosen]
    order = np.lexsort((found, -of_found))[:limit]
    return found[order], of_found[order]


def _among_the_best(sums: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
    """Rows with a sum, among them the `limit` best and all that equal them."""
    sample = sums[::_SAMPLED]
    # Twice as many as the share of the sample would be: too few are found hardly ever.
    place = 2 * limit // _SAMPLED + 8
    if place < len(sample):
        least = np.partition(sample, len(sample) - place)[len(sample) - place]
        if least > 0.0:
            found = np.flatnonzero(sums >= least)
            if len(found) >= limit:
                return found
    return np.flatnonzero(sums > 0.0)
