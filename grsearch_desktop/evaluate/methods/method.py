"""What every method is given, and what it gives: no method sees a question while it is fitted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.calibrate.means import Means, calibrated
from grsearch_desktop.encode.encoder import Prior, Vectors
from grsearch_desktop.evaluate.encoded import KINDS, drawn_means, kinds_of

Scores = NDArray[np.float32]
"""float32, shape (Q, N): each query with each document; the larger, the better."""

Scorer = Callable[[Vectors], Scores]
"""Scores raw queries, float32, shape (Q, D), each by itself: no query changes another's scores."""


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
        kinds = kinds_of(self.texts, self.images)
        return {kind: np.flatnonzero(kinds == kind) for kind in KINDS if kind in kinds}


@dataclass(frozen=True)
class HeldOut:
    """What may be learnt from beside the documents: nothing that is asked or answered later."""

    queries: Vectors
    """Questions written for no data set, raw: float32, shape (B, D)."""
    prior: Prior

    def means(self, documents: Documents) -> Means:
        """The means as the application has them: the prior, drawn towards the documents."""
        return drawn_means(self.prior, documents.texts, documents.images)


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
