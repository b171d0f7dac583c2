"""Vectors: kept by model and part, resumed, replaced, and gone with their items."""

import numpy as np
import pytest

from grsearch_desktop.store.files import NewFile
from grsearch_desktop.store.vectors import Model, StoredVectors
from tests.store.shelf import Shelf, page_look, picture_look, unit, use

RANDOM = np.random.default_rng(11)
ROWS = unit(RANDOM, 20, 8)


@pytest.fixture
def model(shelf: Shelf) -> Model:
    return use(shelf)


def by_item(stored: StoredVectors) -> dict[int, list[float]]:
    return dict(zip(stored.item_ids.tolist(), stored.vectors.tolist(), strict=True))


def test_a_library_without_a_model_has_none_active(shelf: Shelf) -> None:
    shelf.add("a.txt", "text")
    assert shelf.vectors.active() is None
    model = use(shelf)
    assert shelf.vectors.active() == model
    assert len(shelf.vectors.texts_to_encode()) == 1, "what was read before is on its list"


def test_vectors_come_back_bit_for_bit_with_what_they_are_of(shelf: Shelf, model: Model) -> None:
    file_id = shelf.name("a.pdf")
    items = shelf.read(file_id, "one", "two", pages=(1, 2), looks=True)
    shelf.vectors.save_texts(model, items, ROWS[:2])
    looks = [page_look(2, ROWS[2]), picture_look(b"seen", ROWS[3], page=1)]
    shelf.vectors.save_looks(model, [(file_id, look) for look in looks], [file_id])
    texts = shelf.vectors.load(model, "text")
    np.testing.assert_array_equal(texts.vectors, ROWS[:2])
    assert texts.vectors.dtype == np.float32
    assert texts.item_ids.tolist() == items
    assert texts.file_ids.tolist() == [file_id, file_id]
    assert texts.pages.tolist() == [1, 2]
    assert texts.is_page.tolist() == [False, False]
    stored = shelf.vectors.load(model, "look")
    np.testing.assert_array_equal(stored.vectors, ROWS[2:4])
    assert stored.pages.tolist() == [2, 1]
    assert stored.is_page.tolist() == [True, False]
    kinds = {id: item.kind for id, item in shelf.text.items(stored.item_ids.tolist()).items()}
    assert list(kinds.values()) == ["page", "picture"]


def test_an_empty_part_has_the_shape_of_the_model(shelf: Shelf, model: Model) -> None:
    stored = shelf.vectors.load(model, "look")
    assert stored.vectors.shape == (0, 8)
    assert len(stored.ids) == len(stored.is_page) == 0


def test_only_what_is_new_is_loaded_again(shelf: Shelf, model: Model) -> None:
    items = shelf.read(shelf.name("a.txt"), *"abcd")
    shelf.vectors.save_texts(model, items[:2], ROWS[:2])
    first = shelf.vectors.load(model, "text")
    assert shelf.vectors.last_id() == first.ids[-1]
    shelf.vectors.save_texts(model, items[2:], ROWS[2:4])
    more = shelf.vectors.load(model, "text", above=int(first.ids[-1]))
    assert more.item_ids.tolist() == items[2:]
    np.testing.assert_array_equal(more.vectors, ROWS[2:4])
    assert shelf.vectors.last_id() == more.ids[-1]


def test_ids_grow_even_after_the_last_vector_was_taken_out(shelf: Shelf, model: Model) -> None:
    gone = shelf.name("gone.txt")
    shelf.vectors.save_texts(model, shelf.read(gone, "a"), ROWS[:1])
    last, removals = shelf.vectors.last_id(), shelf.vectors.removals()
    shelf.files.remove([gone])
    assert shelf.vectors.removals() != removals
    shelf.vectors.save_texts(model, shelf.read(shelf.name("new.txt"), "b"), ROWS[1:2])
    assert shelf.vectors.load(model, "text").ids.tolist() == [last + 1]


def test_what_is_left_to_encode_shrinks_with_each_batch(shelf: Shelf, model: Model) -> None:
    old = shelf.read(shelf.name("old.txt", mtime=1), "a", "b")
    new = shelf.read(shelf.name("new.txt", mtime=2), "c")
    assert shelf.vectors.texts_to_encode() == [*new, *old], "newest first"
    shelf.vectors.save_texts(model, [*new, old[0]], ROWS[:2])
    assert shelf.vectors.texts_to_encode() == [old[1]]
    assert shelf.vectors.left() == {"texts": 1, "looks": 0}
    again = Shelf.open(shelf.database.path)
    assert again.vectors.texts_to_encode() == [old[1]]
    again.database.close()


