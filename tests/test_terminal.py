"""What the command line shows: plain sentences, and nothing that could command the terminal."""

import os
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grsearch_desktop.encode.models import ModelInfo
from grsearch_desktop.engine.checkup import Finding
from grsearch_desktop.engine.protocol import (
    Calibration,
    FileError,
    FolderStatus,
    Hit,
    Progress,
    SearchAnswer,
    Status,
    Why,
)
from grsearch_desktop.terminal import (
    ProgressBar,
    print_answer,
    print_errors,
    print_findings,
    print_models,
    print_status,
    shown,
    size,
)

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("HOME", "/home/eva")
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)


def hit(path: str = "/home/eva/notes/weir.txt", **parts: object) -> Hit:
    values: dict[str, object] = {
        "rank": 1,
        "path": path,
        "kind": "text",
        "item": "passage",
        "page": None,
        "score": 0.5,
        "snippet": "",
        "marks": (),
        "why": Why(),
        **parts,
    }
    return Hit(**values)  # type: ignore[arg-type]


def printed(capsys: Capture, *hits: Hit) -> str:
    print_answer(SearchAnswer("query", 12.4, hits))
    return capsys.readouterr().out


def test_a_hit_is_told_with_name_page_folder_reason_and_snippet(capsys: Capture) -> None:
    out = printed(
        capsys,
        hit(
            page=3,
            snippet="the heron waits",
            marks=((4, 9),),
            why=Why(0.25, 0.70, 0.04),
            modified=86_400.0 * 400,
            recognised=True,
        ),
    )
    first, second, third, *_ = out.splitlines()
    assert first.split() == ["1", "weir.txt", "page", "3", "meaning", "70%", "words", "25%"]
    assert second.split() == ["~/notes", "1971-02-05", "text", "in", "picture"]
    assert third.strip() == "the heron waits"
    assert "1 hit, 12 ms" in out


def test_the_words_that_were_found_are_marked(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    out = printed(capsys, hit(snippet="the [b]heron[/b] waits", marks=((7, 12),)))
    assert re.search(r"\x1b\[1;33mheron\x1b\[0m", out)
    assert "[b]" in out


def test_nothing_found_is_said(capsys: Capture) -> None:
    assert printed(capsys).strip() == "Nothing was found."


def test_two_hits_are_counted_as_two(capsys: Capture) -> None:
    assert "2 hits" in printed(capsys, hit(), hit(rank=2))


@pytest.mark.parametrize(
    ("path", "readable"),
    [
        ("/home/eva/a.txt", "~/a.txt"),
        ("/home/eva", "/home/eva"),
        ("/home/evan/a.txt", "/home/evan/a.txt"),
        ("/media/caf\udce9", "/media/caf\ufffd"),
        ("/a\x1b[2Jb", "/a\ufffd[2Jb"),
        ("/a\nb\x9bc\x7f", "/a\ufffdb\ufffdc\ufffd"),
        ("/Zürich/東京🚲", "/Zürich/東京🚲"),
    ],
)
def test_a_path_is_shown_as_it_can_be_printed(path: str, readable: str) -> None:
    assert shown(path) == readable


@pytest.mark.skipif(os.name != "posix", reason="others refuse such names")
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(min_size=1, max_size=20), st.text(max_size=20))
def test_no_name_and_no_text_commands_the_terminal(
    capsys: Capture, name: bytes, snippet: str
) -> None:
    path = os.fsdecode(b"/folder/" + name)
    text = snippet.encode("utf-8", "replace").decode()
    print_answer(SearchAnswer("query", 1.0, (hit(path, snippet=text),)))
    print_errors([FileError(path, "The file is damaged.", 0.0)])
    out = capsys.readouterr().out
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", out)


@pytest.mark.parametrize("path", ["/a/[red]b[/red].txt", "/a/[/].txt", "/a/[bold", "/a/\\[x].txt"])
def test_brackets_of_a_name_stay_as_they_are(capsys: Capture, path: str) -> None:
    assert f" {os.path.basename(path)} " in printed(capsys, hit(path))
    print_errors([FileError(path, "Reason [1].", 0.0)])
    assert capsys.readouterr().out.splitlines() == [path, "  Reason [1]."]


def test_without_errors_every_file_could_be_read(capsys: Capture) -> None:
    print_errors([])
    assert capsys.readouterr().out.strip() == "Every file could be read."


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1_000, "1.0 kB"),
        (9_940, "9.9 kB"),
        (999_499, "999 kB"),
        (999_999, "1.0 MB"),
        (36_800_000, "37 MB"),
        (1_500_000_000, "1.5 GB"),
        (2_000_000_000_000, "2.0 TB"),
    ],
)
def test_a_size_is_told_as_a_person_says_it(count: int, told: str) -> None:
    assert size(count) == told


