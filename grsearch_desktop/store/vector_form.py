"""How vectors are kept: in whole numbers of 8 bits; in tables of an older library, float32.

A vector has unit length, so that its scale need not be kept: the largest of its numbers becomes
127, and what is read is brought to unit length again. Written once more it is the same.

A look has 3 bits more for each number, in as many numbers from -4 to 4 behind the others: pages are
so near to each other that with 8 bits the exact ten best of 100 questions missed 14 pages. Among
numbers up to 127 they do no harm to a cosine that counts all alike.
"""

import numpy as np
from numpy.typing import NDArray

INT8, FLOAT32 = "int8", "float32"

_LARGEST = 127
_FINER = 8
"""Into so many steps that of the last of 8 bits is divided."""


def table(name: str, form: str, part: str, dimension: int) -> str:
    """The SQL that makes a table for the vectors of a part, "text" or "look".

    The nearest are those of the smallest angle: whole numbers have no common length.
    """
    if form == FLOAT32:
        column = f"float[{dimension:d}]"
    else:
        column = f"int8[{size(form, part, dimension):d}] distance_metric=cosine"
    return f"CREATE VIRTUAL TABLE {name} USING vec0 (embedding {column})"


def given(form: str) -> str:
    """What stands in SQL for a vector that is given as `packed` has it."""
    return "?" if form == FLOAT32 else "vec_int8(?)"


def size(form: str, part: str, dimension: int) -> int:
    """Bytes of a vector."""
    if form == FLOAT32:
        return 4 * dimension
    return 2 * dimension if part == "look" else dimension


def packed(vector: NDArray[np.float32], form: str, part: str) -> bytes:
    """A vector, float32, shape (D,), unit length, as it is kept."""
    if form == FLOAT32:
        return np.ascontiguousarray(vector, dtype=np.float32).tobytes()
    steps = _FINER if part == "look" else 1
    numbers = np.rint(vector * np.float32(_LARGEST * steps / (np.abs(vector).max() or 1)))
    if steps == 1:
        return numbers.astype(np.int8).tobytes()
    whole = np.rint(numbers / steps)
    return np.concatenate((whole, numbers - whole * steps)).astype(np.int8).tobytes()


def unpacked(held: bytes, count: int, dimension: int) -> NDArray[np.float32]:
    """So many vectors that were kept one after another, of whatever form and part; float32, shape
    (N, D).

    Raises ValueError where they have another size.
    """
    if len(held) == 4 * count * dimension:
        return np.frombuffer(held, np.float32).reshape(count, dimension)
    numbers = np.frombuffer(held, np.int8)
    if len(held) == 2 * count * dimension:
        whole, finer = np.moveaxis(numbers.reshape(count, 2, dimension).astype(np.float32), 1, 0)
        vectors = whole * np.float32(_FINER) + finer
    else:
        vectors = numbers.reshape(count, dimension).astype(np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    vectors /= np.where(lengths, lengths, np.float32(1))[:, None]
    return vectors
