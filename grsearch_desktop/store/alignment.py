"""How well two pictures agree once one is laid upon the other, be the one a part of the other.

What was cut is found by Gauss-Newton steps (Lucas and Kanade 1981) from a first guess; compared are
the differences between neighbouring places: that two pictures are light above and dark below says
nothing.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

SIDE = 32
"""Places in a row of a picture, and rows."""
_COMPARED = 20
"""Places in a row that are compared."""
_STEPS = 4
_VARIED = 0.01
"""By which a cut is varied to see what that changes, a share of the side."""
_LARGEST_STEP = 0.04
_ENOUGH = 0.9
"""From there on the guess is as good as it needs to be."""
_LARGEST_CUT = 0.24

Shades = NDArray[np.float32]
"""Pictures, shape (N, SIDE, SIDE)."""


def alignment(ones: Shades, others: Shades, cuts: NDArray[np.float32]) -> NDArray[np.float32]:
    """How well the edges of each two pictures agree, 1 at best, once the first is cut so that it
    shows what the second does.

    cuts: a first guess, shares of the sides (left, top, right, bottom), float32, shape (N, 4).
    """
    wanted = _seen(others, np.zeros_like(cuts))
    agree = _agreement(_seen(ones, cuts), wanted)
    left = np.flatnonzero(agree < _ENOUGH)
    if not len(left):
        return agree
    ones, cuts, target = ones[left], cuts[left], _centred(wanted[left])
    for _ in range(_STEPS):
        cuts = np.clip(cuts + _step(ones, cuts, target), 0.0, _LARGEST_CUT)
    agree[left] = np.maximum(agree[left], _agreement(_seen(ones, cuts), wanted[left]))
    return agree


def _step(
    pictures: Shades, cuts: NDArray[np.float32], target: NDArray[np.float32]
) -> NDArray[np.float32]:
    """By how much the cuts are to change, shape (N, 4)."""
    left, top, right, bottom = cuts.T
    rows, columns = areas(top, 1 - bottom, _COMPARED), areas(left, 1 - right, _COMPARED)
    of_rows, of_columns = rows @ pictures, pictures @ columns.transpose(0, 2, 1)
    varied = (
        of_rows @ areas(left + _VARIED, 1 - right, _COMPARED).transpose(0, 2, 1),
        areas(top + _VARIED, 1 - bottom, _COMPARED) @ of_columns,
        of_rows @ areas(left, 1 - right - _VARIED, _COMPARED).transpose(0, 2, 1),
        areas(top, 1 - bottom - _VARIED, _COMPARED) @ of_columns,
    )
    seen = _centred(rows @ of_columns)
    jacobian = np.stack([_centred(views) - seen for views in varied], axis=2) / _VARIED
    turned = jacobian.transpose(0, 2, 1)
    normal = turned @ jacobian
    # Where a picture says nothing on one side, that side stays as it is.
    damping = 1e-3 * np.trace(normal, axis1=1, axis2=2) + 1e-6
    normal += damping[:, None, None] * np.eye(4, dtype=np.float32)
    step = np.linalg.solve(normal, turned @ (target - seen)[:, :, None])[:, :, 0]
    return np.clip(step, -_LARGEST_STEP, _LARGEST_STEP)


def areas(begin: NDArray[np.float32], end: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """Weights that take means over `count` equal parts of a stretch, float32, shape (N, count,
    SIDE). begin, end: shares of the side, shape (N,)."""
    places = np.linspace(0, SIDE, count + 1, dtype=np.float32)
    ends = SIDE * begin[:, None] + (end - begin)[:, None] * places
    before = ends[:, :, None] - np.arange(SIDE, dtype=np.float32)
    np.clip(before, 0, 1, out=before)
    weights = before[:, 1:] - before[:, :-1]
    weights *= (count / SIDE) / (end - begin)[:, None, None]
    return np.asarray(weights)


def _seen(pictures: Shades, cuts: NDArray[np.float32]) -> Shades:
    """Pictures as they are once they are cut, shape (N, _COMPARED, _COMPARED)."""
    left, top, right, bottom = cuts.T
    rows, columns = areas(top, 1 - bottom, _COMPARED), areas(left, 1 - right, _COMPARED)
    return np.asarray(rows @ pictures @ columns.transpose(0, 2, 1))


def _agreement(ones: Shades, others: Shades) -> NDArray[np.float32]:
    return np.asarray((_centred(_edges(ones)) * _centred(_edges(others))).sum(axis=1))


def _edges(pictures: Shades) -> NDArray[np.float32]:
    across, down = np.diff(pictures, axis=2), np.diff(pictures, axis=1)
    count = len(pictures)
    return np.concatenate((across.reshape(count, -1), down.reshape(count, -1)), axis=1)


def _centred(values: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    """Each as a vector of length 1 and mean 0, shape (N, D)."""
    flat = values.reshape(len(values), -1)
    flat = flat - flat.mean(axis=1, keepdims=True)
    return np.asarray(flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-6))
