"""Models side by side: one answers, one is filled, one is kept, and what leaves is erased."""

from pathlib import Path

import numpy as np
import pytest

from grsearch_desktop.store import database
from grsearch_desktop.store.misfits import misfits
from grsearch_desktop.store.models import Model
from grsearch_desktop.store.vector_form import INT8, packed
from tests.store.shelf import Shelf, page_look, unit, use

RANDOM = np.random.default_rng(7)


def begin(shelf: Shelf, name: str = "large", dimension: int = 16) -> Model:
    return shelf.vectors.models.begin(name, name, dimension, token_limit=50)


def encode_all(shelf: Shelf, model: Model) -> None:
    items = shelf.vectors.texts_to_encode(model)
    shelf.vectors.save_texts(model, items, unit(RANDOM, len(items), model.dimension))
    files = [
        id for images in (True, False) for id in shelf.vectors.looks_to_encode(model, images=images)
    ]
    looks = unit(RANDOM, len(files), model.dimension)
    shelf.vectors.save_looks(
        model, [(id, page_look(1, row)) for id, row in zip(files, looks, strict=True)], files
    )


@pytest.fixture
def small(shelf: Shelf) -> Model:
    """The model that answers, with three passages and a page."""
    model = use(shelf)
    shelf.read(shelf.name("a.pdf", kind="pdf"), "one", "two", pages=(1, 1), kind="pdf", looks=True)
    shelf.add("b.txt", "three")
    encode_all(shelf, model)
    return model


def test_a_model_is_filled_while_the_other_one_answers(shelf: Shelf, small: Model) -> None:
    large = begin(shelf)
    models = shelf.vectors.models
    assert (models.active(), models.next()) == (small, large)
    assert shelf.vectors.left() == {"texts": 0, "looks": 0}
    assert shelf.vectors.left(large) == {"texts": 3, "looks": 1}
    encode_all(shelf, large)
    assert shelf.vectors.active() == small
    models.switch(large)
    assert (models.active(), models.next()) == (large, None)
    assert len(shelf.vectors.load(small, "text").ids) == len(shelf.vectors.load(large, "text").ids)


def test_what_is_read_meanwhile_is_on_the_lists_of_both(shelf: Shelf, small: Model) -> None:
    large = begin(shelf)
    (item,) = shelf.read(shelf.name("c.txt"), "four")
    assert shelf.vectors.texts_to_encode() == [item]
    assert item in shelf.vectors.texts_to_encode(large)
    shelf.vectors.save_texts(small, [item], unit(RANDOM, 1, 8))
    assert shelf.vectors.texts_to_encode() == []
    assert item in shelf.vectors.texts_to_encode(large)


def test_going_back_finds_all_but_what_changed_since(shelf: Shelf, small: Model) -> None:
    large = begin(shelf)
    encode_all(shelf, large)
    shelf.vectors.models.switch(large)
    (item,) = shelf.read(shelf.name("c.txt"), "four")
    encode_all(shelf, large)
    shelf.vectors.models.switch(small)
    assert shelf.vectors.texts_to_encode() == [item]
    assert shelf.vectors.left(large) == {"texts": 0, "looks": 0}


def test_a_removed_and_a_changed_file_lose_their_vectors_of_both(
    shelf: Shelf, small: Model
) -> None:
    large = begin(shelf)
    encode_all(shelf, large)
    changed, removed = shelf.files.inside("/home/eva")
    shelf.read(changed, "another")
    shelf.files.remove([removed])
    for model in (small, large):
        assert [len(shelf.vectors.load(model, part).ids) for part in ("text", "look")] == [0, 0]
        assert len(shelf.vectors.texts_to_encode(model)) == 1
        assert shelf.count(f"vec_{model.id}_text_rowids") == 0
    assert shelf.count("vector") == 0


def test_a_filling_that_is_stopped_goes_on_where_it_was(shelf: Shelf, small: Model) -> None:
    large = begin(shelf)
    first, *_ = shelf.vectors.texts_to_encode(large)
    shelf.vectors.save_texts(large, [first], unit(RANDOM, 1, 16))
    shelf.vectors.models.stop()
    assert shelf.vectors.models.next() is None
    assert begin(shelf) == large
    assert shelf.vectors.left(large)["texts"] == 2


def test_a_third_model_that_takes_over_has_the_first_one_leave(shelf: Shelf, small: Model) -> None:
    for name in ("large", "third"):
        model = begin(shelf, name)
        encode_all(shelf, model)
        shelf.vectors.models.switch(model)
    models = shelf.vectors.models
    assert [kept.model.name for kept in models.kept()] == ["third", "large"]
    assert misfits(shelf.database) == "ok"
    assert models.sweep()
    assert not models.sweep()
    assert misfits(shelf.database) == "ok"
    assert not [table for table in shelf.counts() if table.startswith(f"vec_{small.id}_")]
    assert {row.item_ids.size for row in [shelf.vectors.load(model, "text")]} == {3}
    assert shelf.count("vector") == 8
    assert use(shelf).id != small.id, "it begins with nothing"
    assert shelf.vectors.left() == {"texts": 3, "looks": 1}


