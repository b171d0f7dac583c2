"""Folders and files: known, moved, changed, removed."""

import os

import numpy as np
import pytest

from grsearch_desktop.store.files import NewFile
from tests.store.shelf import FOLDER, Shelf, page_look, picture_look, unit, use


def filled(shelf: Shelf, path: str = "report.pdf") -> int:
    """A file with everything a file can have: text, vectors, pages, a picture, a reason."""
    random = np.random.default_rng(len(path))
    model = use(shelf)
    file_id = shelf.name(path, kind="pdf")
    items = shelf.read(
        file_id,
        "the first page speaks of rivers",
        "the second of bridges",
        pages=(1, 2),
        title="Rivers",
        looks=True,
        cut="Only the first 2 pages were read.",
    )
    shelf.vectors.save_texts(model, items, unit(random, 2, 8))
    looks = [page_look(1, unit(random, 1, 8)[0]), picture_look(b"digest", unit(random, 1, 8)[0])]
    shelf.vectors.save_looks(model, [(file_id, look) for look in looks], [])
    return file_id


def test_a_name_can_be_found_before_anything_was_read(shelf: Shelf) -> None:
    file_id = shelf.name("TaxReturn_2023.pdf", kind="pdf")
    for word in ("tax", "return", "2023", "taxreturn", "pdf"):
        assert shelf.text.names(word, 5).tolist() == [file_id], word
    assert shelf.text.names_with("xRet", 5).tolist() == [file_id]
    assert not len(shelf.text.names_with("xyz", 5))


def test_files_that_wait_come_newest_first(shelf: Shelf) -> None:
    old, new = shelf.name("old.txt", mtime=10), shelf.name("new.txt", mtime=20)
    assert shelf.files.waiting() == [new, old]
    shelf.read(new, "read")
    assert shelf.files.waiting() == [old]


def test_files_of_a_drive_that_is_gone_wait_for_it(shelf: Shelf) -> None:
    file_id = shelf.name("a.txt")
    folder = shelf.files.folders()[0]
    shelf.files.set_online(folder, None)
    assert not shelf.files.folders()[0].online
    assert shelf.files.waiting() == []
    assert shelf.files.id_of(f"{FOLDER}/a.txt") == file_id
    shelf.files.set_online(shelf.files.folders()[0], 1)
    assert shelf.files.waiting() == [file_id]


@pytest.mark.parametrize("name", [b"caf\xe9.txt", b"\xff\xfe", b"new\nline", "naïve.txt".encode()])
def test_a_path_is_kept_by_its_bytes(shelf: Shelf, name: bytes) -> None:
    path = os.path.join(FOLDER, os.fsdecode(name))
    file_id = shelf.name(path)
    folder = shelf.files.folders()[0]
    assert shelf.files.id_of(path) == file_id
    assert os.fsencode(shelf.files.known(folder.id)[path].path).endswith(name)
    assert os.fsencode(shelf.files.details([file_id])[file_id].path).endswith(name)
    shelf.text.fail(file_id, None, "The file is empty.", kind="text")
    assert [os.fsencode(trouble.path) for trouble in shelf.files.errors()] == [os.fsencode(path)]
    assert shelf.files.inside(FOLDER) == [file_id]


def test_a_folder_within_a_known_one_is_that_one(shelf: Shelf) -> None:
    outer = shelf.files.add_folder("/home/eva")
    assert shelf.files.add_folder("/home/eva/letters") == outer
    assert shelf.files.add_folder("/home/eva") == outer
    assert len(shelf.files.folders()) == 1


