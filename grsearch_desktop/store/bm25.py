"""bm25 as SQLite's FTS5 computes it, over postings in memory. Pure: takes columns, gives rows."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.store.postings import Passages, Postings

_K1, _B = 1.2, 0.75
"""As FTS5 has them (fts5_aux.c)."""
_LEAST = 1e-6
"""What a word weighs that stands in more than half of all passages."""


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
        sums[word.passages] += _parts(word, passages)
    # One word alone: its passages are those with a sum.
    found = words[0].passages if len(words) == 1 else np.flatnonzero(sums)
    if allowed is not None:
        of_files = passages.files[found]
        found = found[allowed[np.minimum(of_files, len(allowed) - 1)]]
    of_found = sums[found]
    if len(found) > limit:
        least = np.partition(of_found, len(found) - limit)[len(found) - limit]
        chosen = of_found >= least
        found, of_found = found[chosen], of_found[chosen]
    order = np.lexsort((found, -of_found))[:limit]
    return found[order].astype(np.int64), of_found[order]


def _parts(word: Postings, passages: Passages) -> NDArray[np.float32]:
    """What a word gives to the sum of each passage that holds it."""
    # Of those that went each word is taken to have had its share.
    holding = len(word.passages) * passages.count / max(passages.read, 1)
    weight = inverse_frequency(holding, passages.count)
    average = max(passages.words / max(passages.count, 1), 1.0)
    lengths = passages.lengths[word.passages].astype(np.float32)
    counts = word.counts.astype(np.float32)
    lengths *= _K1 * _B / average
    lengths += _K1 * (1.0 - _B)
    lengths += counts
    counts *= weight * (_K1 + 1.0)
    counts /= lengths
    return counts
