"""Documents about planted concepts, as texts, as images and as both, and questions about them."""

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.encode.encoder import Prior, Vectors
from grsearch_desktop.evaluate.methods.method import Documents, HeldOut, Scores, unit

DIMENSION = 32
COUNT = 240
KNOWN = 120


class Things:
    """Document n is about concept n, and so is question n; the held-out questions are others'."""

    def __init__(self, gap: float) -> None:
        random = np.random.default_rng(3)
        self.concepts = unit(drawn(random, COUNT + KNOWN))
        text, image, query = unit(drawn(random, 3))
        # Questions lie near texts, as in a CLIP model.
        self.gaps = {"text": gap * text, "image": gap * image, "query": gap * unit(text + query)}
        self._random = random
        number = np.arange(COUNT)
        texts, images = (
            self.of("text", self.concepts[:COUNT]),
            self.of("image", self.concepts[:COUNT]),
        )
        texts[number % 3 == 1] = 0
        images[number % 3 == 0] = 0
        self.documents = Documents(texts, images, 0.5)
        self.questions = self.of("query", self.concepts[:COUNT])
        known = self.of("query", self.concepts[COUNT:])
        zero = np.zeros(DIMENSION, np.float32)
        # Weightless: the means are the documents' own.
        self.held_out = HeldOut(known, Prior(known.mean(axis=0), zero, zero, 0.0))

    def of(self, kind: str, concepts: Vectors) -> Vectors:
        return unit(concepts + self.gaps[kind] + 0.1 * drawn(self._random, len(concepts)))


def drawn(random: np.random.Generator, count: int) -> Vectors:
    return random.standard_normal((count, DIMENSION)).astype(np.float32)


def ranks(scores: Scores) -> NDArray[np.int64]:
    """The rank of document n for question n, from 0."""
    own = np.diagonal(scores)[:, None]
    return np.asarray((scores > own).sum(axis=1))