def test_a_sweep_that_is_interrupted_goes_on(shelf: Shelf, small: Model) -> None:
    large = begin(shelf)
    encode_all(shelf, large)
    shelf.vectors.models.stop()
    shelf.vectors.models.forget(large)

    def cut_off() -> None:
        nonlocal checks
        checks += 1
        if checks == 3:
            raise KeyboardInterrupt

    checks = 0
    with pytest.raises(KeyboardInterrupt):
        shelf.vectors.models.sweep(cut_off)
    again = begin(shelf)
    assert again.id != large.id, "chosen again before all of it was gone"
    shelf.vectors.models.sweep()
    encode_all(shelf, again)
    assert shelf.vectors.models.next() == again
    assert shelf.count("vector") == 8
    assert shelf.database.integrity() == "ok"


def test_erased_vectors_leave_no_trace(shelf: Shelf, small: Model) -> None:
    large = begin(shelf)
    rows = unit(RANDOM, 3, 16)
    shelf.vectors.save_texts(large, shelf.vectors.texts_to_encode(large), rows)
    shelf.database.leave_no_trace()
    assert packed(rows[1], INT8, "text") in shelf.database.path.read_bytes()
    shelf.vectors.models.stop()
    shelf.vectors.models.forget(large)
    shelf.vectors.models.sweep()
    shelf.database.leave_no_trace()
    assert packed(rows[1], INT8, "text") not in shelf.database.path.read_bytes()


def test_vectors_of_the_next_one_do_not_look_like_news_to_who_searches(
    shelf: Shelf, small: Model
) -> None:
    before = shelf.vectors.last_id(), shelf.vectors.removals()
    large = begin(shelf)
    encode_all(shelf, large)
    assert (shelf.vectors.last_id(), shelf.vectors.removals()) == before
    shelf.vectors.models.switch(large)
    assert shelf.vectors.last_id() > before[0]


def test_what_is_kept_is_told_with_its_size(shelf: Shelf, small: Model) -> None:
    large = begin(shelf)
    shelf.vectors.save_texts(large, shelf.vectors.texts_to_encode(large)[:1], unit(RANDOM, 1, 16))
    answers, following = shelf.vectors.models.kept()
    assert (answers.model, answers.vectors, answers.left) == (small, 4, 0)
    assert (following.model, following.vectors, following.left) == (large, 1, 3)
    assert following.size_bytes == 1024 * (16 + 8), "sqlite-vec keeps room for 1,024"


def test_a_model_made_anew_with_another_length_begins_with_nothing(
    shelf: Shelf, small: Model
) -> None:
    large = begin(shelf)
    encode_all(shelf, large)
    shelf.vectors.models.stop()
    again = begin(shelf, dimension=32)
    assert (again.id != large.id, again.dimension) == (True, 32)
    assert shelf.vectors.left(again) == {"texts": 3, "looks": 1}


def test_a_library_of_version_6_keeps_its_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "library.db"
    rows = RANDOM.standard_normal((3, 8)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    with monkeypatch.context() as patched:
        patched.setattr(database, "_MIGRATIONS", database._MIGRATIONS[:6])
        old = database.Database(path)
        with old.write() as connection:
            connection.execute(
                "INSERT INTO folder (id, path, added_at) VALUES (1, x'2f', 0);"
                "INSERT INTO file (id, folder_id, path, name, kind, size, mtime_ns, has_looks)"
                " VALUES (1, 1, x'2f61', 'a', 'pdf', 1, 1, 1),"
                " (2, 1, x'2f62', 'b', 'pdf', 1, 1, 1);"
                "INSERT INTO item (id, file_id, kind) VALUES (1, 1, 'passage'), (2, 2, 'passage');"
                "INSERT INTO model VALUES (1, 'small-1', 'small', 8, 50, 1),"
                " (2, 'large-1', 'large', 8, 50, 0);"
                "INSERT INTO text_todo VALUES (2); INSERT INTO look_todo VALUES (2);"
            )
            for table in ("vec_1_text", "vec_1_look", "vec_2_text", "vec_2_look"):
                connection.execute(f"CREATE VIRTUAL TABLE {table} USING vec0 (embedding float[8])")
            for id, item_id, model in ((1, 1, 1), (2, 2, 2)):
                connection.execute(
                    "INSERT INTO vector VALUES (?, ?, ?, 'text')", (id, model, item_id)
                )
                connection.execute(
                    f"INSERT INTO vec_{model}_text (rowid, embedding) VALUES (?, ?)",
                    (id, rows[id - 1].tobytes()),
                )
        old.close()
    shelf = Shelf.open(path)
    active, kept = (known.model for known in shelf.vectors.models.kept())
    assert (active.name, kept.name) == ("small-1", "large-1")
    assert shelf.vectors.texts_to_encode() == [2]
    assert shelf.vectors.texts_to_encode(kept) == [1]
    assert shelf.vectors.left() == {"texts": 1, "looks": 1}
    assert shelf.vectors.left(kept)["looks"] == 2
    assert shelf.vectors.last_id() == 1
    shelf.vectors.save_texts(active, [2], rows[2:])
    assert np.array_equal(shelf.vectors.load(active, "text").vectors, rows[::2]), "as they were"
    assert shelf.vectors.files_nearest(active, rows[2], 1) == {2}
    assert shelf.database.integrity() == "ok"
    shelf.database.close()


def test_a_model_that_is_called_otherwise_now_costs_no_other_its_vectors(
    shelf: Shelf, small: Model
) -> None:
    large = begin(shelf)
    encode_all(shelf, large)
    shelf.vectors.models.switch(large)
    shelf.vectors.models.use(large.name, "hf-hub:org/large", 16, 50)
    known = shelf.vectors.models.kept()
    assert [kept.model.name for kept in known] == ["large", "small-1"]
    assert known[0].model.source == "hf-hub:org/large"
