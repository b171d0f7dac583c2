from dataclasses import replace

import numpy as np
import pytest

from grsearch_desktop.evaluate.methods.linear import TopRemoval, Whitening, covariance
from grsearch_desktop.evaluate.methods.means import MeanOnly, Raw
from grsearch_desktop.evaluate.methods.method import unit
from tests.evaluate.methods.things import DIMENSION, Things, drawn, ranks


def test_means_bring_images_up_to_texts(things: Things) -> None:
    raw = ranks(Raw().fit(things.held_out, things.documents)(things.questions))
    mean = ranks(MeanOnly().fit(things.held_out, things.documents)(things.questions))
    image = things.documents.rows()["image"]
    assert np.median(raw[image]) > 40
    assert np.median(mean[image]) == 0


def test_whole_whitening_gives_texts_and_images_together_the_identity(things: Things) -> None:
    documents, means = things.documents, things.held_out.means(things.documents)
    shared = covariance(documents, means)
    matrix = Whitening(0.5, 0.0).matrix(shared)
    assert matrix @ shared @ matrix.T == pytest.approx(np.eye(DIMENSION), abs=1e-6)
    texts = (documents.texts[documents.has_text] - means.text) @ matrix.T
    images = (documents.images[documents.has_image] - means.image) @ matrix.T
    both = texts.T @ texts / len(texts) + images.T @ images / len(images)
    assert both / 2 == pytest.approx(np.eye(DIMENSION), abs=1e-3)


def test_whitening_drawn_wholly_to_a_sphere_is_the_means_alone(things: Things) -> None:
    mean = MeanOnly().fit(things.held_out, things.documents)(things.questions)
    white = Whitening(0.5, 1.0).fit(things.held_out, things.documents)(things.questions)
    assert white == pytest.approx(mean, abs=1e-5)


def test_fewer_documents_than_dimensions_can_be_whitened(things: Things) -> None:
    few = replace(
        things.documents, texts=things.documents.texts[:12], images=things.documents.images[:12]
    )
    scores = Whitening(0.5, 0.0).fit(things.held_out, few)(things.questions)
    assert np.isfinite(scores).all()


@pytest.mark.parametrize("method", [TopRemoval(1), Whitening(0.5, 0.1)])
def test_a_loud_direction_that_says_nothing_is_quietened(bare: Things, method) -> None:
    random = np.random.default_rng(8)
    loud = unit(drawn(random, 1))

    def with_it(vectors: np.ndarray) -> np.ndarray:
        levels = 3 * random.standard_normal((len(vectors), 1))
        there = vectors.any(axis=1, keepdims=True)
        return unit(np.where(there, vectors + levels * loud, 0).astype(np.float32))

    documents = replace(
        bare.documents, texts=with_it(bare.documents.texts), images=with_it(bare.documents.images)
    )
    held_out = replace(bare.held_out, queries=with_it(bare.held_out.queries))
    questions = with_it(bare.questions)
    before = ranks(MeanOnly().fit(held_out, documents)(questions))
    after = ranks(method.fit(held_out, documents)(questions))
    assert after.mean() < 0.6 * before.mean()


def test_what_was_removed_is_gone(things: Things) -> None:
    shared = covariance(things.documents, things.held_out.means(things.documents))
    projection = TopRemoval(3).matrix(shared)
    values, directions = np.linalg.eigh(shared)
    assert projection @ directions[:, -3:] == pytest.approx(np.zeros((DIMENSION, 3)), abs=1e-6)
    assert projection @ directions[:, :-3] == pytest.approx(directions[:, :-3], abs=1e-6)
    assert values[-1] > values[0]
