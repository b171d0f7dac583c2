"""A data set as vectors, and the means that are taken off them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.calibrate.means import Means, drawn
from grsearch_desktop.encode.encoder import Encoder, Prior, Vectors
from grsearch_desktop.evaluate.dataset import DataSet
from grsearch_desktop.evaluate.embeddings import Embeddings, OnEncoded

KINDS = ("text", "image", "both")
NEITHER = "neither"


@dataclass(frozen=True)
class EncodedSet:
    """A data set as raw vectors, each float32 and of unit length, zero where there is nothing.

    queries: shape (Q, D); texts, images: shape (N, D), a row for each document.
    """

    queries: Vectors
    texts: Vectors
    images: Vectors

    def kinds(self) -> NDArray[np.str_]:
        """What each document has, as `kinds_of` says it."""
        return kinds_of(self.texts, self.images)

    def shown(self, texts: NDArray[np.bool_], images: NDArray[np.bool_]) -> "EncodedSet":
        """The set with the texts and the images of some documents alone; two masks, shape (N,)."""
        return EncodedSet(
            self.queries,
            np.where(texts[:, np.newaxis], self.texts, np.float32(0)),
            np.where(images[:, np.newaxis], self.images, np.float32(0)),
        )


def encode(
    dataset: DataSet, encoder: Encoder, cache: Path, on_encoded: OnEncoded | None = None
) -> EncodedSet:
    """Every text and picture as the model gives it, from the cache where it is known."""
    embeddings = Embeddings(encoder, cache, on_encoded)
    documents = dataset.documents
    texts = np.zeros((len(documents), encoder.dimension), dtype=np.float32)
    images = np.zeros_like(texts)
    worded = [row for row, document in enumerate(documents) if document.text]
    texts[worded] = embeddings.texts([documents[row].text for row in worded])
    pictured = [(row, found.image) for row, found in enumerate(documents) if found.image]
    images[[row for row, _ in pictured]] = embeddings.pictures([path for _, path in pictured])
    queries = embeddings.texts([query.text for query in dataset.queries])
    return EncodedSet(queries, texts, images)


def kinds_of(texts: Vectors, images: Vectors) -> NDArray[np.str_]:
    """What each document has: "text", "image", "both" or "neither"; zero vectors are nothing."""
    has_text, has_image = texts.any(axis=1), images.any(axis=1)
    alone = np.where(has_text, "text", np.where(has_image, "image", NEITHER))
    return np.where(has_text & has_image, "both", alone)


def drawn_means(prior: Prior, texts: Vectors, images: Vectors) -> Means:
    """The means as the application has them: the prior, drawn towards the documents.

    texts, images: shape (N, D), zero where a document has none. The mean of the queries is the
    prior's alone: a library has no queries to learn it from.
    """
    return Means(
        prior.query,
        drawn(prior.text, prior.weight, there(texts)),
        drawn(prior.image, prior.weight, there(images)),
    )


def there(vectors: Vectors) -> Vectors:
    """Those that are not zero."""
    return vectors[vectors.any(axis=1)]
