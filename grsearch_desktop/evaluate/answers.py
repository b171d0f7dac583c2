"""How good the answers to questions about files are: means over the questions, plain numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grsearch_desktop.evaluate import metrics
from grsearch_desktop.evaluate.sets.questions import Question

K = 10


@dataclass(frozen=True)
class Scores:
    """Means over questions."""

    recall_1: float
    """The share of questions with any fitting file at rank 1."""
    recall_10: float
    """The same within the first ten."""
    mrr_10: float
    """1 / rank of the first fitting file, 0 beyond ten."""
    fraction_1: float
    """Stricter where several files fit: of the fitting files, those at rank 1..."""
    fraction_10: float
    """... and within the first ten."""
    precision_10: float
    """Fitting files within the first ten, over min(10, number that fit)."""
    ndcg_10: float


def score(questions: Sequence[Question], answers: Sequence[Sequence[Path]]) -> Scores:
    """`answers`: for each question the files found, best first, each once."""
    rows = []
    for question, found in zip(questions, answers, strict=True):
        gains = [float(path in question.fitting) for path in found[:K]]
        judged = [1.0] * len(question.fitting)
        rows.append(
            (
                float(any(gains[:1])),
                float(any(gains)),
                metrics.mrr(gains, K),
                metrics.recall(gains, judged, 1),
                metrics.recall(gains, judged, K),
                sum(gains) / min(K, len(judged)),
                metrics.ndcg(gains, judged, K),
            )
        )
    return Scores(*(sum(column) / len(rows) for column in zip(*rows, strict=True)))
