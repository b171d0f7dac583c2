"""What files have in common: the same bytes, nearly the same picture, nearly the same text."""

import threading
from collections.abc import Collection
from dataclasses import dataclass

import apsw
import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.store.database import Database


@dataclass(frozen=True)
class Ends:
    """How a text begins and ends."""

    passages: int
    first: str
    last: str


class Copies:
    """>>> Copies(database).groups()
    {7: 0, 12: 0}
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._local = threading.local()

    def groups(self) -> dict[int, int]:
        """The files of which there are others of the same content, each with the number of its
        group. Empty files are no copies of each other. Kept while the library stays as it is."""
        connection = self._database.read()
        version = connection.pragma("data_version")
        known, kept = getattr(self._local, "groups", (None, {}))
        if known != version:
            rows = connection.execute(
                "SELECT id, hash FROM file WHERE size > 0 AND hash IN"
                " (SELECT hash FROM file WHERE hash IS NOT NULL GROUP BY hash HAVING count(*) > 1)"
            )
            numbers: dict[bytes, int] = {}
            kept = {id: numbers.setdefault(hash, len(numbers)) for id, hash in rows}
            self._local.groups = version, kept
        return kept

    def likenesses(self, file_ids: Collection[int]) -> dict[int, bytes]:
        """What those of the files that are pictures look like (likeness.py)."""
        if not file_ids:
            return {}
        rows = self._database.read().execute(
            "SELECT file.id, likeness FROM file JOIN item ON item.file_id = file.id"
            " WHERE file.id IN carray(?) AND file.kind = 'image' AND item.kind = 'picture'"
            " AND likeness IS NOT NULL",
            (apsw.carray(_array(file_ids)),),
        )
        return dict(iter(rows))

    def ends(self, file_ids: Collection[int]) -> dict[int, Ends]:
        """How the texts of files begin and end, of those that have any."""
        if not file_ids:
            return {}
        rows = self._database.read().execute(
            "SELECT file_id, passages, (SELECT text FROM passage_text WHERE rowid = first),"
            " (SELECT text FROM passage_text WHERE rowid = last) FROM"
            " (SELECT file_id, count(*) AS passages, min(id) AS first, max(id) AS last FROM item"
            " WHERE file_id IN carray(?) AND kind = 'passage' GROUP BY file_id)",
            (apsw.carray(_array(file_ids)),),
        )
        return {id: Ends(passages, first or "", last or "") for id, passages, first, last in rows}


def _array(file_ids: Collection[int]) -> NDArray[np.int64]:
    return np.array([*file_ids], dtype=np.int64)
