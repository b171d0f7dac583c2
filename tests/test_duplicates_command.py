"""`grsearch duplicates`, on real files: by the library itself, and by an engine that runs."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from grsearch_desktop.engine import protocol
from grsearch_desktop.engine.client import connect_or_start
from grsearch_desktop.engine.protocol import Duplicate, DuplicateGroup, Duplicates
from grsearch_desktop.errors import EngineError
from grsearch_desktop.paths import Home
from grsearch_desktop.terminal import print_duplicates
from tests.engine.test_service import until
from tests.store.test_likeness import photo
from tests.store.test_sketch import STORY
from tests.test_cli import Program


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("person") / "files"
    (folder / "backup").mkdir(parents=True)
    (folder / "story.md").write_text(f"# {STORY}")
    (folder / "story.html").write_text(f"<html><body><h1>{STORY}</h1></body></html>")
    for place in ("letter.txt", "backup/letter.txt"):
        (folder / place).write_text("a letter that was kept twice")
    photo(1).save(folder / "photo.png")
    photo(1).convert("L").resize((160, 120), Image.Resampling.LANCZOS).save(folder / "grey.jpg")
    photo(2).save(folder / "other.png")
    return folder


@pytest.fixture(scope="module")
def found(program: Program) -> Any:
    return program.json("duplicates")


@pytest.fixture(scope="module")
def program(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Program:
    program = Program(tmp_path_factory.mktemp("home"), columns=80)
    program.run("index", str(folder))
    return program


def test_it_prints_one_object(found: Any, folder: Path) -> None:
    names = [
        (group["why"], [os.path.relpath(file["path"], folder) for file in group["files"]])
        for group in found["groups"]
    ]
    assert names == [
        ("picture", ["photo.png", "grey.jpg"]),
        ("text", ["story.html", "story.md"]),
        ("bytes", ["letter.txt", "backup/letter.txt"]),
    ]
    first = found["groups"][0]["files"][0]
    assert first["size"] == (folder / "photo.png").stat().st_size
    assert first["mtime"] == pytest.approx((folder / "photo.png").stat().st_mtime)
    assert found["saves"] == sum(group["saves"] for group in found["groups"])
    assert found["waiting"] == 0


def test_it_says_what_is_the_same_and_that_nothing_is_deleted(
    program: Program, folder: Path
) -> None:
    shown = program.run("duplicates", str(folder / "backup")).stdout
    assert "Same bytes  2 files, 28 B in copies" in shown
    assert f"{folder / 'backup' / 'letter.txt'}\n" in shown
    assert "1 group, 2 files; the copies take 28 B at most. GR Search deletes nothing." in shown
    assert "Same picture" not in shown


def test_an_engine_that_runs_is_asked(program: Program, found: Any, folder: Path) -> None:
    home = Home(program.home)
    with connect_or_start(home) as client:
        try:
            until(lambda: client.progress().stage == "idle")
            assert json.loads(json.dumps(protocol.plain(client.duplicates()))) == found
            (group,) = client.duplicates([str(folder / "letter.txt")]).groups
            assert group.why == "bytes"
            few = client.duplicates(limit=2)
            assert [group.why for group in few.groups] == ["picture"]
            assert (few.total, few.saves) == (3, found["saves"])
            looks = [file.item_id for file in few.groups[0].files]
            assert all(client.thumbnail(look or 0) for look in looks)
            with pytest.raises(EngineError, match="not in the library"):
                client.duplicates([str(folder / "nothing")])
        finally:
            client.stop()


def test_names_that_could_command_the_terminal_do_not(capsys: pytest.CaptureFixture[str]) -> None:
    files = (
        Duplicate("/a/[red]\x1b.txt", 2000, 0.0, 1),
        Duplicate("/a/b.txt", 1000, 0.0, 2),
        Duplicate("/a/c.txt", 1000, 0.0, 2),
    )
    print_duplicates(Duplicates((DuplicateGroup("text", files, 2000),), 2000, waiting=1))
    out = capsys.readouterr().out
    assert "/a/[red]\ufffd.txt" in out
    assert out.count("same bytes") == 1
    assert "1 file is still to be read" in out
    print_duplicates(Duplicates((), 0))
    assert "No two files are the same." in capsys.readouterr().out
