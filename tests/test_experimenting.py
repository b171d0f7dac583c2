"""The paper's experiments by `grsearch evaluate`, as a person and a script ask for them."""

import json
import os
import re
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from grsearch_desktop.cli import app
from grsearch_desktop.errors import MissingExtraError, UsageError
from grsearch_desktop.evaluate.experiments.run import NAMES
from tests.evaluate.planted import write_rows


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Four texts in BEIR's form."""
    folder = tmp_path / "texts"
    (folder / "qrels").mkdir(parents=True)
    words = {"a": "a sailing boat", "b": "lemon tarts", "c": "a dog in snow", "d": "city lights"}
    rows = [{"_id": name, "text": text} for name, text in words.items()]
    write_rows(folder / "corpus.jsonl", rows)
    write_rows(folder / "queries.jsonl", rows)
    judged = "".join(f"{name}\t{name}\t1\n" for name in words)
    (folder / "qrels/test.tsv").write_text(f"query-id\tcorpus-id\tscore\n{judged}")
    return folder


def evaluate(*arguments: str, home: Path) -> Result:
    return CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1"}).invoke(
        app, ["evaluate", *arguments, "--home", str(home)]
    )


@pytest.fixture(scope="module")
def made(home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """The folder of a report on one experiment, and what was said."""
    folder = tmp_path_factory.mktemp("reports") / "new" / "out"
    arguments = ("planted", "--experiment", "geometry", "--report", str(folder))
    return folder, evaluate(*arguments, home=home)


def test_a_report_is_written_and_what_came_out_is_told(made: tuple[Path, Result]) -> None:
    folder, done = made
    assert done.exit_code == 0, done.output
    assert str(folder / "report.html") in done.stdout.replace("\n", "")
    told = json.loads((folder / "report.json").read_text())
    assert told["dataset"] == "planted"
    assert told["amount"] == "1,000 questions to 2,000 texts with a picture"
    assert len(told["models"]) == 1
    assert told["command"] == f"grsearch evaluate planted --experiment geometry --report {folder}"
    (experiment,) = told["experiments"]
    assert " ".join(experiment["answer"].split()) in " ".join(done.stdout.split())
    page = (folder / "report.html").read_text()
    assert experiment["title"] in page
    assert page.count("<svg") == len(experiment["plots"]) == 1
    names = {f"{experiment['plots'][0]['name']}.{ending}" for ending in ("png", "svg")}
    assert {path.name for path in (folder / "plots").iterdir()} == names


def test_an_experiment_alone_is_shown_as_tables(made: tuple[Path, Result], home: Path) -> None:
    shown = evaluate("planted", "--experiment", "geometry", home=home)
    assert shown.exit_code == 0, shown.output
    (experiment,) = json.loads((made[0] / "report.json").read_text())["experiments"]
    said = " ".join(shown.stdout.split())
    for text in (experiment["title"], experiment["answer"], experiment["tables"][0]["title"]):
        assert " ".join(text.split()) in said


def test_experiments_are_given_as_json(home: Path, texts: Path) -> None:
    done = evaluate(str(texts), "--experiment", "domains", "--json", home=home)
    told = json.loads(done.stdout)
    assert (told["dataset"], told["models"]) == ("texts", ["bundled-2"])
    assert [one["name"] for one in told["experiments"]] == ["domains"]


def test_a_gap_is_planted_in_a_model_and_compared_with_the_model_itself(
    home: Path, texts: Path
) -> None:
    arguments = (str(texts), "--as", "both", "--experiment", "models", "--plant-gap", "1.5")
    told = json.loads(evaluate(*arguments, "--json", home=home).stdout)
    assert told["models"] == ["bundled-2, gap 1.5 planted", "bundled-2"]
    assert "--plant-gap 1.5" in told["command"]
    gaps = {row[0]: row[1] for row in told["experiments"][0]["tables"][0]["rows"]}
    assert gaps["bundled-2, gap 1.5 planted"] > gaps["bundled-2"] + 0.1


def test_the_planted_set_has_plain_figures_too(home: Path) -> None:
    result = json.loads(evaluate("planted", "--json", home=home).stdout)
    assert result["dataset"] == "planted"
    whole = {
        (row["method"], row["alpha"]): row["ndcg@10"]
        for row in result["results"]
        if row["subset"] == "all"
    }
    assert whole["calibrated", 0.5] > 0.9


def test_experiments_that_do_not_fit_are_named(home: Path, texts: Path) -> None:
    done = evaluate(str(texts), "--experiment", "geometry", home=home)
    assert done.exit_code == 1
    assert "Left out, for they don't fit this set or need more: geometry." in done.stderr


def test_what_makes_no_sense_is_told_before_any_work(home: Path, texts: Path) -> None:
    for arguments, sentence in (
        (
            ("planted", "--experiment", "musik"),
            f"no experiment musik; there are {', '.join(NAMES)}",
        ),
        (("planted", "--model", "bundled"), "it takes neither --model nor --as"),
        (("planted", "--as", "both"), "it takes neither --model nor --as"),
        ((str(texts), "--model", "a", "--model", "b"), "--experiment models or --report"),
        ((str(texts), "--means-of", "planted"), "--means-of goes with"),
        ((str(texts), "--plant-gap", "1.5"), "--plant-gap goes with"),
        (("planted", "--plant-gap", "1.5", "--report", "x"), "has its gaps already"),
    ):
        done = evaluate(*arguments, home=home)
        assert done.exit_code == 2
        assert sentence in re.sub(r"[\s│]+", " ", done.stderr)


def test_the_help_names_every_experiment(home: Path) -> None:
    told = " ".join(evaluate("--help", home=home).stdout.split())
    assert f"or several: {', '.join(NAMES)}." in told


def test_a_model_is_asked_for_by_its_name(home: Path, texts: Path) -> None:
    done = evaluate(str(texts), "--model", "bundled", "--json", home=home)
    assert json.loads(done.stdout)["model"] == "bundled-2"
    assert "There is no model" in str(evaluate(str(texts), "--model", "x", home=home).exception)
    texts.with_suffix(".tsv").write_text("boat\tcorpus.jsonl\n")
    asked = evaluate(str(texts), "--model", "bundled", home=home)
    assert isinstance(asked.exception, UsageError)


@pytest.mark.parametrize("package", ["jinja2", "matplotlib"])
def test_without_the_extra_a_report_says_so_before_any_work(
    tmp_path: Path, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    done = evaluate("planted", "--report", str(tmp_path / "out"), home=tmp_path / "none")
    assert isinstance(done.exception, MissingExtraError)
    assert 'pip install "grsearch-desktop[evaluate]"' in str(done.exception)
    assert os.listdir(tmp_path) == []
