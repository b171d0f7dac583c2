"""Text that was recognised in pictures: which files are still to be looked through, and what was
found, as passages whose words have their places.

A place is six 16 bit numbers, the smallest byte first: the word's first character in its passage,
how many it has, then left, top, width and height as shares of the picture's sides, 65,535 for all.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import apsw
import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.store.copies import tell_text
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.files import record_error
from grsearch_desktop.store.items import add_passage, forget_passages

_WHOLE = 65_535
_GAP = 2
"""Characters between what stands on a page already and what was recognised in it: a new
paragraph."""
SPARSE = 200
"""Characters: a page with fewer may be a picture of its text."""
_DONE, _IN_VAIN = 1, 2
"""What `file.recognised` says, 0 where a file was not looked through."""
_PREFERENCES = "recognition"
"""The counter that says with what all files were looked through."""

Area = tuple[float, float, float, float]
"""Left, top, width and height, as shares of the picture's sides."""


@dataclass(frozen=True)
class WordPlace:
    """Where a word is: characters `start` to `end` of its passage."""

    start: int
    end: int
    area: Area


@dataclass(frozen=True)
class RecognisedPassage:
    """A passage of what was recognised in one picture; start: of its first character in that."""

    start: int
    text: str
    confidence: float
    """From 0 to 1."""
    places: Sequence[WordPlace]


@dataclass(frozen=True)
class LookedThrough:
    """A picture in which text was looked for, with what was found. digest: empty for a page."""

    page: int | None
    digest: bytes
    passages: Sequence[RecognisedPassage] = ()


