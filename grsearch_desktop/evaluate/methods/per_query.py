"""Scores set in relation to the other scores of the same query, or of the same document.

All begin with the cosines after the means. What a document scores with questions that nobody
asked here tells a hub, which is near to everything, from an answer.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import logsumexp

from grsearch_desktop.encode.encoder import Vectors
from grsearch_desktop.evaluate.methods.means import MeanOnly
from grsearch_desktop.evaluate.methods.method import Documents, HeldOut, Scorer, Scores


@dataclass(frozen=True)
class ZScore:
    """(s - mean) / deviation over the documents of the same kind, for each query by itself."""

    name: str = "z-score of each kind's list"

    def fit(self, held_out: HeldOut, documents: Documents) -> Scorer:
        cosines, kinds = MeanOnly().fit(held_out, documents), documents.rows()

        def scores(queries: Vectors) -> Scores:
            found = cosines(queries)
            for rows in kinds.values():
                part = found[:, rows]
                middle, width = part.mean(1, keepdims=True), part.std(1, keepdims=True)
                found[:, rows] = (part - middle) / np.maximum(width, 1e-6)
            return found

        return scores


@dataclass(frozen=True)
class DocumentZScore:
    """(s - mean) / deviation^share over held-out queries, for each document by itself."""

    share: float

    @property
    def name(self) -> str:
        return f"z-score of each document over held-out queries, power {self.share:g}"

    def fit(self, held_out: HeldOut, documents: Documents) -> Scorer:
        cosines = MeanOnly().fit(held_out, documents)
        known = cosines(held_out.queries)
        middle, width = known.mean(axis=0), np.maximum(known.std(axis=0), 1e-6) ** self.share

        def scores(queries: Vectors) -> Scores:
            return (cosines(queries) - middle) / width

        return scores


@dataclass(frozen=True)
class InvertedSoftmax:
    """s / T - log sum exp(s_b / T), the sum over held-out queries b, for each document.

    Smith et al., "Offline bilingual word vectors", arXiv 1702.03859.
    """

    temperature: float

    @property
    def name(self) -> str:
        return f"inverted softmax, temperature {self.temperature:g}"

    def fit(self, held_out: HeldOut, documents: Documents) -> Scorer:
        cosines = MeanOnly().fit(held_out, documents)
        known = cosines(held_out.queries) / self.temperature
        # The mean of the exponentials, and back on the scale of cosines: only the order counts.
        level = self.temperature * (logsumexp(known, axis=0) - np.log(len(known)))

        def scores(queries: Vectors) -> Scores:
            return (cosines(queries) - level).astype(np.float32)

        return scores


@dataclass(frozen=True)
class Csls:
    """s - w r(d), r(d) the mean cosine of a document with its `nearest` held-out queries.

    With w = 1/2 the order is that of Conneau et al., arXiv 1710.04087, where the score is
    2 s - r(q) - r(d): r(q) is the same for all documents of a query.
    """

    nearest: int
    weight: float = 0.5

    @property
    def name(self) -> str:
        return f"csls, {self.nearest} nearest, weight {self.weight:g}"

    def fit(self, held_out: HeldOut, documents: Documents) -> Scorer:
        cosines = MeanOnly().fit(held_out, documents)
        known = cosines(held_out.queries)
        first = len(known) - min(self.nearest, len(known))
        near = np.partition(known, first, axis=0)[first:].mean(axis=0)

        def scores(queries: Vectors) -> Scores:
            return cosines(queries) - self.weight * near

        return scores
