"""The scores of one kind put on the scale of another, so that they are spread alike."""

from dataclasses import dataclass

import numpy as np

from grsearch_desktop.encode.encoder import Vectors
from grsearch_desktop.evaluate.methods.means import MeanOnly
from grsearch_desktop.evaluate.methods.method import Documents, HeldOut, Scorer, Scores

_POINTS = 501
"""Quantiles that describe a list of scores."""


@dataclass(frozen=True)
class AffineMatching:
    """Each kind's scores moved and stretched, so that held-out queries give all kinds one spread.

    Unlike a z-score of one query's list, a query that no picture answers keeps its pictures low.
    top: the share of each query's best documents of a kind whose scores count, in (0, 1].
    """

    top: float

    @property
    def name(self) -> str:
        return f"affine matching, best {self.top:g} of each list"

    def fit(self, held_out: HeldOut, documents: Documents) -> Scorer:
        cosines, kinds = MeanOnly().fit(held_out, documents), documents.rows()
        known = cosines(held_out.queries)
        spreads = {}
        for kind, rows in kinds.items():
            best = _best(known[:, rows], self.top)
            spreads[kind] = (float(best.mean()), max(float(best.std()), 1e-6))

        def scores(queries: Vectors) -> Scores:
            found = cosines(queries)
            for kind, rows in kinds.items():
                middle, width = spreads[kind]
                found[:, rows] = (found[:, rows] - middle) / width
            return found

        return scores


@dataclass(frozen=True)
class QuantileMatching:
    """Each kind's scores replaced by those of the same quantile in the list of the first kind.

    The quantiles are those of held-out queries, all together; beyond them the map goes on in
    parallel, so that a better score stays a better one.
    """

    name: str = "quantile matching"

    def fit(self, held_out: HeldOut, documents: Documents) -> Scorer:
        cosines, kinds = MeanOnly().fit(held_out, documents), documents.rows()
        known = cosines(held_out.queries)
        share = np.linspace(0, 1, _POINTS)
        points = {kind: np.quantile(known[:, rows], share) for kind, rows in kinds.items()}
        target = next(iter(points.values()))

        def scores(queries: Vectors) -> Scores:
            found = cosines(queries)
            for kind, rows in kinds.items():
                found[:, rows] = _moved(found[:, rows], points[kind], target)
            return found

        return scores


def _best(scores: Scores, top: float) -> Scores:
    """The best share of each row."""
    count = max(1, round(top * scores.shape[1]))
    return np.partition(scores, scores.shape[1] - count, axis=1)[:, scores.shape[1] - count :]


def _moved(scores: Scores, here: np.ndarray, there: np.ndarray) -> Scores:
    inside = np.interp(scores, here, there)
    above = np.maximum(scores - here[-1], 0) + np.minimum(scores - here[0], 0)
    return (inside + above).astype(np.float32)
