"""A real engine follows a tree: once it rests, its library equals a fresh index of the tree."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grsearch_desktop.engine import client as client_module
from grsearch_desktop.engine import pipeline, sameness
from grsearch_desktop.engine.client import Client
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.engine.protocol import SearchRequest
from grsearch_desktop.errors import EngineUnreachableError
from grsearch_desktop.library.fingerprint import content_hash
from grsearch_desktop.paths import Home
from grsearch_desktop.store.database import Database
from tests.engine.holdings import holdings
from tests.engine.test_engine import vector_ids

PATIENCE = 90.0
"""Seconds after which a library counts as not in step."""

WORDS = ("quokka", "heron", "lighthouse", "compost", "sailing boat", "type:text")


def write(path: Path, words: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{words}\n")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    tree = tmp_path / "tree"
    write(tree / "notes/animals/quokka.txt", "A quokka smiles at the camera.")
    write(tree / "notes/animals/heron.md", "The heron stands in the shallow water.")
    write(tree / "notes/light.txt", "The lighthouse keeper climbs the stairs at dusk.")
    return tree


@pytest.fixture
def watching(home: Home, tree: Path) -> Iterator[Client]:
    """A client of an engine that has read the tree."""
    home.create()
    client = client_module.connect_or_start(home)
    assert client.index([str(tree)]) == []
    until(lambda: client.status().files["total"] == 3 and at_rest(client))
    yield client
    try:
        client.stop()
        until(lambda: not home.socket.exists())
    except EngineUnreachableError:
        pass
    client.close()


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.1)


def at_rest(client: Client) -> bool:
    status = client.status()
    stages = status.stages.values()
    return status.progress.stage == "idle" and all(s["done"] == s["total"] for s in stages)


def states(home: Home) -> dict[str, tuple[str, int]]:
    database = Database(home.library)
    rows = database.read().execute("SELECT path, state, size FROM file").fetchall()
    database.close()
    return {os.fsdecode(path): (state, size) for path, state, size in rows}


def answers(found: Client | Engine) -> dict[str, set[str]]:
    return {
        word: {hit.path for hit in found.search(SearchRequest(word, limit=50)).hits}
        for word in WORDS
    }


def comes_to_equal_a_fresh_index(client: Client, home: Home, tree: Path, tmp_path: Path) -> None:
    other = Home(tmp_path / "fresh")
    fresh = Engine(other)
    fresh.add([str(tree)])
    fresh.update()
    try:
        expected, answered = states(other), answers(fresh)
        until(lambda: states(home) == expected and at_rest(client))
        # Vectors that are new are seen some seconds later, while others are still being made.
        until(lambda: answers(client) == answered)
    finally:
        fresh.close()


def test_files_that_come_change_and_go_are_followed(
    watching: Client, home: Home, tree: Path, tmp_path: Path
) -> None:
    write(tree / "new/deeper/still/boat.txt", "A sailing boat leaves the harbour.")
    write(tree / "notes/light.txt", "Now about compost and giant pumpkins.")
    (tree / "notes/animals/heron.md").unlink()
    comes_to_equal_a_fresh_index(watching, home, tree, tmp_path)


def test_a_file_that_an_editor_replaces_is_read_again(
    watching: Client, home: Home, tree: Path, tmp_path: Path
) -> None:
    write(tree / "notes/.light.txt.draft", "The compost is turned over in spring.")
    (tree / "notes/.light.txt.draft").replace(tree / "notes/light.txt")
    comes_to_equal_a_fresh_index(watching, home, tree, tmp_path)


def test_a_renamed_tree_keeps_its_vectors(
    watching: Client, home: Home, tree: Path, tmp_path: Path
) -> None:
    before = vector_ids(home)
    (tree / "notes").rename(tree / "archive")
    comes_to_equal_a_fresh_index(watching, home, tree, tmp_path)
    assert vector_ids(home) == before
    write(tree / "archive/animals/boat.txt", "A sailing boat leaves the harbour.")
    comes_to_equal_a_fresh_index(watching, home, tree, tmp_path / "again")


def test_a_deleted_tree_is_gone(watching: Client, home: Home, tree: Path, tmp_path: Path) -> None:
    shutil.rmtree(tree / "notes" / "animals")
    comes_to_equal_a_fresh_index(watching, home, tree, tmp_path)


def test_a_tree_that_moves_between_two_folders_keeps_its_vectors(
    watching: Client, home: Home, tree: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    write(other / "boat.txt", "A sailing boat leaves the harbour.")
    assert watching.index([str(other)]) == []
    until(lambda: watching.status().files["total"] == 4 and at_rest(watching))
    before = vector_ids(home)
    (tree / "notes").rename(other / "notes")
    until(lambda: str(other / "notes/light.txt") in states(home) and at_rest(watching))
    assert vector_ids(home) == before


def test_a_folder_that_went_and_returned_is_followed_again(
    watching: Client, home: Home, tree: Path, tmp_path: Path
) -> None:
    away = tree.rename(tmp_path / "away")
    until(lambda: not watching.status().folders[0].online)
    assert watching.status().files["total"] == 3
    write(away / "boat.txt", "A sailing boat leaves the harbour.")
    away.rename(tree)
    comes_to_equal_a_fresh_index(watching, home, tree, tmp_path)
    write(tree / "notes/late.txt", "More compost.")
    comes_to_equal_a_fresh_index(watching, home, tree, tmp_path / "again")


@pytest.mark.skipif(os.name != "posix", reason="hard links as POSIX systems have them")
def test_an_edit_under_another_name_that_nobody_watches_is_followed(
    home: Home, watching: Client, tree: Path, tmp_path: Path
) -> None:
    note, outside = tree / "notes/light.txt", tmp_path / "outside.txt"
    os.link(note, tree / "notes/second.txt")
    os.link(note, outside)
    until(lambda: watching.status().files["total"] == 4 and at_rest(watching))
    outside.write_text("Sailing in the harbour, as is told under no name that is watched.")
    size = outside.stat().st_size
    until(
        lambda: [
            states(home)[str(path)] for path in (note, tree / "notes/second.txt")
        ] == [("read", size)] * 2
    )  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="hard links as POSIX systems have them")
def test_a_file_that_gets_another_name_out_of_sight_while_it_is_read_is_known_by_its_content(
    engine: Engine, tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of that name nobody tells, and what was read before it came counts as doubtful."""
    note = tree / "notes/light.txt"

    def linking(path: str) -> bytes:
        if path == str(note) and not (tmp_path / "out of sight").exists():
            os.link(note, tmp_path / "out of sight")
        return content_hash(path)

    for tick in ("_TICK", "_COARSE_TICK"):  # the files were made a moment ago
        monkeypatch.setattr(sameness, tick, 0.0)
    monkeypatch.setattr(pipeline, "content_hash", linking)
    engine.add([str(tree)])
    engine.update()
    assert engine.governor.due.unheard.changed() == {str(note)}
    engine.update()
    assert holdings(engine.home)[str(note)].facts["hash"] == content_hash(str(note))
