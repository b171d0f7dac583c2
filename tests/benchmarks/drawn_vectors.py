"""Any number of vectors that are spread as real ones are: drawn with their means and covariance.

The real vectors have 384 dimensions, those of a CLIP model 512. Texts are drawn along their own
axes; how much they vary along each is the real spectrum, stretched over the 512 and of the same
sum. Looks lie to the texts as the real ones do: their covariance and mean, and the real questions,
are told along the axes of the texts and stretched alike.
"""

import sys
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks import real_vectors
from tests.benchmarks.real_vectors import KEPT, Array

DIMENSION = 512
COUNT = {"texts": 700_000, "looks": 300_000}
"""Of a million items."""
Halves = NDArray[np.float16]
"""float16, shape (N, D), of unit length as far as halves tell."""
_BATCH = 50_000


@dataclass(frozen=True)
class Spread:
    """What vectors of one kind are drawn from."""

    mean: Array
    steps: Array
    """Shape (D, D): a row for each axis, as long as they vary along it."""


class Drawn:
    """Vectors drawn with the means and covariance of the real ones."""

    def __init__(self, texts: Array, looks: Array, dimension: int = DIMENSION) -> None:
        self.dimension = dimension
        self._real = {"texts": texts, "looks": looks}

    @classmethod
    def of_real(cls) -> "Drawn":
        """Of the papers and photos: the same ones whenever it is asked for."""
        where = KEPT / "drawn-of.npz"
        if not where.exists():
            kinds = {"texts": "text", "looks": "look"}
            np.savez(where, **{kind: real_vectors.stored(p).vectors for kind, p in kinds.items()})
        with np.load(where) as found:
            return cls(found["texts"], found["looks"])

    def vectors(self, kind: str, count: int | None = None) -> Halves:
        """So many of a kind ("texts" or "looks"), on the disk; drawn once."""
        count = count or COUNT[kind]
        where = KEPT / f"drawn-{kind}-{count}-{self.dimension}.npy"
        if not where.exists():
            part = where.with_suffix(".part")
            made = np.lib.format.open_memmap(part, "w+", np.float16, (count, self.dimension))
            chance = np.random.default_rng(len(kind))
            for first in range(0, count, _BATCH):
                rows = min(_BATCH, count - first)
                made[first : first + rows] = self.draw(kind, rows, chance)
                print(f"\r{first + rows} of {count} {kind}", end="", file=sys.stderr)
            made.flush()
            part.rename(where)
        return np.load(where, mmap_mode="r")

    def draw(self, kind: str, count: int, chance: np.random.Generator) -> Array:
        spread = self._spreads[kind]
        noise = chance.standard_normal((count, self.dimension), np.float32)
        return unit(noise @ spread.steps + spread.mean)

    def stretched(self, vectors: Array) -> Array:
        """Real vectors of 384 dimensions, shape (N, 384), among the drawn ones; unit length."""
        return unit(self._along(np.atleast_2d(vectors)))

    @cached_property
    def _axes(self) -> Array:
        """Those of the texts, the longest first; shape (384, 384), a row each."""
        texts = self._real["texts"]
        lengths, axes = np.linalg.eigh(np.cov(texts, rowvar=False, dtype=np.float64))
        return axes.T[np.argsort(-lengths)].astype(np.float32)

    @cached_property
    def _spreads(self) -> dict[str, Spread]:
        return {kind: self._spread(vectors) for kind, vectors in self._real.items()}

    def _spread(self, vectors: Array) -> Spread:
        covariance = np.cov(vectors @ self._axes.T, rowvar=False, dtype=np.float64)
        lengths, axes = np.linalg.eigh(covariance)
        order = np.argsort(-lengths)
        spectrum = _resampled(np.sqrt(np.maximum(lengths[order], 0))[None], self.dimension)[0]
        spectrum *= np.sqrt(lengths.sum() / (spectrum**2).sum())
        # Stretched, the 384 axes are not at right angles any more, nor do they fill 512 dimensions.
        wide = _resampled(axes.T[order], self.dimension)
        missing = np.random.default_rng(1).standard_normal((self.dimension, self.dimension))
        full, triangle = np.linalg.qr(np.concatenate((wide, missing))[: self.dimension].T)
        full = full * np.sign(np.diag(triangle))
        return Spread(
            self._along(vectors.mean(axis=0, keepdims=True))[0],
            (spectrum[:, None] * full.T).astype(np.float32),
        )

    def _along(self, vectors: Array) -> Array:
        """Told along the axes of the texts, stretched, as long as they were."""
        told = vectors @ self._axes.T
        wide = _resampled(told, self.dimension)
        longer = np.linalg.norm(wide, axis=1, keepdims=True)
        return (wide * np.linalg.norm(told, axis=1, keepdims=True) / longer).astype(np.float32)


def unit(vectors: NDArray[np.floating]) -> Array:
    vectors = np.asarray(vectors, np.float32)
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)


def _resampled(rows: NDArray[np.floating], width: int) -> NDArray[np.float64]:
    """Rows of another width, straight lines between their numbers; float64, shape (N, width)."""
    old = np.linspace(0, 1, rows.shape[1])
    new = np.linspace(0, 1, width)
    return np.stack([np.interp(new, old, row) for row in rows])
