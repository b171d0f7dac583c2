"""Means for each domain of a kind (photos, scans, code, ...) in place of one for the whole kind."""

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans

from grsearch_desktop.calibrate.means import Vector, drawn
from grsearch_desktop.encode.encoder import Vectors

Domains = NDArray[np.int64]
"""The number of each vector's domain, from 0, shape (N,)."""

_BEGINNINGS = 4
"""Times that the clusters are sought from other beginnings; the tightest are taken."""


def clusters(vectors: Vectors, count: int, seed: int = 0) -> Domains:
    """Domains where none are known: k-means of the raw vectors, the same for the same seed.

    Of fewer vectors than `count` each is a domain by itself.
    """
    count = min(count, len(vectors))
    if count < 2:
        return np.zeros(len(vectors), dtype=np.int64)
    found = KMeans(count, n_init=_BEGINNINGS, random_state=seed).fit(vectors)
    return found.labels_.astype(np.int64)


def domain_means(
    vectors: Vectors, domains: Domains, kind_mean: Vector, weight: float
) -> NDArray[np.float32]:
    """The mean of each domain, drawn towards that of its kind: float32, shape (K, D).

    weight: how many vectors the mean of the kind is worth: a domain of as many lies half-way.
    """
    count = int(domains.max(initial=-1)) + 1
    means = [drawn(kind_mean, weight, vectors[domains == domain]) for domain in range(count)]
    return np.array(means, dtype=np.float32).reshape(count, len(kind_mean))
