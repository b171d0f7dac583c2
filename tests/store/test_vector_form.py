"""Vectors in whole numbers are nearly what they were, and stay what they are from then on."""

import numpy as np
import pytest

from grsearch_desktop.store.vector_form import FLOAT32, INT8, packed, size, unpacked

ROWS = np.random.default_rng(2).standard_normal((50, 384)).astype(np.float32)
ROWS /= np.linalg.norm(ROWS, axis=1, keepdims=True)


@pytest.mark.parametrize(("part", "width", "off"), [("text", 1, 0.02), ("look", 2, 0.002)])
def test_whole_numbers_tell_the_direction_of_a_vector(part: str, width: int, off: float) -> None:
    held = b"".join(packed(row, INT8, part) for row in ROWS)
    assert len(held) == width * ROWS.size == len(ROWS) * size(INT8, part, 384)
    read = unpacked(held, *ROWS.shape)
    assert np.allclose(np.linalg.norm(read, axis=1), 1)
    assert np.linalg.norm(read - ROWS, axis=1).max() < off
    assert b"".join(packed(row, INT8, part) for row in read) == held


def test_a_vector_of_nothing_stays_one() -> None:
    nothing = np.zeros(8, np.float32)
    assert np.array_equal(unpacked(packed(nothing, INT8, "look"), 1, 8)[0], nothing)


def test_vectors_of_an_older_library_are_read_as_they_are() -> None:
    held = b"".join(packed(row, FLOAT32, "look") for row in ROWS)
    assert np.array_equal(unpacked(held, *ROWS.shape), ROWS)
