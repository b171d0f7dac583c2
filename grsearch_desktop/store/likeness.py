"""Which pictures are one: by how bright they are in 32 x 32 places, also after a part was cut off,
and mirrored or turned.

Hashes say which pairs may be one (views.py): each picture is hashed as if it were cut a little, or
turned, in several ways, and compared with the others as they are. What cuts change more is found
by the vectors of a model (neighbours.py). What may be one is laid upon each other exactly
(alignment.py) and compared anew: that alone decides.

The figures are of 672 photos and changed copies of each (tests/benchmarks/duplicates.py).
"""

import io
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from grsearch_desktop.store import views
from grsearch_desktop.store.alignment import SIDE, alignment
from grsearch_desktop.store.views import BITS, CUTS, ORIENTATIONS, Hashes, Lights, differ, packed

_Numbers = NDArray[np.int64]
_Pairs = tuple[_Numbers, _Numbers, _Numbers]
"""Places of one picture and of another, and the view of the first that is near the second."""

_NEAR = 24
"""Bits by which the hashes of pictures differ, at most, that may be one: 999 of 1,000 changed
copies do by 16 at most, and 2 of 10,000 pairs of photos that have nothing in common by 24."""
_NEAR_ENOUGH = 36
"""The same where something else speaks for it that they are one."""
_SAME = 0.8
"""How well the edges of two pictures agree, at least, if they are one, 1 at best. Of changed copies
all but one in 1,000 reach 0.87. Of all pairs of different photos, in eight orientations and by 36
bits, the best reached 0.65."""

_FEW = 4_000_000
"""Comparisons that are simply made, each with each. Where there would be more, those are compared
that agree in all of some bits: `_KEY` that follow each other, the bits being put in some order."""
_ORDERS, _KEY = 4, 20
_CROWD = 64
"""Pictures of one choice that are compared with another one, at most."""
_AT_ONCE = 4096
"""Pairs that are laid upon each other at a time, and pictures of which all views are kept."""


def light(thumbnail: bytes) -> bytes:
    """How bright a thumbnail is, SIDE * SIDE bytes, row by row; empty where it is no picture."""
    try:
        with Image.open(io.BytesIO(thumbnail)) as image:
            image.draft("L", (2 * SIDE, 2 * SIDE))
            small = image.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
    except (UnidentifiedImageError, OSError):
        return b""
    return small.tobytes()


def telling(lights: Sequence[bytes]) -> list[bool]:
    """Which of these places say what a picture looks like."""
    if not lights:
        return []
    return views.tells(views.hashes(_lights(lights), views.PLAIN)[0]).tolist()


def same_pictures(
    lights: Sequence[bytes],
    alike: Sequence[tuple[int, int]] | _Numbers = (),
    checkpoint: Callable[[float], None] = lambda _: None,
) -> list[tuple[int, int]]:
    """The pairs of pictures that are one, by their places, the smaller place first.

    lights: all different, all telling; alike: pairs that are worth a closer look, by their places;
    checkpoint: called again and again with the share that is done; what it raises ends the
    comparison.
    """
    count, pictures = len(lights), _lights(lights)
    if count < 2:
        return []
    found = np.zeros(0, dtype=np.int64)
    steps = len(views.USUAL) + count // _AT_ONCE + 1
    candidates = _candidates(pictures, np.array(alike, np.int64).reshape(-1, 2))
    for done, (firsts, seconds, seen) in enumerate(candidates):
        checkpoint(done / steps)
        pairs = np.minimum(firsts, seconds) * count + np.maximum(firsts, seconds)
        new = np.flatnonzero(~np.isin(pairs, found))
        for begin in range(0, len(new), _AT_ONCE):
            some = new[begin : begin + _AT_ONCE]
            agree = _agreement(pictures, firsts[some], seconds[some], seen[some])
            found = np.union1d(found, pairs[some[agree >= _SAME]])
    return [divmod(pair, count) for pair in found.tolist()]


def _lights(lights: Sequence[bytes]) -> Lights:
    return np.frombuffer(b"".join(lights), np.uint8).reshape(-1, SIDE, SIDE)


def _agreement(
    pictures: Lights, firsts: _Numbers, seconds: _Numbers, seen: _Numbers
) -> NDArray[np.float32]:
    """How well pairs agree in these views, 1 at best, shape (N,)."""
    ones = np.empty((len(firsts), SIDE, SIDE), dtype=np.float32)
    orientations = ORIENTATIONS[seen]
    for orientation in np.unique(orientations).tolist():
        some = orientations == orientation
        ones[some] = views.oriented(pictures[firsts[some]], orientation)
    return alignment(ones, pictures[seconds].astype(np.float32), CUTS[seen])


def _candidates(pictures: Lights, alike: _Numbers) -> Iterator[_Pairs]:
    """Pairs that may be one; some come twice."""
    hashes = views.hashes(pictures, views.USUAL)
    if hashes.shape[0] * len(pictures) ** 2 <= _FEW:
        yield _each_with_each(hashes)
    else:
        yield from _hashed_alike(hashes)
    plain = hashes[0].copy()
    del hashes
    yield from _seen_alike(pictures, plain, np.concatenate((alike, alike[:, ::-1])))


