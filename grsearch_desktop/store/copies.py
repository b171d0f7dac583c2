"""What files have in common: the same bytes, nearly the same picture, nearly the same text."""

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
    """>>> Copies(database).groups([3, 7, 12])
    {7: 0, 12: 0}
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def groups(self, file_ids: Collection[int]) -> dict[int, int]:
        """Those of the files of which others among them have the same content, each with the number
        of its group. Empty files are no copies of each other."""
        if not file_ids:
            return {}
        rows = self._database.read().execute(
            "SELECT group_concat(id) FROM file WHERE id IN carray(?) AND size > 0"
            " AND hash IS NOT NULL GROUP BY hash HAVING count(*) > 1",
            (apsw.carray(_array(file_ids)),),
        )
        joined = enumerate(str(ids) for (ids,) in rows)
        return {int(id): number for number, ids in joined for id in ids.split(",")}

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
        """How the texts of files begin and end, of those that have any.

        What was recognised in pictures does not count: two pictures of one text are two."""
        if not file_ids:
            return {}
        rows = self._database.read().execute(
            "SELECT file_id, passages, (SELECT text FROM passage_text WHERE rowid = first),"
            " (SELECT text FROM passage_text WHERE rowid = last) FROM"
            " (SELECT file_id, count(*) AS passages, min(id) AS first, max(id) AS last FROM item"
            " WHERE file_id IN carray(?) AND kind = 'passage' AND confidence IS NULL"
            " GROUP BY file_id)",
            (apsw.carray(_array(file_ids)),),
        )
        return {id: Ends(passages, first or "", last or "") for id, passages, first, last in rows}


def _array(file_ids: Collection[int]) -> NDArray[np.int64]:
    return np.array([*file_ids], dtype=np.int64)
