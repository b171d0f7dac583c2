"""The command line as scripts use it: real processes, real files."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grsearch_desktop.paths import resources

QUESTION = "how do I fix a flat tyre"


class Program:
    """`grsearch` on a home of its own."""

    def __init__(self, home: Path, columns: int = 100) -> None:
        """columns: of the terminal that it takes itself to write to."""
        self.home = home
        self._columns = columns

    def run(self, *arguments: str, code: int = 0) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            [sys.executable, "-m", "grsearch_desktop.cli", *arguments],
            env={**os.environ, "GRSEARCH_HOME": str(self.home), "COLUMNS": f"{self._columns}"},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        return done

    def json(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--json").stdout)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("person") / "files"
    shutil.copytree(resources() / "sample", folder)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    return folder


@pytest.fixture(scope="module")
def program(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Program:
    program = Program(tmp_path_factory.mktemp("home"))
    program.run("index", str(folder))
    return program


def test_index_ends_well_though_a_file_could_not_be_read_and_says_how_many(
    folder: Path, tmp_path: Path
) -> None:
    done = Program(tmp_path / "home").run("index", str(folder))
    assert "15 of 16 files" in done.stdout
    assert "1 file could not be read" in done.stdout


def test_search_prints_one_object_of_the_promised_form(program: Program, folder: Path) -> None:
    answer = program.json("search", QUESTION, "--limit", "3")
    assert answer["query"] == QUESTION
    assert answer["took_ms"] > 0
    assert [hit["rank"] for hit in answer["hits"]] == [1, 2, 3]
    best = answer["hits"][0]
    assert best["path"] == str(folder / "home" / "bicycle-repair.pdf")
    assert best["kind"] == "pdf"
    assert isinstance(best["page"], int)
    assert best["snippet"]
    assert set(best["why"]) == {"words", "text", "look"}
    assert sum(share or 0 for share in best["why"].values()) == pytest.approx(1, abs=0.01)
    assert best["score"] >= answer["hits"][1]["score"]


def test_search_by_a_picture_finds_that_picture(program: Program, folder: Path) -> None:
    photo = folder / "photos" / "IMG_1042.jpg"
    answer = program.json("search", "--image", str(photo))
    assert answer["hits"][0]["path"] == str(photo)
    assert answer["hits"][0]["page"] is None


def test_a_picture_and_words_without_words_are_one_search(program: Program, folder: Path) -> None:
    photo = str(folder / "photos" / "IMG_1187.jpg")
    asked = ("search", "at sunset type:image", "--image", photo)
    with_it = {hit["path"]: hit["score"] for hit in program.json(*asked)["hits"]}
    without = {
        hit["path"]: hit["score"]
        for hit in program.json(*asked, "--without", "sailing boat")["hits"]
    }
    assert without[photo] < with_it[photo] - 0.1
    like = ("similar", photo, "--limit", "30")
    similar = {hit["path"]: hit["score"] for hit in program.json(*like)["hits"]}
    lowered = program.json(*like, "--without", "snowy mountains")["hits"]
    assert any(hit["score"] < similar[hit["path"]] - 0.01 for hit in lowered)


def test_a_misspelt_word_is_told_with_what_was_looked_for_instead(program: Program) -> None:
    answer = program.json("search", "bicycel repair")
    assert answer["corrected"] == {"bicycel": ["bicycle"]}
    assert Path(answer["hits"][0]["path"]).name == "bicycle-repair.pdf"
    shown = program.run("search", "bicycel repair").stdout
    assert "looked for bicycle" in shown and '"bicycel"' in shown
    assert program.json("search", '"bicycel"')["corrected"] == {}


def test_search_shows_a_person_name_page_and_snippet(program: Program) -> None:
    shown = program.run("search", QUESTION).stdout
    assert "bicycle-repair.pdf" in shown
    assert "page" in shown


def test_a_search_without_a_hit_says_so(program: Program) -> None:
    assert "Nothing was found." in program.run("search", '"xylophone quagmire"').stdout
    assert program.json("search", '"xylophone quagmire"')["hits"] == []


def test_a_search_before_anything_is_indexed_ends_well(tmp_path: Path) -> None:
    assert Program(tmp_path / "home").json("search", "anything")["hits"] == []


def test_similar_finds_others(program: Program, folder: Path) -> None:
    asked = str(folder / "notes" / "lemon-tart.md")
    paths = [hit["path"] for hit in program.json("similar", asked)["hits"]]
    assert paths
    assert asked not in paths


def test_status_has_the_promised_form(program: Program, folder: Path) -> None:
    status = program.json("status")
    assert status["folders"][0]["path"] == str(folder)
    assert status["files"] == {"total": 16, "by_state": {"read": 15, "waiting": 0, "error": 1}}
    assert set(status["items"]) == {"passages", "pages", "pictures"}
    assert status["model"] == "bundled-2"
    assert status["errors"] == 1
    assert status["size_bytes"] > 0
    assert all(stage["done"] == stage["total"] for stage in status["stages"].values())
    assert "Names" in program.run("status").stdout


def test_errors_name_the_file_and_a_reason(program: Program, folder: Path) -> None:
    (error,) = program.json("errors")["errors"]
    assert error["path"] == str(folder / "broken.pdf")
    assert error["reason"].endswith(".")
    assert error["at"] > 0
    assert "broken.pdf" in program.run("errors").stdout


def test_forget_takes_a_folder_out_and_leaves_its_files(folder: Path, tmp_path: Path) -> None:
    program = Program(tmp_path / "home")
    program.run("index", str(folder / "notes"), str(folder / "village" / "garden-club.txt"))
    assert program.json("status")["files"]["total"] == 4
    assert "3 files" in program.run("forget", str(folder / "notes")).stdout
    assert program.json("status")["files"]["total"] == 1
    assert (folder / "notes" / "lemon-tart.md").exists()


def test_a_place_that_nobody_knows_is_told_of_beside_the_hits(program: Program) -> None:
    done = program.run("search", "lemon near:mordor", "--json")
    sentence = "No place called “mordor” is known; it was searched for as words."
    assert done.stderr.splitlines() == [sentence]
    assert json.loads(done.stdout)["unknown_places"] == ["mordor"]


def test_models_lists_the_bundled_one(program: Program) -> None:
    listed = program.json("models")
    assert listed["used"] == "bundled"
    assert "bundled" in [model["name"] for model in listed["models"]]
    assert "bundled" in program.run("models", "list").stdout


def test_doctor_finds_a_good_installation_good(program: Program) -> None:
    assert "✗" not in program.run("doctor").stdout


def test_a_failure_is_one_sentence_and_code_1(program: Program, tmp_path: Path) -> None:
    for arguments in (
        ("index", str(tmp_path / "nowhere")),
        ("forget", str(tmp_path / "nowhere")),
        ("similar", str(tmp_path / "nowhere.txt")),
        ("models", "use", "no-such-model"),
        ("search", "--image", str(tmp_path / "nowhere.jpg")),
        ("evaluate", str(tmp_path)),
    ):
        done = program.run(*arguments, code=1)
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
        assert done.stderr.strip().endswith((".", "/nowhere"))


def test_wrong_usage_is_code_2(program: Program) -> None:
    program.run("nonsense", code=2)
    program.run("search", "x", "--limit", "none", code=2)
    program.run("models", "burn", code=2)


def test_home_may_stand_before_or_after_the_command(folder: Path, tmp_path: Path) -> None:
    program = Program(tmp_path / "unused")
    home = str(tmp_path / "home")
    program.run("--home", home, "index", str(folder / "notes"))
    assert program.json("status", "--home", home)["files"]["total"] == 3
    assert not (tmp_path / "unused").exists()


def test_a_damaged_library_is_told_in_one_sentence_and_left_alone(tmp_path: Path) -> None:
    program = Program(tmp_path)
    (tmp_path / "library.db").write_bytes(b"not a library " * 500)
    done = program.run("search", "anything", code=1)
    assert "damaged" in done.stderr
    assert (tmp_path / "library.db").read_bytes().startswith(b"not a library")
    assert "✗" in program.run("doctor", code=1).stdout


def test_broken_settings_are_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("model = [")
    assert "settings" in Program(tmp_path).run("search", "anything", code=1).stderr


def test_indexing_that_is_stopped_says_so_and_goes_on_later(folder: Path, tmp_path: Path) -> None:
    program = Program(tmp_path / "home")
    started = subprocess.Popen(
        [sys.executable, "-m", "grsearch_desktop.cli", "index", str(folder)],
        env={**os.environ, "GRSEARCH_HOME": str(program.home)},
        stderr=subprocess.PIPE,
        text=True,
    )
    while not (program.home / "library.db").exists():
        assert started.poll() is None
    started.send_signal(signal.SIGINT)
    _, said = started.communicate(timeout=60)
    assert (started.returncode, said.strip()) == (130, "Stopped. What was done so far is kept.")
    program.run("index", str(folder))
    assert program.json("status")["files"]["by_state"]["read"] == 15


def test_nothing_is_written_outside_the_home(folder: Path, tmp_path: Path) -> None:
    """ONNX Runtime writes a record of its use into the user's cache, and sends it, if it may."""
    program = Program(tmp_path / "home")
    own = tmp_path / "own"
    own.mkdir()
    for arguments in (("index", str(folder)), ("search", QUESTION)):
        done = subprocess.run(
            [sys.executable, "-m", "grsearch_desktop.cli", *arguments],
            env={**os.environ, "GRSEARCH_HOME": str(program.home), "HOME": str(own)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
    assert list(own.rglob("*")) == []


def test_no_internet_socket_is_opened(folder: Path, tmp_path: Path) -> None:
    """Asked of the system itself: what a native library opens, Python's sockets don't tell."""
    if not shutil.which("strace"):
        pytest.skip("needs strace")
    program = Program(tmp_path / "home")
    for arguments in (("index", str(folder)), ("search", QUESTION)):
        trace = tmp_path / "trace"
        done = subprocess.run(
            [
                "strace",
                "-f",
                "-qq",
                "-o",
                str(trace),
                "-e",
                "trace=socket,connect",
                sys.executable,
                "-m",
                "grsearch_desktop.cli",
                *arguments,
            ],
            env={**os.environ, "GRSEARCH_HOME": str(program.home)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        calls = trace.read_text().splitlines()
        assert calls, "the engine's socket at least is asked for"
        assert not [line for line in calls if "AF_INET" in line or "AF_NETLINK" in line]


def test_searching_imports_neither_torch_nor_qt(program: Program) -> None:
    script = (
        "import sys\n"
        "from grsearch_desktop.cli import app\n"
        "app(['search', 'tyre'], standalone_mode=False)\n"
        "heavy = {'torch', 'open_clip', 'PySide6', 'pymupdf', 'watchdog'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "GRSEARCH_HOME": str(program.home)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
