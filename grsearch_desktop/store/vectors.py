"""The durable home of the vectors: sqlite-vec tables, one for each model and part."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

import apsw
import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.store.chunks import read_vectors
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.files import record_error
from grsearch_desktop.store.items import forget_vectors
from grsearch_desktop.store.likeness import likeness, of_light

PARTS = ("text", "look")

_AT_ONCE = 16_384
"""Vectors that are read at a time."""


@dataclass(frozen=True)
class Model:
    id: int
    name: str
    source: str
    """What the settings call it: loads it again."""
    dimension: int
    token_limit: int


@dataclass(frozen=True)
class EncodedLook:
    """A page image or picture with its vector, float32, shape (D,), unit length, raw."""

    kind: str
    page: int | None
    digest: bytes
    thumbnail: bytes
    vector: NDArray[np.float32]
    light: bytes = b""
    """9 x 9 places, as likeness.of_light takes them; empty: the thumbnail says how bright it is."""


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

    def active(self) -> Model | None:
        row = (
            self._database.read()
            .execute("SELECT id, name, source, dimension, token_limit FROM model WHERE active")
            .fetchone()
        )
        return Model(*row) if row else None

    def use(self, name: str, source: str, dimension: int, token_limit: int) -> Model:
        """Makes a model the one that answers; what it has not encoded yet is put on the list."""
        active = self.active()
        if active and active.name == name:
            return active
        with self._database.write() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO model (name, source, dimension, token_limit)"
                " VALUES (?, ?, ?, ?)",
                (name, source, dimension, token_limit),
            )
            id = int(connection.execute("SELECT id FROM model WHERE name = ?", (name,)).get)
            for part in PARTS:
                connection.execute(
                    f"CREATE VIRTUAL TABLE IF NOT EXISTS vec_{id}_{part}"
                    f" USING vec0 (embedding float[{dimension:d}])"
                )
            connection.execute("UPDATE model SET active = (id = ?)", (id,))
            connection.execute("DELETE FROM text_todo")
            connection.execute(
                "INSERT INTO text_todo SELECT id FROM item WHERE kind = 'passage' AND id NOT IN"
                " (SELECT item_id FROM vector WHERE model_id = ? AND part = 'text')",
                (id,),
            )
            connection.execute("DELETE FROM look_todo")
            connection.execute("INSERT INTO look_todo SELECT id FROM file WHERE has_looks")
        return Model(id, name, source, dimension, token_limit)

    def renew_texts(self, model: Model, form: int, shorter_than: int) -> None:
        """Has a model's passages of fewer characters encoded anew, once for each `form`.

        Their vectors of an older form answer until they are replaced.
        """
        name = f"form of texts, model {model.id}"
        known = self._database.read().execute("SELECT value FROM counter WHERE name = ?", (name,))
        if known.get == form:
            return
        with self._database.write() as connection:
            connection.execute("INSERT OR REPLACE INTO counter VALUES (?, ?)", (name, form))
            connection.execute(
                "INSERT OR IGNORE INTO text_todo SELECT rowid FROM passage_text"
                " WHERE length(text) < ?",
                (shorter_than,),
            )

    def texts_to_encode(self) -> list[int]:
        """Items whose text has no vector yet, those of the files that were last used first."""
        rows = self._database.read().execute(
            "SELECT item_id FROM text_todo JOIN item ON item.id = item_id"
            " JOIN file ON file.id = file_id ORDER BY used_ns DESC, mtime_ns DESC, item_id"
        )
        return [id for (id,) in rows]

    def texts_of(self, file_ids: Iterable[int]) -> list[int]:
        """Those items of these files whose text has no vector yet, in the order of the files."""
        connection = self._database.read()
        return [
            item_id
            for file_id in file_ids
            for (item_id,) in connection.execute(
                "SELECT item_id FROM item JOIN text_todo ON item_id = item.id"
                " WHERE file_id = ? AND kind = 'passage' ORDER BY item_id",
                (file_id,),
            )
        ]

    def looks_to_encode(self, *, images: bool) -> list[int]:
        """Ids of the files to be looked at: image files, or all others; last used first."""
        rows = self._database.read().execute(
            f"SELECT file.id {_TO_LOOK_AT} ORDER BY used_ns DESC, mtime_ns DESC, file.id",
            (images,),
        )
        return [id for (id,) in rows]

    def pages_to_encode(self) -> int:
        """The number of pages in the files other than images that are to be looked at."""
        return (
            self._database.read()
            .execute(
                "SELECT count(*) FROM item WHERE kind = 'page' AND file_id IN"
                f" (SELECT file.id {_TO_LOOK_AT})",
                (False,),
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
        with self._database.write() as connection:
            for item_id, vector in zip(item_ids, vectors, strict=True):
                # None when the passage was taken out while it was being encoded.
                if connection.execute("SELECT 1 FROM item WHERE id = ?", (item_id,)).get:
                    forget_vectors(connection, item_id, model.id, "text")
                    _insert(connection, model, item_id, "text", vector)
            connection.executemany(
                "DELETE FROM text_todo WHERE item_id = ?",
                ((id,) for id in (*item_ids, *passed_over)),
            )

    def save_looks(
        self, model: Model, looks: Iterable[tuple[int, EncodedLook]], finished: Iterable[int] = ()
    ) -> None:
        """Looks, each with its file's id, and the files that are done. One transaction."""
        with self._database.write() as connection:
            for file_id, look in looks:
                item_id = _item_of(connection, file_id, look)
                if item_id is None:
                    continue
                forget_vectors(connection, item_id, model.id, "look")
                _insert(connection, model, item_id, "look", look.vector)
                connection.execute(
                    "INSERT OR REPLACE INTO thumbnail VALUES (?, ?)", (item_id, look.thumbnail)
                )
                if look.kind == "picture":
                    connection.execute(
                        "UPDATE item SET likeness = ? WHERE id = ?",
                        (of_light(look.light) if look.light else likeness(look.thumbnail), item_id),
                    )
            for file_id in finished:
                connection.execute("DELETE FROM look_todo WHERE file_id = ?", (file_id,))

    def give_up_looks(self, file_id: int, reason: str) -> None:
        """The look of a file can't be had: recorded, and not tried again until it changes."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM look_todo WHERE file_id = ?", (file_id,))
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

    def last_id(self) -> int:
        """The largest id ever given: larger than before when vectors were added."""
        return (
            self._database.read()
            .execute("SELECT seq FROM sqlite_sequence WHERE name = 'vector'")
            .get
            or 0
        )

    def removals(self) -> int:
        """Changes whenever vectors were taken out or replaced."""
        return (
            self._database.read().execute("SELECT value FROM counter WHERE name = 'removals'").get
            or 0
        )

    def left(self) -> dict[str, int]:
        """How many passages and files are still to be encoded."""
        connection = self._database.read()
        return {
            "texts": connection.execute("SELECT count(*) FROM text_todo").get,
            "looks": connection.execute("SELECT count(*) FROM look_todo").get,
        }

    def looks_total(self) -> int:
        """The number of files that have something to look at."""
        return self._database.read().execute("SELECT count(*) FROM file WHERE has_looks").get  # type: ignore[no-any-return]


_TO_LOOK_AT = (
    "FROM look_todo JOIN file ON file.id = file_id JOIN folder ON folder.id = folder_id"
    " WHERE (kind = 'image') = ? AND state != 'waiting' AND online"
)


def _item_of(connection: apsw.Connection, file_id: int, look: EncodedLook) -> int | None:
    """The item of a look, made if need be; None when its file was taken out meanwhile.

    A picture is known by its digest; that of an image file, or of a page of one, also by its
    page, for its digest may differ from model to model.
    """
    kind = connection.execute("SELECT kind FROM file WHERE id = ?", (file_id,)).get
    if kind is None:
        return None
    if look.kind == "page":
        where, keys = "kind = 'page' AND page IS ?", (look.page,)
    else:
        where, keys = "kind = 'picture' AND digest IS ?", (look.digest,)  # type: ignore[assignment]
    find = "SELECT id FROM item WHERE file_id = ? AND "
    found = connection.execute(find + where, (file_id, *keys)).get
    if found is None and kind == "image" and look.kind == "picture":
        of_page = "kind = 'picture' AND page IS ?"
        found = connection.execute(find + of_page, (file_id, look.page)).get
        connection.execute("UPDATE item SET digest = ? WHERE id = ?", (look.digest or None, found))
    if found is not None:
        return int(found)
    connection.execute(
        "INSERT INTO item (file_id, kind, page, digest) VALUES (?, ?, ?, ?)",
        (file_id, look.kind, look.page, look.digest or None),
    )
    return connection.last_insert_rowid()


def _insert(
    connection: apsw.Connection,
    model: Model,
    item_id: int,
    part: str,
    vector: NDArray[np.float32],
) -> None:
    connection.execute(
        "INSERT INTO vector (model_id, item_id, part) VALUES (?, ?, ?)", (model.id, item_id, part)
    )
    connection.execute(
        f"INSERT INTO vec_{model.id}_{part} (rowid, embedding) VALUES (?, ?)",
        (connection.last_insert_rowid(), np.ascontiguousarray(vector, dtype=np.float32).tobytes()),
    )
