"""The mean unit vector of each kind: what a model shipped, drawn towards the library's own."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
"""float32, shape (D,)."""


@dataclass(frozen=True)
class Means:
    """mu_q, mu_t, mu_i of GR-CLIP (arXiv 2507.19054, section 4), float32, shape (D,) each."""

    query: Vector
    text: Vector
    image: Vector

    @classmethod
    def none(cls, dimension: int) -> "Means":
        """Nothing is taken off: raw vectors."""
        zero = np.zeros(dimension, dtype=np.float32)
        return cls(zero, zero, zero)


def drawn(prior: Vector, weight: float, vectors: NDArray[np.float32]) -> Vector:
    """mu = (n0 mu0 + sum x) / (n0 + n).

    prior: mu0, float32, shape (D,); weight: n0, how many samples the prior is worth;
    vectors: the library's own, float32, shape (N, D), unit length. N may be 0.
    """
    return drawn_by_sum(prior, weight, vectors.sum(axis=0, dtype=np.float64), len(vectors))


def drawn_by_sum(prior: Vector, weight: float, total: NDArray[np.float64], count: int) -> Vector:
    """As `drawn`, of `count` vectors whose sum is known, float64, shape (D,)."""
    if weight + count == 0:
        return np.zeros_like(prior)
    return ((weight * prior.astype(np.float64) + total) / (weight + count)).astype(np.float32)


def calibrated(vectors: NDArray[np.float32], mean: Vector) -> NDArray[np.float32]:
    """calibrated(x, mu) = (x - mu) / |x - mu|, float32, shape (N, D) or (D,).

    A vector that equals the mean stays zero: it says nothing that sets it apart.
    """
    moved = vectors - mean
    lengths = np.linalg.norm(moved, axis=-1, keepdims=True)
    return np.divide(moved, lengths, out=np.zeros_like(moved), where=lengths > 1e-9)
