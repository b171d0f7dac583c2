"""What an exact search of all vectors finds, in float32 by the formulas of GR-CLIP themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.calibrate.fusion import fused
from grsearch_desktop.calibrate.means import Means, Vector, calibrated
from grsearch_desktop.search.semantic import SemanticMatch
from tests.benchmarks.drawn_vectors import unit
from tests.benchmarks.laid_vectors import Laid
from tests.benchmarks.real_vectors import Array

KINDS = ("passage", "page", "picture")
BEST = 10
_SAME = 2e-5
"""Scores that differ by less are equal: how float32 rounds sums of 512 products."""


@dataclass(frozen=True)
class Exact:
    """The scores of all items of a kind for some queries; float32, shape (Q, N)."""

    scores: Mapping[str, Array]
    first_ids: Mapping[str, int]
    """The id of a kind's first item."""

    def recall(
        self,
        number: int,
        kind: str,
        found: Sequence[SemanticMatch],
        allowed: NDArray[np.bool_] | None = None,
    ) -> float:
        """The share of the ten best items of a kind that are among the first ten found.

        number: of the query; allowed: which items of the kind are searched. Another item with as
        good a score counts as well.
        """
        best = sorted((one for one in found if one.kind == kind), key=lambda one: -one.score)
        rows = [one.item_id - self.first_ids[kind] for one in best[:BEST]]
        return self.share(number, kind, rows, allowed)

    def share(
        self,
        number: int,
        kind: str,
        rows: Sequence[int] | NDArray[np.int64],
        allowed: NDArray[np.bool_] | None = None,
    ) -> float:
        """The same of rows of a kind, the first ten that were found."""
        scores = self.scores[kind][number]
        among = scores if allowed is None else scores[allowed]
        wanted = min(BEST, len(among))
        if not wanted:
            return 1.0
        least = np.partition(among, -wanted)[-wanted]
        return sum(bool(scores[row] >= least - _SAME) for row in rows[:wanted]) / wanted


def exact(laid: Laid, queries: Sequence[Vector], means: Means, alpha: float) -> Exact:
    """queries: calibrated with the mean of queries, or raw where the means are none."""
    layout, asked = laid.layout, np.stack(queries)
    scores = {
        "passage": np.empty((len(queries), layout.texts), np.float32),
        "page": np.empty((len(queries), layout.pages), np.float32),
        "picture": np.empty((len(queries), layout.looks - layout.pages), np.float32),
    }
    for first, texts in laid.blocks("texts"):
        scores["passage"][:, first : first + len(texts)] = asked @ calibrated(texts, means.text).T
    for first, looks in laid.blocks("looks"):
        pages = max(0, min(len(looks), layout.pages - first))
        alone = calibrated(looks[pages:], means.image)
        start = first + pages - layout.pages
        scores["picture"][:, start : start + len(alone)] = asked @ alone.T
        if pages:
            of_pages = unit(laid.texts[2 * first : 2 * (first + pages)])
            texts = unit(of_pages[0::2] + of_pages[1::2])
            mixed = fused(texts, looks[:pages], means, alpha)
            scores["page"][:, first : first + pages] = asked @ mixed.T
    ids = {"passage": 1, "page": layout.texts + 1, "picture": layout.texts + layout.pages + 1}
    return Exact(scores, ids)
