"""All files of a library that there are several of."""

import io

import numpy as np
import pytest
from PIL import Image

from grsearch_desktop.store import neighbours
from grsearch_desktop.store.duplicates import (
    DuplicateGroup,
    duplicate_groups,
    first_files,
    with_looks,
)
from grsearch_desktop.store.vectors import EncodedLook
from tests.store.shelf import FOLDER, Shelf, unit, use
from tests.store.test_likeness import photo
from tests.store.test_recognised import picture
from tests.store.test_sketch import STORY

OTHER = " ".join(reversed(STORY.split()))


def look_at(shelf: Shelf, path: str, size: int, *images: Image.Image, meaning: int = 1) -> int:
    """meaning: those of one number have the same vector."""
    file_id = shelf.name(path, kind="image", size=size)
    shelf.read(file_id, kind="image", looks=True)
    model = shelf.vectors.active() or use(shelf)
    for page, image in enumerate(images, start=1):
        written = io.BytesIO()
        image.save(written, "JPEG")
        vector = unit(np.random.default_rng(meaning), 1, model.dimension)[0]
        look = EncodedLook("picture", page, b"%d %d" % (file_id, page), written.getvalue(), vector)
        shelf.vectors.save_looks(model, [(file_id, look)], [file_id])
    return file_id


def told(groups: list[DuplicateGroup]) -> list[tuple[str, list[tuple[str, int]], int]]:
    return [
        (
            group.why,
            [(file.path.removeprefix(FOLDER + "/"), file.content) for file in group.files],
            group.saves,
        )
        for group in groups
    ]


@pytest.fixture
def full(shelf: Shelf) -> Shelf:
    shelf.add("story.txt", STORY, size=300)
    shelf.add("backup/story.txt", STORY, size=300)
    shelf.add("story.md", "# " + STORY, size=302)
    shelf.add("other.txt", OTHER, size=4000)
    shelf.add("backup/other.txt", OTHER, size=4000)
    shelf.add("alone.txt", "there is one of this alone", size=9000)
    look_at(shelf, "photo.jpg", 50_000, photo(1))
    look_at(shelf, "small.jpg", 1000, photo(1).resize((160, 120)))
    look_at(shelf, "else.jpg", 50_000, photo(2))
    return shelf


def test_each_group_says_what_makes_it_one_and_what_could_save_most_comes_first(
    full: Shelf,
) -> None:
    groups = duplicate_groups(full.database, full.text.copies)
    assert told(groups) == [
        ("bytes", [("other.txt", 1), ("backup/other.txt", 1)], 4000),
        ("picture", [("photo.jpg", 1), ("small.jpg", 2)], 1000),
        ("text", [("story.md", 1), ("story.txt", 2), ("backup/story.txt", 2)], 600),
    ]


def test_those_of_some_files_are_given_alone(full: Shelf) -> None:
    within = full.files.inside(f"{FOLDER}/small.jpg")
    (group,) = duplicate_groups(full.database, full.text.copies, within)
    assert group.why == "picture"
    assert duplicate_groups(full.database, full.text.copies, []) == []


def test_much_cut_copies_are_found_by_their_vectors(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neighbours, "_FEW", 0)
    monkeypatch.setattr(neighbours, "_NEAREST", 1)
    for number in range(6):
        look_at(shelf, f"{number}.jpg", 50_000, photo(number), meaning=number)
        if number < 3:
            cut = photo(number).crop((60, 0, 320, 240))
            look_at(shelf, f"{number}-cut.jpg", 1000, cut, meaning=number)
    groups = duplicate_groups(shelf.database, shelf.text.copies)
    assert sorted([path for path, _ in files] for _, files, _ in told(groups)) == [
        [f"{number}.jpg", f"{number}-cut.jpg"] for number in range(3)
    ]


def test_two_names_of_one_file_save_nothing(full: Shelf) -> None:
    with full.database.write() as connection:
        connection.execute("UPDATE file SET number = 7 WHERE name = 'other.txt'")
    groups = duplicate_groups(full.database, full.text.copies)
    assert [group.saves for group in groups] == [1000, 600, 0]


def test_a_picture_of_several_pages_is_no_copy_of_its_first(full: Shelf) -> None:
    look_at(full, "scans.tif", 90_000, photo(2), photo(3))
    assert len(duplicate_groups(full.database, full.text.copies)) == 3


def test_what_an_older_program_read_is_told_apart_once_it_was_seen_to(full: Shelf) -> None:
    before = duplicate_groups(full.database, full.text.copies)
    with full.database.write() as connection:
        connection.execute("DELETE FROM light")
        connection.execute("DELETE FROM sketch")
        connection.execute("INSERT INTO counter VALUES ('files without what tells copies', 9)")
    assert full.text.copies.untold() == 9
    assert [group.why for group in duplicate_groups(full.database, full.text.copies)] == [
        "bytes", "bytes",
    ]  # fmt: skip
    full.text.copies.complete(lambda: None)
    assert full.text.copies.untold() == 0
    assert duplicate_groups(full.database, full.text.copies) == before


def test_what_is_forgotten_leaves_nothing_behind(full: Shelf) -> None:
    full.files.remove(full.files.inside(FOLDER))
    assert full.count("light") == full.count("sketch") == 0


def test_pictures_that_look_the_same_and_say_other_things_are_two(shelf: Shelf) -> None:
    """As two screenshots of one window."""
    form = photo(1)
    ids = [look_at(shelf, f"{name}.png", 5000, form) for name in ("first", "again", "other")]
    said = "nine words are shown in this picture of them"
    for file_id, words in zip(
        ids, (said, said + "!", "sail out of the harbour at dawn with nobody"), strict=True
    ):
        shelf.text.recognised.save(file_id, picture(words))
    (group,) = duplicate_groups(shelf.database, shelf.text.copies)
    assert [file.path.rpartition("/")[2] for file in group.files] == ["first.png", "again.png"]


def test_what_was_recognised_in_a_picture_is_shown_with_it(shelf: Shelf) -> None:
    file_id = look_at(shelf, "board.png", 5000, photo(1))
    shelf.text.recognised.save(file_id, picture("Kookaburra express"))
    (match,) = shelf.text.passages("kookaburra", 5)
    assert shelf.text.thumbnail(match.id)


def test_a_comparison_says_how_far_it_is_and_ends_when_it_is_told_to(full: Shelf) -> None:
    shares: list[float] = []
    duplicate_groups(full.database, full.text.copies, checkpoint=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0

    def stop(_: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        duplicate_groups(full.database, full.text.copies, checkpoint=stop)


def test_a_list_that_is_cut_says_how_many_files_there_are_and_may_be_empty(full: Shelf) -> None:
    groups = duplicate_groups(full.database, full.text.copies)
    cut = first_files(groups, 2)
    assert [(len(group.files), group.count) for group in cut] == [(2, groups[0].count)]
    assert with_looks(full.database, cut)[0].files[0].path == groups[0].files[0].path
    assert with_looks(full.database, first_files(groups, 0)) == []
