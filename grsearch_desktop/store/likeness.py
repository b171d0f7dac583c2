"""Which pictures are one: by how bright they are in 32 x 32 places, also after a part was cut off.

A difference hash (whether each of 8 x 8 places is brighter than its neighbour on the left, and than
the one above: 128 bits) says which pairs may be one. A cut shifts all places, so that each picture
is also hashed as if it were cut a little, in several ways, and compared with the others as they
are. What may be one is laid upon each other exactly (alignment.py) and compared anew.

The figures are of 672 photos and seven changed copies of each (tests/benchmarks/duplicates.py).
"""

import io
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from grsearch_desktop.store.alignment import SIDE, alignment, areas

Lights = NDArray[np.uint8]
"""How bright pictures are, 0 to 255, shape (N, SIDE, SIDE)."""
_Hashes = NDArray[np.uint64]
"""128 bits each, shape (N, 2) where nothing else is said."""
_Pairs = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
"""Places of one picture and of another, and the cut (in `_CUTS`) by which the first is near."""

BITS = 128
_NEAR = 24
"""Bits by which the hashes of pictures differ, at most, that may be one: 999 of 1,000 changed
copies do by 16 at most, and 2 of 10,000 pairs of photos that have nothing in common by 24."""
_BRIGHTER = np.float32(0.25)
"""Of 255, by which a place is brighter, at least: on a plain surface rounding alone is less."""
_SAME = 0.8
"""How well the edges of two pictures agree, at least, if they are one, 1 at best. Of changed copies
all but one in 1,000 reach 0.87; of the pairs that the hashes let through the best reached 0.62."""
_TELLING = 16
"""How many bits must be set, and not be: a plain surface looks like any other."""
_CUTS = np.array(
    [
        *([cut] * 4 for cut in (0.0, 0.025, 0.05, 0.075, 0.1)),
        *([0.05 * (side in two) for side in range(4)] for two in combinations(range(4), 2)),
        *([cut * (side == one) for side in range(4)] for one in range(4) for cut in (0.04, 0.08)),
    ],
    dtype=np.float32,
)
"""Shares of the width or height that are cut on the left, at the top, on the right, below."""

_FEW = 4_000_000
"""Comparisons that are simply made, each with each. Where there would be more, those are compared
that agree in all of some bits: `_KEY` that follow each other, the bits being put in some order."""
_ORDERS, _KEY = 4, 20
_CROWD = 64
"""Pictures of one choice that are compared with another one, at most."""
_HASHED = 256
"""Pictures that are hashed at a time."""
_AT_ONCE = 4096
"""Pairs that are laid upon each other at a time."""


def light(jpeg: bytes) -> bytes:
    """How bright a thumbnail is, SIDE * SIDE bytes, row by row; empty where it is no picture."""
    try:
        with Image.open(io.BytesIO(jpeg)) as image:
            image.draft("L", (2 * SIDE, 2 * SIDE))
            small = image.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
    except (UnidentifiedImageError, OSError):
        return b""
    return small.tobytes()


def telling(lights: Sequence[bytes]) -> list[bool]:
    """Which of these places say what a picture looks like."""
    return _tells(_hashes(_lights(lights), _CUTS[:1])[0]).tolist() if lights else []


def same_pictures(
    lights: Sequence[bytes], checkpoint: Callable[[float], None] = lambda _: None
) -> list[tuple[int, int]]:
    """The pairs of pictures that are one, by their places, the smaller place first.

    lights: all different, all telling; checkpoint: called again and again with the share that is
    done; what it raises ends the comparison.
    """
    count, pictures = len(lights), _lights(lights)
    if count < 2:
        return []
    found = np.zeros(0, dtype=np.int64)
    near = _candidates(_hashes(pictures, _CUTS))
    for done, (firsts, seconds, cuts) in enumerate(near):
        checkpoint(done / len(_CUTS))
        pairs = np.minimum(firsts, seconds) * count + np.maximum(firsts, seconds)
        new = np.flatnonzero(~np.isin(pairs, found))
        for begin in range(0, len(new), _AT_ONCE):
            some = new[begin : begin + _AT_ONCE]
            ones, others = pictures[firsts[some]], pictures[seconds[some]]
            agree = alignment(ones.astype(np.float32), others.astype(np.float32), _CUTS[cuts[some]])
            found = np.union1d(found, pairs[some[agree >= _SAME]])
    return [divmod(pair, count) for pair in found.tolist()]


def _lights(lights: Sequence[bytes]) -> Lights:
    return np.frombuffer(b"".join(lights), np.uint8).reshape(-1, SIDE, SIDE)


def _candidates(hashes: _Hashes) -> Iterator[_Pairs]:
    """Pairs whose hashes are near; some come twice. hashes: by cut, shape (len(_CUTS), N, 2)."""
    plain = hashes[0]
    if len(_CUTS) * len(plain) ** 2 <= _FEW:
        yield _each_with_each(hashes)
        return
    tables = [_Tables(plain, order) for order in _orders()]
    for cut, of_cut in enumerate(hashes):
        near = np.unique(np.concatenate([some.near(of_cut) for some in tables]))
        firsts, seconds = np.divmod(near, len(plain))
        if not cut:
            firsts, seconds = firsts[firsts < seconds], seconds[firsts < seconds]
        yield firsts, seconds, np.full(len(firsts), cut)


