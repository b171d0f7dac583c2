"""Vectors in whole numbers are nearly what they were, and stay what they are from then on."""

import numpy as np

from grsearch_desktop.store.vector_form import FLOAT32, INT8, packed, unpacked

ROWS = np.random.default_rng(2).standard_normal((50, 384)).astype(np.float32)
ROWS /= np.linalg.norm(ROWS, axis=1, keepdims=True)


def test_whole_numbers_tell_the_direction_of_a_vector() -> None:
    held = b"".join(packed(row, INT8) for row in ROWS)
    assert len(held) == ROWS.size
    read = unpacked(held, *ROWS.shape)
    assert np.allclose(np.linalg.norm(read, axis=1), 1)
    assert (read * ROWS).sum(axis=1).min() > 0.9999
    assert b"".join(packed(row, INT8) for row in read) == held


def test_a_vector_of_nothing_stays_one() -> None:
    nothing = np.zeros(8, np.float32)
    assert np.array_equal(unpacked(packed(nothing, INT8), 1, 8)[0], nothing)


def test_vectors_of_an_older_library_are_read_as_they_are() -> None:
    held = b"".join(packed(row, FLOAT32) for row in ROWS)
    assert np.array_equal(unpacked(held, *ROWS.shape), ROWS)
