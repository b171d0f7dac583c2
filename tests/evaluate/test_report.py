import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grsearch_desktop.calibrate.means import Means
from grsearch_desktop.evaluate import mixbench, report
from grsearch_desktop.evaluate.dataset import DataSet, Document, Query
from grsearch_desktop.evaluate.encoded import EncodedSet, drawn_means, encode
from grsearch_desktop.evaluate.judging import Judge, document_vectors, scored
from grsearch_desktop.paths import Home
from tests.evaluate.planted import PlantedGap, write_rows, write_set

FIGURES = ("ndcg@10", "recall@10", "mrr@10")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_set(tmp_path / "things")


def measured(folder: Path, model: PlantedGap | None = None) -> dict[str, Any]:
    return report.measured(mixbench.load(folder), model or PlantedGap(), folder / "cache")


def row(result: dict[str, Any], method: str, alpha: float, subset: str) -> dict[str, Any]:
    (found,) = (
        row
        for row in result["results"]
        if (row["method"], row["alpha"], row["subset"]) == (method, alpha, subset)
    )
    return found


def test_calibration_closes_a_planted_gap(folder: Path) -> None:
    result = measured(folder)
    raw = {kind: row(result, "raw", 0.5, kind)["ndcg@10"] for kind in ("all", *report.KINDS)}
    calibrated = {
        kind: row(result, "calibrated", 0.5, kind)["ndcg@10"] for kind in ("all", *report.KINDS)
    }
    # Every text is nearer to a question than any image: images alone are not found at all.
    assert raw["text"] > 0.9
    assert raw["image"] < 0.1
    assert min(calibrated.values()) > 0.9
    assert calibrated["both"] >= raw["both"]
    assert calibrated["all"] > raw["all"] + 0.25
    assert (
        row(result, "raw", 0.5, "all")["ndcg@10_interval"][1]
        < row(result, "calibrated", 0.5, "all")["ndcg@10_interval"][0]
    )


def test_there_is_a_row_for_each_method_share_and_kind_and_it_is_json(folder: Path) -> None:
    result = json.loads(json.dumps(measured(folder), allow_nan=False))
    assert (result["dataset"], result["model"]) == ("things", "planted/gap 1")
    assert result["documents"] == {"text": 20, "image": 20, "both": 20, "missing_pictures": 0}
    alphas = (0, 0.25, 0.4, 0.5, 0.75, 1)
    assert result["model_alpha"] == 0.4
    assert [(one["method"], one["alpha"], one["subset"]) for one in result["results"]] == [
        (method, alpha, subset)
        for method in ("raw", "calibrated")
        for alpha in alphas
        for subset in ("all", "text", "image", "both")
    ]
    for one in result["results"]:
        low, high = one["ndcg@10_interval"]
        assert 0 <= low <= one["ndcg@10"] <= high <= 1
        assert all(0 <= one[name] <= 1 for name in FIGURES)


def test_all_is_the_mean_over_the_kinds_by_their_queries(folder: Path) -> None:
    result = measured(folder)
    for name in FIGURES:
        parts = [row(result, "calibrated", 0.25, kind) for kind in report.KINDS]
        total = sum(part[name] * part["queries"] for part in parts) / 60
        assert row(result, "calibrated", 0.25, "all")[name] == pytest.approx(total)


def test_the_ranking_is_the_one_that_plain_sorting_of_the_formula_gives(folder: Path) -> None:
    dataset = mixbench.load(folder)
    random = np.random.default_rng(11)
    # Hardly any answer is easy to find here, so that a wrong mean shows.
    queries, texts, images, means = (
        _unit(random.normal(0.3, 1, size=(count, 16))) for count in (60, 60, 60, 3)
    )
    texts[1::3] = 0
    images[0::3] = 0
    mu = Means(*(0.5 * means))
    answers = Judge(dataset).answers(scored(EncodedSet(queries, texts, images), mu, 0.3))
    ranks = []
    for number in range(60):
        scores = []
        for other in range(60):
            text, image = texts[other] - mu.text, images[other] - mu.image
            vector = (text, image, 0.3 * text + 0.7 * image)[other % 3]
            scores.append((queries[number] - mu.query) @ vector / np.linalg.norm(vector))
        ranks.append(sorted(range(60), key=lambda other: -scores[other]).index(number))
        expected = tuple(float(place == ranks[-1]) for place in range(10))
        assert answers[number].gains == expected
    assert len(set(ranks)) > 20


def test_pages_are_counted_as_the_file_that_they_are_of() -> None:
    documents = [
        Document(f"f{n // 3}#{n % 3}", "words", None, part_of=f"f{n // 3}") for n in range(60)
    ]
    gains = {"q": {"f4#0": 1.0, "f4#1": 1.0, "f4#2": 2.0, "f9#1": 1.0, "gone": 1.0}}
    dataset = DataSet("pages", (Query("q", "words"),), tuple(documents), gains, 0)
    angles = np.linspace(0.2, 1.4, 60)
    angles[13] = 0.0  # the second page of f4 is the nearest of all
    texts = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    encoded = EncodedSet(np.array([[1, 0]], np.float32), texts, 0 * texts)
    (answers,) = Judge(dataset).answers(scored(encoded, Means.none(2), 0.5))
    # f4 is first with the gain of its best page, f0 to f3 and f5 to f8 follow, then f9.
    assert answers.gains == (2.0, *[0.0] * 8, 1.0)
    assert answers.judged == (2.0, 1.0, 1.0)


