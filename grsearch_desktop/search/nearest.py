"""The nearest codes to one: a rough choice, of which the best are compared exactly."""

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.store.compact.signs import Codes

Distances = NDArray[np.uint32]
"""In how many bits each code differs, shape (N,)."""

FAR = np.uint32(0xFFFFFFFF)
"""The distance of what is not to be chosen."""

_SAMPLED = 16_384
"""Distances by which the limit is guessed."""


def distances(code: Codes, codes: Codes, rows: NDArray[np.int64] | None = None) -> Distances:
    """From one code, uint8, shape (B / 8,), to all, or to some rows; the others are FAR."""
    # Where few are asked for, collecting them costs less than passing all.
    if rows is None or 4 * len(rows) > len(codes):
        found = _hamming(code, codes)
        if rows is None:
            return found
        kept = np.full(len(codes), FAR)
        kept[rows] = found[rows]
        return kept
    kept = np.full(len(codes), FAR)
    kept[rows] = _hamming(code, codes[rows])
    return kept


def nearest(distances: Distances, count: int) -> NDArray[np.int64]:
    """The rows of the `count` smallest distances below FAR, and of all that equal the largest of
    them; in the order of the rows."""
    limit = _limit(distances, count)
    chosen = np.flatnonzero(distances <= limit)
    if len(chosen) > count:
        tight = np.partition(distances[chosen], count - 1)[count - 1]
        chosen = chosen[distances[chosen] <= tight]
    return chosen


def largest(scores: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """The places of the `count` largest scores, in no order."""
    if len(scores) <= count:
        return np.arange(len(scores))
    return np.argpartition(-scores, count)[:count]


def held(values: NDArray[np.int64], among: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of a few values are among many, which ascend."""
    if not len(among):
        return np.zeros(len(values), np.bool_)
    places = np.minimum(np.searchsorted(among, values), len(among) - 1)
    return np.asarray(among[places] == values)


def _limit(distances: Distances, count: int) -> np.uint32:
    """A distance that `count` do not exceed, or all; guessed from a sample, then made sure of."""
    if len(distances) <= max(count, 1):
        return FAR - 1
    sample = np.sort(distances[:: max(1, len(distances) // _SAMPLED)])
    place = count * len(sample) // len(distances) + 1
    while place < len(sample):
        limit = min(sample[place], FAR - 1)
        if limit == FAR - 1 or np.count_nonzero(distances <= limit) >= count:
            return np.uint32(limit)
        place = 2 * place
    return FAR - 1


def _hamming(code: Codes, codes: Codes) -> Distances:
    import simsimd

    if not len(codes):
        return np.zeros(0, np.uint32)
    found = simsimd.cdist(
        code[None],
        codes,
        metric="hamming",
        dtype="bin8",
        out_dtype="uint32",  # type: ignore[arg-type]
        threads=1,
    )
    return np.asarray(found).reshape(-1)
