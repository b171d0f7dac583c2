"""A library that has vectors and nothing else, laid down in bulk to measure searches by meaning on.

What a search by meaning reads is there as `grsearch index` would have it: files, items, and the
vectors in sqlite-vec's tables. Texts, names and thumbnails are not.
"""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import apsw
import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.paths import Home
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.vector_form import given, packed
from grsearch_desktop.store.vectors import Model, Vectors
from tests.benchmarks.drawn_vectors import unit
from tests.benchmarks.real_vectors import Array

_OF_A_PAGE = 2
"""Passages."""
_OF_A_FILE = 5
"""Passages that stand on no page."""
_BATCH = 20_000
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Layout:
    """Which item each vector is of. Texts have the ids 1 to T, looks T + 1 to T + L.

    The first looks are of pages, each with two passages: the first texts. Each page is a file, so
    is each picture; five of the other passages are one.
    """

    texts: int
    looks: int
    pages: int

    @property
    def files(self) -> int:
        alone = self.texts - _OF_A_PAGE * self.pages
        return self.looks + -(-alone // _OF_A_FILE)

    def file_of_texts(self) -> Rows:
        rows = np.arange(self.texts)
        alone = self.looks + (rows - _OF_A_PAGE * self.pages) // _OF_A_FILE
        return np.where(rows < _OF_A_PAGE * self.pages, rows // _OF_A_PAGE, alone) + 1

    def file_of_looks(self) -> Rows:
        return np.arange(self.looks) + 1


@dataclass(frozen=True)
class Laid:
    """A library of vectors, and where they came from, row by row as in its layout."""

    home: Home
    layout: Layout
    texts: NDArray[np.floating]
    """Shape (T, D), of unit length as far as their numbers tell."""
    looks: NDArray[np.floating]

    def blocks(self, kind: str) -> Iterator[tuple[int, Array]]:
        """The vectors as they were laid down, some at a time, each with the row of its first."""
        vectors = self.texts if kind == "texts" else self.looks
        for first in range(0, len(vectors), _BATCH):
            yield first, unit(vectors[first : first + _BATCH])


def laid(where: Path, texts: NDArray[np.floating], looks: NDArray[np.floating], pages: int) -> Laid:
    """The library below `where`, made if it is not there yet."""
    layout = Layout(len(texts), len(looks), pages)
    found = Laid(Home(where), layout, texts, looks)
    if not where.is_dir():
        making = where.with_name(f"{where.name}.part")
        shutil.rmtree(making, ignore_errors=True)
        home = Home(making)
        home.create()
        database = Database(home.library)
        model = Vectors(database).use("measured", "measured", texts.shape[1], 200)
        with database.write() as connection:
            _write_items(connection, layout)
        for part, kind, after in (("text", "texts", 0), ("look", "looks", layout.texts)):
            for first, vectors in found.blocks(kind):
                with database.write() as connection:
                    _write_vectors(connection, model, part, after + first, vectors)
                done = after + first + len(vectors)
                print(f"\r{done} of {len(texts) + len(looks)} laid down", end="", file=sys.stderr)
        database.close()
        making.rename(where)
    return found


def _write_items(connection: apsw.Connection, layout: Layout) -> None:
    connection.execute(
        "INSERT INTO folder (id, path, added_at) VALUES (1, CAST('/drawn' AS BLOB), 0)"
    )
    connection.executemany(
        "INSERT INTO file (id, folder_id, path, name, kind, size, mtime_ns, state)"
        " VALUES (?1, 1, CAST('/drawn/' || ?1 AS BLOB), ?1, 'text', 0, 0, 'read')",
        ((number,) for number in range(1, layout.files + 1)),
    )
    of_page = _OF_A_PAGE * layout.pages
    connection.executemany(
        "INSERT INTO item (id, file_id, kind, page) VALUES (?, ?, 'passage', ?)",
        (
            (row + 1, file, 1 if row < of_page else None)
            for row, file in enumerate(layout.file_of_texts().tolist())
        ),
    )
    connection.executemany(
        "INSERT INTO item (id, file_id, kind, page) VALUES (?, ?, ?, ?)",
        (
            (
                layout.texts + row + 1,
                file,
                *(("page", 1) if row < layout.pages else ("picture", None)),
            )
            for row, file in enumerate(layout.file_of_looks().tolist())
        ),
    )


def _write_vectors(
    connection: apsw.Connection, model: Model, part: str, after: int, vectors: Array
) -> None:
    """after: the id of the item before the first."""
    ids = range(after + 1, after + len(vectors) + 1)
    connection.executemany(
        "INSERT INTO vector (id, model_id, item_id, part) VALUES (?1, ?2, ?1, ?3)",
        ((id, model.id, part) for id in ids),
    )
    connection.executemany(
        f"INSERT INTO vec_{model.id}_{part} (rowid, embedding) VALUES (?, {given(model.form)})",
        zip(ids, (packed(vector, model.form, part) for vector in vectors), strict=True),
    )
