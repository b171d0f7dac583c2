"""Cosines with calibrated vectors, and text and image of one document as one vector."""

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.calibrate.means import Means, Vector

_SMALLEST = 1e-9
"""Below this length there is no direction: the cosine is 0."""


def cosines(vectors: NDArray[np.float32], query: Vector, mean: Vector) -> NDArray[np.float32]:
    """dot(q', (d - mu) / |d - mu|) of raw vectors d of unit length, not making calibrated ones:

        (dot(q', d) - dot(q', mu)) / |d - mu|,    |d - mu|^2 = 1 - 2 dot(d, mu) + |mu|^2

    vectors: float32, shape (N, D); query: q', calibrated, shape (D,); mean: mu of their kind.
    """
    squared = 1.0 - 2.0 * products(vectors, mean) + float(mean @ mean)
    lengths = np.sqrt(np.maximum(squared, 0.0))
    found = products(vectors, query) - float(mean @ query)
    return np.divide(found, lengths, out=np.zeros_like(found), where=lengths > _SMALLEST)


def products(vectors: NDArray[np.float32], query: Vector) -> NDArray[np.float32]:
    """dot(x, query) of each vector, shape (N, D): always the same of the same two, where a product
    of matrices rounds by how many rows there are, and ties would go one way or the other."""
    return np.einsum("nd,d->n", vectors, query)


def fused(
    texts: NDArray[np.float32], images: NDArray[np.float32], means: Means, alpha: float
) -> NDArray[np.float32]:
    """normalise(a (t - mu_t) + (1 - a)(i - mu_i)), float32, shape (P, D); see GR-CLIP
    (arXiv 2507.19054, section 4).

    texts, images: raw, of unit length, float32, shape (P, D); alpha: a in [0, 1].
    """
    mixed = alpha * (texts - means.text) + (1.0 - alpha) * (images - means.image)
    lengths = np.linalg.norm(mixed, axis=-1, keepdims=True)
    return np.divide(mixed, lengths, out=np.zeros_like(mixed), where=lengths > _SMALLEST)