def test_a_document_without_anything_does_not_come_before_a_distant_answer(folder: Path) -> None:
    dataset = mixbench.load(folder)
    queries = np.zeros((60, 2), np.float32)
    queries[:] = (1, 0)
    texts = np.zeros((60, 2), np.float32)
    texts[59] = (-1, 0)
    answers = Judge(dataset).answers(
        scored(EncodedSet(queries, texts, 0 * texts), Means.none(2), 0.5)
    )
    assert answers[59].gains[0] == 1
    assert not any(any(one.gains) for one in answers[:59])


def test_the_means_are_drawn_from_the_prior_towards_the_documents(folder: Path) -> None:
    dataset, model = mixbench.load(folder), PlantedGap()
    encoded = encode(dataset, model, folder / "cache")
    means = drawn_means(model.prior, encoded.texts, encoded.images)
    assert means.query is model.prior.query
    for mean, prior, vectors, without in (
        (means.text, model.prior.text, encoded.texts, 1),
        (means.image, model.prior.image, encoded.images, 0),
    ):
        own = vectors[[number for number in range(60) if number % 3 != without]]
        assert mean == pytest.approx((20 * prior + own.sum(axis=0)) / (20 + 40), abs=1e-6)


def test_the_share_of_text_moves_only_documents_that_have_both(folder: Path) -> None:
    dataset, model = mixbench.load(folder), PlantedGap()
    encoded = encode(dataset, model, folder / "cache")
    none = Means.none(model.dimension)
    for alpha, alone in ((0.0, encoded.images), (1.0, encoded.texts)):
        vectors = document_vectors(encoded.texts, encoded.images, none, alpha)
        assert vectors[0::3] == pytest.approx(encoded.texts[0::3], abs=1e-6)
        assert vectors[1::3] == pytest.approx(encoded.images[1::3], abs=1e-6)
        assert vectors[2::3] == pytest.approx(alone[2::3], abs=1e-6)


def test_a_picture_that_cannot_be_read_leaves_its_document_with_its_text(folder: Path) -> None:
    (folder / "pictures/2.png").write_bytes(b"broken")
    (folder / "pictures/5.png").unlink()
    result = measured(folder)
    assert result["documents"] == {"text": 22, "image": 20, "both": 18, "missing_pictures": 2}
    assert row(result, "calibrated", 0.5, "text")["queries"] == 22


def test_a_document_without_anything_is_never_found_and_stands_in_nobodys_way(
    folder: Path,
) -> None:
    before = measured(folder)
    rows = [json.loads(line) for line in (folder / "mixed_corpus.jsonl").read_text().splitlines()]
    empty = [{"corpus_id": f"none{n}", "text": "", "image": "gone.png"} for n in range(50)]
    write_rows(folder / "mixed_corpus.jsonl", [*empty, *rows])
    with (folder / "qrels.tsv").open("a") as file:
        file.write("q0\tnone0\t1\n")
    after = measured(folder)
    assert after["documents"]["missing_pictures"] == 50
    assert (
        row(after, "calibrated", 0.5, "image")["ndcg@10"]
        == row(before, "calibrated", 0.5, "image")["ndcg@10"]
    )
    # q0 has an answer that can't be found: it counts among all, as missed, and in no subset.
    assert row(after, "calibrated", 0.5, "text")["queries"] == 19
    assert (
        row(after, "calibrated", 0.5, "all")["recall@10"]
        < row(before, "calibrated", 0.5, "all")["recall@10"]
    )


def test_a_kind_that_no_query_asks_for_has_no_row(folder: Path) -> None:
    lines = (folder / "qrels.tsv").read_text().splitlines()
    (folder / "qrels.tsv").write_text("\n".join([lines[0], *lines[1::3]]))
    subsets = {one["subset"] for one in measured(folder)["results"]}
    assert subsets == {"all", "text"}


def test_a_model_that_tells_nothing_apart_gets_no_more_than_chance(folder: Path) -> None:
    class Blank(PlantedGap):
        def _vector(self, kind: str, concept: int, sample: int) -> np.ndarray:
            return np.full(64, 0.125, np.float32)

    result = measured(folder, Blank())
    for method in ("raw", "calibrated"):
        assert row(result, method, 0.5, "all")["recall@10"] == pytest.approx(10 / 60)


def test_a_second_evaluation_gives_the_same_figures_without_the_model(folder: Path) -> None:
    first = measured(folder)
    again = PlantedGap()
    assert measured(folder, again) == first
    assert not again.encoded_texts and not again.encoded_images


def test_the_model_of_the_settings_is_measured_and_its_vectors_kept_in_the_home(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def load(name: str, folder: Path, threads: int) -> PlantedGap:
        asked.append((name, folder))
        assert threads >= 1
        return PlantedGap()

    monkeypatch.setattr("grsearch_desktop.encode.models.load", load)
    home = Home(tmp_path / "home")
    home.create()
    home.settings.write_text('model = "another"\n')
    assert report.evaluate(folder, home) == measured(folder)
    assert asked == [("another", home.models)]
    assert len(list((home.root / "cache").glob("*.db"))) == 2


def test_a_home_that_is_not_there_yet_is_made_for_its_owner_alone(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grsearch_desktop.encode.models.load", lambda *_: PlantedGap())
    home = Home(tmp_path / "new" / "home")
    report.evaluate(folder, home)
    assert list((home.root / "cache").glob("*.db"))
    if os.name == "posix":
        assert home.root.stat().st_mode & 0o777 == 0o700


def _unit(vectors: np.ndarray) -> np.ndarray:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
