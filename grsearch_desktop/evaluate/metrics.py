"""How good one ranking is, and how sure the mean over many rankings is: plain numbers.

A ranking is given as the gains of its documents, best rank first; 0 is a document that does not
answer. `judged` are the gains of every document that answers the query, found or not: the ideal
ranking is made of those, so that what was not found at all counts as missed. Gains below 0
count as 0. With the same gains the figures are those of trec_eval and ranx.

Ties are broken before, by whoever makes the ranking: `report.ranked` has the document first that
comes first in the set, trec_eval the one with the greatest name. The paper of GR-CLIP gives the
gain as 2^grade - 1; where every grade is 1, as in MixBench, that is the same.
"""

from collections.abc import Sequence

import numpy as np

RESAMPLES = 1000
_SEED = 20250726
_AT_ONCE = 1 << 20
"""Numbers that are drawn at once: 8 MB."""


def ndcg(gains: Sequence[float], judged: Sequence[float], k: int) -> float:
    """nDCG@k = DCG@k / IDCG@k, DCG@k = sum over ranks r <= k of gain_r / log2(r + 1); 0 to 1.

    IDCG@k is the DCG@k of all judged gains in falling order. Järvelin and Kekäläinen,
    "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20(4), 2002, with the gain
    linear in the grade as in trec_eval (ndcg_cut). 0 where nothing answers.
    """
    ideal = _dcg(sorted(judged, reverse=True), k)
    return _dcg(gains, k) / ideal if ideal > 0 else 0.0


def recall(gains: Sequence[float], judged: Sequence[float], k: int) -> float:
    """recall@k = answers among the first k / all answers; 0 to 1.

    Manning, Raghavan and Schütze, "Introduction to Information Retrieval", 8.3 and 8.4. Below 1
    even for a perfect ranking where more than k documents answer.
    """
    answers = sum(gain > 0 for gain in judged)
    return sum(gain > 0 for gain in gains[:k]) / answers if answers else 0.0


def mrr(gains: Sequence[float], k: int) -> float:
    """1 / rank of the first answer, 0 where none is among the first k: MRR@k is its mean.

    Voorhees, "The TREC-8 Question Answering Track Report", 1999.
    """
    return next((1.0 / rank for rank, gain in enumerate(gains[:k], 1) if gain > 0), 0.0)


def interval(
    values: Sequence[float], *, level: float = 0.95, resamples: int = RESAMPLES
) -> tuple[float, float]:
    """Where the mean of such values lies, from below to above: percentile bootstrap.

    The values are drawn again with replacement, `resamples` times; the interval holds the middle
    `level` of the means. Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter
    13. The draws are seeded: the same values give the same interval. Raises ValueError on none.
    """
    if not len(values):
        raise ValueError("no values have no mean")
    given = np.asarray(values, dtype=np.float64)
    random = np.random.default_rng(_SEED)
    rows = max(1, _AT_ONCE // len(given))
    means = np.concatenate(
        [
            given[random.integers(0, len(given), (min(rows, resamples - done), len(given)))].mean(1)
            for done in range(0, resamples, rows)
        ]
    )
    below, above = np.quantile(means, ((1 - level) / 2, (1 + level) / 2))
    return float(below), float(above)


def _dcg(gains: Sequence[float], k: int) -> float:
    first = np.maximum(np.asarray(gains[:k], dtype=np.float64), 0.0)
    return float(first @ (1.0 / np.log2(np.arange(2, len(first) + 2))))
