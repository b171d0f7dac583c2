"""What other files of the same content have already: vectors and thumbnails to take over.

Files are the same by their hash. A copy's items were made by the same reader from the same bytes,
so that the n-th passage of one is that of the other; who takes over looks whether it is.
"""

from collections.abc import Collection, Iterable

import apsw
import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.store.database import Database
from grsearch_desktop.store.vector_form import unpacked
from grsearch_desktop.store.vectors import EncodedLook, Model


class Twins:
    """>>> twins = Twins(database)
    >>> twins.looks(model, file_id)
    [EncodedLook(kind="picture", ...)]
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def passages(self, model: Model, items: Iterable[tuple[int, int]]) -> dict[int, int]:
        """For passages (their id and their file's) those at the same place of a copy.

        Only passages whose vector is stored, and is not to be made anew.
        """
        connection = self._database.read()
        of_file: dict[int, list[int]] = {}
        for item_id, file_id in items:
            of_file.setdefault(file_id, []).append(item_id)
        found = {}
        for file_id, wanted in of_file.items():
            twins = _copies(connection, file_id)
            first = _first_passage(connection, file_id) if twins else None
            for twin in twins:
                theirs = _first_passage(connection, twin)
                for item_id in wanted:
                    if first is None or theirs is None or item_id in found:
                        continue
                    other = item_id - first + theirs
                    if _has_vector(connection, model, twin, other):
                        found[item_id] = other
        return found

    def text_vectors(
        self, model: Model, item_ids: Collection[int]
    ) -> dict[int, NDArray[np.float32]]:
        """The vectors of passages, float32, shape (D,), raw, of those that have any."""
        if not item_ids:
            return {}
        rows = self._database.read().execute(
            f"SELECT item_id, embedding FROM vector JOIN vec_{model.id}_text AS kept"
            " ON kept.rowid = vector.id WHERE model_id = ? AND part = 'text'"
            " AND item_id IN carray(?)",
            (model.id, apsw.carray(np.array([*item_ids], dtype=np.int64))),
        )
        return {item_id: unpacked(vector, 1, model.dimension)[0] for item_id, vector in rows}

    def looks(self, model: Model, file_id: int) -> list[EncodedLook]:
        """All looks of a copy of this file that was looked at to its end; [] without one."""
        connection = self._database.read()
        for twin in _copies(connection, file_id):
            with connection:  # one snapshot: whole, or not at all
                to_do = "SELECT 1 FROM look_todo WHERE file_id = ? AND model_id = ?"
                if connection.execute(to_do, (twin, model.id)).get:
                    continue
                found = _looks(connection, model, twin)
            if found:
                return found
        return []


def _copies(connection: apsw.Connection, file_id: int) -> list[int]:
    rows = connection.execute(
        "SELECT other.id FROM file JOIN file AS other ON other.hash = file.hash"
        " AND other.id != file.id AND other.kind = file.kind"
        " WHERE file.id = ? AND file.hash IS NOT NULL AND other.state = 'read' LIMIT 8",
        (file_id,),
    )
    return [id for (id,) in rows]


def _first_passage(connection: apsw.Connection, file_id: int) -> int | None:
    return connection.execute(
        "SELECT min(id) FROM item WHERE file_id = ? AND kind = 'passage'", (file_id,)
    ).get  # type: ignore[no-any-return]


def _has_vector(connection: apsw.Connection, model: Model, file_id: int, item_id: int) -> bool:
    return bool(
        connection.execute(
            "SELECT 1 FROM item JOIN vector ON item_id = item.id WHERE item.id = ?1"
            " AND file_id = ?2 AND kind = 'passage' AND model_id = ?3 AND part = 'text'"
            " AND NOT EXISTS (SELECT 1 FROM text_todo WHERE item_id = ?1 AND model_id = ?3)",
            (item_id, file_id, model.id),
        ).get
    )


def _looks(connection: apsw.Connection, model: Model, file_id: int) -> list[EncodedLook]:
    rows = connection.execute(
        "SELECT kind, page, coalesce(digest, x''), coalesce(jpeg, x''), embedding FROM item"
        " JOIN vector ON vector.item_id = item.id AND model_id = ?1 AND part = 'look'"
        f" JOIN vec_{model.id}_look AS kept ON kept.rowid = vector.id"
        " LEFT JOIN thumbnail ON thumbnail.item_id = item.id"
        " WHERE file_id = ?2 ORDER BY item.id",
        (model.id, file_id),
    )
    return [
        EncodedLook(kind, page, digest, thumbnail, unpacked(vector, 1, model.dimension)[0])
        for kind, page, digest, thumbnail, vector in rows
    ]
