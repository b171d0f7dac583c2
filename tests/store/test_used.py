"""When a file was last used, in libraries that were made before it was noted."""

import sqlite3
import time
from pathlib import Path

import pytest

from grsearch_desktop.store import beside, database
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.files import NewFile
from grsearch_desktop.store.salvage import salvage
from tests.store.shelf import FOLDER, Shelf

YEAR = 365 * 86_400 * 10**9


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of version 2 with a file of the past, one of the far future and one of 1960."""
    path = tmp_path / "library.db"
    with monkeypatch.context() as patched:
        patched.setattr(database, "_MIGRATIONS", database._MIGRATIONS[:2])
        Database(path).close()
    now = time.time_ns()
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO folder (path, added_at) VALUES (?, 0)", (FOLDER.encode(),))
    connection.executemany(
        "INSERT INTO file (folder_id, path, name, kind, size, mtime_ns) VALUES (1, ?, ?, ?, 1, ?)",
        [
            (f"{FOLDER}/{name}".encode(), name, "text", mtime_ns)
            for name, mtime_ns in (
                ("last year.txt", now - YEAR),
                ("far ahead.txt", now + 100 * YEAR),
                ("long ago.txt", -10 * YEAR),
            )
        ],
    )
    connection.commit()
    connection.close()
    return path


def names(shelf: Shelf) -> list[str]:
    details = shelf.files.details(waiting := shelf.files.waiting())
    return [details[id].name for id in waiting]


def add_used_now(shelf: Shelf) -> None:
    # A second later than the migration, whose clock counts seconds.
    now = time.time_ns() + 10**9
    (folder,) = shelf.files.folders()
    shelf.files.add(folder.id, [NewFile(f"{FOLDER}/new.txt", "new.txt", "text", 1, now, now)])


def test_an_older_library_takes_the_last_change_for_the_last_use(old: Path) -> None:
    shelf = Shelf.open(old)
    assert shelf.database.integrity() == "ok"
    assert names(shelf) == ["far ahead.txt", "last year.txt", "long ago.txt"]
    add_used_now(shelf)
    assert names(shelf)[0] == "new.txt", "a time in the future is not first for ever"
    shelf.database.close()
    kept = beside.backup(old, len(database._MIGRATIONS))
    columns = sqlite3.connect(kept).execute("SELECT name FROM pragma_table_info('file')")
    assert "used_ns" not in {name for (name,) in columns}


def test_what_is_kept_of_an_older_library_takes_the_last_change_for_the_last_use(
    old: Path, tmp_path: Path
) -> None:
    shelf = Shelf.open(tmp_path / "new.db")
    salvage(old, shelf.database)
    assert names(shelf) == ["far ahead.txt", "last year.txt", "long ago.txt"]
    add_used_now(shelf)
    assert names(shelf)[0] == "new.txt"
    shelf.database.close()


def test_files_wait_in_the_order_of_their_last_use(shelf: Shelf) -> None:
    folder = shelf.files.add_folder(FOLDER)
    for name, changed, used in (("a", 5, 5), ("b", 1, 9), ("c", 2, 9), ("d", 7, 7)):
        shelf.files.add(folder.id, [NewFile(f"{FOLDER}/{name}", name, "text", 1, changed, used)])
    assert names(shelf) == ["c", "b", "d", "a"]
    ids = dict(zip("cbda", shelf.files.waiting(), strict=True))
    shelf.files.used([(ids["a"], 8), (ids["d"], 1)])
    assert names(shelf) == ["c", "b", "a", "d"], "a use that is older than the last changes nothing"


def test_the_waiting_files_come_from_their_index_without_sorting(shelf: Shelf) -> None:
    seen: list[str] = []
    connection = shelf.database.read()
    connection.trace_v2(1, lambda event: seen.append(event["sql"]))
    shelf.files.waiting()
    connection.trace_v2(0, None)
    (query,) = {sql for sql in seen if sql.startswith("SELECT file.id")}
    plan = " ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}"))
    assert "file_by_state" in plan
    assert "TEMP B-TREE" not in plan
