"""The rotation that brings images onto their texts, learnt from documents that have both."""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import orthogonal_procrustes

from grsearch_desktop.encode.encoder import Vectors
from grsearch_desktop.evaluate.methods.linear import Matrix, mapped
from grsearch_desktop.evaluate.methods.method import Documents, HeldOut, Scorer

FEWEST = 30
"""Pairs from which a rotation is tried at all."""


@dataclass(frozen=True)
class Procrustes:
    """The orthogonal R that makes sum |R (i - mu_i) - (t - mu_t)|^2 least, drawn to no turn.

    The pairs are those that a library has by itself: pages with their text. `stay` is how strongly
    R is drawn to the identity, in units of the pairs' own weight: fewer pairs than
    dimensions leave most of a rotation to chance. Schönemann, Psychometrika 31(1), 1966.
    """

    stay: float

    @property
    def name(self) -> str:
        return f"procrustes, drawn to no turn {self.stay:g}"

    def fit(self, held_out: HeldOut, documents: Documents) -> Scorer | None:
        both = documents.has_text & documents.has_image
        if both.sum() < FEWEST:
            return None
        means = held_out.means(documents)
        texts, images = documents.texts[both] - means.text, documents.images[both] - means.image
        turn = rotation(images, texts, self.stay)
        return mapped(documents, means, np.eye(len(turn)), turn)


def rotation(images: Vectors, texts: Vectors, stay: float) -> Matrix:
    """R with R i near t, for rows that belong together, each shape (N, D)."""
    dimension = images.shape[1]
    weight = np.sqrt(stay * np.linalg.norm(texts) * np.linalg.norm(images) / dimension)
    still = weight * np.eye(dimension)
    found, _ = orthogonal_procrustes(np.vstack((images, still)), np.vstack((texts, still)))
    # scipy turns rows, x @ found; ours turns columns.
    return found.T.astype(np.float64)
