"""Known faults put into a model's vectors, so that it shows which method is good for which.

Each is put into documents and questions alike, in the way in which real models have it: a cone for
each kind, a turn between the kinds, a few directions that are loud in every vector.
"""

from dataclasses import dataclass

import numpy as np

from grsearch_desktop.encode.encoder import Vectors
from grsearch_desktop.evaluate.methods.method import unit

_SEED = 20250726
KINDS = ("query", "text", "image")


@dataclass(frozen=True)
class Fault:
    """What is put into vectors that have none of it."""

    name: str
    gap: float
    """Length of the direction that is added to all vectors of a kind."""
    turn: float = 0.0
    """Degrees by which images are turned away from texts, in every plane of a set of planes."""
    loud: float = 0.0
    """Size of what each vector has, by chance, along a few directions that all kinds share."""

    def put(self, kind: str, vectors: Vectors) -> Vectors:
        """The vectors of a kind, float32, shape (N, D), with the fault; zero ones stay zero."""
        dimension = vectors.shape[1]
        random = np.random.default_rng(_SEED)
        text, image, query = _directions(random, 3, dimension)
        # Questions are texts: their cone lies beside that of the texts.
        gap = {"text": text, "image": image, "query": unit(text + 0.3 * query)}[kind]
        shared = _directions(random, 4, dimension)
        turned = vectors
        if kind == "image" and self.turn:
            basis, _ = np.linalg.qr(random.standard_normal((dimension, dimension)))
            angle = np.deg2rad(self.turn)
            turned = np.cos(angle) * vectors + np.sin(angle) * _quarter(vectors @ basis) @ basis.T
        # Other levels for other vectors of the same kind, and the same each time.
        own = np.random.default_rng((_SEED, KINDS.index(kind), len(vectors)))
        levels = own.standard_normal((len(vectors), len(shared)))
        moved = turned + self.gap * gap + self.loud * levels @ shared
        there = vectors.any(axis=1, keepdims=True)
        return unit(np.where(there, moved, 0).astype(np.float32))


FAULTS = (
    Fault("gap", gap=1.5),
    Fault("gap and turn", gap=1.5, turn=50),
    Fault("gap and loud directions", gap=1.5, loud=0.4),
)


def _quarter(coordinates: Vectors) -> Vectors:
    """Each pair of coordinates turned by 90 degrees; of an odd number the last stays."""
    result = coordinates.copy()
    even = coordinates.shape[1] // 2 * 2
    result[:, 0:even:2] = -coordinates[:, 1:even:2]
    result[:, 1:even:2] = coordinates[:, 0:even:2]
    return result


def _directions(random: np.random.Generator, count: int, dimension: int) -> Vectors:
    return unit(random.standard_normal((count, dimension)).astype(np.float32))
