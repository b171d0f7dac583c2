"""Vectors in two dimensions: what the process that draws the library map does.

`python -m grsearch_desktop.engine.projection` reads arrays on its standard input, as numpy saves
them: raw vectors, calibrated vectors, whether each is a text's, and the threads it may use. It
writes the map of the calibrated ones and then that of the raw ones as lines of JSON, each again and
again while it takes shape (see `Frame`). Apart from the engine because it takes a core for a minute
and 250 MB.
"""

import io
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.float32]
"""float32, shape (N, 2)."""

_NEIGHBOURS = 10
_PERPLEXITY = 30.0
_FEWEST = 8
"""Below so many points, or without the room that perplexity 30 wants, PCA says all there is."""
_SMALLEST = 1e-6
"""An extent below which all points are one, but for rounding."""
_EXACT = 8000
"""Points up to which neighbours are sought exactly."""
_EVERY = 25
"""Steps of t-SNE between two frames."""
_EARLY, _STEPS = 250, 500
"""Steps of openTSNE's two phases."""


@dataclass(frozen=True)
class Frame:
    """One state of one of the two maps."""

    calibrated: bool
    share: float
    """How much of the work on both maps is done, from 0 to 1."""
    done: bool
    """Whether this map is as it stays."""
    mixing: float
    """See `mixing`."""
    positions: list[float]
    """x and y of each point in turn, from 0 to 1."""


def frames(
    raw: NDArray[np.float32],
    calibrated: NDArray[np.float32],
    is_text: NDArray[np.bool_],
    threads: int,
) -> Iterator[Frame]:
    """Both maps while they take shape; raw, calibrated: float32, shape (N, D), unit length.

    Both begin with their two principal components, the raw ones turned to lie as the calibrated
    ones do, so that what moves from one to the other is the gap and not the paper.
    """
    start = principal(calibrated)
    other = turned(principal(raw), start)
    for number, (vectors, begin) in enumerate(((calibrated, start), (raw, other))):
        mixed = mixing(vectors, is_text)
        for share, positions, done in _embedded(vectors, begin, threads):
            flat = [round(float(value), 5) for value in framed(positions).ravel()]
            yield Frame(number == 0, (number + share) / 2, done, mixed, flat)


def principal(vectors: NDArray[np.float32]) -> Positions:
    """The first two principal components, float32, shape (N, 2); zeros where there are fewer."""
    found = np.zeros((len(vectors), 2), dtype=np.float32)
    if len(vectors) < 2:
        return found
    centred = (vectors - vectors.mean(axis=0)).astype(np.float64)
    _, axes = np.linalg.eigh(centred.T @ centred)
    both = centred @ axes[:, ::-1][:, :2]
    found[:, : both.shape[1]] = both
    return found


def turned(positions: Positions, like: Positions) -> Positions:
    """Positions rotated, or mirrored, to lie as near to others as can be (orthogonal Procrustes,
    Schönemann 1966)."""
    left, _, right = np.linalg.svd(positions.T.astype(np.float64) @ like.astype(np.float64))
    return np.asarray(positions @ (left @ right), dtype=np.float32)


def framed(positions: Positions) -> Positions:
    """Positions from 0 to 1, both axes to the same scale, in the middle."""
    if not len(positions):
        return positions
    low, high = positions.min(axis=0), positions.max(axis=0)
    size = float((high - low).max()) or 1.0
    return np.asarray((positions - (low + high) / 2) / size + 0.5, dtype=np.float32)


def mixing(vectors: NDArray[np.float32], is_text: NDArray[np.bool_]) -> float:
    """How many of the ten nearest neighbours are of the other kind, against chance.

    0: texts and pictures have nothing to do with each other; 1: as if the kinds were shuffled.
    """
    count, texts = len(vectors), int(is_text.sum())
    if min(texts, count - texts) == 0:
        return 0.0
    nearest = min(_NEIGHBOURS, count - 1)
    other = 0
    for begin in range(0, count, 512):
        dots = vectors[begin : begin + 512] @ vectors.T
        dots[np.arange(len(dots)), np.arange(begin, begin + len(dots))] = -np.inf
        rows = np.argpartition(-dots, nearest - 1, axis=1)[:, :nearest]
        other += int((is_text[rows] != is_text[begin : begin + len(dots), None]).sum())
    by_chance = 2.0 * texts * (count - texts) / (count * (count - 1))
    return round(other / (count * nearest) / by_chance, 3)


def _embedded(
    vectors: NDArray[np.float32], begin: Positions, threads: int
) -> Iterator[tuple[float, Positions, bool]]:
    """t-SNE (van der Maaten and Hinton 2008) from its principal components on, which keeps what
    is far apart in its place (Kobak and Berens 2019)."""
    if len(vectors) < _FEWEST or np.ptp(begin) < _SMALLEST:
        yield 1.0, begin, True
        return
    yield 0.0, begin, False
    # Late: it takes a second, which a map of few points can do without.
    from openTSNE import TSNEEmbedding, affinity, initialization

    perplexity = min(_PERPLEXITY, (len(vectors) - 1) / 3)
    near = affinity.PerplexityBasedNN(
        vectors,
        perplexity=perplexity,
        metric="cosine",
        method="exact" if len(vectors) <= _EXACT else "approx",
        n_jobs=threads,
        random_state=0,
    )
    scaled = initialization.rescale(begin.astype(np.float64))
    embedding = TSNEEmbedding(
        scaled,
        near,
        n_jobs=threads,
        random_state=0,
        negative_gradient_method="fft" if len(vectors) > 2000 else "bh",
    )
    done = 0
    for steps, exaggeration, momentum in ((_EARLY, 12.0, 0.5), (_STEPS, 1.0, 0.8)):
        for _ in range(0, steps, _EVERY):
            embedding.optimize(_EVERY, exaggeration=exaggeration, momentum=momentum, inplace=True)
            done += _EVERY
            share = done / (_EARLY + _STEPS)
            yield share, np.asarray(embedding, dtype=np.float32), share == 1.0


def _main() -> None:
    if hasattr(os, "nice"):
        os.nice(10)
    source = io.BytesIO(sys.stdin.buffer.read())
    raw, calibrated, is_text, threads = (
        np.lib.format.read_array(source, allow_pickle=False) for _ in range(4)
    )
    for frame in frames(raw, calibrated, is_text, int(threads.item())):
        sys.stdout.write(json.dumps(asdict(frame), separators=(",", ":")) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _main()
