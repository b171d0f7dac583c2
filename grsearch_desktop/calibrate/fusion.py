"""Cosines of calibrated vectors, computed from raw ones.

The stored vectors stay raw, since the means move as the library grows. With q' a calibrated
query and d a raw unit vector,

    dot(q', calibrated(d, mu)) = (dot(q', d) - dot(q', mu)) / |d - mu|
    |d - mu|^2 = 1 - 2 dot(d, mu) + |mu|^2

so a new mean costs one scalar for each vector, and a page's share of text can change at once.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.calibrate.means import Means, Vector

Scalars = NDArray[np.float32]
"""float32, shape (N,)."""

_SMALLEST = 1e-9
"""Below this length there is no direction: the cosine is 0."""


def norms(dots_with_mean: Scalars, mean: Vector) -> Scalars:
    """|d - mu| of unit vectors d, from dot(d, mu)."""
    squared = 1.0 - 2.0 * dots_with_mean + float(mean @ mean)
    return np.sqrt(np.maximum(squared, 0.0)).astype(np.float32)


def cosines(dots_with_query: Scalars, query: Vector, mean: Vector, lengths: Scalars) -> Scalars:
    """The calibrated cosine of each raw vector with a calibrated query.

    dots_with_query: dot(q', d); query: q'; lengths: |d - mu| from `norms`.
    """
    return _divided(dots_with_query - float(query @ mean), lengths)


@dataclass(frozen=True)
class PageScalars:
    """What the cosines of pages need beside dot(q', t) and dot(q', i), each shape (P,).

    t is the raw text vector of a page and i the raw vector of its image, both of unit length.
    """

    text_text_mean: Scalars
    """dot(t, mu_t)"""
    text_image_mean: Scalars
    """dot(t, mu_i)"""
    image_text_mean: Scalars
    """dot(i, mu_t)"""
    image_image_mean: Scalars
    """dot(i, mu_i)"""
    text_image: Scalars
    """dot(t, i)"""


def page_lengths(scalars: PageScalars, means: Means, alpha: float) -> Scalars:
    """|a (t - mu_t) + (1 - a)(i - mu_i)| of each page: the same for every query."""
    a, b = alpha, 1.0 - alpha
    text_squared = norms(scalars.text_text_mean, means.text) ** 2
    image_squared = norms(scalars.image_image_mean, means.image) ** 2
    between = (
        scalars.text_image
        - scalars.text_image_mean
        - scalars.image_text_mean
        + float(means.text @ means.image)
    )
    squared = a * a * text_squared + b * b * image_squared + 2.0 * a * b * between
    return np.sqrt(np.maximum(squared, 0.0)).astype(np.float32)


def mixed_cosines(
    text_dots: Scalars,
    image_dots: Scalars,
    lengths: Scalars,
    query: Vector,
    means: Means,
    alpha: float,
) -> Scalars:
    """dot(q', normalise(a (t - mu_t) + (1 - a)(i - mu_i))) of each page.

    text_dots: dot(q', t); image_dots: dot(q', i); lengths: from `page_lengths`, for the same means
    and alpha; alpha: a in [0, 1].
    """
    mixed = (alpha * text_dots + (1.0 - alpha) * image_dots).astype(np.float32, copy=False)
    moved = alpha * float(query @ means.text) + (1.0 - alpha) * float(query @ means.image)
    return _divided(mixed - moved, lengths)


def fused(
    texts: NDArray[np.float32], images: NDArray[np.float32], means: Means, alpha: float
) -> NDArray[np.float32]:
    """normalise(a (t - mu_t) + (1 - a)(i - mu_i)), float32, shape (P, D): the formula itself.

    `mixed_cosines` gives its product with a query without making these vectors.
    """
    mixed = alpha * (texts - means.text) + (1.0 - alpha) * (images - means.image)
    lengths = np.linalg.norm(mixed, axis=-1, keepdims=True)
    return np.divide(mixed, lengths, out=np.zeros_like(mixed), where=lengths > _SMALLEST)


def _divided(values: Scalars, lengths: NDArray[np.float32]) -> Scalars:
    result = np.zeros_like(values, dtype=np.float32)
    np.divide(values, lengths, out=result, where=lengths > _SMALLEST)
    return result
