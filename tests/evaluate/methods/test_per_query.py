from dataclasses import replace

import numpy as np
import pytest

from grsearch_desktop.calibrate.means import calibrated
from grsearch_desktop.evaluate.methods.means import MeanOnly
from grsearch_desktop.evaluate.methods.method import Documents, Method, unit
from grsearch_desktop.evaluate.methods.per_query import (
    Csls,
    DocumentZScore,
    InvertedSoftmax,
    ZScore,
)
from tests.evaluate.methods.things import Things


def test_each_kind_has_the_same_spread_in_every_list(things: Things) -> None:
    scores = ZScore().fit(things.held_out, things.documents)(things.questions)
    for rows in things.documents.rows().values():
        assert scores[:, rows].mean(axis=1) == pytest.approx(np.zeros(240), abs=1e-4)
        assert scores[:, rows].std(axis=1) == pytest.approx(np.ones(240), abs=1e-3)


def test_each_document_has_the_same_spread_over_held_out_queries(things: Things) -> None:
    scores = DocumentZScore(1).fit(things.held_out, things.documents)(things.held_out.queries)
    assert scores.mean(axis=0) == pytest.approx(np.zeros(240), abs=1e-4)
    assert scores.std(axis=0) == pytest.approx(np.ones(240), abs=1e-3)


@pytest.mark.parametrize("method", [Csls(10), InvertedSoftmax(0.05), DocumentZScore(0)])
def test_a_planted_hub_comes_up_less_often(bare: Things, method: Method) -> None:
    documents = with_hub(bare)
    before = MeanOnly().fit(bare.held_out, documents)(bare.questions)
    scorer = method.fit(bare.held_out, documents)
    assert scorer is not None
    after = scorer(bare.questions)
    assert among_first_ten(before) > 0.5
    assert among_first_ten(after) < 0.6 * among_first_ten(before)


def test_without_weight_csls_leaves_the_cosines(things: Things) -> None:
    cosines = MeanOnly().fit(things.held_out, things.documents)(things.questions)
    scores = Csls(10, 0.0).fit(things.held_out, things.documents)(things.questions)
    assert np.array_equal(scores, cosines)


def test_csls_takes_off_the_mean_of_the_nearest_held_out_queries(things: Things) -> None:
    cosines = MeanOnly().fit(things.held_out, things.documents)
    known = np.sort(cosines(things.held_out.queries), axis=0)
    expected = cosines(things.questions) - 0.5 * known[-3:].mean(axis=0)
    scores = Csls(3).fit(things.held_out, things.documents)(things.questions)
    assert scores == pytest.approx(expected, abs=1e-6)
    # More nearest than there are: all of them.
    scores = Csls(1000).fit(things.held_out, things.documents)(things.questions)
    assert scores == pytest.approx(cosines(things.questions) - 0.5 * known.mean(axis=0), abs=1e-6)


def test_a_hot_inverted_softmax_takes_off_the_mean_and_a_cold_one_the_nearest(
    things: Things,
) -> None:
    cosines = MeanOnly().fit(things.held_out, things.documents)
    known = cosines(things.held_out.queries)
    hot = InvertedSoftmax(1000).fit(things.held_out, things.documents)(things.questions)
    assert hot == pytest.approx(cosines(things.questions) - known.mean(axis=0), abs=1e-3)
    cold = InvertedSoftmax(0.0001).fit(things.held_out, things.documents)(things.questions)
    assert cold == pytest.approx(cosines(things.questions) - known.max(axis=0), abs=1e-3)


def with_hub(things: Things) -> Documents:
    """The last text made a hub: near to what all questions have in common after the means."""
    questions = things.questions + 0.6 * unit(things.concepts[-1:])
    things.questions = unit(questions)
    held_out = things.held_out
    things.held_out = replace(
        held_out, queries=unit(held_out.queries + 0.6 * unit(things.concepts[-1:]))
    )
    texts = things.documents.texts.copy()
    texts[237] = calibrated(things.concepts[-1], np.zeros_like(things.concepts[-1]))
    return replace(things.documents, texts=texts)


def among_first_ten(scores: np.ndarray) -> float:
    """The share of questions that have document 237 among their first ten."""
    return float(((scores > scores[:, [237]]).sum(axis=1) < 10).mean())
