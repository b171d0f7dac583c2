"""What every method is given, and what it gives: no method sees a question while it is fitted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.calibrate.fusion import fused
from grsearch_desktop.calibrate.means import Means, calibrated, drawn
from grsearch_desktop.encode.encoder import Prior, Vectors

Scores = NDArray[np.float32]
"""float32, shape (Q, N): each query with each document; the larger, the better."""

Scorer = Callable[[Vectors], Scores]
"""Scores raw queries, float32, shape (Q, D), each by itself: no query changes another's scores."""

KINDS = ("text", "image", "both")


@dataclass(frozen=True)
class Documents:
    """What is searched, raw: float32, shape (N, D), unit length, zero where there is nothing."""

    texts: Vectors
    images: Vectors
    alpha: float
    """The share of the text in the vector of a document that has both, in [0, 1]."""

    @property
    def has_text(self) -> NDArray[np.bool_]:
        """bool, shape (N,)"""
        return np.asarray(self.texts.any(axis=1))

    @property
    def has_image(self) -> NDArray[np.bool_]:
        """bool, shape (N,)"""
        return np.asarray(self.images.any(axis=1))

    def rows(self) -> dict[str, NDArray[np.int64]]:
        """The rows of each kind that there is: "text", "image", "both"."""
        text, image = self.has_text, self.has_image
        kinds = {"text": text & ~image, "image": image & ~text, "both": text & image}
        return {kind: np.flatnonzero(mask) for kind, mask in kinds.items() if mask.any()}


@dataclass(frozen=True)
class HeldOut:
    """What may be learnt from beside the documents: nothing that is asked or answered later."""

    queries: Vectors
    """Questions written for no data set, raw: float32, shape (B, D)."""
    prior: Prior

    def means(self, documents: Documents) -> Means:
        """The means as the application has them: the prior, drawn towards the documents."""
        return Means(
            self.prior.query,
            drawn(self.prior.text, self.prior.weight, documents.texts[documents.has_text]),
            drawn(self.prior.image, self.prior.weight, documents.images[documents.has_image]),
        )


class Method(Protocol):
    """One way to make the scores of texts and images comparable."""

    @property
    def name(self) -> str:
        """Family and setting, e.g. "csls, 10 nearest"."""

    def fit(self, held_out: HeldOut, documents: Documents) -> Scorer | None:
        """Learns what it needs; None where these documents can't teach it, as with no pairs."""


def unit(vectors: Vectors) -> Vectors:
    """Of unit length; what is zero stays zero."""
    return calibrated(vectors, np.zeros(vectors.shape[-1], dtype=np.float32))


def document_vectors(documents: Documents, means: Means) -> Vectors:
    """The calibrated vector of each document: of its text, its image, or both mixed."""
    vectors = np.zeros_like(documents.texts)
    rows = documents.rows()
    if "text" in rows:
        vectors[rows["text"]] = calibrated(documents.texts[rows["text"]], means.text)
    if "image" in rows:
        vectors[rows["image"]] = calibrated(documents.images[rows["image"]], means.image)
    if "both" in rows:
        texts, images = documents.texts[rows["both"]], documents.images[rows["both"]]
        vectors[rows["both"]] = fused(texts, images, means, documents.alpha)
    return vectors
