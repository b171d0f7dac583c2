"""A library of version 4, whose words were stemmed as English ones, once it is opened."""

import io
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from grsearch_desktop.search import lexical
from grsearch_desktop.store import beside, database
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.likeness import light
from grsearch_desktop.store.misfits import misfits
from grsearch_desktop.store.salvage import salvage
from tests.store.shelf import FOLDER, Shelf

TEXTS = {
    "Häuser.txt": "Die Häuser in der Altstadt sind alt und nicht hoch, das ist bekannt.",
    "東京旅行.txt": "昨日、東京都の図書館で本を見つけました。",
    "TaxReturn_2023.pdf": "The returns of the year are with the office that was asked.",
}
"""Name -> text."""


def thumbnail() -> bytes:
    written = io.BytesIO()
    Image.radial_gradient("L").resize((200, 160)).rotate(30).save(written, "JPEG")
    return written.getvalue()


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "library.db"
    with monkeypatch.context() as patched:
        patched.setattr(database, "_MIGRATIONS", database._MIGRATIONS[:4])
        Database(path).close()
    connection = sqlite3.connect(path)
    run = connection.execute
    run("INSERT INTO folder (path, added_at) VALUES (?, 0)", (FOLDER.encode(),))
    for number, (name, text) in enumerate([*TEXTS.items(), ("IMG_1.jpg", "")], start=1):
        run(
            "INSERT INTO file (id, folder_id, path, name, kind, size, mtime_ns, state)"
            " VALUES (?, 1, ?, ?, ?, 9, 0, 'read')",
            (number, f"{FOLDER}/{name}".encode(), name, "text" if text else "image"),
        )
        run("INSERT INTO file_name (rowid, name) VALUES (?, ?)", (number, name))
        run(
            "INSERT INTO file_words (rowid, name, about) VALUES (?, ?, ?)",
            (number, name, "渡辺の手紙" if number == 3 else ""),
        )
        kind = "passage" if text else "picture"
        run("INSERT INTO item (id, file_id, kind) VALUES (?1, ?1, ?2)", (number, kind))
        if text:
            run("INSERT INTO passage_text (rowid, text) VALUES (?, ?)", (number, text))
    run("INSERT INTO thumbnail VALUES (4, ?)", (thumbnail(),))
    run("INSERT INTO passage_text (rowid, text) VALUES (99, 'a secret that was forgotten')")
    run("DELETE FROM passage_text WHERE rowid = 99")
    connection.commit()
    connection.close()
    return path


@pytest.fixture
def shelf(old: Path) -> Iterator[Shelf]:
    opened = Shelf.open(old)
    yield opened
    opened.database.close()


def found(shelf: Shelf, query: str) -> set[int]:
    hits = lexical.find(query, shelf.text, None)
    return {match.file_id for match in hits.passages} | {*hits.names}


@pytest.mark.parametrize(
    ("query", "file_id"),
    [("Haus", 1), ("図書館", 2), ("旅行", 2), ("return", 3), ("tax", 3), ("渡辺", 3), ("img", 4)],
)
def test_its_files_are_found_as_those_of_a_new_one(shelf: Shelf, query: str, file_id: int) -> None:
    assert found(shelf, query) == {file_id}


def test_nothing_is_lost_and_the_older_one_is_kept_beside(old: Path) -> None:
    shelf = Shelf.open(old)
    assert (shelf.database.integrity(), misfits(shelf.database)) == ("ok", "ok")
    items = shelf.text.items(range(1, 4))
    assert [item.text for item in items.values()] == [*TEXTS.values()]
    shelf.database.close()
    kept = sqlite3.connect(beside.backup(old, len(database._MIGRATIONS)))
    assert kept.execute("PRAGMA user_version").fetchone() == (4,)
    assert kept.execute("SELECT count(*) FROM passage_text").fetchone() == (3,)
    kept.close()


def test_its_pictures_are_compared_with_others(shelf: Shelf) -> None:
    shelf.text.copies.complete(lambda: None)
    places = "SELECT places FROM light WHERE item_id = 4"
    assert shelf.database.read().execute(places).get == light(thumbnail())
    assert shelf.database.read().execute("SELECT count(*) FROM sketch").get == 4


def test_what_was_forgotten_is_not_in_it(old: Path) -> None:
    Database(old).close()
    assert b"forgotten" not in old.read_bytes()


def test_any_sqlite_reads_and_writes_it(old: Path) -> None:
    """Only who searches has the tokenizer that knows the forms of words."""
    Database(old).close()
    connection = sqlite3.connect(old)
    match = "SELECT rowid FROM passage_text WHERE passage_text MATCH ?"
    assert connection.execute(match, ("hauser",)).fetchall() == [(1,)]
    assert connection.execute(match, ('"東京"',)).fetchall() == [(2,)]
    connection.execute("INSERT INTO passage_text (passage_text) VALUES ('integrity-check')")
    connection.close()


def test_what_is_kept_of_a_damaged_one_is_found_too(old: Path, tmp_path: Path) -> None:
    shelf = Shelf.open(tmp_path / "new.db")
    salvage(old, shelf.database)
    assert found(shelf, "Haus") == {1}
    assert found(shelf, "図書館") == {2}
    assert found(shelf, "渡辺") == {3}
    shelf.database.close()


def test_a_connection_goes_with_its_thread_though_it_has_a_tokenizer_of_ours(shelf: Shelf) -> None:
    def search() -> None:
        assert found(shelf, "Haus") == {1}

    search()
    before = len(shelf.database._readers)
    thread = threading.Thread(target=search)
    thread.start()
    thread.join()
    del thread
    assert len(shelf.database._readers) == before
