"""Files as columns: in step with what is written, by this process and by others."""

from pathlib import Path

import pytest

from grsearch_desktop.store import changes, columns
from grsearch_desktop.store.columns import KeptColumns
from grsearch_desktop.store.files import Conditions, NewFile
from tests.store.shelf import FOLDER, Shelf

TEXTS = Conditions(kinds=("text",))
IN_NEW = Conditions(folders=("new",))


def reads(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes when all files are read."""
    noted: list[str] = []
    read_all = KeptColumns._all

    def noting(kept: KeptColumns) -> columns.FileColumns:
        noted.append("all")
        return read_all(kept)

    monkeypatch.setattr(KeptColumns, "_all", noting)
    shelf.files.matching(TEXTS)
    return noted


def moved(path: str, mtime_ns: int = 0) -> NewFile:
    whole = f"{FOLDER}/{path}"
    return NewFile(whole, path.rpartition("/")[2], "text", 100, mtime_ns, mtime_ns)


def test_each_change_is_seen_and_only_what_changed_is_read(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = shelf.add("old/one.txt", "words", mtime=1.0)
    noted = reads(shelf, monkeypatch)
    assert shelf.files.matching(TEXTS).tolist() == [one]
    two = shelf.add("new/two.txt", "words", mtime=2.0)
    assert shelf.files.newest(TEXTS).tolist() == [two, one]
    assert shelf.files.matching(IN_NEW).tolist() == [two]
    shelf.files.move(one, 1, moved("new/one.md", 10**9))
    assert shelf.files.matching(IN_NEW).tolist() == [one, two]
    assert shelf.files.matching(Conditions(extensions=("txt",))).tolist() == [two]
    shelf.files.touch([(one, moved("new/one.md", 3 * 10**9))])
    assert shelf.files.newest(TEXTS).tolist() == [one, two]
    shelf.text.fail(two, None, "It is locked.", kind="other")
    assert shelf.files.matching(TEXTS).tolist() == [one]
    shelf.files.remove([one])
    assert shelf.files.matching(Conditions()).tolist() == [two]
    assert noted == ["all"]


def test_a_folder_that_is_forgotten_takes_its_files_along(shelf: Shelf) -> None:
    folder = shelf.files.add_folder("/mnt/disk")
    shelf.files.add(folder.id, [NewFile("/mnt/disk/a.txt", "a.txt", "text", 1, 0, 0)])
    assert len(shelf.files.matching(TEXTS)) == 1
    with shelf.database.write() as connection:
        connection.execute("DELETE FROM folder WHERE id = ?", (folder.id,))
    assert len(shelf.files.matching(TEXTS)) == 0


def test_what_was_not_committed_is_not_there(shelf: Shelf) -> None:
    shelf.add("one.txt", "words")
    assert len(shelf.files.matching(TEXTS)) == 1
    with pytest.raises(RuntimeError), shelf.database.write() as connection:
        connection.execute("DELETE FROM file")
        raise RuntimeError
    assert len(shelf.files.matching(TEXTS)) == 1


def test_what_another_process_writes_is_seen(tmp_path: Path) -> None:
    ours, theirs = Shelf.open(tmp_path / "library.db"), Shelf.open(tmp_path / "library.db")
    ours.add("one.txt", "words")
    assert len(ours.files.matching(TEXTS)) == 1
    two = theirs.add("two.txt", "words")
    assert two in ours.files.matching(TEXTS)
    theirs.files.remove([two])
    ours.add("three.txt", "words")
    assert len(ours.files.matching(TEXTS)) == 2
    assert two not in ours.files.matching(TEXTS)
    for shelf in (ours, theirs):
        shelf.database.close()


@pytest.mark.parametrize("most", [columns._MOST_CHANGED, 3])
def test_many_changes_at_once_are_seen_too(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(columns, "_MOST_CHANGED", most)
    monkeypatch.setattr(changes, "_MOST", 2 * most)
    shelf.add("first.txt", "words")
    assert len(shelf.files.matching(TEXTS)) == 1
    added = [shelf.add(f"{n}.txt", "words") for n in range(20)]
    assert len(shelf.files.matching(TEXTS)) == 21
    shelf.files.remove(added[::2])
    assert len(shelf.files.matching(TEXTS)) == 11


def test_what_is_let_go_is_read_again(shelf: Shelf) -> None:
    one = shelf.add("one.txt", "words")
    assert shelf.files.matching(TEXTS).tolist() == [one]
    shelf.files.let_go()
    assert shelf.files.matching(TEXTS).tolist() == [one]


def test_a_library_without_files_has_none_that_fit(shelf: Shelf) -> None:
    for asked in (TEXTS, IN_NEW, Conditions(names=("a",)), Conditions(extensions=("a.b",))):
        assert shelf.files.matching(asked).tolist() == []


def test_names_that_came_went_or_changed_are_known_beside_those_in_memory(shelf: Shelf) -> None:
    heron = Conditions(names=("heron",))
    one, two = shelf.name("heron.txt"), shelf.name("weir.txt")
    assert shelf.files.matching(heron).tolist() == [one]
    three = shelf.name("grey heron.txt")
    folder = shelf.files.folders()[0]
    moved = NewFile(f"{folder.path}/heron too.txt", "heron too.txt", "text", 3, 0, 0)
    shelf.files.move(two, folder.id, moved)
    shelf.files.remove([one])
    assert shelf.files.matching(heron).tolist() == [two, three]
    assert shelf.files.matching(Conditions(names=("weir",))).tolist() == []
    assert shelf.files.matching(Conditions(not_names=("grey",))).tolist() == [two]
