"""The figures beside those of trec_eval and SciPy, on rankings drawn at random."""

import numpy as np
import pytest
import pytrec_eval
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from grsearch_desktop.calibrate.means import Means
from grsearch_desktop.evaluate import metrics, report
from grsearch_desktop.evaluate.dataset import DataSet, Document, Query

LEVELS = 6
"""Of scores: so few that most rankings have ties."""


@st.composite
def scored(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    """For each document its score and its grade; 0 is no answer, one at least answers."""
    count = draw(st.integers(1, 30))
    scores = draw(st.lists(st.integers(-LEVELS, LEVELS), min_size=count, max_size=count))
    grades = draw(st.lists(st.integers(0, 3), min_size=count, max_size=count))
    grades[draw(st.integers(0, count - 1))] = draw(st.integers(1, 3))
    return scores, grades


def by_us(scores: list[int], grades: list[int], unfound: int) -> dict[str, float]:
    """The figures of the whole way from vectors: one axis for each document, its score on it."""
    count = len(scores)
    query = np.zeros((1, count + 1), np.float32)
    query[0, :count] = scores
    query[0, count] = 1  # so that a query with scores of 0 alone has a direction
    texts = np.eye(count, count + 1, dtype=np.float32)
    documents = tuple(Document(name, name, None) for name in names(count))
    gains = {name: float(grade) for name, grade in zip(names(count), grades, strict=True) if grade}
    gains |= {f"gone{n}": 1.0 for n in range(unfound)}
    dataset = DataSet("drawn", (Query("q", "q"),), documents, {"q": gains}, 0)
    encoded = report.EncodedSet(query, texts, 0 * texts)
    (answers,) = report.ranked(dataset, encoded, Means.none(count + 1), 0.5)
    return {
        "ndcg_cut_10": metrics.ndcg(answers.gains, answers.judged, 10),
        "recall_10": metrics.recall(answers.gains, answers.judged, 10),
        "recip_rank": metrics.mrr(answers.gains, 10),
    }


def by_trec_eval(scores: list[int], grades: list[int], unfound: int) -> dict[str, float]:
    """Its MRR has no cut: it gets the ranking cut at ten for that."""
    judged = dict(zip(names(len(scores)), grades, strict=True))
    judged |= {f"gone{n}": 1 for n in range(unfound)}
    run = {name: float(score) for name, score in zip(names(len(scores)), scores, strict=True)}
    first = dict(sorted(run.items(), key=lambda item: (-item[1], _falling(item[0])))[:10])
    whole = pytrec_eval.RelevanceEvaluator({"q": judged}, {"ndcg_cut.10", "recall.10"})
    cut = pytrec_eval.RelevanceEvaluator({"q": judged}, {"recip_rank"})
    return dict(whole.evaluate({"q": run})["q"]) | dict(cut.evaluate({"q": first})["q"])


def names(count: int) -> list[str]:
    """Names that fall: of equal scores trec_eval has the greatest name first, we the first."""
    return [f"d{99 - number}" for number in range(count)]


def _falling(name: str) -> int:
    return -int(name.removeprefix("d"))


@settings(max_examples=300)
@given(scored(), st.integers(0, 3))
def test_the_figures_are_those_of_trec_eval_ties_included(
    ranking: tuple[list[int], list[int]], unfound: int
) -> None:
    ours, theirs = by_us(*ranking, unfound), by_trec_eval(*ranking, unfound)
    assert ours == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize(
    "values",
    [
        [0.0, 1.0] * 30,
        [index % 7 / 6 for index in range(200)],
        [0.0] * 90 + [1.0] * 10,
        list(np.random.default_rng(3).beta(2, 0.5, 57)),
    ],
)
def test_the_interval_is_that_of_scipy(values: list[float]) -> None:
    many = 20_000
    ours = metrics.interval(values, resamples=many)
    theirs = stats.bootstrap(
        (values,), np.mean, n_resamples=many, method="percentile", rng=np.random.default_rng(1)
    ).confidence_interval
    # As far as two draws of so many resamples differ.
    error = np.std(values) / np.sqrt(len(values))
    assert ours == pytest.approx((theirs.low, theirs.high), abs=0.08 * error)
