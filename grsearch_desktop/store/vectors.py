"""The durable home of the vectors: sqlite-vec tables, one for each model and part."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

import apsw
import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.store.chunks import read_vectors, some_vectors
from grsearch_desktop.store.copies import tell_look
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.files import record_error
from grsearch_desktop.store.items import forget_vectors
from grsearch_desktop.store.likeness import light
from grsearch_desktop.store.looks import EncodedLook as EncodedLook
from grsearch_desktop.store.looks import is_image, item_of
from grsearch_desktop.store.models import PARTS as PARTS
from grsearch_desktop.store.models import Model as Model
from grsearch_desktop.store.models import (
    Models,
    form_of_texts,
    last_vector,
    left,
    note_last_vector,
)
from grsearch_desktop.store.vector_form import given, packed, unpacked

_AT_ONCE = 16_384
"""Vectors that are read at a time."""
_SOME_CHUNKS = 16
"""Of 1,024 vectors each."""


@dataclass(frozen=True)
class StoredVectors:
    """Vectors as stored: raw, in the order of their ids.

    ids, item_ids, file_ids: int64, shape (N,); pages: int64, 0 where there is none;
    is_page: bool, true for a page's image; vectors: float32, shape (N, D).
    """

    ids: NDArray[np.int64]
    item_ids: NDArray[np.int64]
    file_ids: NDArray[np.int64]
    pages: NDArray[np.int64]
    is_page: NDArray[np.bool_]
    vectors: NDArray[np.float32]

    @classmethod
    def none(cls, dimension: int) -> "StoredVectors":
        ids = np.zeros(0, np.int64)
        return cls(ids, ids, ids, ids, ids.astype(bool), np.zeros((0, dimension), np.float32))


class Vectors:
    """>>> vectors = Vectors(database)
    >>> model = vectors.use("bundled-2", "bundled", dimension=384, token_limit=200)
    >>> vectors.save_texts(model, [7], matrix)
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.models = Models(database)

    def active(self) -> Model | None:
        """The model that answers."""
        return self.models.active()

    def use(self, name: str, source: str, dimension: int, token_limit: int) -> Model:
        """Makes a model the one that answers at once (see `Models.use`)."""
        return self.models.use(name, source, dimension, token_limit)

    def renew_texts(self, model: Model, form: int, shorter_than: int) -> None:
        """Has a model's passages of fewer characters encoded anew, once for each `form`.

        Their vectors of an older form answer until they are replaced.
        """
        name = form_of_texts(model.id)
        known = self._database.read().execute("SELECT value FROM counter WHERE name = ?", (name,))
        if known.get == form:
            return
        with self._database.write() as connection:
            connection.execute("INSERT OR REPLACE INTO counter VALUES (?, ?)", (name, form))
            connection.execute(
                "INSERT OR IGNORE INTO text_todo SELECT rowid, ? FROM passage_text"
                " WHERE length(text) < ?",
                (model.id, shorter_than),
            )

    def texts_to_encode(self, model: Model | None = None) -> list[int]:
        """Items whose text has no vector yet, those of the files that were last used first.

        model: here and below, the one that answers where nothing is said.
        """
        rows = self._database.read().execute(
            "SELECT item_id FROM text_todo JOIN item ON item.id = item_id"
            " JOIN file ON file.id = file_id WHERE model_id = ?"
            " ORDER BY used_ns DESC, mtime_ns DESC, item_id",
            (self._id(model),),
        )
        return [id for (id,) in rows]

    def texts_of(self, file_ids: Iterable[int], model: Model | None = None) -> list[int]:
        """Those items of these files whose text has no vector yet, in the order of the files."""
        connection, model_id = self._database.read(), self._id(model)
        return [
            item_id
            for file_id in file_ids
            for (item_id,) in connection.execute(
                "SELECT item_id FROM item JOIN text_todo ON item_id = item.id AND model_id = ?"
                " WHERE file_id = ? AND kind = 'passage' ORDER BY item_id",
                (model_id, file_id),
            )
        ]

    def looks_to_encode(self, model: Model | None = None, *, images: bool) -> list[int]:
        """Ids of the files to be looked at: image files, or all others; last used first."""
        rows = self._database.read().execute(
            f"SELECT file.id {_TO_LOOK_AT} ORDER BY used_ns DESC, mtime_ns DESC, file.id",
            (self._id(model), images),
        )
        return [id for (id,) in rows]

    def pages_to_encode(self, model: Model | None = None) -> int:
        """The number of pages in the files other than images that are to be looked at."""
        return (
            self._database.read()
            .execute(
                "SELECT count(*) FROM item WHERE kind = 'page' AND file_id IN"
                f" (SELECT file.id {_TO_LOOK_AT})",
                (self._id(model), False),
            )
            .get
        )  # type: ignore[no-any-return]

    def looked_at(self, model: Model, file_id: int) -> tuple[frozenset[int], frozenset[bytes]]:
        """The pages and the digests of pictures of a file that have their vector already."""
        rows = self._database.read().execute(
            "SELECT item.kind, page, digest FROM item JOIN vector ON item_id = item.id"
            " WHERE file_id = ? AND model_id = ? AND part = 'look'",
            (file_id, model.id),
        )
        pages, digests = set(), set()
        for kind, page, digest in rows:
            if kind == "page":
                pages.add(page)
            else:
                digests.add(digest)
        return frozenset(pages), frozenset(digests)

    def save_texts(
        self,
        model: Model,
        item_ids: Sequence[int],
        vectors: NDArray[np.float32],
        passed_over: Iterable[int] = (),
    ) -> None:
        """Vectors of passages, float32, shape (N, D), raw. One transaction.

        passed_over: passages that get none.
        """
        last = None
        with self._database.write() as connection:
            for item_id, vector in zip(item_ids, vectors, strict=True):
                # None when the passage was taken out while it was being encoded.
                if connection.execute("SELECT 1 FROM item WHERE id = ?", (item_id,)).get:
                    forget_vectors(connection, item_id, model.id, "text")
                    last = _insert(connection, model, item_id, "text", vector)
            note_last_vector(connection, model.id, last)
            connection.executemany(
                "DELETE FROM text_todo WHERE item_id = ? AND model_id = ?",
                ((id, model.id) for id in (*item_ids, *passed_over)),
            )

    def save_looks(
        self, model: Model, looks: Iterable[tuple[int, EncodedLook]], finished: Iterable[int] = ()
    ) -> None:
        """Looks, each with its file's id, and the files that are done. One transaction."""
        last = None
        with self._database.write() as connection:
            for file_id, look in looks:
                item_id = item_of(connection, file_id, look)
                if item_id is None:
                    continue
                forget_vectors(connection, item_id, model.id, "look")
                last = _insert(connection, model, item_id, "look", look.vector)
                connection.execute(
                    "INSERT OR IGNORE INTO thumbnail VALUES (?, ?)", (item_id, look.thumbnail)
                )
                # The same look for another model is drawn as it was before.
                if (
                    connection.changes()
                    and look.kind == "picture"
                    and is_image(connection, file_id)
                ):
                    tell_look(connection, item_id, look.light or light(look.thumbnail))
            note_last_vector(connection, model.id, last)
            for file_id in finished:
                connection.execute(
                    "DELETE FROM look_todo WHERE file_id = ? AND model_id = ?", (file_id, model.id)
                )

    def give_up_looks(self, file_id: int, reason: str) -> None:
        """The look of a file can't be had, for no model: recorded, and not tried again until it
        changes."""
        with self._database.write() as connection:
            for table in ("look_todo", "recognise_todo"):
                connection.execute(f"DELETE FROM {table} WHERE file_id = ?", (file_id,))
            record_error(connection, file_id, reason)
            connection.execute(
                "UPDATE file SET state = 'error' WHERE id = ?1"
                " AND NOT EXISTS (SELECT 1 FROM item WHERE file_id = ?1 AND kind != 'page')",
                (file_id,),
            )

    def load(self, model: Model, part: str, above: int = 0) -> StoredVectors:
        """The vectors of a part whose id is larger than `above`, all at once."""
        with self._database.read():  # one snapshot
            batches = [StoredVectors.none(model.dimension), *self.batches(model, part, above)]
        return StoredVectors(
            *(
                np.concatenate([getattr(batch, field.name) for batch in batches])
                for field in fields(StoredVectors)
            )
        )

    def batches(self, model: Model, part: str, above: int = 0) -> Iterator[StoredVectors]:
        """As `load`, some thousands at a time. Within the caller's transaction."""
        connection = self._database.read()
        for ids, vectors in read_vectors(
            connection, f"vec_{model.id}_{part}", model.dimension, above, _AT_ONCE
        ):
            rows = connection.execute(
                "SELECT vector.id, item_id, file_id, coalesce(page, 0), item.kind = 'page'"
                " FROM vector JOIN item ON item.id = item_id"
                " WHERE model_id = ? AND part = ? AND vector.id BETWEEN ? AND ?"
                " ORDER BY vector.id",
                (model.id, part, int(ids[0]), int(ids[-1])),
            ).fetchall()
            columns = np.array(rows, dtype=np.int64).reshape(len(rows), 5)
            columns = columns[np.isin(columns[:, 0], ids, assume_unique=True)]
            if len(columns) != len(ids):
                vectors = vectors[np.isin(ids, columns[:, 0], assume_unique=True)]
            ids, item_ids, file_ids, pages, is_page = columns.T
            yield StoredVectors(ids, item_ids, file_ids, pages, is_page.astype(bool), vectors)

    def some(self, model: Model, part: str) -> NDArray[np.float32]:
        """Some thousand vectors from all over a part, float32, shape (N, D), raw."""
        return some_vectors(
            self._database.read(), f"vec_{model.id}_{part}", model.dimension, _SOME_CHUNKS
        )

    def of_files(self, model: Model, part: str, file_ids: NDArray[np.int64]) -> StoredVectors:
        """The vectors of some files, in the order of their ids."""
        if not len(file_ids):
            return StoredVectors.none(model.dimension)
        rows = (
            self._database.read()
            .execute(
                "SELECT vector.id, item_id, file_id, coalesce(page, 0), item.kind = 'page',"
                " embedding FROM item CROSS JOIN vector ON item_id = item.id"
                f" JOIN vec_{model.id}_{part} AS kept ON kept.rowid = vector.id"
                " WHERE file_id IN carray(?) AND model_id = ? AND part = ? ORDER BY vector.id",
                (apsw.carray(file_ids), model.id, part),
            )
            .fetchall()
        )
        if not rows:
            return StoredVectors.none(model.dimension)
        *columns, vectors = zip(*rows, strict=True)
        ids, item_ids, its_files, pages, is_page = np.array(columns, np.int64)
        held = unpacked(b"".join(vectors), len(rows), model.dimension)
        return StoredVectors(ids, item_ids, its_files, pages, is_page.astype(bool), held)

    def files_nearest(
        self,
        model: Model,
        query: NDArray[np.float32],
        count: int,
        files: NDArray[np.int64] | None = None,
    ) -> set[int]:
        """The files of the `count` texts and as many looks nearest to a query, by sqlite-vec.

        query: float32, shape (D,); files: ids of those that may be found.
        """
        found: set[int] = set()
        allowed, further = "", []
        if files is not None:
            if not len(files):
                return found
            allowed = (
                " AND rowid IN (SELECT vector.id FROM item CROSS JOIN vector ON item_id = item.id"
                " WHERE file_id IN carray(?))"
            )
            further = [apsw.carray(np.ascontiguousarray(files, np.int64))]
        for part in PARTS:
            rows = self._database.read().execute(
                "SELECT file_id FROM item JOIN vector ON item_id = item.id WHERE vector.id IN"
                f" (SELECT rowid FROM vec_{model.id}_{part}"
                f" WHERE embedding MATCH {given(model.form)} AND k = ?{allowed})",
                (packed(query, model.form, part), count, *further),
            )
            found.update(file_id for (file_id,) in rows)
        return found

    def files_of(self, item_ids: Collection[int]) -> set[int]:
        """The files that items are in."""
        if not item_ids:
            return set()
        rows = self._database.read().execute(
            "SELECT DISTINCT file_id FROM item WHERE id IN carray(?)",
            (apsw.carray(np.array([*item_ids], np.int64)),),
        )
        return {file_id for (file_id,) in rows}

    def last_of(self, model_id: int) -> int:
        """The largest id that a vector of a model ever got."""
        return last_vector(self._database.read(), model_id)

    def last_id(self) -> int:
        """The largest id that the model that answers ever got: larger than before when vectors of
        its own were added, whatever another one gets meanwhile."""
        connection = self._database.read()
        model_id = connection.execute("SELECT id FROM model WHERE active").get
        return last_vector(connection, model_id) if model_id else 0

    def removals(self) -> int:
        """Changes whenever vectors were taken out or replaced."""
        return (
            self._database.read().execute("SELECT value FROM counter WHERE name = 'removals'").get
            or 0
        )

    def left(self, model: Model | None = None) -> dict[str, int]:
        """How many passages and files are still to be encoded: all, where there is no model."""
        connection, model_id = self._database.read(), self._id(model)
        if model_id:
            return left(connection, model_id)
        passages = "SELECT count FROM item_tally WHERE kind = 'passage'"
        return {"texts": connection.execute(passages).get or 0, "looks": self.looks_total()}

    def looks_total(self) -> int:
        """The number of files that have something to look at."""
        counted = "SELECT coalesce(sum(count), 0) FROM file_tally WHERE has_looks"
        return self._database.read().execute(counted).get  # type: ignore[no-any-return]

    def _id(self, model: Model | None) -> int:
        """0 where there is no model."""
        if model is not None:
            return model.id
        return self._database.read().execute("SELECT id FROM model WHERE active").get or 0


_TO_LOOK_AT = (
    "FROM look_todo JOIN file ON file.id = file_id JOIN folder ON folder.id = folder_id"
    " WHERE model_id = ? AND (kind = 'image') = ? AND state != 'waiting' AND online"
)


def _insert(
    connection: apsw.Connection,
    model: Model,
    item_id: int,
    part: str,
    vector: NDArray[np.float32],
) -> int:
    """Gives the id of the vector."""
    connection.execute(
        "INSERT INTO vector (model_id, item_id, part) VALUES (?, ?, ?)", (model.id, item_id, part)
    )
    id = connection.last_insert_rowid()
    connection.execute(
        f"INSERT INTO vec_{model.id}_{part} (rowid, embedding) VALUES (?, {given(model.form)})",
        (id, packed(vector, model.form, part)),
    )
    return id
