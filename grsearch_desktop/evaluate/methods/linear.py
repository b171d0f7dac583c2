"""Linear maps after the means: directions that all vectors share are made smaller or dropped."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.calibrate.means import Means
from grsearch_desktop.encode.encoder import Vectors
from grsearch_desktop.evaluate.methods.method import Documents, HeldOut, Scorer, Scores, unit

Matrix = NDArray[np.float64]
"""float64, shape (D, D)."""


@dataclass(frozen=True)
class Whitening:
    """x -> C^(-p) (x - mu), C the covariance that texts and images share, drawn to a sphere.

    power: p, 0.5 whitens wholly; shrinkage: the share of the sphere in C, in [0, 1].
    Su et al., "Whitening sentence representations", arXiv 2103.15316.
    """

    power: float
    shrinkage: float

    @property
    def name(self) -> str:
        return f"whitening, power {self.power:g}, shrinkage {self.shrinkage:g}"

    def fit(self, held_out: HeldOut, documents: Documents) -> Scorer:
        means = held_out.means(documents)
        return mapped(documents, means, self.matrix(covariance(documents, means)))

    def matrix(self, shared: Matrix) -> Matrix:
        """C^(-p), of the covariance as it was found."""
        sphere = np.trace(shared) / len(shared) * np.eye(len(shared))
        values, directions = np.linalg.eigh((1 - self.shrinkage) * shared + self.shrinkage * sphere)
        # Fewer documents than dimensions leave directions of which nothing is known.
        values = np.maximum(values, 1e-6 * values[-1])
        return (directions * values**-self.power) @ directions.T


@dataclass(frozen=True)
class TopRemoval:
    """The `count` directions in which documents vary most are dropped.

    Mu and Viswanath, "All-but-the-top", arXiv 1702.01417.
    """

    count: int

    @property
    def name(self) -> str:
        return f"top components removed, {self.count}"

    def fit(self, held_out: HeldOut, documents: Documents) -> Scorer:
        means = held_out.means(documents)
        return mapped(documents, means, self.matrix(covariance(documents, means)))

    def matrix(self, shared: Matrix) -> Matrix:
        """The projection onto what is left."""
        _, directions = np.linalg.eigh(shared)
        top = directions[:, len(shared) - self.count :]
        return np.eye(len(shared)) - top @ top.T


def covariance(documents: Documents, means: Means) -> Matrix:
    """The mean of the covariances of texts and of images, each kind counting the same."""
    parts = []
    for vectors, there, mean in (
        (documents.texts, documents.has_text, means.text),
        (documents.images, documents.has_image, means.image),
    ):
        if there.any():
            moved = vectors[there].astype(np.float64) - mean
            parts.append(moved.T @ moved / len(moved))
    return np.mean(parts, axis=0)


def mapped(
    documents: Documents, means: Means, shared: Matrix, of_images: Matrix | None = None
) -> Scorer:
    """Cosines of mapped vectors; the map of images is that of texts and queries unless given."""
    matrix: Vectors = shared.astype(np.float32)
    image_matrix: Vectors = matrix if of_images is None else of_images.astype(np.float32)
    texts = np.where(documents.has_text[:, None], documents.texts - means.text, 0) @ matrix.T
    images = (
        np.where(documents.has_image[:, None], documents.images - means.image, 0) @ image_matrix.T
    )
    mixed = np.where(
        (documents.has_text & documents.has_image)[:, None],
        documents.alpha * texts + (1 - documents.alpha) * images,
        texts + images,
    )
    vectors = unit(mixed.astype(np.float32))

    def scores(queries: Vectors) -> Scores:
        turned = np.matmul(queries - means.query, matrix.T, dtype=np.float32)
        return unit(turned) @ vectors.T

    return scores
