"""Other ways to find the nearest of the same vectors: sqlite-vec's own search, FAISS by hand."""

from dataclasses import dataclass
from pathlib import Path

import apsw
import faiss
import numpy as np
import sqlite_vec
from numpy.typing import NDArray

from grsearch_desktop.calibrate.means import Means, Vector
from grsearch_desktop.store.vector_form import given, packed
from tests.benchmarks.laid_vectors import Laid

NEAREST = 300
"""Of each table: as many as a search by meaning gives of each kind."""
Ids = NDArray[np.int64]


class SqliteVec:
    """sqlite-vec's search (`MATCH`), in the tables of the library itself."""

    def __init__(self, library: Path) -> None:
        self._connection = apsw.Connection(str(library), flags=apsw.SQLITE_OPEN_READONLY)
        self._connection.enable_load_extension(True)
        self._connection.load_extension(sqlite_vec.loadable_path())
        self._model, self._form = self._connection.execute(
            "SELECT id, form FROM model WHERE active"
        ).fetchone()

    def search(self, query: Vector) -> list[list[int]]:
        """The ids of the nearest texts, and of the nearest looks. query: raw."""
        return [
            [
                id
                for (id,) in self._connection.execute(
                    f"SELECT rowid FROM vec_{self._model}_{part}"
                    f" WHERE embedding MATCH {given(self._form)} AND k = ?",
                    (packed(query, self._form, part), NEAREST),
                )
            ]
            for part in ("text", "look")
        ]

    def close(self) -> None:
        self._connection.close()


@dataclass(frozen=True, eq=False)
class _Codes:
    """The signs of centred vectors in FAISS's flat index, and what exact scores need."""

    index: faiss.IndexBinaryFlat
    turned: NDArray[np.float32]
    """What vectors are turned by before their signs are taken, shape (D, D)."""
    rows: NDArray[np.floating]
    lengths: NDArray[np.float32]
    """|d - mu|, shape (N,)."""
    mean: Vector

    def search(self, query: Vector, candidates: int) -> tuple[Ids, NDArray[np.float32]]:
        """Rows and calibrated cosines of the best, best first."""
        signs = np.packbits(query @ self.turned > 0)[None]
        _, found = self.index.search(signs, candidates)
        rows = np.sort(found[0])
        scores = self.rows[rows].astype(np.float32) @ query - float(query @ self.mean)
        scores /= self.lengths[rows]
        order = np.argsort(-scores)[:NEAREST]
        return rows[order], scores[order]


class FaissByHand:
    """What one would write around FAISS's flat binary index: candidates by the signs of centred
    vectors, then exact scores of those with numpy. Texts and looks; no pages of both."""

    def __init__(self, laid: Laid, means: Means) -> None:
        self._of = [
            _codes(laid, kind, mean)
            for kind, mean in (("texts", means.text), ("looks", means.image))
        ]

    def search(self, query: Vector, candidates: int) -> list[tuple[Ids, NDArray[np.float32]]]:
        """Rows and scores of the nearest texts and looks. query: calibrated."""
        return [codes.search(query, candidates) for codes in self._of]


def _codes(laid: Laid, kind: str, mean: Vector) -> _Codes:
    rows = laid.texts if kind == "texts" else laid.looks
    index = faiss.IndexBinaryFlat(rows.shape[1])
    # Along their own axes, of which a few are long, the signs of vectors say little.
    drawn = np.random.default_rng(5).standard_normal((rows.shape[1], rows.shape[1]))
    turned = np.linalg.qr(drawn)[0].astype(np.float32)
    lengths = []
    for _, vectors in laid.blocks(kind):
        moved = vectors - mean
        index.add(np.packbits(moved @ turned > 0, axis=1))
        lengths.append(np.linalg.norm(moved, axis=1))
    return _Codes(index, turned, rows, np.concatenate(lengths).astype(np.float32), mean)
