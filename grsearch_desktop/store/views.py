"""Ways in which one picture may be seen in another: cut a little, mirrored, turned by quarters.

A difference hash (whether each of 8 x 8 places is brighter than its neighbour on the left, and than
the one above: 128 bits) says roughly what a view of a picture looks like.
"""

from collections.abc import Iterator
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.store.alignment import SIDE, Shades, areas

Lights = NDArray[np.uint8]
"""How bright pictures are, 0 to 255, shape (N, SIDE, SIDE)."""
Hashes = NDArray[np.uint64]
"""128 bits each, shape (N, 2) where nothing else is said."""

BITS = 128
_BRIGHTER = np.float32(0.25)
"""Of 255, by which a place is brighter, at least: on a plain surface rounding alone is less."""
_TELLING = 16
"""How many bits must be set, and not be: a plain surface looks like any other."""
_HASHED = 256
"""Pictures that are hashed at a time."""

_UPRIGHT, _MIRRORED, _ALL = 0, 4, 8
"""An orientation is how many quarters a picture is turned to the left, plus _MIRRORED where it is
mirrored before."""


def _cut(share: float, *sides: int) -> list[float]:
    """Of the width or height that is cut on the left (0), at the top, on the right, below (3)."""
    return [share * (side in sides) for side in range(4)]


_EVENLY = [_cut(share, 0, 1, 2, 3) for share in (0.0, 0.025, 0.05, 0.075, 0.1)]
_LITTLE = [
    *_EVENLY,
    *(_cut(0.05, *two) for two in combinations(range(4), 2)),
    *(_cut(share, side) for side in range(4) for share in (0.04, 0.08)),
]
_MUCH = [
    *(_cut(share, 0, 1, 2, 3) for share in (0.0, 0.05, 0.1, 0.15)),
    *(_cut(share, side) for share in (0.05, 0.1, 0.15, 0.2) for side in range(4)),
    *(_cut(share, *two) for share in (0.06, 0.12) for two in combinations(range(4), 2)),
    *(_cut(share, *three) for share in (0.06, 0.12) for three in combinations(range(4), 3)),
]
_USUAL = [
    *((_UPRIGHT, cut) for cut in _LITTLE),
    *product(range(1, _ALL), (_EVENLY[0], _EVENLY[2])),
]
_FURTHER = [*product((_UPRIGHT, _MIRRORED), _MUCH)]
_VIEWS = [*_USUAL, *_FURTHER]
ORIENTATIONS = np.array([orientation for orientation, _ in _VIEWS])
"""Of each view, shape (V,)."""
CUTS = np.array([cut for _, cut in _VIEWS], dtype=np.float32)
"""Of each view, as shares of the sides as it is oriented, shape (V, 4)."""
PLAIN = range(1)
"""The picture as it is; a range of views, as the following are."""
USUAL = range(len(_USUAL))
"""Those by which pictures are looked for among all others."""
FURTHER = range(len(_USUAL), len(_VIEWS))
"""Those in which two are compared where something else speaks for it that they are one."""


def oriented(pictures: Shades | Lights, orientation: int) -> Shades | Lights:
    """Pictures mirrored and turned, shape (N, SIDE, SIDE)."""
    if orientation >= _MIRRORED:
        pictures = pictures[:, :, ::-1]
    return np.rot90(pictures, orientation % 4, (1, 2))


def hashes(pictures: Lights, views: range) -> Hashes:
    """Of pictures in each of these views, shape (len(views), N, 2)."""
    found = np.empty((len(views), len(pictures), 2), dtype=np.uint64)
    cuts = CUTS[views.start : views.stop]
    left, top, right, bottom = cuts.T
    rows, columns = areas(top, 1 - bottom, 9), areas(left, 1 - right, 9)
    for orientation, chosen in _by_orientation(views):
        for begin in range(0, len(pictures), _HASHED):
            some = slice(begin, begin + _HASHED)
            # The pictures come last: few large products take a tenth of the time of many small
            # ones.
            turned = oriented(pictures[some], orientation).transpose(1, 2, 0)
            flat = turned.astype(np.float32, order="C").reshape(SIDE, -1)
            for view in chosen:
                places = columns[view] @ (rows[view] @ flat).reshape(9, SIDE, -1)
                found[view, some] = _hashed(places)
    return found


def _by_orientation(views: range) -> Iterator[tuple[int, list[int]]]:
    """Orientations with the places in `views` of those views that have them."""
    orientations = ORIENTATIONS[views.start : views.stop]
    for orientation in np.unique(orientations).tolist():
        yield orientation, np.flatnonzero(orientations == orientation).tolist()


def _hashed(places: NDArray[np.float32]) -> Hashes:
    """places: shape (9, 9, N)."""
    across = places[:8, 1:] > places[:8, :-1] + _BRIGHTER
    down = places[1:, :8] > places[:-1, :8] + _BRIGHTER
    return packed(np.stack((across, down)).reshape(BITS, -1))


def packed(bits: NDArray[np.bool_] | NDArray[np.uint8]) -> Hashes:
    """Of bits, shape (BITS, N)."""
    return np.ascontiguousarray(np.packbits(bits, axis=0).T).view(np.uint64)


def differ(one: Hashes, other: Hashes) -> NDArray[np.uint8]:
    """In how many bits."""
    differ = np.bitwise_count(one[..., 0] ^ other[..., 0])
    return np.asarray(differ + np.bitwise_count(one[..., 1] ^ other[..., 1]))


def tells(hashes: Hashes) -> NDArray[np.bool_]:
    """Whether something is to be seen in these pictures."""
    bits = np.bitwise_count(hashes).sum(axis=1, dtype=np.int64)
    return np.asarray((bits >= _TELLING) & (bits <= BITS - _TELLING))