def _each_with_each(hashes: _Hashes) -> _Pairs:
    differ = _differ(hashes[:, :, None], hashes[0])
    cuts = differ.argmin(axis=0)
    nearest = differ.min(axis=0)
    # Which of the two is the part of the other: the way in which they are nearer.
    nearer = np.tri(len(nearest), k=-1, dtype=bool)
    nearer = (nearest < nearest.T) | ((nearest == nearest.T) & nearer)
    firsts, seconds = np.nonzero((nearest <= _NEAR) & nearer)
    return firsts, seconds, cuts[firsts, seconds]


class _Tables:
    """The pictures by some bits of their hashes: six times `_KEY` of them, in some order."""

    def __init__(self, plain: _Hashes, order: NDArray[np.int64]) -> None:
        self._order = order
        self._plain = _ordered(plain, order)
        self._tables = [self._sorted(keys) for keys in _keys(self._plain)]

    def near(self, hashes: _Hashes) -> NDArray[np.int64]:
        """Pairs of one of these hashes and one of another picture that differ by little: the place
        of the one times the number of pictures, plus that of the other."""
        hashes = _ordered(hashes, self._order)
        found = [
            self._near(hashes, keys, *table)
            for keys, table in zip(_keys(hashes), self._tables, strict=True)
        ]
        return np.concatenate(found)

    def _sorted(self, keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The places by their keys, and where each key begins."""
        # Within a crowd, what is equal stands together.
        places = np.lexsort((self._plain[:, 0], keys))
        starts = np.zeros((1 << _KEY) + 1, dtype=np.int64)
        np.cumsum(np.bincount(keys, minlength=1 << _KEY), out=starts[1:])
        return places, starts

    def _near(
        self,
        hashes: _Hashes,
        keys: NDArray[np.int64],
        places: NDArray[np.int64],
        starts: NDArray[np.int64],
    ) -> NDArray[np.int64]:
        begins = starts[keys]
        counts = np.minimum(starts[keys + 1] - begins, _CROWD)
        firsts = np.repeat(np.arange(len(hashes)), counts)
        within = np.arange(len(firsts)) - np.repeat(np.cumsum(counts) - counts, counts)
        seconds = places[np.repeat(begins, counts) + within]
        near = (firsts != seconds) & (_differ(hashes[firsts], self._plain[seconds]) <= _NEAR)
        return np.asarray(firsts[near] * len(hashes) + seconds[near])


def _orders() -> Iterator[NDArray[np.int64]]:
    random = np.random.default_rng(0)
    for _ in range(_ORDERS):
        yield random.permutation(BITS)


def _keys(hashes: _Hashes) -> Iterator[NDArray[np.int64]]:
    """So many bits at a time, as numbers."""
    for word in (0, 1):
        for shift in range(0, 64 - _KEY, _KEY):
            mask = np.uint64((1 << _KEY) - 1)
            yield ((hashes[:, word] >> np.uint64(shift)) & mask).astype(np.int64)


def _hashes(pictures: Lights, cuts: NDArray[np.float32]) -> _Hashes:
    """Of pictures as they are after each cut, shape (len(cuts), N, 2)."""
    left, top, right, bottom = cuts.T
    rows, columns = areas(top, 1 - bottom, 9), areas(left, 1 - right, 9)
    found = np.empty((len(cuts), len(pictures), 2), dtype=np.uint64)
    for begin in range(0, len(pictures), _HASHED):
        some = slice(begin, begin + _HASHED)
        # The pictures come last: few large products take a tenth of the time of many small ones.
        flat = pictures[some].transpose(1, 2, 0).astype(np.float32, order="C").reshape(SIDE, -1)
        for cut in range(len(cuts)):
            places = columns[cut] @ (rows[cut] @ flat).reshape(9, SIDE, -1)
            across = places[:8, 1:] > places[:8, :-1] + _BRIGHTER
            down = places[1:, :8] > places[:-1, :8] + _BRIGHTER
            bits = np.stack((across, down)).reshape(BITS, -1)
            found[cut, some] = _packed(bits)
    return found


def _packed(bits: NDArray[np.bool_] | NDArray[np.uint8]) -> _Hashes:
    """Of bits, shape (BITS, N)."""
    return np.ascontiguousarray(np.packbits(bits, axis=0).T).view(np.uint64)


def _ordered(hashes: _Hashes, order: NDArray[np.int64]) -> _Hashes:
    """The bits of hashes, shape (N, 2), in another order."""
    bits = np.unpackbits(np.ascontiguousarray(hashes.view(np.uint8).T), axis=0)
    return _packed(bits[order])


def _tells(hashes: _Hashes) -> NDArray[np.bool_]:
    bits = np.bitwise_count(hashes).sum(axis=1, dtype=np.int64)
    return np.asarray((bits >= _TELLING) & (bits <= BITS - _TELLING))


def _differ(one: _Hashes, other: _Hashes) -> NDArray[np.uint8]:
    differ = np.bitwise_count(one[..., 0] ^ other[..., 0])
    return np.asarray(differ + np.bitwise_count(one[..., 1] ^ other[..., 1]))
