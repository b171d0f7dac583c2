"""Copies of one file are one hit that names the others."""

import io
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image

from grsearch_desktop.search.results import Result
from grsearch_desktop.store.likeness import light, telling
from grsearch_desktop.store.vectors import EncodedLook
from tests.search.collection import Collection
from tests.search.small_encoder import picture_of
from tests.store.shelf import FOLDER

LETTER = (
    "Dear Mrs Meier, we thank you for your order of the garden bench, which leaves our workshop in"
    " the second week of May. The carrier will call you on the day before. Kind regards: the joiner"
)


def jpeg_of(seed: int, size: tuple[int, int] = (640, 480), quality: int = 90) -> bytes:
    """A photo of nothing: soft light and shade, each seed another."""
    small = np.random.default_rng(seed).integers(0, 255, (7, 9, 3), dtype=np.uint8)
    written = io.BytesIO()
    Image.fromarray(small).resize(size, Image.Resampling.BICUBIC).save(
        written, "JPEG", quality=quality
    )
    return written.getvalue()


def photo(collection: Collection, name: str, shows: str, thumbnail: bytes) -> int:
    file_id = collection.shelf.name(name, kind="image")
    collection.shelf.read(file_id, kind="image", looks=True)
    model = collection.shelf.vectors.active()
    assert model
    (vector,) = collection.encoder.encode_images([picture_of(shows)])
    look = EncodedLook("picture", None, name.encode(), thumbnail, vector)
    collection.shelf.vectors.save_looks(model, [(file_id, look)], [file_id])
    return file_id


def hits(collection: Collection, query: str, **asked: object) -> dict[str, list[str]]:
    """Name -> the names of its copies, for each hit."""

    def name(path: str) -> str:
        return path.removeprefix(FOLDER + "/")

    results: list[Result] = collection.searcher.find(query, 50, **asked).results  # type: ignore[arg-type]
    return {name(hit.file.path): [*map(name, hit.copies)] for hit in results}


def test_the_same_file_in_two_places_is_one_hit_that_names_the_other(
    collection: Collection,
) -> None:
    collection.note("letter.txt", LETTER)
    collection.note("backup/letter.txt", LETTER)
    collection.note("garden.txt", "the bench in the garden is made of oak")
    assert hits(collection, "garden bench") == {
        "garden.txt": [], "letter.txt": ["backup/letter.txt"],
    }  # fmt: skip
    found = collection.searcher.find("garden bench", 50)
    assert (len(found.results), found.total) == (2, 2)


def test_each_copy_is_a_hit_where_that_is_asked_for(collection: Collection) -> None:
    collection.note("letter.txt", LETTER)
    collection.note("backup/letter.txt", LETTER)
    found = collection.searcher.find("garden bench", 50, each_copy=True)
    assert found.total == 2
    assert all(hit.copies == () for hit in found.results)


def test_a_copy_in_another_folder_is_found_there(collection: Collection) -> None:
    collection.note("letter.txt", LETTER)
    collection.note("backup/letter.txt", LETTER)
    assert hits(collection, "garden bench in:backup") == {"backup/letter.txt": []}


def test_the_copy_whose_name_fits_best_is_the_hit(collection: Collection) -> None:
    collection.note("scan0001.txt", LETTER)
    collection.note("bench.txt", LETTER)
    assert hits(collection, "bench") == {"bench.txt": ["scan0001.txt"]}


def test_pages_of_hits_follow_each_other_without_gap_or_repetition(collection: Collection) -> None:
    for number in range(40):
        text = f"a bench of oak number{number % 25}, which stands in the garden"
        collection.shelf.add(f"{number}.txt", text)
    collection.encode()
    whole = collection.searcher.find("oak bench", 100)
    assert whole.total == len(whole.results) == 25
    parts = [
        hit.file.path
        for offset in range(0, 30, 7)
        for hit in collection.searcher.find("oak bench", 7, offset=offset).results
    ]
    assert parts == [hit.file.path for hit in whole.results]


def test_files_without_content_are_no_copies(collection: Collection) -> None:
    for folder in ("a", "b"):
        collection.note(f"{folder}/__init__.py", size=0)
    assert set(hits(collection, "init")) == {"a/__init__.py", "b/__init__.py"}


def test_a_list_by_filters_alone_shows_every_file(collection: Collection) -> None:
    collection.note("letter.txt", LETTER)
    collection.note("backup/letter.txt", LETTER)
    assert len(hits(collection, "type:text")) == 2


def test_a_smaller_photo_that_was_saved_anew_is_a_copy_and_another_photo_is_not(
    collection: Collection,
) -> None:
    photo(collection, "large.jpg", "bench oak", jpeg_of(1))
    photo(collection, "small.jpg", "bench oak", jpeg_of(1, (200, 150), 40))
    photo(collection, "other.jpg", "bench oak", jpeg_of(2))
    assert hits(collection, "bench") == {"large.jpg": ["small.jpg"], "other.jpg": []}


def test_a_text_in_another_form_is_a_copy(collection: Collection) -> None:
    collection.note("letter.md", "# " + LETTER.replace(". ", ".\n\n"))
    collection.note("letter.txt", LETTER)
    collection.note("answer.txt", "Dear joiner, thank you for the garden bench, it is beautiful.")
    found = hits(collection, "garden bench")
    assert len(found) == 2
    assert sorted(found) == ["answer.txt", "letter.md"] or found["letter.txt"] == ["letter.md"]


@pytest.mark.parametrize("other", ["the third week of May", "the 2nd week", "the 3rd week"])
def test_a_text_of_another_number_is_no_copy(collection: Collection, other: str) -> None:
    for name, week in (("1.txt", "the 1st week"), ("2.txt", other)):
        collection.note(name, LETTER.replace("the second week of May", week))
    assert len(hits(collection, "garden bench")) == 2


def test_a_text_that_begins_the_same_and_ends_otherwise_is_no_copy(collection: Collection) -> None:
    ending = "and this is how it all came to an end, which nobody had thought of at first: "
    for name, last in (
        ("a.txt", "the bench was sold"),
        ("b.txt", "oak was not to be had any more"),
    ):
        collection.note(name, LETTER, ending + last + ", and so they all went home late at night")
    assert len(hits(collection, "garden bench")) == 2


@pytest.fixture(scope="module")
def flat() -> Iterator[bytes]:
    written = io.BytesIO()
    Image.new("RGB", (320, 240), "white").save(written, "JPEG")
    yield written.getvalue()


def test_a_plain_surface_looks_like_nothing(flat: bytes) -> None:
    assert light(b"no picture") == b""
    assert telling([light(flat), light(jpeg_of(3))]) == [False, True]
