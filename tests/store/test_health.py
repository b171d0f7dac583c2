"""A damaged library: seen, set aside, never deleted, and built anew from what can be read."""

import os
import random
import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from grsearch_desktop.errors import LibraryError, NoRoomError
from grsearch_desktop.store import beside, database, health
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.misfits import misfits
from tests.store.shelf import FOLDER, Shelf, page_look, unit, use

WORDS = [f"word{n}" for n in range(300)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of 60 files that was closed."""
    path = tmp_path_factory.mktemp("whole") / "library.db"
    shelf = Shelf.open(path)
    fill(shelf)
    shelf.database.close()
    return path


def fill(shelf: Shelf, numbers: range = range(60)) -> None:
    model = use(shelf, dimension=64)
    chosen = random.Random(3)
    for number in numbers:
        file_id = shelf.name(f"{number}.pdf", kind="pdf")
        texts = [" ".join(chosen.choices(WORDS, k=120)) for _ in range(4)]
        items = shelf.read(file_id, *texts, pages=[1, 2, 3, 4], title=f"title{number}", looks=True)
        vectors = unit(np.random.default_rng(number), 5, 64)
        shelf.vectors.save_texts(model, items, vectors[:4])
        shelf.vectors.save_looks(model, [(file_id, page_look(1, vectors[4]))], [file_id])


def copy(whole: Path, to: Path) -> Path:
    for file in whole.parent.iterdir():
        shutil.copy(file, to / file.name)
    return to / whole.name


def open_to_write(path: Path) -> tuple[Shelf, str]:
    opened, told = health.open_to_write(path)
    opened.close()
    return Shelf.open(path), told


def is_consistent(shelf: Shelf) -> bool:
    """Every file, passage and vector is there or is on a list to be done again.

    Where the model itself was lost there are no lists: the next one begins with everything.
    """
    read = shelf.database.read().execute
    lost_text = read(
        "SELECT count(*) FROM file WHERE state = 'read'"
        " AND (SELECT count(*) FROM item WHERE file_id = file.id AND kind = 'passage') < 4"
    ).get
    lost_vectors = read(
        "SELECT count(*) FROM item WHERE kind = 'passage' AND id NOT IN"
        " (SELECT item_id FROM vector UNION SELECT item_id FROM text_todo)"
    ).get
    if shelf.vectors.active() is None:
        lost_vectors = shelf.count("vector")
    return (lost_text, lost_vectors, shelf.database.integrity()) == (0, 0, "ok")


def test_a_sound_library_is_opened_without_a_word(whole: Path, tmp_path: Path) -> None:
    path = copy(whole, tmp_path)
    opened, told = health.open_to_write(path)
    assert told == ""
    assert not beside.ended_cleanly(path)
    opened.close()
    assert beside.ended_cleanly(path)


def test_an_unclean_end_is_no_damage(whole: Path, tmp_path: Path) -> None:
    living, left = tmp_path / "living", tmp_path / "left"
    living.mkdir()
    left.mkdir()
    opened, _ = health.open_to_write(copy(whole, living))
    for file in living.iterdir():
        shutil.copy(file, left)
    opened.close()
    path = left / whole.name
    assert not beside.ended_cleanly(path)
    Shelf.open(path).database.close()  # as a search does meanwhile
    shelf, told = open_to_write(path)
    assert told == ""
    assert shelf.count("file") == 60
    shelf.database.close()


@pytest.mark.parametrize("part", range(20))
def test_a_truncated_library_is_set_aside_and_what_can_be_read_is_kept(
    whole: Path, tmp_path: Path, part: int
) -> None:
    path = copy(whole, tmp_path)
    size = path.stat().st_size
    length = random.Random(part).randrange(size * part // 20, size * (part + 1) // 20)
    os.truncate(path, length)
    before = path.read_bytes()
    shelf, told = open_to_write(path)
    assert "The library was damaged: it was set aside as" in told
    (aside,) = beside.set_aside(path)
    assert aside.read_bytes() == before
    assert [folder.path for folder in shelf.files.folders()] == [FOLDER]
    assert is_consistent(shelf)
    shelf.database.close()
    again, told = open_to_write(path)
    assert told == ""
    again.database.close()


@pytest.mark.parametrize("seed", range(10))
def test_damage_in_the_middle_costs_no_more_than_what_it_hit(
    whole: Path, tmp_path: Path, seed: int
) -> None:
    path = copy(whole, tmp_path)
    shelf = Shelf.open(path)
    # A page of files holds some twenty of them: with it they are all lost, and found on the disk.
    files = {
        number - 1
        for (number,) in shelf.database.read().execute(
            "SELECT pageno FROM dbstat WHERE name = 'file'"
        )
    }
    shelf.database.close()
    chosen = random.Random(seed)
    content = bytearray(path.read_bytes())
    for _ in range(3):
        while (page := chosen.randrange(2, len(content) // 4096)) in files:
            pass
        content[page * 4096 : page * 4096 + 2000] = chosen.randbytes(2000)
    path.write_bytes(content)
    beside.mark_damaged(path)
    shelf, told = open_to_write(path)
    assert [folder.path for folder in shelf.files.folders()] == [FOLDER]
    assert is_consistent(shelf)
    if told:
        assert beside.set_aside(path)
    assert shelf.count("file") == 60
    # A page of texts holds four of them; one that says whose they are speaks of some fifty.
    assert shelf.text.passage_count() >= 180
    assert shelf.vectors.left()["texts"] + shelf.count("vector") >= 180
    shelf.database.close()


def test_a_library_that_lost_its_end_keeps_files_texts_and_vectors(
    whole: Path, tmp_path: Path
) -> None:
    path = copy(whole, tmp_path)
    vectors = "SELECT max(pageno) FROM dbstat WHERE name = 'vector'"
    shelf = Shelf.open(path)
    kept_pages = shelf.database.read().execute(vectors).get
    shelf.database.close()
    os.truncate(path, min(kept_pages * 4096, path.stat().st_size - 2 * 4096))
    shelf, told = open_to_write(path)
    kept = shelf.count("file")
    assert f"{kept} files could be kept" in told
    assert kept >= 30
    assert shelf.text.passages("word7", 500)
    assert shelf.count("vector") >= 3 * kept
    assert is_consistent(shelf)
    shelf.database.close()


@pytest.mark.parametrize("lost", ["emptied", "deleted", "emptied and opened by who searches"])
def test_a_lost_library_is_told_and_the_folders_are_known_again(
    whole: Path, tmp_path: Path, lost: str
) -> None:
    path = copy(whole, tmp_path)
    os.truncate(path, 0)
    if lost == "deleted":
        path.unlink()
    if "opened" in lost:
        Database(path).close()
    shelf, told = open_to_write(path)
    assert told.startswith("The library was lost or empty")
    assert [folder.path for folder in shelf.files.folders()] == [FOLDER]
    shelf.database.close()
    again, told = open_to_write(path)
    assert told == ""
    again.database.close()


def test_folders_that_were_taken_out_do_not_come_back(whole: Path, tmp_path: Path) -> None:
    path = copy(whole, tmp_path)
    shelf = Shelf.open(path)
    for folder in shelf.files.folders():
        shelf.files.remove(shelf.files.inside(folder.path))
        shelf.files.remove_folder(folder.id)
    shelf.database.close()
    path.unlink()
    again, told = open_to_write(path)
    assert (told, again.files.folders()) == ("", [])
    again.database.close()


def test_a_full_disk_leaves_a_damaged_library_where_it_was(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = copy(whole, tmp_path)
    os.truncate(path, path.stat().st_size * 3 // 4)
    before = path.read_bytes()

    def refuse(damaged: Path, into: Database) -> None:
        with into.write() as connection:
            connection.pragma("max_page_count", connection.pragma("page_count"))
            connection.execute("INSERT INTO folder (path, added_at) VALUES (zeroblob(99999), 0)")

    monkeypatch.setattr(health, "salvage", refuse)
    with pytest.raises(NoRoomError, match="is full; please make room"):
        health.open_to_write(path)
    assert path.read_bytes() == before
    assert not beside.being_built(path).exists()
    assert not beside.set_aside(path)


def test_a_lost_write_ahead_log_leaves_a_sound_library(tmp_path: Path) -> None:
    """As after kill -9: the file as the last checkpoint left it, and no log."""
    living = tmp_path / "living"
    living.mkdir()
    shelf = Shelf.open(living / "library.db")
    fill(shelf)
    left = tmp_path / "left"
    left.mkdir()
    shutil.copy(living / "library.db", left)
    shutil.copy(living / "library.db.folders", left)
    beside.mark_open(left / "library.db")
    shelf.database.close()
    again, told = open_to_write(left / "library.db")
    assert "its journal is gone: it was looked through and is sound" in told
    assert [folder.path for folder in again.files.folders()] == [FOLDER]
    assert is_consistent(again)
    again.database.close()


@pytest.fixture(scope="module")
def before_and_after(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """A library as one checkpoint left it, and as the next one did."""
    path = tmp_path_factory.mktemp("two") / "library.db"
    shelf = Shelf.open(path)
    fill(shelf)
    shelf.database.leave_no_trace()
    before = path.read_bytes()
    for number in range(0, 60, 5):
        shelf.files.remove(shelf.files.inside(f"{FOLDER}/{number}.pdf"))
    fill(shelf, range(60, 75))
    shelf.database.close()
    return before, path.read_bytes()


@pytest.mark.parametrize("seed", range(12))
def test_a_power_cut_while_the_lost_log_was_folded_in_is_found_out(
    before_and_after: tuple[bytes, bytes], tmp_path: Path, seed: int
) -> None:
    """Some pages are of one time and some of another, and the log that would tell is gone."""
    before, after = before_and_after
    chosen = random.Random(seed)
    some = chosen.choice((0.02, 0.1, 0.5, 0.9))
    mixed = bytearray(after)
    for at in range(0, len(before), 4096):
        if chosen.random() < some:
            mixed[at : at + 4096] = before[at : at + 4096]
    path = tmp_path / "library.db"
    path.write_bytes(mixed)
    beside.remember_folders(path, [(FOLDER, False)])
    beside.mark_open(path)
    shelf, told = open_to_write(path)
    assert told
    assert [folder.path for folder in shelf.files.folders()] == [FOLDER]
    assert is_consistent(shelf)
    assert misfits(shelf.database) == "ok"
    shelf.database.close()


def test_what_only_the_write_ahead_log_holds_is_salvaged_too(tmp_path: Path) -> None:
    living, left = tmp_path / "living", tmp_path / "left"
    living.mkdir()
    left.mkdir()
    shelf = Shelf.open(living / "library.db")
    fill(shelf)
    shelf.database.leave_no_trace()
    shelf.add("late.txt", "written late", "and never folded in", "three", "four")
    for file in living.iterdir():
        shutil.copy(file, left)
    shelf.database.close()
    path = left / "library.db"
    content = bytearray(path.read_bytes())
    content[-3 * 4096 : -4096] = b"\xff" * 2 * 4096
    path.write_bytes(content)
    beside.mark_damaged(path)
    again, told = open_to_write(path)
    assert again.text.passages("late", 5)
    if told:
        assert {file.name for file in left.iterdir()} >= {f"{beside.set_aside(path)[0].name}-wal"}
    again.database.close()


def test_damage_that_a_reader_meets_is_looked_at_by_the_next_who_writes(
    whole: Path, tmp_path: Path
) -> None:
    path = copy(whole, tmp_path)
    content = bytearray(path.read_bytes())
    for page in range(8, len(content) // 4096, 2):
        content[page * 4096 : page * 4096 + 300] = b"\xff" * 300
    path.write_bytes(content)
    assert beside.ended_cleanly(path)
    with pytest.raises(LibraryError, match="is damaged"):
        reader = Shelf.open(path)
        for word in WORDS:
            with reader.database.told_plainly():
                reader.text.passages(word, 1000)
                reader.files.details(range(100))
    assert not beside.ended_cleanly(path)
    assert not beside.set_aside(path), "who reads leaves it alone"
    shelf, told = open_to_write(path)
    assert "set aside" in told
    assert is_consistent(shelf)
    shelf.database.close()


def test_a_library_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE bookmark (url TEXT)")
    connection.commit()
    connection.close()
    beside.mark_open(path)
    with pytest.raises(LibraryError, match="not a library of GR Search"):
        health.open_to_write(path)
    assert not beside.set_aside(path)


def test_a_rebuilding_that_was_stopped_is_done_again(whole: Path, tmp_path: Path) -> None:
    path = copy(whole, tmp_path)
    os.truncate(path, path.stat().st_size * 3 // 4)
    beside.being_built(path).write_bytes(b"half a library")
    shelf, told = open_to_write(path)
    assert "set aside" in told
    assert is_consistent(shelf)
    shelf.database.close()


def test_a_migration_keeps_the_library_as_it_was(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = copy(whole, tmp_path)
    script = tmp_path / "next.sql"
    script.write_text("ALTER TABLE file ADD COLUMN stars INTEGER NOT NULL DEFAULT 0;")
    steps = database._MIGRATIONS
    monkeypatch.setattr(database, "_MIGRATIONS", (*steps, str(script)))
    shelf = Shelf.open(path)
    assert shelf.database.read().execute("SELECT sum(stars) FROM file").get == 0
    shelf.database.close()
    kept = beside.backup(path, len(steps) + 1)
    assert kept.stat().st_mode & 0o077 == 0
    monkeypatch.setattr(database, "_MIGRATIONS", steps)
    before = Shelf.open(kept)
    assert before.count("file") == 60
    assert is_consistent(before)
    before.database.close()


def test_a_migration_that_fails_changes_nothing(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = copy(whole, tmp_path)
    script = tmp_path / "next.sql"
    script.write_text("ALTER TABLE file ADD COLUMN stars INTEGER; SELECT no_such_function();")
    with monkeypatch.context() as patched:
        patched.setattr(database, "_MIGRATIONS", (*database._MIGRATIONS, str(script)))
        with pytest.raises(Exception, match="no_such_function"):
            Database(path)
    shelf = Shelf.open(path)
    assert shelf.count("file") == 60
    shelf.database.close()


def test_forgetting_takes_the_kept_older_library_too(whole: Path, tmp_path: Path) -> None:
    path = copy(whole, tmp_path)
    shutil.copy(path, beside.backup(path, 2))
    shelf = Shelf.open(path)
    shelf.database.leave_no_trace(surely=True)
    assert beside.backups(path) == []
    shelf.database.close()


@pytest.mark.parametrize("seed", [1059, 1161, 1244, 1331, 1573, 1578])
def test_any_damage_is_told_or_harmless(whole: Path, tmp_path: Path, seed: int) -> None:
    """Seeds that once crashed sqlite-vec, or had files lose items without a word."""
    path = copy(whole, tmp_path)
    chosen = random.Random(seed)
    content = bytearray(path.read_bytes())
    for _ in range(chosen.choice((1, 3, 10, 40))):
        at, length = chosen.randrange(0, len(content) - 300), chosen.choice((1, 4, 50, 300))
        content[at : at + length] = chosen.randbytes(length)
    path.write_bytes(content)
    if chosen.random() < 0.8:
        beside.mark_damaged(path)
    shelf, told = open_to_write(path)
    assert [folder.path for folder in shelf.files.folders()] == [FOLDER]
    assert not told or is_consistent(shelf)
    shelf.database.close()