class RecognisedTexts:
    """>>> texts = RecognisedTexts(database)
    >>> texts.save(7, LookedThrough(None, b"...", [RecognisedPassage(0, "EXIT", 0.98, [...])]))
    >>> texts.finish(7)
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def to_do(self) -> list[int]:
        """Ids of the files that are to be looked through now, last used first."""
        rows = self._database.read().execute(
            f"SELECT file.id {_TO_DO} ORDER BY used_ns DESC, mtime_ns DESC, file.id"
        )
        return [id for (id,) in rows]

    def anything_to_do(self) -> bool:
        return bool(self._database.read().execute(f"SELECT 1 {_TO_DO} LIMIT 1").get)

    def counts(self, *, listed: bool = True) -> dict[str, int]:
        """How many files were looked through of how many. listed: whether those on the list are to
        be."""
        read = self._database.read()
        done = int(read.execute("SELECT count(*) FROM file WHERE recognised").get)
        left = read.execute("SELECT count(*) FROM recognise_todo").get if listed else 0
        return {"done": done, "total": done + int(left)}

    def pictures(self) -> dict[int, int]:
        """About how many pictures there are in each of the files that are to be looked through."""
        rows = self._database.read().execute(
            "SELECT file_id, count(*) FROM item WHERE file_id IN (SELECT file_id FROM"
            " recognise_todo) AND (kind = 'picture' OR (kind = 'page' AND (SELECT"
            " coalesce(sum(end - start), 0) FROM item AS held WHERE held.file_id = item.file_id"
            " AND held.kind = 'passage' AND held.page = item.page) < ?)) GROUP BY file_id",
            (SPARSE,),
        )
        return dict(iter(rows))

    def looked_through(self, file_id: int) -> tuple[frozenset[int], frozenset[bytes]]:
        """The pages and the digests of pictures of a file that were looked at."""
        pages, digests = set(), set()
        for page, digest in self._database.read().execute(
            "SELECT page, digest FROM looked_through WHERE file_id = ?", (file_id,)
        ):
            if digest:
                digests.add(digest)
            else:
                pages.add(page)
        return frozenset(pages), frozenset(digests)

    def save(self, file_id: int, found: LookedThrough) -> None:
        """What was found in one picture of a file. One transaction.

        The first picture of a file takes out what was recognised in that before.
        """
        with self._database.write() as connection:
            if not connection.execute(
                "SELECT 1 FROM recognise_todo WHERE file_id = ?", (file_id,)
            ).get:
                return  # it was taken out, or changed, while it was looked at
            begun = "SELECT 1 FROM looked_through WHERE file_id = ?"
            if not connection.execute(begun, (file_id,)).get:
                _forget(connection, file_id)
            connection.execute(
                "INSERT OR IGNORE INTO looked_through VALUES (?, ?, ?)",
                (file_id, 0 if found.digest else found.page or 0, found.digest),
            )
            _add(connection, file_id, found)

    def finish(self, file_id: int) -> None:
        """A file was looked through to its end."""
        with self._database.write() as connection:
            _tell_text(connection, file_id)
            _settle(connection, file_id, _DONE)

    def give_up(self, file_id: int, reason: str) -> None:
        """A file can't be looked through: recorded, where it was read whole, and not tried again
        until it changes or a person asks. What was read of it stays."""
        with self._database.write() as connection:
            _settle(connection, file_id, _IN_VAIN)
            if not connection.execute("SELECT error FROM file WHERE id = ?", (file_id,)).get:
                record_error(connection, file_id, reason)

    def take_over(self, file_id: int) -> bool:
        """Takes what was recognised in a copy of a file, and finishes it; False without one."""
        with self._database.write() as connection:
            twin = connection.execute(
                "SELECT other.id FROM file JOIN file AS other ON other.hash = file.hash"
                " AND other.id != file.id AND other.kind = file.kind WHERE file.id = ?"
                " AND other.recognised = ? AND NOT EXISTS (SELECT 1 FROM looked_through"
                " WHERE file_id = file.id) LIMIT 1",
                (file_id, _DONE),
            ).get
            if twin is None:
                return False
            _forget(connection, file_id)
            rows: list[Any] = connection.execute(
                "SELECT page, start, text, digest, confidence, coalesce(places, x'') FROM item"
                " JOIN passage_text ON passage_text.rowid = item.id"
                " LEFT JOIN word_place ON item_id = item.id"
                " WHERE file_id = ? AND kind = 'passage' AND confidence IS NOT NULL ORDER BY id",
                (twin,),
            ).fetchall()
            for page, start, text, digest, confidence, places in rows:
                item_id = add_passage(connection, file_id, page, start, text, digest, confidence)
                _write_places(connection, item_id, places)
            _tell_text(connection, file_id)
            _settle(connection, file_id, _DONE)
            return True

    def prefer(self, preferences: int) -> None:
        """Has every file looked through anew where that was done by other preferences, of which
        this is a number. What was found stays until a file's turn comes."""
        before = self._database.read().execute(
            "SELECT value FROM counter WHERE name = ?", (_PREFERENCES,)
        )
        if before.get == preferences:
            return
        with self._database.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO counter VALUES (?, ?)", (_PREFERENCES, preferences)
            )
            connection.execute("DELETE FROM looked_through")
            put_on_the_list(connection, "recognised")

    def confidences(self, item_ids: Collection[int]) -> dict[int, float]:
        """How surely the text of these passages was recognised, of those where it was."""
        if not item_ids:
            return {}
        rows = self._database.read().execute(
            "SELECT id, confidence FROM item INDEXED BY item_recognised"
            " WHERE confidence IS NOT NULL AND id IN carray(?)",
            (apsw.carray(np.fromiter(item_ids, np.int64, len(item_ids))),),
        )
        return dict(iter(rows))

    def on_page(self, file_id: int, page: int | None) -> list[tuple[str, list[WordPlace]]]:
        """What was recognised of a page as a person sees it, or (None) of the picture that a file
        is: passages with the places of their words."""
        rows = self._database.read().execute(
            "SELECT text, places FROM item JOIN word_place ON item_id = item.id"
            " JOIN passage_text ON passage_text.rowid = item.id JOIN file ON file.id = file_id"
            " WHERE file_id = ?1 AND item.kind = 'passage' AND (page IS ?2 OR ?2 IS NULL)"
            " AND (file.kind = 'image' OR digest IS NULL) ORDER BY item.id",
            (file_id, page),
        )
        return [(text, _unpacked(places)) for text, places in rows]


