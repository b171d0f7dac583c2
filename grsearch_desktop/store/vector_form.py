"""How vectors are kept: in whole numbers from -127 to 127; in tables of an older library, float32.

A vector has unit length, so that its scale need not be kept: the largest of its numbers becomes
127, and what is read is brought to unit length again. Written once more it is the same.
"""

import numpy as np
from numpy.typing import NDArray

INT8, FLOAT32 = "int8", "float32"

_COLUMN = {INT8: "int8[{0:d}] distance_metric=cosine", FLOAT32: "float[{0:d}]"}
_GIVEN = {INT8: "vec_int8(?)", FLOAT32: "?"}
_BYTES = {INT8: 1, FLOAT32: 4}
_LARGEST = np.float32(127)


def table(name: str, form: str, dimension: int) -> str:
    """The SQL that makes a table for vectors.

    The nearest by cosine are those of the smallest angle: whole numbers have no common length.
    """
    return f"CREATE VIRTUAL TABLE {name} USING vec0 (embedding {_COLUMN[form].format(dimension)})"


def given(form: str) -> str:
    """What stands in SQL for a vector that is given as `packed` has it."""
    return _GIVEN[form]


def size(form: str, dimension: int) -> int:
    """Bytes of a vector."""
    return _BYTES[form] * dimension


def packed(vector: NDArray[np.float32], form: str) -> bytes:
    """A vector, float32, shape (D,), unit length, as it is kept."""
    if form == FLOAT32:
        return np.ascontiguousarray(vector, dtype=np.float32).tobytes()
    largest = np.abs(vector).max()
    return np.rint(vector * (_LARGEST / (largest or 1))).astype(np.int8).tobytes()


def unpacked(held: bytes, count: int, dimension: int) -> NDArray[np.float32]:
    """So many vectors that were kept one after another, in whatever form; float32, shape (N, D).

    Raises ValueError where they have another size.
    """
    if len(held) == size(FLOAT32, count * dimension):
        return np.frombuffer(held, np.float32).reshape(count, dimension)
    vectors = np.frombuffer(held, np.int8).reshape(count, dimension).astype(np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    vectors /= np.where(lengths, lengths, np.float32(1))[:, None]
    return vectors