@settings(deadline=None)
@given(st.integers(0, 10**15))
def test_a_size_is_short_and_about_right(count: int) -> None:
    amount, unit = size(count).split()
    factor = {"B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}[unit]
    assert float(amount) * factor == pytest.approx(count, rel=0.06)
    assert float(amount) < 1000 or unit == "TB"


def status(**parts: object) -> Status:
    values: dict[str, object] = {
        "folders": (FolderStatus("/home/eva/[docs]", 1234, True),),
        "files": {"total": 1234, "by_state": {}},
        "items": {"passages": 5000, "pages": 20, "pictures": 3},
        "model": "bundled",
        "stages": {"names": {"done": 1234, "total": 1234}, "text": {"done": 617, "total": 1234}},
        "errors": 0,
        "size_bytes": 5_000_000,
        **parts,
    }
    return Status(**values)  # type: ignore[arg-type]


def test_the_status_tells_folders_stages_and_items(capsys: Capture) -> None:
    print_status(status())
    out = capsys.readouterr().out
    for part in ("~/[docs]", "1,234", "50%", "5,000 passages", "3 pictures", "bundled", "5.0 MB"):
        assert part in out
    assert "Errors" not in out


def test_the_status_tells_of_errors_and_of_drives_that_are_gone(capsys: Capture) -> None:
    print_status(status(errors=7, folders=(FolderStatus("/media/disk", 3, False),)))
    out = capsys.readouterr().out
    assert "not there now; its files are kept" in out
    assert "`grsearch errors` says which and why" in out


def test_what_holds_the_work_is_told_with_the_status(capsys: Capture) -> None:
    print_status(status(notices=("Work waits until the battery is charged.",)))
    assert "Work waits until the battery is charged." in capsys.readouterr().out


def test_how_texts_and_pictures_compare_is_told_in_a_line(capsys: Capture) -> None:
    print_status(status(calibration=Calibration(False, "Pictures come up too rarely.")))
    assert "Pictures come up too rarely." in capsys.readouterr().out
    print_status(status(calibration=Calibration(None, "There are too few to tell.")))
    assert "too few" not in capsys.readouterr().out


def test_an_empty_library_says_how_to_fill_it(capsys: Capture) -> None:
    print_status(status(folders=()))
    assert capsys.readouterr().out.strip().endswith("`grsearch index FOLDER` fills it.")


def test_models_are_listed_with_the_one_in_use_marked(capsys: Capture) -> None:
    def model(name: str, installed: bool) -> ModelInfo:
        return ModelInfo(name, name, "what it is", "MIT", 5_000_000, installed)

    long = (
        "ViT-gopt-16-SigLIP2-384/a-tag-that-nobody-can-guess-and-everybody-has-to-type-whole-b90k"
    )
    print_models([model("one", True), model("two", True), model(long, False)], used="two")
    lines = capsys.readouterr().out.splitlines()
    assert [line.rstrip() for line in lines if "MIT" in line] == [
        "✓ one  5.0 MB  MIT",
        "● two  5.0 MB  MIT",
        f"  {long}  5.0 MB  MIT",
    ]


def test_what_doctor_finds_comes_with_advice(capsys: Capture) -> None:
    print_findings([Finding(True, "Fine [so far]."), Finding(False, "Broken.", "Mend it.")])
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert lines == ["✓ Fine [so far].", "✗ Broken.", "Mend it."]


def test_progress_is_silent_where_nobody_looks(capsys: Capture) -> None:
    with ProgressBar() as bar:
        bar.show(Progress("text", 3, 10, "files", 12.5, 3700.0))
        bar.show(Progress("idle"))
    captured = capsys.readouterr()
    assert captured.out == captured.err == ""


def test_progress_tells_stage_count_rate_and_time_left(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    with ProgressBar() as bar:
        bar.show(Progress("text", 3, 10, "files", 12.5, 3700.0))
        bar.show(Progress("meaning", 10, 10, "items", 4.25, 0.0))
    told = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", capsys.readouterr().err)
    for part in ("Text", "3/10", "files · 12/s · 1:01:40 left", "Meaning", "items · 4.2/s"):
        assert part in told


def test_what_was_counted_stays_when_a_stage_begins_anew(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    with ProgressBar() as bar:
        bar.show(Progress("names", 30, 30, "files"))
        bar.show(Progress("names"))
        bar.say("The work is paused.")
        bar.show(Progress("text", 3, 10, "files"))
    told = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", capsys.readouterr().err)
    last = told[told.rindex("Names") :]
    assert "30/30" in last
    assert "3/10" in last
    assert "The work is paused." in told


def test_where_nobody_looks_what_is_said_is_said_all_the_same(capsys: Capture) -> None:
    with ProgressBar() as bar:
        bar.say("The work is paused\x1b[2J.")
    assert capsys.readouterr().err == "The work is paused\ufffd[2J.\n"


def test_whether_it_starts_at_login_is_told_where_that_is_known(capsys: Capture) -> None:
    print_status(status())
    assert "At login" not in capsys.readouterr().out
    print_status(status(autostart=True))
    assert "starts by itself" in capsys.readouterr().out
    print_status(status(autostart=False))
    assert "watch --at-login" in capsys.readouterr().out
