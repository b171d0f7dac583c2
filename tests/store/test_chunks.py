"""Vectors read from the chunks are those that sqlite-vec gives row by row."""

import numpy as np
import pytest

from grsearch_desktop.errors import DamagedLibraryError
from grsearch_desktop.store.chunks import read_vectors
from grsearch_desktop.store.vector_form import INT8, packed, unpacked
from tests.store.shelf import Shelf, unit, use

COUNT = 2500
"""More than two chunks of 1024."""


@pytest.fixture
def changed(shelf: Shelf) -> Shelf:
    """Vectors of which some were taken out, and some of those places were taken again."""
    model = use(shelf, dimension=8)
    vectors = unit(np.random.default_rng(3), COUNT + 500, 8)
    items = shelf.read(shelf.name("a.txt"), *map(str, range(COUNT)))
    shelf.vectors.save_texts(model, items, vectors[:COUNT])
    chosen = np.random.default_rng(4)
    with shelf.database.write() as connection:
        for gone in chosen.choice(np.arange(1, COUNT + 1), 700, replace=False).tolist():
            connection.execute("DELETE FROM vec_1_text WHERE rowid = ?", (gone,))
        for row, vector in enumerate(vectors[COUNT:], start=COUNT + 1):
            connection.execute(
                "INSERT INTO vec_1_text VALUES (?, vec_int8(?))",
                (row, packed(vector, INT8, "text")),
            )
    return shelf


@pytest.mark.parametrize("above", [0, 1, 1023, 1024, 2000, COUNT + 499, COUNT + 500])
def test_they_are_the_same_in_the_order_of_their_ids(changed: Shelf, above: int) -> None:
    connection = changed.database.read()
    rows = connection.execute(
        "SELECT rowid, embedding FROM vec_1_text WHERE rowid > ? ORDER BY rowid", (above,)
    ).fetchall()
    found = list(read_vectors(connection, "vec_1_text", 8, above, at_once=700))
    assert all(len(ids) == 700 for ids, _ in found[:-1])
    ids = np.concatenate([np.zeros(0, np.int64), *(ids for ids, _ in found)])
    vectors = np.concatenate([np.zeros((0, 8), np.float32), *(vectors for _, vectors in found)])
    assert ids.tolist() == [row for row, _ in rows]
    held = b"".join(vector for _, vector in rows)
    assert np.array_equal(vectors, unpacked(held, len(rows), 8))


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE vec_1_text_chunks SET rowids = zeroblob(8) WHERE chunk_id = 2",
        "UPDATE vec_1_text_chunks SET validity = x'' WHERE chunk_id = 2",
        "UPDATE vec_1_text_vector_chunks00 SET vectors = zeroblob(33) WHERE rowid = 2",
        "UPDATE vec_1_text_vector_chunks00 SET vectors = zeroblob(32) WHERE rowid = 2",
        "DELETE FROM vec_1_text_vector_chunks00 WHERE rowid = 2",
    ],
)
def test_a_chunk_that_is_not_whole_is_told_as_damage(changed: Shelf, damage: str) -> None:
    with changed.database.write() as connection:
        connection.execute(damage)
    with pytest.raises(DamagedLibraryError), changed.database.told_plainly():
        list(read_vectors(changed.database.read(), "vec_1_text", 8, 0, at_once=10_000))
