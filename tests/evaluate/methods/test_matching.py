from dataclasses import replace

import numpy as np
import pytest

from grsearch_desktop.encode.encoder import Prior, Vectors
from grsearch_desktop.evaluate.methods.matching import AffineMatching, QuantileMatching
from grsearch_desktop.evaluate.methods.means import MeanOnly
from grsearch_desktop.evaluate.methods.method import HeldOut, unit
from tests.evaluate.methods.things import Things, ranks

EXTRA = 16


@pytest.fixture
def faint(things: Things) -> Things:
    """Images hold much that no question asks for, so that their cosines are spread less."""
    documents, prior = things.documents, things.held_out.prior
    count = len(documents.images)
    more = unit(np.random.default_rng(1).standard_normal((count, EXTRA)).astype(np.float32))
    more[~documents.has_image] = 0
    things.documents = replace(
        documents,
        texts=padded(documents.texts),
        images=unit(np.hstack((documents.images, more))),
    )
    things.questions = padded(things.questions)
    zero = padded(prior.text[None])[0]
    prior = Prior(padded(prior.query[None])[0], zero, zero, 0.0)
    things.held_out = HeldOut(padded(things.held_out.queries), prior)
    return things


def padded(vectors: Vectors) -> Vectors:
    return np.hstack((vectors, np.zeros((len(vectors), EXTRA), np.float32)))


def test_held_out_queries_give_all_kinds_one_mean_and_one_deviation(faint: Things) -> None:
    scores = AffineMatching(1).fit(faint.held_out, faint.documents)(faint.held_out.queries)
    for rows in faint.documents.rows().values():
        assert scores[:, rows].mean() == pytest.approx(0, abs=1e-4)
        assert scores[:, rows].std() == pytest.approx(1, abs=1e-3)


def test_held_out_queries_give_all_kinds_one_distribution(faint: Things) -> None:
    cosines = MeanOnly().fit(faint.held_out, faint.documents)(faint.held_out.queries)
    scores = QuantileMatching().fit(faint.held_out, faint.documents)(faint.held_out.queries)
    share = (0.01, 0.1, 0.5, 0.9, 0.99)
    rows = faint.documents.rows()
    aim = np.quantile(cosines[:, rows["text"]], share)
    assert np.quantile(cosines[:, rows["image"]], share) != pytest.approx(aim, abs=0.02)
    for kind in rows:
        assert np.quantile(scores[:, rows[kind]], share) == pytest.approx(aim, abs=0.005)


@pytest.mark.parametrize("method", [AffineMatching(0.1), QuantileMatching()])
def test_faint_images_get_a_fair_place_and_keep_their_order(faint: Things, method) -> None:
    cosines = MeanOnly().fit(faint.held_out, faint.documents)(faint.questions)
    scores = method.fit(faint.held_out, faint.documents)(faint.questions)
    image = faint.documents.rows()["image"]
    assert ranks(scores)[image].mean() < ranks(cosines)[image].mean()
    order = np.argsort(cosines[:, image], axis=1)
    sorted_so = np.take_along_axis(scores[:, image], order, axis=1)
    assert (np.diff(sorted_so, axis=1) >= -1e-5).all()


def test_a_score_beyond_all_held_out_ones_stays_the_best(faint: Things) -> None:
    documents = faint.documents
    # A question that is an image itself: nearer than any that was held out.
    image = documents.rows()["image"][7]
    aim = documents.images[image] - faint.held_out.means(documents).image
    question = unit((aim + faint.held_out.prior.query)[None])
    scores = QuantileMatching().fit(faint.held_out, documents)(question)[0]
    assert scores.argmax() == image
    assert scores[image] > np.sort(scores)[-2] + 0.05
