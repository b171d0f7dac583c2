"""The numbers that triggers keep are those of the rows, whatever is done to a library."""

import random
from pathlib import Path

import pytest

from grsearch_desktop.store import database
from tests.store.shelf import Shelf

STATES = "SELECT state, count(*) FROM file GROUP BY 1"
FOLDERS = "SELECT folder_id, count(*) FROM file GROUP BY 1"
WAITING = "SELECT folder_id, count(*) FROM file WHERE state = 'waiting' GROUP BY 1"
KINDS = "SELECT kind || 's', count(*) FROM item GROUP BY 1"


def assert_told_as_counted(shelf: Shelf) -> None:
    read = shelf.database.read()
    states = {state: count for state, count in shelf.files.count_by_state().items() if count}
    kinds = {kind: count for kind, count in shelf.text.count_by_kind().items() if count}
    assert states == dict(read.execute(STATES))
    assert shelf.files.count_by_folder() == dict(read.execute(FOLDERS))
    assert shelf.files.waiting_by_folder() == dict(read.execute(WAITING))
    assert kinds == dict(read.execute(KINDS))
    with_looks = read.execute("SELECT count(*) FROM file WHERE has_looks").get
    assert shelf.vectors.looks_total() == with_looks
    assert shelf.files.error_count() == len(shelf.files.errors())


def test_what_is_told_is_what_is_there_after_any_changes(shelf: Shelf) -> None:
    chance = random.Random(4)
    there: list[int] = []
    for step in range(60):
        does = chance.randrange(6)
        if does < 3 or not there:
            there.append(shelf.name(f"{step}.txt"))
            shelf.read(there[-1], *["a heron"] * chance.randrange(4), looks=step % 2 == 0)
            continue
        file_id = chance.choice(there)
        if does == 3:
            shelf.text.fail(file_id, None, "The file is damaged.", kind="text")
        elif does == 4:
            shelf.files.retry_failed()
        else:
            there.remove(file_id)
            shelf.files.remove([file_id])
        assert_told_as_counted(shelf)
    inner = shelf.files.add_folder(str(Path(shelf.files.folders()[0].path).parent))
    assert_told_as_counted(shelf)
    shelf.files.remove_folder(inner.id)  # with all that is in it
    assert_told_as_counted(shelf)
    assert shelf.text.count_by_kind() == {"passages": 0, "pages": 0, "pictures": 0}


def test_an_older_library_is_counted_when_it_is_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.db"
    with monkeypatch.context() as patched:
        patched.setattr(database, "_MIGRATIONS", database._MIGRATIONS[:8])
        old = Shelf.open(path)
        for number in range(5):
            old.add(f"{number}.txt", "a heron", "a weir")
        old.database.close()
    shelf = Shelf.open(path)
    assert shelf.text.count_by_kind()["passages"] == 10
    assert_told_as_counted(shelf)
    shelf.database.close()
