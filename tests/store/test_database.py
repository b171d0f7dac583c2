"""The library file itself: opened, migrated, shared, refused."""

import multiprocessing
import os
import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from grsearch_desktop.errors import (
    DamagedLibraryError,
    LibraryError,
    NewerLibraryError,
    NoRoomError,
)
from grsearch_desktop.store.database import Database
from tests.store.shelf import Shelf

VERSION = 9
"""The number of migrations: raised together with a new one, after a look at old files."""


def version_of(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def test_a_fresh_library_is_migrated_to_the_newest_version(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    database = Database(path)
    tables = {name for (name,) in database.read().execute("SELECT name FROM sqlite_schema")}
    assert {"folder", "file", "item", "passage_text", "file_name", "vector"} <= tables
    assert database.integrity() == "ok"
    database.close()
    assert version_of(path) == VERSION


def test_an_empty_file_becomes_a_library(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.touch()
    Database(path).close()
    assert version_of(path) == VERSION


def test_a_library_that_is_opened_again_holds_what_it_held(tmp_path: Path) -> None:
    shelf = Shelf.open(tmp_path / "library.db")
    shelf.add("bicycle.txt", "how to mend a flat tyre")
    before = shelf.counts()
    shelf.database.close()
    again = Shelf.open(tmp_path / "library.db")
    assert again.counts() == before
    assert again.text.passages("tyre", 10)
    again.database.close()


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_only_the_owner_can_read_a_library_and_its_journal(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        shelf = Shelf.open(tmp_path / "library.db")
        shelf.add("secret.txt", "a diary")
        files = sorted(tmp_path.iterdir())
        assert {file.name for file in files} >= {"library.db", "library.db-wal"}
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
        shelf.database.close()
    finally:
        os.umask(old)


def test_the_size_counts_the_write_ahead_log(shelf: Shelf) -> None:
    before = shelf.database.size()
    shelf.add("long.txt", *(f"word{n} " * 200 for n in range(100)))
    written = [shelf.database.path, Path(f"{shelf.database.path}-wal")]
    assert shelf.database.size() == sum(file.stat().st_size for file in written) > before


def test_a_newer_library_is_refused_with_a_sentence_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    Database(path).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(NewerLibraryError, match=r"newer version of GR Search; please update"):
        Database(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("version", [0, VERSION, VERSION + 70])
def test_a_foreign_database_is_refused_and_left_alone(tmp_path: Path, version: int) -> None:
    path = tmp_path / "places.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE bookmark (url TEXT)")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(LibraryError, match="not a library of GR Search") as raised:
        Database(path)
    assert not isinstance(raised.value, NewerLibraryError)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["places.sqlite"]


def test_a_file_of_garbage_is_told_as_a_damaged_library(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(b"\x00garbage\xff" * 2000)
    before = path.read_bytes()
    with pytest.raises(DamagedLibraryError, match="is damaged"):
        Database(path)
    assert path.read_bytes() == before


def test_damage_inside_a_library_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    shelf = Shelf.open(path)
    shelf.add("a.txt", *(f"passage number {n} of many" for n in range(500)))
    shelf.database.close()
    content = bytearray(path.read_bytes())
    for page in range(8, len(content) // 4096, 2):
        content[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    path.write_bytes(content)
    database = None
    try:
        database = Database(path)
        assert database.integrity() != "ok"
    except DamagedLibraryError:
        pass
    finally:
        if database:
            database.close()


def test_a_library_that_cannot_be_made_is_told_plainly(tmp_path: Path) -> None:
    with pytest.raises(NoRoomError, match="can't be written"):
        Database(tmp_path / "no such folder" / "library.db")


def test_an_error_within_a_transaction_leaves_nothing_half_written(shelf: Shelf) -> None:
    shelf.add("kept.txt", "what was there before")
    before = shelf.counts()
    with pytest.raises(ZeroDivisionError), shelf.database.write() as connection:
        connection.execute("INSERT INTO folder (path, added_at) VALUES (x'61', 0)")
        connection.execute("DELETE FROM passage_text")
        raise ZeroDivisionError
    assert shelf.counts() == before
    assert shelf.text.passages("before", 10)
    shelf.add("after.txt", "writing goes on")
    assert shelf.text.passages("writing", 10)


def test_a_full_disk_is_told_plainly_and_loses_only_the_batch_in_flight(shelf: Shelf) -> None:
    kept = shelf.add("kept.txt", "what was there before")
    full = shelf.name("large.txt")
    with shelf.database.write() as connection:
        pages = connection.pragma("page_count")
        connection.pragma("max_page_count", pages + 4)
    with pytest.raises(NoRoomError, match="is full; please make room"):
        shelf.read(full, *(f"number {n} " * 300 for n in range(200)))
    assert shelf.passages_of(full) == []
    assert len(shelf.passages_of(kept)) == 1
    with shelf.database.write() as connection:
        connection.pragma("max_page_count", 1_000_000)
    shelf.read(full, "room was made")
    assert shelf.database.integrity() == "ok"


def test_one_thread_reads_while_another_writes(shelf: Shelf) -> None:
    shelf.add("first.txt", "first")
    counted: list[int] = []
    with shelf.database.write() as connection:
        connection.execute("INSERT INTO folder (path, added_at) VALUES (x'62', 0)")
        reader = threading.Thread(target=lambda: counted.append(shelf.count("folder")))
        reader.start()
        reader.join()
    assert counted == [1], "what is not committed is not seen"
    assert shelf.count("folder") == 2


def test_what_is_for_reading_cannot_write(shelf: Shelf) -> None:
    with pytest.raises(Exception, match="readonly"):
        shelf.database.read().execute("DELETE FROM folder")


def _fill(path: str, start: int) -> None:
    shelf = Shelf.open(Path(path))
    for number in range(start, start + 10):
        shelf.add(f"{number}.txt", f"text of number{number}")
    shelf.database.close()


def test_two_processes_make_and_fill_one_library(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=_fill, args=(str(path), n * 100)) for n in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    shelf = Shelf.open(path)
    assert shelf.count("file") == 20
    assert shelf.text.passage_count() == 20
    assert len(shelf.text.passages("number105", 10)) == 1
    assert shelf.database.integrity() == "ok"
    shelf.database.close()


def test_what_one_database_object_writes_another_reads(tmp_path: Path) -> None:
    one, other = (Shelf.open(tmp_path / "library.db") for _ in range(2))
    file_id = one.add("a.txt", "written by one")
    assert [match.file_id for match in other.text.passages("written", 5)] == [file_id]
    other.files.remove([file_id])
    assert one.text.passages("written", 5) == []
    one.database.close()
    other.database.close()
