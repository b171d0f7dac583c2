import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from grsearch_desktop import settings
from grsearch_desktop.evaluate import asking
from grsearch_desktop.evaluate.answers import score
from grsearch_desktop.evaluate.sets import questions
from grsearch_desktop.evaluate.sets.questions import Question
from grsearch_desktop.paths import Home, resources

LINES = (
    ("how do I fix a flat tyre", "home/bicycle-repair.pdf"),
    ("sailing boat at sunset", "photos/IMG_1187.jpg"),
    ("a bicycle", "home/bicycle-repair.pdf photos/IMG_1187.jpg"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("person") / "files"
    shutil.copytree(resources() / "sample", folder)
    folder.with_suffix(".tsv").write_text("\n".join("\t".join(line) for line in LINES))
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def result(folder: Path, home: Home) -> dict[str, Any]:
    return asking.measured(questions.load(folder), home)


def row(result: dict[str, Any], method: str, subset: str = "all") -> dict[str, Any]:
    (found,) = (
        one for one in result["results"] if (one["method"], one["subset"]) == (method, subset)
    )
    return found


def test_the_folder_is_indexed_and_each_method_asked(result: dict[str, Any]) -> None:
    assert json.loads(json.dumps(result, allow_nan=False)) == result
    assert (result["dataset"], result["files"], result["questions"]) == ("files", 15, 3)
    assert {one["method"] for one in result["results"]} == set(asking.METHODS)
    for one in result["results"]:
        low, high = one["ndcg@10_interval"]
        assert 0 <= low <= one["ndcg@10"] <= high <= 1
        assert 0 <= one["recall@1"] <= one["recall@10"] <= 1


def test_words_alone_find_no_photo_and_meaning_does(result: dict[str, Any]) -> None:
    assert row(result, "words", "both")["recall@1"] == 1
    assert row(result, "words", "image")["recall@10"] == 0
    assert row(result, "calibrated", "image")["recall@10"] == 1
    assert row(result, "both", "image")["recall@10"] == 1


def test_questions_are_parted_by_the_kind_of_their_answers_and_by_halves(
    result: dict[str, Any],
) -> None:
    everything = row(result, "both")
    assert everything["questions"] == 3
    assert [row(result, "both", kind)["questions"] for kind in ("image", "both")] == [1, 1]
    halves = everything["halves"]
    assert everything["mrr@10"] == pytest.approx(
        (2 * halves["even"]["mrr@10"] + halves["odd"]["mrr@10"]) / 3
    )
    assert set(row(result, "both", "image")["halves"]) == {"odd"}


def test_a_second_time_nothing_is_read_again_and_only_what_changed(
    folder: Path, home: Home, result: dict[str, Any]
) -> None:
    stages: list[tuple[str, int]] = []
    copied = folder.with_name("files")
    again = asking.measured(
        questions.load(copied), home, lambda told: stages.append((told.stage, told.total))
    )
    assert again == result
    assert not any(stage in ("text", "meaning") and total for stage, total in stages)


def test_the_persons_own_library_and_settings_are_left_alone(home: Home, result: object) -> None:
    assert [path.name for path in home.root.iterdir()] == ["cache"]


def test_the_model_of_the_persons_settings_is_asked(folder: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.create()
    settings.save(home.settings, settings.Settings(model="another", alpha=0.2))
    with pytest.raises(asking.models.ModelError, match="another"):
        asking.measured(questions.load(folder), home)


def test_the_scores_of_answers_worked_out_by_hand() -> None:
    a, b, c = Path("a"), Path("b"), Path("c")
    asked = [Question("one", frozenset({a})), Question("two", frozenset({a, b, c}))]
    scores = score(asked, [[b, a], [c, Path("d"), a]])
    assert (scores.recall_1, scores.recall_10) == (0.5, 1)
    assert scores.mrr_10 == pytest.approx((1 / 2 + 1) / 2)
    assert scores.fraction_1 == pytest.approx((0 + 1 / 3) / 2)
    assert scores.fraction_10 == scores.precision_10 == pytest.approx((1 + 2 / 3) / 2)
    assert scores.ndcg_10 == pytest.approx((0.63093 + (1 + 0.5) / 2.13093) / 2, abs=1e-5)
