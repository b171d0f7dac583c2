"""Many vectors of a table at once, from the chunks in which sqlite-vec keeps them.

Asked for row by row, 100,000 vectors of 384 numbers take a second and twice their memory; a search
that has to load them first would keep a person waiting.
"""

from collections.abc import Iterator
from typing import Any

import apsw
import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.store.vector_form import unpacked


def read_vectors(
    connection: apsw.Connection, table: str, dimension: int, above: int, at_once: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
    """Ids larger than `above`, in their order, with their vectors, float32, shape (N, D); up to
    `at_once` at a time.

    Within the caller's transaction. Raises apsw.CorruptError where a chunk is not of its form.
    """
    ids, chunks, slots = _directory(connection, table, above)
    for first in range(0, len(ids), at_once):
        part = slice(first, first + at_once)
        vectors = np.empty((len(ids[part]), dimension), np.float32)
        for chunk in np.unique(chunks[part]).tolist():
            rows = np.flatnonzero(chunks[part] == chunk)
            vectors[rows] = _held(connection, table, dimension, chunk, slots[part][rows])
        yield ids[part], vectors


def some_vectors(
    connection: apsw.Connection, table: str, dimension: int, chunks: int
) -> NDArray[np.float32]:
    """The vectors of some chunks that lie evenly among all, float32, shape (N, D)."""
    _, of_chunk, slots = _directory(connection, table, 0)
    every = np.unique(of_chunk)
    chosen = every[np.unique(np.linspace(0, len(every) - 1, min(chunks, len(every))).astype(int))]
    held = [
        _held(connection, table, dimension, chunk, slots[of_chunk == chunk])
        for chunk in chosen.tolist()
    ]
    return np.concatenate([np.zeros((0, dimension), np.float32), *held])


def _directory(
    connection: apsw.Connection, table: str, above: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The ids that there are, ascending, with the chunk and the slot that each lies in."""
    found = []
    for chunk, size, validity, rowids in connection.execute(
        f"SELECT chunk_id, size, validity, rowids FROM {table}_chunks ORDER BY chunk_id"
    ):
        if len(rowids) != 8 * size or len(validity) * 8 < size:
            raise _of_other_form(table)
        used = np.unpackbits(np.frombuffer(validity, np.uint8), bitorder="little")[:size]
        ids = np.frombuffer(rowids, np.int64)
        slots = np.flatnonzero((used == 1) & (ids > above))
        if len(slots):
            found.append(np.stack((ids[slots], np.full(len(slots), chunk), slots)))
    if not found:
        return (np.zeros(0, np.int64),) * 3
    ids, chunks, slots = np.concatenate(found, axis=1)
    order = np.argsort(ids, kind="stable")
    return ids[order], chunks[order], slots[order]


def _held(
    connection: apsw.Connection, table: str, dimension: int, chunk: int, slots: NDArray[np.int64]
) -> NDArray[np.float32]:
    row: Any = connection.execute(
        f"SELECT vectors, size FROM {table}_vector_chunks00 AS held JOIN {table}_chunks"
        " ON chunk_id = held.rowid WHERE held.rowid = ?",
        (chunk,),
    ).fetchone()
    try:
        held, count = row
        step = len(held) // count
        chosen = np.frombuffer(held, np.uint8).reshape(count, step)[slots]
        return unpacked(chosen.tobytes(), len(slots), dimension)
    except (TypeError, ValueError, IndexError) as error:
        raise _of_other_form(table) from error


def _of_other_form(table: str) -> apsw.CorruptError:
    return apsw.CorruptError(f"a chunk of {table} is not of its size")
