"""All vectors of a table at once, from the chunks in which sqlite-vec keeps them.

Asked for row by row, 100,000 vectors of 384 numbers take a second and twice their memory; a search
that has to load them first would keep a person waiting.
"""

import apsw
import numpy as np
from numpy.typing import NDArray


def read_vectors(
    connection: apsw.Connection, table: str, dimension: int, above: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Ids larger than `above`, in their order, with their vectors, float32, shape (N, D).

    Within the caller's transaction. Raises apsw.CorruptError where a chunk is not of its form.
    """
    slots: list[NDArray[np.int64]] = []
    wanted: list[tuple[int, NDArray[np.int64], NDArray[np.int64]]] = []
    for chunk, size, validity, rowids in connection.execute(
        f"SELECT chunk_id, size, validity, rowids FROM {table}_chunks ORDER BY chunk_id"
    ):
        if len(rowids) != 8 * size or len(validity) * 8 < size:
            raise apsw.CorruptError(f"a chunk of {table} is not of its size")
        used = np.unpackbits(np.frombuffer(validity, np.uint8), bitorder="little")[:size]
        ids = np.frombuffer(rowids, np.int64)
        rows = np.flatnonzero((used == 1) & (ids > above))
        if len(rows):
            wanted.append((chunk, rows, ids[rows]))
            slots.append(ids[rows])
    every = np.concatenate(slots) if slots else np.zeros(0, np.int64)
    order = np.sort(every)
    vectors = np.empty((len(order), dimension), np.float32)
    for chunk, rows, ids in wanted:
        blob = connection.execute(
            f"SELECT vectors FROM {table}_vector_chunks00 WHERE rowid = ?", (chunk,)
        ).get
        if not isinstance(blob, bytes) or len(blob) % (4 * dimension):
            raise apsw.CorruptError(f"a chunk of {table} is not of its size")
        held = np.frombuffer(blob, np.float32).reshape(-1, dimension)
        if rows[-1] >= len(held):
            raise apsw.CorruptError(f"a chunk of {table} is not of its size")
        vectors[np.searchsorted(order, ids)] = held[rows]
    return order, vectors