def test_a_passage_taken_out_while_it_was_encoded_gets_no_vector(
    shelf: Shelf, model: Model
) -> None:
    stays, goes = shelf.name("stays.txt"), shelf.name("goes.txt")
    (kept,), (lost,) = shelf.read(stays, "a"), shelf.read(goes, "b")
    shelf.files.remove([goes])
    shelf.vectors.save_texts(model, [lost, kept], ROWS[:2])
    assert by_item(shelf.vectors.load(model, "text")) == {kept: ROWS[1].tolist()}
    assert shelf.count("vector") == shelf.count("vec_1_text") == 1
    assert shelf.vectors.texts_to_encode() == []


def test_a_file_taken_out_while_it_was_looked_at_gets_no_vector(shelf: Shelf, model: Model) -> None:
    goes = shelf.name("goes.pdf")
    shelf.read(goes, "a", pages=(1,), looks=True)
    shelf.files.remove([goes])
    empty = shelf.counts()
    shelf.vectors.save_looks(model, [(goes, page_look(1, ROWS[0]))], [goes])
    assert shelf.counts() == empty


def test_a_passage_that_is_encoded_twice_has_its_last_vector(shelf: Shelf, model: Model) -> None:
    items = shelf.read(shelf.name("a.txt"), "a")
    shelf.vectors.save_texts(model, items, ROWS[:1])
    before = shelf.vectors.removals()
    shelf.vectors.save_texts(model, items, ROWS[1:2])
    assert by_item(shelf.vectors.load(model, "text")) == {items[0]: ROWS[1].tolist()}
    assert shelf.vectors.removals() != before, "copies in memory are to look again"


def test_a_look_that_is_encoded_twice_has_its_last_vector(shelf: Shelf, model: Model) -> None:
    file_id = shelf.name("a.jpg", kind="image")
    shelf.read(file_id, kind="image", looks=True)
    for row in ROWS[:2]:
        shelf.vectors.save_looks(model, [(file_id, picture_look(b"same", row))], [])
    stored = shelf.vectors.load(model, "look")
    np.testing.assert_array_equal(stored.vectors, ROWS[1:2])
    assert shelf.count("item") == shelf.count("thumbnail") == 1


def test_looking_goes_on_where_it_was_interrupted(shelf: Shelf, model: Model) -> None:
    document, photo = shelf.name("a.pdf", kind="pdf"), shelf.name("b.jpg", kind="image")
    shelf.read(document, "one", "two", pages=(1, 2), kind="pdf", looks=True)
    shelf.read(photo, kind="image", looks=True)
    assert shelf.vectors.looks_to_encode(images=False) == [document]
    assert shelf.vectors.looks_to_encode(images=True) == [photo]
    looks = [page_look(1, ROWS[0]), picture_look(b"digest", ROWS[1], page=1)]
    shelf.vectors.save_looks(model, [(document, look) for look in looks])
    assert shelf.vectors.looks_to_encode(images=False) == [document]
    assert shelf.vectors.looked_at(model, document) == ({1}, {b"digest"})
    assert shelf.vectors.looked_at(model, photo) == (frozenset(), frozenset())
    shelf.vectors.save_looks(model, [(document, page_look(2, ROWS[2]))], [document])
    assert shelf.vectors.looks_to_encode(images=False) == []
    assert shelf.vectors.looked_at(model, document) == ({1, 2}, {b"digest"})
    assert shelf.vectors.left() == {"texts": 2, "looks": 1}
    assert shelf.vectors.looks_total() == 2


def test_files_that_wait_or_are_offline_are_not_looked_at(shelf: Shelf, model: Model) -> None:
    file_id = shelf.name("a.jpg", kind="image")
    shelf.read(file_id, kind="image", looks=True)
    folder = shelf.files.folders()[0]
    shelf.files.set_online(folder, None)
    assert shelf.vectors.looks_to_encode(images=True) == []
    shelf.files.set_online(shelf.files.folders()[0], 1)
    shelf.files.changed(file_id, NewFile("a.jpg", "a.jpg", "image", 1, 1, 1))
    assert shelf.vectors.looks_to_encode(images=True) == []
    shelf.read(file_id, kind="image", looks=True)
    assert shelf.vectors.looks_to_encode(images=True) == [file_id]