def _each_with_each(hashes: Hashes) -> _Pairs:
    apart = differ(hashes[:, :, None], hashes[0])
    seen = apart.argmin(axis=0)
    nearest = apart.min(axis=0)
    # Which of the two is the part of the other: the way in which they are nearer.
    nearer = np.tri(len(nearest), k=-1, dtype=bool)
    nearer = (nearest < nearest.T) | ((nearest == nearest.T) & nearer)
    firsts, seconds = np.nonzero((nearest <= _NEAR) & nearer)
    return firsts, seconds, seen[firsts, seconds]


def _hashed_alike(hashes: Hashes) -> Iterator[_Pairs]:
    """Pairs whose hashes are near. hashes: by view, shape (V, N, 2)."""
    plain = hashes[0]
    tables = [_Tables(plain, order) for order in _orders()]
    for view, of_view in enumerate(hashes):
        near = np.unique(np.concatenate([some.near(of_view) for some in tables]))
        firsts, seconds = np.divmod(near, len(plain))
        if not view:
            firsts, seconds = firsts[firsts < seconds], seconds[firsts < seconds]
        yield firsts, seconds, np.full(len(firsts), view)


def _seen_alike(pictures: Lights, plain: Hashes, pairs: _Numbers) -> Iterator[_Pairs]:
    """Of pairs those that are near, each in the view of the first in which it is nearest.

    plain: the hashes of all as they are.
    """
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    for begin in range(0, len(pictures), _AT_ONCE):
        firsts, seconds = pairs[slice(*pairs[:, 0].searchsorted((begin, begin + _AT_ONCE)))].T
        if not len(firsts):
            continue
        seen = views.hashes(pictures[begin : begin + _AT_ONCE], views.FURTHER)
        nearest = np.full(len(firsts), BITS, dtype=np.uint8)
        view = np.zeros(len(firsts), dtype=np.int64)
        for number, of_view in zip(views.FURTHER, seen, strict=True):
            apart = differ(of_view[firsts - begin], plain[seconds])
            view[apart < nearest] = number
            nearest = np.minimum(nearest, apart)
        near = nearest <= _NEAR_ENOUGH
        yield firsts[near], seconds[near], view[near]


class _Tables:
    """The pictures by some bits of their hashes: six times `_KEY` of them, in some order."""

    def __init__(self, plain: Hashes, order: _Numbers) -> None:
        self._order = order
        self._plain = _ordered(plain, order)
        self._tables = [self._sorted(keys) for keys in _keys(self._plain)]

    def near(self, hashes: Hashes) -> _Numbers:
        """Pairs of one of these hashes and one of another picture that differ by little: the place
        of the one times the number of pictures, plus that of the other."""
        hashes = _ordered(hashes, self._order)
        found = [
            self._near(hashes, keys, *table)
            for keys, table in zip(_keys(hashes), self._tables, strict=True)
        ]
        return np.concatenate(found)

    def _sorted(self, keys: _Numbers) -> tuple[_Numbers, _Numbers]:
        """The places by their keys, and where each key begins."""
        # Within a crowd, what is equal stands together.
        places = np.lexsort((self._plain[:, 0], keys))
        starts = np.zeros((1 << _KEY) + 1, dtype=np.int64)
        np.cumsum(np.bincount(keys, minlength=1 << _KEY), out=starts[1:])
        return places, starts

    def _near(
        self,
        hashes: Hashes,
        keys: _Numbers,
        places: _Numbers,
        starts: _Numbers,
    ) -> _Numbers:
        begins = starts[keys]
        counts = np.minimum(starts[keys + 1] - begins, _CROWD)
        firsts = np.repeat(np.arange(len(hashes)), counts)
        within = np.arange(len(firsts)) - np.repeat(np.cumsum(counts) - counts, counts)
        seconds = places[np.repeat(begins, counts) + within]
        near = (firsts != seconds) & (differ(hashes[firsts], self._plain[seconds]) <= _NEAR)
        return np.asarray(firsts[near] * len(hashes) + seconds[near])


def _orders() -> Iterator[_Numbers]:
    random = np.random.default_rng(0)
    for _ in range(_ORDERS):
        yield random.permutation(BITS)


def _keys(hashes: Hashes) -> Iterator[_Numbers]:
    """So many bits at a time, as numbers."""
    for word in (0, 1):
        for shift in range(0, 64 - _KEY, _KEY):
            mask = np.uint64((1 << _KEY) - 1)
            yield ((hashes[:, word] >> np.uint64(shift)) & mask).astype(np.int64)


def _ordered(hashes: Hashes, order: _Numbers) -> Hashes:
    """The bits of hashes, shape (N, 2), in another order."""
    bits = np.unpackbits(np.ascontiguousarray(hashes.view(np.uint8).T), axis=0)
    return packed(bits[order])
