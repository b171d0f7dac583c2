"""A library file with a few short ways to fill it: all through the store's public methods."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.store.compact.keeping import CompactCopies
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.files import Files, NewFile
from grsearch_desktop.store.text import PassageText, ReadFile, Text
from grsearch_desktop.store.vector_form import INT8, packed, unpacked
from grsearch_desktop.store.vectors import EncodedLook, Model, Vectors

FOLDER = "/home/eva"


@dataclass(frozen=True)
class Shelf:
    database: Database
    files: Files
    text: Text
    vectors: Vectors
    copies: CompactCopies

    @classmethod
    def open(cls, path: Path) -> "Shelf":
        database = Database(path)
        vectors = Vectors(database)
        copies = CompactCopies(database, vectors)
        return cls(database, Files(database), Text(database), vectors, copies)

    def name(self, path: str, kind: str = "text", size: int = 100, mtime: float = 0.0) -> int:
        """Makes a file's name known, under `FOLDER` if the path is relative; gives its id."""
        path = os.path.join(FOLDER, path)
        folder = self.files.add_folder(FOLDER if path.startswith(FOLDER + "/") else "/")
        changed = round(mtime * 10**9)
        shown = os.fsencode(os.path.basename(path)).decode("utf-8", "replace")
        self.files.add(folder.id, [NewFile(path, shown, kind, size, changed, changed)])
        found = self.files.id_of(path)
        assert found is not None
        return found

    def read(
        self,
        file_id: int,
        *texts: str,
        pages: Sequence[int | None] = (),
        kind: str = "text",
        title: str = "",
        about: str = "",
        cut: str = "",
        looks: bool = False,
    ) -> list[int]:
        """Saves passages, each on the page at its place in `pages`; gives the passages' ids."""
        places = [*pages, *[None] * (len(texts) - len(pages))]
        self.text.save(
            [
                ReadFile(
                    file_id,
                    _hash("".join(texts) or f"a file of no text: {file_id}"),
                    kind,
                    title,
                    "",
                    None,
                    about or title,
                    [
                        PassageText(page, 0, len(text), text)
                        for page, text in zip(places, texts, strict=True)
                    ],
                    sorted({page for page in pages if page is not None}),
                    looks,
                    cut,
                )
            ]
        )
        return self.passages_of(file_id)

    def add(self, path: str, *texts: str, mtime: float = 0.0, size: int = 100) -> int:
        """A text file that was read; gives its id."""
        file_id = self.name(path, mtime=mtime, size=size)
        self.read(file_id, *texts)
        return file_id

    def passages_of(self, file_id: int) -> list[int]:
        rows = self.database.read().execute(
            "SELECT id FROM item WHERE file_id = ? AND kind = 'passage' ORDER BY id", (file_id,)
        )
        return [id for (id,) in rows]

    def count(self, table: str) -> int:
        return int(self.database.read().execute(f'SELECT count(*) FROM "{table}"').get)

    def counts(self) -> dict[str, int]:
        """Rows of every table: FTS5's and vec0's own ones too, but for the index that FTS5 merges
        in its own time, and the numbers of what went."""
        names = self.database.read().execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " AND name NOT IN ('counter', 'passage_terms', 'name_terms', 'removed_vector')"
            " AND NOT (name GLOB '*_idx' OR sql GLOB '*(id INTEGER PRIMARY KEY, block BLOB)')"
        )
        return {name: self.count(name) for (name,) in names.fetchall()}


def _hash(content: str) -> bytes:
    return hashlib.sha256(content.encode("utf-8", "replace")).digest()


def unit(random: np.random.Generator, count: int, dimension: int) -> NDArray[np.float32]:
    """Vectors as a library gives them back."""
    return as_kept(random.standard_normal((count, dimension)))


def as_kept(vectors: NDArray[np.floating]) -> NDArray[np.float32]:
    """What a library gives back for such vectors; of unit length."""
    held = b"".join(packed(vector, INT8, "text") for vector in vectors.astype(np.float32))
    return unpacked(held, *vectors.shape)


def page_look(page: int, vector: NDArray[np.float32]) -> EncodedLook:
    return EncodedLook("page", page, b"", b"thumbnail of page %d" % page, vector)


def picture_look(
    digest: bytes, vector: NDArray[np.float32], page: int | None = None
) -> EncodedLook:
    return EncodedLook("picture", page, digest, b"thumbnail of " + digest, vector)


def use(shelf: Shelf, name: str = "small-1", dimension: int = 8) -> Model:
    return shelf.vectors.use(name, name, dimension, token_limit=50)
