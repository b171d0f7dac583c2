"""Methods side by side: each family's setting chosen on even questions, judged on odd ones.

One setting of a family answers for all trials, as one program does for all libraries.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.encode.encoder import Vectors
from grsearch_desktop.evaluate import metrics
from grsearch_desktop.evaluate.methods.linear import TopRemoval, Whitening
from grsearch_desktop.evaluate.methods.matching import AffineMatching, QuantileMatching
from grsearch_desktop.evaluate.methods.means import MeanOnly, Raw
from grsearch_desktop.evaluate.methods.method import Documents, HeldOut, Method, Scorer, Scores
from grsearch_desktop.evaluate.methods.parts import BestPart
from grsearch_desktop.evaluate.methods.per_query import (
    Csls,
    DocumentZScore,
    InvertedSoftmax,
    ZScore,
)
from grsearch_desktop.evaluate.methods.procrustes import Procrustes
from grsearch_desktop.evaluate.sets.questions import HALVES

K = 10
EVEN, ODD = HALVES

FAMILIES: dict[str, tuple[Method, ...]] = {
    "raw": (Raw(),),
    "mean only": (MeanOnly(),),
    "whitening": tuple(
        Whitening(power, shrinkage)
        for power in (0.125, 0.25, 0.5)
        for shrinkage in (0.1, 0.3, 0.5, 0.8)
    ),
    "top components removed": tuple(TopRemoval(count) for count in (1, 2, 3, 5, 10, 20)),
    "procrustes": tuple(Procrustes(stay) for stay in (0.1, 1, 10, 100)),
    "z-score by kind": (ZScore(),),
    "z-score by document": tuple(DocumentZScore(share) for share in (0, 0.5, 1)),
    "inverted softmax": tuple(InvertedSoftmax(heat) for heat in (0.02, 0.05, 0.1, 0.2)),
    "csls": tuple(Csls(nearest, weight) for nearest in (1, 3, 10) for weight in (0.25, 0.5)),
    "affine matching": tuple(AffineMatching(top) for top in (1, 0.1, 0.01)),
    "quantile matching": (QuantileMatching(),),
    "best part": (
        BestPart(("text", "image")),
        BestPart(("mixture", "image")),
        BestPart(("mixture", "text")),
        BestPart(("mixture", "text", "image")),
    ),
}
"""Each family with the settings that are tried, the plainest first."""

_SEED = 20250726


@dataclass(frozen=True)
class Trial:
    """Questions to some documents, with what may be learnt from beside them."""

    name: str
    queries: Vectors
    """raw, float32, shape (Q, D), in the order of the question file"""
    gains: tuple[Mapping[int, float], ...]
    """For each question, the answers that fit, and what each is worth."""
    documents: Documents
    answers: NDArray[np.int64]
    """Which answer each document belongs to, shape (N,): the file of a passage, from 0 on."""
    held_out: HeldOut


@dataclass(frozen=True)
class Outcome:
    """What a method did in one trial."""

    values: NDArray[np.float64]
    """nDCG@10 of each question, shape (Q,)"""
    distinct: float
    """Different answers within the first ten of all questions, over those that could be there."""
    hub: float
    """The share of the questions that have the most frequent answer within their first ten."""

    def half(self, which: str) -> NDArray[np.float64]:
        """The values of the even or the odd questions."""
        return self.values[HALVES[which]]


@dataclass(frozen=True)
class Row:
    """One family in one trial, with the setting that was best on the even questions of all."""

    family: str
    setting: str
    trial: str
    outcome: Outcome
    gain: NDArray[np.float64]
    """nDCG@10 above that of the mean only, for each question, shape (Q,)"""

    def gains(self, which: str) -> NDArray[np.float64]:
        """The gains of the even or the odd questions."""
        return self.gain[HALVES[which]]

    def interval(self, which: str) -> tuple[float, float]:
        """Where the mean gain lies: the questions drawn again, each with both of its rankings."""
        return metrics.interval(self.gains(which).tolist())


@dataclass(frozen=True)
class Verdict:
    """What one setting of a family gains over the mean alone on the odd questions of all trials."""

    family: str
    setting: str
    trials: int
    gain: float
    """The mean over trials of the mean over their odd questions."""
    interval: tuple[float, float]
    better: tuple[str, ...]
    """Trials whose own interval lies above 0."""
    worse: tuple[str, ...]
    """Trials whose own interval lies below 0."""

    @property
    def wins(self) -> bool:
        """Beyond the noise over all trials, in more than one of them, and nowhere to a loss."""
        return self.interval[0] > 0 and len(self.better) > 1 and not self.worse


def compared(
    trials: Sequence[Trial], families: Mapping[str, Sequence[Method]] = FAMILIES
) -> list[Row]:
    """A row for each family and trial that the family can be fitted to.

    A setting is worth the mean over the trials of what it gains on their even questions; where
    settings are worth the same, the earlier is taken.
    """
    base = outcomes(MeanOnly(), trials)
    rows = []
    for family, methods in families.items():
        best: list[Row] = []
        for method in methods:
            found = [
                Row(family, method.name, name, outcome, outcome.values - base[name].values)
                for name, outcome in outcomes(method, trials).items()
            ]
            if worth(found) > worth(best):
                best = found
        rows += best
    return rows


def verdicts(rows: Sequence[Row]) -> list[Verdict]:
    """One for each family, in the order in which they come."""
    found = []
    for family in dict.fromkeys(row.family for row in rows):
        own = [row for row in rows if row.family == family]
        intervals = {row.trial: row.interval(ODD) for row in own}
        found.append(
            Verdict(
                family,
                own[0].setting,
                len(own),
                float(np.mean([row.gains(ODD).mean() for row in own])),
                _interval_of_all([row.gains(ODD) for row in own]),
                tuple(trial for trial, (low, _) in intervals.items() if low > 0),
                tuple(trial for trial, (_, high) in intervals.items() if high < 0),
            )
        )
    return found


def _interval_of_all(gains: Sequence[NDArray[np.float64]]) -> tuple[float, float]:
    """Of the mean over trials, the questions of each trial drawn again among themselves."""
    random = np.random.default_rng(_SEED)
    means = [
        values[random.integers(0, len(values), (metrics.RESAMPLES, len(values)))].mean(axis=1)
        for values in gains
    ]
    low, high = np.quantile(np.mean(means, axis=0), (0.025, 0.975))
    return float(low), float(high)


def worth(rows: Iterable[Row]) -> float:
    """The mean over trials of the mean gain on even questions; nothing is worth the least."""
    gains = [float(row.gains(EVEN).mean()) for row in rows]
    return float(np.mean(gains)) if gains else -np.inf


def outcomes(method: Method, trials: Sequence[Trial]) -> dict[str, Outcome]:
    """What a method does in each trial, by name; without those that it can't be fitted to."""
    fitted: dict[int, Scorer | None] = {}
    found = {}
    for trial in trials:
        # Several sets of questions may ask the documents of one library.
        key = id(trial.documents)
        if key not in fitted:
            fitted[key] = method.fit(trial.held_out, trial.documents)
        scorer = fitted[key]
        if scorer is not None:
            found[trial.name] = judged(scorer, trial)
    return found


def judged(scorer: Scorer, trial: Trial) -> Outcome:
    """nDCG@10 over answers with a full ideal ranking, and how often the same ones come up."""
    best = first(scorer(trial.queries), trial.answers)
    values = [
        metrics.ndcg([gains.get(int(answer), 0.0) for answer in row], list(gains.values()), K)
        for row, gains in zip(best, trial.gains, strict=True)
    ]
    _, counts = np.unique(best, return_counts=True)
    could = min(int(trial.answers.max()) + 1, best.size)
    return Outcome(np.array(values), len(counts) / could, float(counts.max()) / len(best))


def first(scores: Scores, answers: NDArray[np.int64]) -> NDArray[np.int64]:
    """The best ten answers of each query, shape (Q, 10), an answer as good as its best document.

    Of equal scores the earlier answer is first.
    """
    order = np.argsort(answers, kind="stable")
    known, starts = np.unique(answers[order], return_index=True)
    by_answer = np.maximum.reduceat(scores[:, order], starts, axis=1)
    return known[np.argsort(-by_answer, axis=1, kind="stable")[:, :K]]
