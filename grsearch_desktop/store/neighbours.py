"""Which pictures a model takes for alike: those whose vectors are nearest.

That says nothing on whether two are one (in the bundled model different photos reach a cosine of
0.9998, and copies fall below 0.6), but much on which pairs are worth a closer look: of copies that
are cut by up to a tenth, or mirrored, 99 % are among the nearest. Of a model that tells less, more
pairs are looked at for nothing.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import apsw
import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.store import vector_form
from grsearch_desktop.store.models import Models

_NEAREST = 20
"""Of one picture."""
_FEW = 64
"""Pictures of which all pairs are given."""
_DIRECTIONS = 64
"""In which vectors vary most: they find what all numbers find, to half a percent."""
_SAMPLE = 4096
"""Vectors of which the directions are taken, and that are read at a time."""
_GROUP = 8192
"""Pictures that are compared each with each; where there are more, within groups."""
_CENTRES = 2
"""Of how many groups a picture is a member, for it may lie between two."""
_PER_CENTRE = 2048
_ROWS = 512
"""That are compared at a time."""

_Numbers = NDArray[np.int64]


def neighbours(connection: apsw.Connection, models: Models, item_ids: Sequence[int]) -> _Numbers:
    """Pairs of pictures that are alike, by their places, shape (N, 2); none without a model."""
    count = len(item_ids)
    if count <= _FEW:
        return np.stack(np.triu_indices(count, 1), axis=1)
    model = models.active()
    if model is None:
        return np.zeros((0, 2), np.int64)
    table, ids = f"vec_{model.id}_look", np.array(item_ids, dtype=np.int64)

    def some(places: _Numbers) -> tuple[_Numbers, NDArray[np.float32]]:
        of_item = dict(zip(ids[places].tolist(), places.tolist(), strict=True))
        rows: list[Any] = connection.execute(
            f"SELECT item_id, embedding FROM vector JOIN {table} AS kept ON kept.rowid = vector.id"
            " WHERE model_id = ? AND part = 'look' AND item_id IN carray(?)",
            (model.id, apsw.carray(ids[places])),
        ).fetchall()
        found = np.array([of_item[item_id] for item_id, _ in rows], dtype=np.int64)
        held = b"".join(vector for _, vector in rows)
        return found, vector_form.unpacked(held, len(rows), model.dimension)

    every = np.arange(count)
    _, sample = some(every[:: -(-count // _SAMPLE)])
    if len(sample) < 2:
        return np.zeros((0, 2), np.int64)
    narrow = Narrow(sample)
    reduced = np.zeros((count, narrow.width), dtype=np.float32)
    for begin in range(0, count, _SAMPLE):
        places, vectors = some(every[begin : begin + _SAMPLE])
        reduced[places] = narrow(vectors)
    known = np.flatnonzero(reduced.any(axis=1))
    return known[nearest(reduced[known])]


class Narrow:
    """Takes the mean off vectors, and keeps of them the directions in which they vary most."""

    def __init__(self, sample: NDArray[np.float32]) -> None:
        self._mean = sample.mean(axis=0)
        _, directions = np.linalg.eigh(np.cov(sample, rowvar=False))
        self._directions = directions[:, -_DIRECTIONS:].astype(np.float32)

    @property
    def width(self) -> int:
        return self._directions.shape[1]

    def __call__(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Of unit length; zeros for a vector that is the mean."""
        reduced = (vectors - self._mean) @ self._directions
        lengths = np.linalg.norm(reduced, axis=1, keepdims=True)
        return np.asarray(reduced / np.maximum(lengths, 1e-9))


def nearest(vectors: NDArray[np.float32]) -> _Numbers:
    """Pairs of vectors (float32, shape (N, D), unit length) of which one is among the `_NEAREST` of
    the other, as far as groups tell; by their rows, the smaller first, shape (M, 2)."""
    found = [np.zeros((0, 2), np.int64)]
    for group in _groups(vectors):
        members = vectors[group]
        most = min(_NEAREST, len(group) - 1)
        for begin in range(0, len(group) if most else 0, _ROWS):
            rows = np.arange(begin, min(begin + _ROWS, len(group)))
            cosines = members[rows] @ members.T
            cosines[np.arange(len(rows)), rows] = -2.0
            columns = np.argpartition(cosines, -most, axis=1)[:, -most:]
            pairs = np.stack((np.repeat(rows, most), columns.ravel()), axis=1)
            found.append(np.sort(group[pairs], axis=1))
    return np.unique(np.concatenate(found), axis=0)


def _groups(vectors: NDArray[np.float32]) -> Iterator[_Numbers]:
    """Rows that are compared with each other."""
    count = len(vectors)
    if count <= _GROUP:
        yield np.arange(count)
        return
    centres = vectors[np.linspace(0, count - 1, count * _CENTRES // _PER_CENTRE).astype(np.int64)]
    owners = np.empty((count, _CENTRES), dtype=np.int64)
    for begin in range(0, count, _SAMPLE):
        cosines = vectors[begin : begin + _SAMPLE] @ centres.T
        owners[begin : begin + _SAMPLE] = np.argpartition(cosines, -_CENTRES, axis=1)[:, -_CENTRES:]
    order = np.argsort(owners.ravel(), kind="stable")
    ends = np.cumsum(np.bincount(owners.ravel(), minlength=len(centres)))
    for number, members in enumerate(np.split(order // _CENTRES, ends[:-1])):
        # A crowd is parted where it stands nearer to its centre or further from it.
        by_nearness = np.argsort(vectors[members] @ centres[number])
        for begin in range(0, len(members), _GROUP):
            yield members[by_nearness[begin : begin + _GROUP]]
