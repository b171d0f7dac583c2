"""Whether a file that is read again says what it said before: then its items and vectors stay.

So it is where only its tags changed, and where a newer version of the program reads all files anew
for what they say of themselves: nothing is encoded twice.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import apsw

from grsearch_desktop.store.items import writable

if TYPE_CHECKING:
    from grsearch_desktop.store.saving import ReadFile


def says_the_same(connection: apsw.Connection, file: "ReadFile") -> bool:
    """Whether the content is the same, and nothing of it is read otherwise.

    The text may be cut into other passages, as a model with another limit wants them; what was
    recognised in its pictures is not asked for, since these are the same.
    """
    hash, kind, title, has_looks, error = connection.execute(
        "SELECT hash, kind, title, has_looks, coalesce(error, '') FROM file WHERE id = ?",
        (file.file_id,),
    ).fetchall()[0]
    same = hash is not None and (hash, kind, error) == (file.hash, file.kind, file.cut)
    if not same or (has_looks and not file.has_looks):
        return False
    if file.passages and title != writable(file.title):  # it is encoded with them
        return False
    known = connection.execute(
        "SELECT page, text FROM item JOIN passage_text ON passage_text.rowid = item.id"
        " WHERE file_id = ? AND kind = 'passage' AND confidence IS NULL ORDER BY item.id",
        (file.file_id,),
    )
    if _texts(known) != _texts((passage.page, passage.text) for passage in file.passages):
        return False
    pages = connection.execute(
        "SELECT page FROM item WHERE file_id = ? AND kind = 'page'", (file.file_id,)
    )
    return {page for (page,) in pages} >= set(file.pages)


def _texts(passages: Iterable[tuple[int | None, str]]) -> dict[int | None, str]:
    """The letters of each page."""
    pieces: dict[int | None, list[str]] = {}
    for page, text in passages:
        pieces.setdefault(page, []).extend(writable(text).split())
    return {page: "".join(parts) for page, parts in pieces.items()}