def test_a_folder_takes_in_those_below_it_with_their_files(shelf: Shelf) -> None:
    letters = shelf.files.add_folder("/home/eva/letters")
    single = shelf.files.add_folder("/home/eva/list.txt", is_file=True)
    beside = shelf.files.add_folder("/home/eva2")
    shelf.files.add(letters.id, [NewFile("/home/eva/letters/a.txt", "a.txt", "text", 1, 0, 0)])
    shelf.files.add(single.id, [NewFile("/home/eva/list.txt", "list.txt", "text", 1, 0, 0)])
    shelf.files.add(beside.id, [NewFile("/home/eva2/b.txt", "b.txt", "text", 1, 0, 0)])
    known = shelf.files.id_of("/home/eva/letters/a.txt")
    assert known is not None
    shelf.read(known, "dear friend")
    outer = shelf.files.add_folder("/home/eva")
    assert [folder.path for folder in shelf.files.folders()] == ["/home/eva", "/home/eva2"]
    assert set(shelf.files.known(outer.id)) == {"/home/eva/letters/a.txt", "/home/eva/list.txt"}
    assert set(shelf.files.known(beside.id)) == {"/home/eva2/b.txt"}
    assert [match.file_id for match in shelf.text.passages("friend", 5)] == [known]


def test_the_whole_disk_can_be_a_folder(shelf: Shelf) -> None:
    home = shelf.files.add_folder("/home")
    shelf.files.add(home.id, [NewFile("/home/a.txt", "a.txt", "text", 1, 0, 0)])
    root = shelf.files.add_folder("/")
    assert shelf.files.folders() == [root]
    assert list(shelf.files.known(root.id)) == ["/home/a.txt"]
    assert shelf.files.add_folder("/home") == root


def test_a_single_file_does_not_hold_its_neighbours(shelf: Shelf) -> None:
    single = shelf.files.add_folder("/home/eva", is_file=True)
    inner = shelf.files.add_folder("/home/eva/letters")
    assert inner.id != single.id


def test_a_moved_file_keeps_its_text_and_its_vectors(shelf: Shelf) -> None:
    file_id = filled(shelf)
    before = shelf.counts()
    folder = shelf.files.add_folder("/media/disk")
    shelf.files.move(
        file_id, folder.id, NewFile("/media/disk/Bridges.pdf", "Bridges.pdf", "pdf", 100, 7, 7)
    )
    assert {**shelf.counts(), "folder": 1} == before
    assert shelf.files.id_of(f"{FOLDER}/report.pdf") is None
    assert shelf.files.id_of("/media/disk/Bridges.pdf") == file_id
    assert shelf.text.names("bridges", 5).tolist() == [file_id]
    assert not len(shelf.text.names("report", 5))
    assert not len(shelf.text.names_with("epor", 5))
    assert len(shelf.text.names("rivers", 5)), "what the file says of itself moves with it"
    model = shelf.vectors.active()
    assert model
    assert set(shelf.vectors.load(model, "text").file_ids) == {file_id}


def test_a_changed_file_answers_with_its_old_text_until_it_is_read(shelf: Shelf) -> None:
    file_id = filled(shelf)
    shelf.files.changed(file_id, NewFile("letters.pdf", "letters.pdf", "pdf", 5, 99, 99))
    assert shelf.files.waiting() == [file_id]
    file = shelf.files.by_id(file_id)
    assert file
    assert (file.size, file.mtime_ns, file.used_ns, file.hash) == (5, 99, 99, None)
    assert shelf.text.passages("rivers", 5)
    shelf.read(file_id, "nothing but deserts")
    assert shelf.text.passages("rivers", 5) == []
    assert shelf.text.passages("deserts", 5)


def test_a_touched_file_is_not_read_again(shelf: Shelf) -> None:
    file_id = filled(shelf)
    shelf.files.touch([(file_id, NewFile("report.pdf", "report.pdf", "pdf", 5, 1234, 0))])
    assert shelf.files.waiting() == []
    assert shelf.files.details([file_id])[file_id].mtime_ns == 1234


def test_a_removed_file_leaves_no_row_in_any_table(shelf: Shelf) -> None:
    use(shelf, "other", dimension=4)
    use(shelf)
    empty = shelf.counts()
    removed = filled(shelf, "removed.pdf")
    assert all(shelf.counts()[table] > empty[table] for table in ("vector", "thumbnail", "item"))
    assert shelf.files.remove([removed]) == 1
    assert {**shelf.counts(), "folder": 0} == empty
    for match in ('"rivers"', '"removed"', '"pdf"'):
        assert shelf.text.passages(match, 5) == []
        assert not len(shelf.text.names(match, 5))
    assert shelf.text.document_frequency("river") == 0
    assert shelf.database.integrity() == "ok"