MAY_HOLD_TEXT = (
    "state = 'read' AND has_looks AND NOT recognised AND (kind = 'image' OR EXISTS"
    " (SELECT 1 FROM item WHERE file_id = file.id AND item.kind = 'picture') OR EXISTS"
    " (SELECT 1 FROM item AS of_page WHERE file_id = file.id AND of_page.kind = 'page' AND"
    " (SELECT coalesce(sum(end - start), 0) FROM item WHERE file_id = file.id"
    f" AND item.kind = 'passage' AND item.page = of_page.page) < {SPARSE}))"
)
"""Of files (in SQL): whether they should be on the list."""
LOST_PLACES = (
    "recognised AND id IN (SELECT file_id FROM item WHERE confidence IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM word_place WHERE item_id = item.id))"
)
"""Of files (in SQL): whether something is missing of what was recognised in them."""
_TO_DO = (
    "FROM recognise_todo JOIN file ON file.id = file_id JOIN folder ON folder.id = folder_id"
    " WHERE state = 'read' AND online"
)


def put_on_the_list(connection: apsw.Connection, which: str) -> None:
    """Has files (a condition in SQL) looked through, within the caller's transaction."""
    connection.execute(f"INSERT OR IGNORE INTO recognise_todo SELECT id FROM file WHERE {which}")
    connection.execute(f"UPDATE file SET recognised = 0 WHERE recognised AND ({which})")


def _settle(connection: apsw.Connection, file_id: int, how: int) -> None:
    connection.execute("DELETE FROM recognise_todo WHERE file_id = ?", (file_id,))
    if connection.changes():  # it is still what it was
        connection.execute("UPDATE file SET recognised = ? WHERE id = ?", (how, file_id))
    connection.execute("DELETE FROM looked_through WHERE file_id = ?", (file_id,))


def _tell_text(connection: apsw.Connection, file_id: int) -> None:
    """Has a scanned document known by the text that was recognised in it: it has no other. Pictures
    are known by their looks."""
    if connection.execute("SELECT kind = 'image' FROM file WHERE id = ?", (file_id,)).get:
        return
    rows: list[Any] = connection.execute(
        "SELECT text, confidence FROM item JOIN passage_text ON passage_text.rowid = item.id"
        " WHERE file_id = ? AND kind = 'passage' ORDER BY page, item.id",
        (file_id,),
    ).fetchall()
    if rows and all(confidence is not None for _, confidence in rows):
        tell_text(connection, file_id, (text for text, _ in rows))


def _forget(connection: apsw.Connection, file_id: int) -> None:
    rows: list[Any] = connection.execute(
        "SELECT id FROM item WHERE file_id = ? AND kind = 'passage' AND confidence IS NOT NULL",
        (file_id,),
    ).fetchall()
    forget_passages(connection, [id for (id,) in rows])


def _add(connection: apsw.Connection, file_id: int, found: LookedThrough) -> None:
    end = connection.execute(
        "SELECT max(end) FROM item WHERE file_id = ? AND kind = 'passage' AND page IS ?",
        (file_id, found.page),
    ).get
    first = end + _GAP if end else 0
    for passage in found.passages:
        item_id = add_passage(
            connection,
            file_id,
            found.page,
            first + passage.start,
            passage.text,
            found.digest or None,
            min(max(passage.confidence, 0.0), 1.0),
        )
        _write_places(connection, item_id, _packed(passage.places))


def _write_places(connection: apsw.Connection, item_id: int, places: bytes) -> None:
    if places:
        connection.execute("INSERT INTO word_place VALUES (?, ?)", (item_id, places))


def _packed(places: Iterable[WordPlace]) -> bytes:
    rows = [
        (place.start, place.end - place.start, *(share * _WHOLE for share in place.area))
        for place in places
        if place.end <= _WHOLE
    ]
    return np.clip(np.rint(rows), 0, _WHOLE).astype("<u2").tobytes() if rows else b""


def _unpacked(places: bytes) -> list[WordPlace]:
    rows: NDArray[np.uint16] = np.frombuffer(places, "<u2")
    rows = rows[: len(rows) // 6 * 6].reshape(-1, 6)
    return [
        WordPlace(start, start + length, (x / _WHOLE, y / _WHOLE, w / _WHOLE, h / _WHOLE))
        for start, length, x, y, w, h in rows.tolist()
    ]
