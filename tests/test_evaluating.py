"""`grsearch evaluate` as a person and a script use it: real processes, the bundled model."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from grsearch_desktop.commands.evaluation_table import print_evaluation
from grsearch_desktop.commands.step_bar import StepBar
from grsearch_desktop.paths import resources
from tests.evaluate.planted import write_rows
from tests.evaluate.sets.test_published import put_on_hub
from tests.evaluate.sets.web import serving
from tests.test_cli import Program

METRICS = ("ndcg@10", "recall@10", "mrr@10")


def run(*arguments: str, home: Path, code: int = 0) -> "subprocess.CompletedProcess[str]":
    return Program(home, columns=80).run("evaluate", *arguments, code=code)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def boats(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two texts in BEIR's form."""
    folder = tmp_path_factory.mktemp("sets") / "boats"
    (folder / "qrels").mkdir(parents=True)
    write_rows(
        folder / "corpus.jsonl",
        [
            {"_id": "a", "title": "Sailing", "text": "A boat at sea, with its sails in the wind."},
            {"_id": "b", "title": "Baking", "text": "Flour, butter and lemons make a tart."},
        ],
    )
    write_rows(folder / "queries.jsonl", [{"_id": "q", "text": "sailing boat"}])
    (folder / "qrels/test.tsv").write_text("query-id\tcorpus-id\tscore\nq\ta\t2\n")
    return folder


def test_a_set_gives_one_json_object_of_the_promised_form(boats: Path, home: Path) -> None:
    result = json.loads(run(str(boats), "--as", "mixed", "--json", home=home).stdout)
    assert result["dataset"] == "boats"
    assert isinstance(result["model"], str)
    assert {row["method"] for row in result["results"]} == {"raw", "calibrated"}
    for row in result["results"]:
        assert row["subset"] in ("all", "text", "image", "both")
        assert 0 <= row["alpha"] <= 1
        assert all(0 <= row[metric] <= 1 for metric in METRICS)
    assert list((home / "cache" / "screenshots").glob("*.png"))


def test_a_folder_with_questions_is_asked_as_the_program_is(tmp_path: Path, home: Path) -> None:
    folder = tmp_path / "photos"
    shutil.copytree(resources() / "sample/photos", folder)
    folder.with_suffix(".tsv").write_text("sailing boat at sunset\tIMG_1187.jpg\n")
    result = json.loads(run(str(folder), "--json", home=home).stdout)
    rows = {row["method"]: row for row in result["results"]}
    assert rows["words"]["recall@10"] == 0
    assert rows["both"]["recall@1"] == rows["both"]["halves"]["even"]["recall@1"] == 1
    assert all(0 <= row[metric] <= 1 for row in result["results"] for metric in METRICS)


def test_a_set_is_fetched_only_when_that_is_asked_for(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = run("mixbench/mscoco", home=home, code=1).stderr
    assert told == (
        "mixbench/MSCOCO is not here yet: `grsearch evaluate mixbench/MSCOCO --download` fetches "
        "it.\n"
    )
    with serving(tmp_path) as web:
        put_on_hub(web)
        monkeypatch.setenv("HF_ENDPOINT", web.address)
        fetched = run("mixbench/mscoco", "--download", home=home)
    assert fetched.stderr.startswith("Fetching mixbench/MSCOCO, ")
    assert fetched.stdout.startswith("MSCOCO  model bundled-2  9 questions to ")
    assert run("mixbench/MSCOCO", home=home).stdout == fetched.stdout


def test_what_makes_no_sense_is_told_in_a_sentence(boats: Path, home: Path, tmp_path: Path) -> None:
    assert "music is not one of text, pictures, both, mixed" in run(
        str(boats), "--as", "music", home=home, code=2
    ).stderr.replace("\n", " ")
    assert "There is no folder" in run(str(tmp_path / "gone"), home=home, code=1).stderr


def test_the_table_fits_a_terminal_of_80_columns(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    figures = {"ndcg@10": 0.5, "recall@10": 0.75, "mrr@10": 0.25, "ndcg@10_interval": [0.4, 0.6]}
    ranked = {
        "dataset": "thin[gs]\x1b[2J",
        "model": "planted",
        "model_alpha": 0.25,
        "documents": {"text": 1, "image": 2, "both": 3000, "missing_pictures": 4},
        "results": [
            {"method": method, "alpha": alpha, "subset": subset, "queries": 9, **figures}
            for method in ("raw", "calibrated")
            for alpha in (0.0, 0.25, 1.0)
            for subset in ("all", "text", "image", "both")
        ],
    }
    print_evaluation(ranked)
    shown = capsys.readouterr().out
    table = shown.splitlines()[2:9]
    assert (
        "thin[gs]\ufffd[2J  model planted  9 questions to 1 text, 2 pictures, 3,000 texts with"
        in shown
    )
    assert table[0].split() == [
        *("Method", "share", "nDCG@10", "95", "%", "R@10", "MRR@10", "text", "picture", "both"),
    ]
    firsts = [line.split()[:2] for line in table[1:4]]
    assert firsts == [["raw", "0.00"], ["●", "0.25"], ["1.00", "0.500"]]
    assert all("…" not in line and len(line.rstrip()) <= 80 for line in table)


def test_the_table_of_questions_shows_methods_kinds_and_halves(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    figures = {"recall@1": 0.5, "recall@10": 1.0, "mrr@10": 0.75, "ndcg@10": 0.8}
    asked = {
        "dataset": "files",
        "model": "planted",
        "model_alpha": 0.9,
        "files": 1500,
        "unreadable": 3,
        "questions": 4,
        "results": [
            {
                "method": method,
                "alpha": 0.9,
                "subset": subset,
                **figures,
                "ndcg@10_interval": [0.6, 1.0],
                "halves": {"even": figures, "odd": {**figures, "mrr@10": 0.25}}
                if subset == "all"
                else {"odd": figures},
            }
            for method in ("words", "both")
            for subset in ("all", "image", "both")
        ],
    }
    print_evaluation(asked)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].rstrip() == (
        "files  model planted  4 questions to 1,500 files, 3 of them unreadable"
    )
    words = "words alone 0.500 1.000 0.750 0.750 0.250 0.800 0.60-1.00"
    assert lines[3].split() == words.split()
    of_pictures = "answered by picture 0.500 1.000 0.750 0.750 0.800 0.60-1.00"
    assert lines[4].split() == of_pictures.split()
    assert lines[6].split()[:4] == ["both", "0.500", "1.000", "0.750"]
    assert all("…" not in line and len(line.rstrip()) <= 80 for line in lines)


def test_a_bar_tells_how_much_is_done_of_things_and_of_bytes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with StepBar() as bar:
        bar.show("files", 1, 2)
    assert capsys.readouterr().err == ""
    for name, value in (("TTY_COMPATIBLE", "1"), ("FORCE_COLOR", "1"), ("TERM", "xterm-256color")):
        monkeypatch.setenv(name, value)
    with StepBar() as bar:
        bar.show_bytes(5_000_000, 20_000_000)
        bar.show("pictures", 32, 1000)
    told = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", capsys.readouterr().err)
    for part in ("Fetching", "5.0/20.0 MB", "Encoding pictures", "32/1000"):
        assert part in told