def test_a_file_that_stays_keeps_all_its_rows(shelf: Shelf) -> None:
    stays = filled(shelf, "stays.pdf")
    before = shelf.counts()
    gone = filled(shelf, "goes.pdf")
    assert shelf.files.remove([gone, 12345]) == 1
    assert shelf.counts() == before
    assert [match.file_id for match in shelf.text.passages("bridges", 5)] == [stays]


def test_a_file_taken_out_is_not_confused_with_the_next_one(shelf: Shelf) -> None:
    first = filled(shelf, "a.pdf")
    items = shelf.passages_of(first)
    shelf.files.remove([first])
    second = filled(shelf, "a.pdf")
    assert second > first
    assert not set(items) & set(shelf.passages_of(second))


def test_inside_gives_a_file_or_all_below_a_folder(shelf: Shelf) -> None:
    inner = shelf.name("letters/a.txt")
    deeper = shelf.name("letters/old/b.txt")
    beside = shelf.name("letters2/c.txt")
    assert sorted(shelf.files.inside(f"{FOLDER}/letters")) == [inner, deeper]
    assert shelf.files.inside(f"{FOLDER}/letters2/c.txt") == [beside]
    assert shelf.files.inside(f"{FOLDER}/lett") == []


def test_an_emptied_folder_can_be_taken_out(shelf: Shelf) -> None:
    empty = shelf.counts()
    filled(shelf)
    folder = shelf.files.folders()[0]
    shelf.files.remove(shelf.files.inside(folder.path))
    shelf.files.remove_folder(folder.id)
    left = shelf.counts()
    assert {table: left[table] for table in empty} == {**empty, "model": 1}


def test_files_that_failed_are_read_again_only_when_asked(shelf: Shelf) -> None:
    file_id = shelf.name("broken.pdf")
    shelf.text.fail(file_id, b"hash", "The file is damaged.", kind="text")
    assert shelf.files.waiting() == []
    shelf.files.retry_failed()
    assert shelf.files.waiting() == [file_id]


def test_errors_come_with_their_reason_and_go_when_the_file_is_read(shelf: Shelf) -> None:
    file_id = filled(shelf)
    assert [(t.path, t.reason) for t in shelf.files.errors()] == [
        (f"{FOLDER}/report.pdf", "Only the first 2 pages were read.")
    ]
    shelf.read(file_id, "read whole")
    assert shelf.files.errors() == []


def test_a_file_that_cannot_be_read_keeps_its_name_alone(shelf: Shelf) -> None:
    file_id = filled(shelf)
    shelf.text.fail(file_id, b"h", "The file is protected by a password.", kind="text")
    assert shelf.count("item") == shelf.count("vector") == shelf.count("thumbnail") == 0
    assert shelf.count("text_todo") == shelf.count("look_todo") == 0
    assert shelf.text.names("report", 5).tolist() == [file_id]
    assert [t.reason for t in shelf.files.errors()] == ["The file is protected by a password."]
    assert shelf.files.count_by_state() == {"read": 0, "waiting": 0, "error": 1}


def test_counts_are_of_all_files(shelf: Shelf) -> None:
    shelf.add("a.txt", "a", "b")
    shelf.name("b.txt")
    folder = shelf.files.folders()[0]
    assert shelf.files.count_by_state() == {"read": 1, "waiting": 1, "error": 0}
    assert shelf.files.count_by_folder() == {folder.id: 2}
    assert shelf.text.count_by_kind() == {"passages": 2, "pages": 0, "pictures": 0}


def test_a_name_twice_in_one_batch_writes_none_of_it(shelf: Shelf) -> None:
    folder = shelf.files.add_folder(FOLDER)
    before = shelf.counts()
    same = NewFile(f"{FOLDER}/a.txt", "a.txt", "text", 1, 0, 0)
    with pytest.raises(Exception, match="UNIQUE"):
        shelf.files.add(folder.id, [same, same])
    assert shelf.counts() == before