def test_a_photo_that_cannot_be_looked_at_is_an_error(shelf: Shelf, model: Model) -> None:
    photo = shelf.name("a.jpg", kind="image")
    shelf.read(photo, kind="image", looks=True)
    shelf.vectors.give_up_looks(photo, "The image is damaged.")
    assert shelf.vectors.looks_to_encode(images=True) == []
    assert [trouble.reason for trouble in shelf.files.errors()] == ["The image is damaged."]
    assert shelf.files.count_by_state()["error"] == 1


def test_a_document_whose_pages_cannot_be_drawn_keeps_its_text(shelf: Shelf, model: Model) -> None:
    document = shelf.name("a.pdf", kind="pdf")
    shelf.read(document, "its text", pages=(1,), kind="pdf", looks=True)
    shelf.vectors.give_up_looks(document, "Drawing the pages took too long.")
    assert shelf.vectors.left()["looks"] == 0
    assert len(shelf.files.errors()) == 1
    assert shelf.files.count_by_state()["read"] == 1
    assert shelf.text.passages("text", 5)


def test_switching_the_model_and_back_keeps_the_vectors_of_both(shelf: Shelf, model: Model) -> None:
    file_id = shelf.name("a.pdf", kind="pdf")
    items = shelf.read(file_id, "one", "two", pages=(1,), kind="pdf", looks=True)
    shelf.vectors.save_texts(model, items, ROWS[:2])
    shelf.vectors.save_looks(model, [(file_id, page_look(1, ROWS[2]))], [file_id])
    assert shelf.vectors.left() == {"texts": 0, "looks": 0}
    large = use(shelf, "large", dimension=16)
    assert shelf.vectors.active() == large
    assert shelf.vectors.left() == {"texts": 2, "looks": 1}
    assert shelf.vectors.looked_at(large, file_id) == (frozenset(), frozenset())
    rows = unit(RANDOM, 1, 16)
    shelf.vectors.save_texts(large, items[:1], rows)
    assert use(shelf) == model
    assert shelf.vectors.texts_to_encode() == []
    assert shelf.vectors.looked_at(model, file_id) == ({1}, frozenset())
    np.testing.assert_array_equal(shelf.vectors.load(model, "text").vectors, ROWS[:2])
    assert use(shelf, "large", dimension=16) == large
    np.testing.assert_array_equal(shelf.vectors.load(large, "text").vectors, rows)
    assert shelf.vectors.texts_to_encode() == [items[1]]
    assert shelf.vectors.looks_to_encode(images=False) == [file_id]


def test_a_removed_file_loses_the_vectors_of_every_model(shelf: Shelf, model: Model) -> None:
    large = use(shelf, "large", dimension=16)
    empty = shelf.counts()
    file_id = shelf.name("a.txt")
    items = shelf.read(file_id, "one")
    shelf.vectors.save_texts(model, items, ROWS[:1])
    shelf.vectors.save_texts(large, items, unit(RANDOM, 1, 16))
    shelf.files.remove([file_id])
    assert {**shelf.counts(), "folder": 0} == empty


def test_choosing_the_model_in_use_changes_nothing(shelf: Shelf, model: Model) -> None:
    items = shelf.read(shelf.name("a.txt"), "one")
    shelf.vectors.save_texts(model, items, ROWS[:1])
    before = shelf.counts()
    assert use(shelf) == model
    assert shelf.counts() == before


def test_a_vector_of_the_wrong_length_writes_nothing(shelf: Shelf, model: Model) -> None:
    items = shelf.read(shelf.name("a.txt"), "one", "two")
    before = shelf.counts()
    with pytest.raises(Exception, match=r"(?i)dimension"):
        shelf.vectors.save_texts(model, items, ROWS[:2, :5])
    assert shelf.counts() == before
    with pytest.raises(ValueError, match="zip"):
        shelf.vectors.save_texts(model, items, ROWS[:1])
    assert shelf.counts() == before


def test_a_large_set_comes_back_in_the_order_of_its_ids(shelf: Shelf, model: Model) -> None:
    """More than one of the blocks that sqlite-vec keeps vectors in (1,024 rows)."""
    items = shelf.read(shelf.name("a.txt"), *(f"p{n}" for n in range(2500)))
    rows = unit(RANDOM, 2500, 8)
    shelf.vectors.save_texts(model, items, rows)
    stored = shelf.vectors.load(model, "text")
    assert stored.item_ids.tolist() == items
    assert np.all(np.diff(stored.ids) > 0)
    np.testing.assert_array_equal(stored.vectors, rows)
