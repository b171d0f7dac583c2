from pathlib import Path

import numpy as np
import pytest

from grsearch_desktop.calibrate.means import Means
from grsearch_desktop.encode import bundled
from grsearch_desktop.evaluate import metrics, mixbench
from grsearch_desktop.evaluate.dataset import DataSet, Document, Query
from grsearch_desktop.evaluate.encoded import EncodedSet, drawn_means, encode
from grsearch_desktop.evaluate.judging import Judge, scored
from grsearch_desktop.evaluate.methods import trials
from grsearch_desktop.evaluate.methods.comparison import Trial, outcomes
from grsearch_desktop.evaluate.methods.means import MeanOnly, Raw
from grsearch_desktop.evaluate.methods.method import HeldOut
from grsearch_desktop.evaluate.methods.planted import FAULTS, Fault
from tests.evaluate.planted import PlantedGap, write_set


@pytest.fixture
def model() -> PlantedGap:
    return PlantedGap()


@pytest.fixture
def trial(tmp_path: Path, model: PlantedGap) -> Trial:
    dataset = mixbench.load(write_set(tmp_path / "things"), tmp_path / "cache")
    encoded = encode(dataset, model, tmp_path / "cache")
    queries = model.encode_texts([f"thing {number}" for number in range(0, 60, 2)])
    return trials.of_dataset("things", dataset, encoded, 0.5, HeldOut(queries, model.prior))


def test_a_trial_gives_the_figures_of_the_report(
    tmp_path: Path, model: PlantedGap, trial: Trial
) -> None:
    dataset = mixbench.load(tmp_path / "things", tmp_path / "cache")
    encoded = encode(dataset, model, tmp_path / "cache")
    drawn = drawn_means(model.prior, encoded.texts, encoded.images)
    for method, means in ((Raw(), Means.none(model.dimension)), (MeanOnly(), drawn)):
        answers = Judge(dataset).answers(scored(encoded, means, 0.5))
        expected = [metrics.ndcg(one.gains, one.judged, 10) for one in answers]
        found = outcomes(method, [trial])["things"]
        assert found.values == pytest.approx(expected)


def test_the_pages_of_a_file_are_one_answer() -> None:
    documents = (
        Document("a#1", "x", None, part_of="a"),
        Document("a#2", "y", None, part_of="a"),
        Document("b", "z", None),
        Document("empty", "", None),
    )
    gains = {"q": {"a#1": 1.0, "a#2": 1.0, "never seen": 1.0}}
    dataset = DataSet("files", (Query("q", "?"),), documents, gains, 0)
    vectors = np.eye(4, 3, dtype=np.float32)
    encoded = EncodedSet(vectors[:1], vectors, np.zeros((4, 3), np.float32))
    prior = PlantedGap().prior
    trial = trials.of_dataset("files", dataset, encoded, 0.5, HeldOut(vectors[:1], prior))
    assert trial.answers.tolist() == [0, 0, 1]
    assert len(trial.documents.texts) == 3
    # Two answers fit, one of which can't be found.
    assert sorted(trial.gains[0]) == [-2, 0]


def test_one_library_holds_the_documents_of_all_and_each_asks_its_own(trial: Trial) -> None:
    first, second = trials.in_one_library([trial, trial])
    assert first.documents is second.documents
    assert len(first.documents.texts) == 2 * len(trial.documents.texts)
    assert second.gains[3] == {63: 1.0}
    assert first.gains == trial.gains
    found = outcomes(MeanOnly(), [trial, first])
    alone, beside = found["things"], found["things, in one library"]
    # Each answer has a twin that does not count, and is as near: which comes first is chance.
    assert beside.values.mean() <= alone.values.mean()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_keeps_vectors_at_unit_length_and_empty_ones_empty(
    trial: Trial, fault: Fault
) -> None:
    ill = trials.with_fault(trial, fault)
    for before, after in (
        (trial.documents.texts, ill.documents.texts),
        (trial.documents.images, ill.documents.images),
        (trial.queries, ill.queries),
    ):
        assert np.array_equal(before.any(axis=1), after.any(axis=1))
        there = before.any(axis=1)
        assert np.linalg.norm(after[there], axis=1) == pytest.approx(1, abs=1e-5)
        assert not np.allclose(before[there], after[there], atol=0.1)
    again = trials.with_fault(trial, fault)
    assert np.array_equal(again.documents.images, ill.documents.images)


def test_a_turn_turns_images_by_its_angle(trial: Trial) -> None:
    images = trial.documents.images
    turned = Fault("turn", gap=0.0, turn=50).put("image", images)
    there = images.any(axis=1)
    cosines = np.einsum("nd,nd->n", turned[there], images[there])
    assert cosines == pytest.approx(np.cos(np.deg2rad(50)), abs=1e-4)
    products = turned[there] @ turned[there].T
    assert products == pytest.approx(images[there] @ images[there].T, abs=1e-4)


def test_the_held_out_questions_are_those_that_are_shipped(tmp_path: Path) -> None:
    known = trials.held_out(bundled.load(1), tmp_path)
    assert len(known.queries) >= 300
    mean = known.queries.mean(axis=0)
    assert mean == pytest.approx(known.prior.query, abs=1e-3)
