from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import ortho_group

from grsearch_desktop.evaluate.methods.means import MeanOnly
from grsearch_desktop.evaluate.methods.procrustes import FEWEST, Procrustes, rotation
from tests.evaluate.methods.things import DIMENSION, Things, ranks

TURN = ortho_group.rvs(DIMENSION, random_state=4).astype(np.float32)


def test_a_planted_rotation_is_recovered(bare: Things) -> None:
    texts = bare.concepts[:100]
    found = rotation(texts @ TURN.T, texts, 0.0)
    assert found == pytest.approx(TURN.T, abs=1e-3)
    assert found @ found.T == pytest.approx(np.eye(DIMENSION), abs=1e-6)


def test_it_stays_where_it_is_drawn_there(bare: Things) -> None:
    texts = bare.concepts[:100]
    assert rotation(texts @ TURN.T, texts, 1e6) == pytest.approx(np.eye(DIMENSION), abs=1e-2)


def test_turned_images_are_found_again_by_what_pages_teach(things: Things) -> None:
    turned = replace(things.documents, images=things.documents.images @ TURN.T)
    image = turned.rows()["image"]
    before = ranks(MeanOnly().fit(things.held_out, turned)(things.questions))[image]
    scorer = Procrustes(0.01).fit(things.held_out, turned)
    assert scorer is not None
    after = ranks(scorer(things.questions))[image]
    assert np.median(before) > 50
    assert np.median(after) <= 1


def test_without_pairs_there_is_nothing_to_learn(things: Things) -> None:
    documents = things.documents
    rows = np.concatenate((documents.rows()["text"], documents.rows()["both"][: FEWEST - 1]))
    few = replace(documents, texts=documents.texts[rows], images=documents.images[rows])
    assert Procrustes(1).fit(things.held_out, few) is None
