"""A file that is read again and says the same keeps its items, and with them its vectors."""

from dataclasses import replace

import numpy as np
import pytest

from grsearch_desktop.store.text import PassageText, ReadFile
from tests.store.shelf import Shelf, picture_look, unit, use

WORDS = "The ferry leaves at noon. It comes back at six."


@pytest.fixture
def read(shelf: Shelf) -> ReadFile:
    """A file with a passage, a page, and the look of a picture, all of it encoded."""
    model = use(shelf)
    passage = PassageText(1, 0, len(WORDS), WORDS)
    file_id = shelf.name("a.pdf", kind="pdf")
    file = ReadFile(
        *(file_id, b"hash", "pdf", "Timetable", "", None, "about", [passage], [1], True, "")
    )
    shelf.text.save([file])
    vectors = unit(np.random.default_rng(1), 2, 8)
    shelf.vectors.save_texts(model, shelf.passages_of(file_id), vectors[:1])
    shelf.vectors.save_looks(model, [(file_id, picture_look(b"p", vectors[1], 1))], [file_id])
    return file


def state(shelf: Shelf, file: ReadFile) -> tuple[list[int], int, dict[str, int]]:
    items = shelf.database.read().execute("SELECT id FROM item WHERE file_id = ?", (file.file_id,))
    return [id for (id,) in items], shelf.count("vector"), shelf.vectors.left()


def test_what_says_the_same_keeps_its_items(shelf: Shelf, read: ReadFile) -> None:
    before = state(shelf, read)
    again = replace(read, facts={"tags": "ferry"}, about="about ferry", author="Eva", readers=7)
    shelf.text.save([again])
    assert state(shelf, read) == before
    assert before[1:] == (2, {"texts": 0, "looks": 0})
    assert shelf.files.facts(read.file_id) == {"tags": "ferry"}
    assert shelf.text.names('"ferry"', 5).tolist() == [read.file_id]
    assert shelf.files.outdated(7) == []
    assert shelf.files.outdated(8) == [read.file_id]
    halves = [PassageText(1, 0, 25, WORDS[:25]), PassageText(1, 26, len(WORDS), WORDS[26:])]
    shelf.text.save([replace(again, passages=halves)])
    assert state(shelf, read) == before, "cut for another model, the text is the same"


@pytest.mark.parametrize(
    "other",
    [
        {"hash": b"other"},
        {"hash": None},
        {"kind": "book"},
        {"title": "Fares"},
        {"cut": "It has too many pages."},
        {"has_looks": False},
        {"pages": [1, 2]},
        {"passages": [PassageText(1, 0, 5, "Other")]},
        {"passages": [PassageText(2, 0, len(WORDS), WORDS)]},
        {"passages": []},
    ],
    ids=lambda other: next(iter(other)),
)
def test_what_says_something_else_is_done_anew(
    shelf: Shelf, read: ReadFile, other: dict[str, object]
) -> None:
    before = state(shelf, read)
    shelf.text.save([replace(read, **other)])  # type: ignore[arg-type]
    after = state(shelf, read)
    assert not set(before[0]) & set(after[0])
    assert after[1] == 0


def test_a_file_that_is_to_be_looked_at_only_now_is(shelf: Shelf) -> None:
    model = use(shelf)
    file_id = shelf.add("a.pdf", WORDS)
    (passage,) = shelf.passages_of(file_id)
    vectors = unit(np.random.default_rng(1), 1, 8)
    shelf.vectors.save_texts(model, [passage], vectors)
    assert shelf.vectors.left() == {"texts": 0, "looks": 0}
    shelf.read(file_id, WORDS, looks=True)
    assert shelf.passages_of(file_id) == [passage]
    assert shelf.vectors.left() == {"texts": 0, "looks": 1}
