"""What files have in common: the same bytes, nearly the same picture, nearly the same text."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, cast

import apsw
import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.store.database import Database
from grsearch_desktop.store.likeness import light, same_pictures, telling
from grsearch_desktop.store.models import Models
from grsearch_desktop.store.neighbours import neighbours
from grsearch_desktop.store.sketch import is_short, same_texts, sketch

PairsOf = Callable[[Sequence[bytes]], list[tuple[int, int]]]
ShareDone = Callable[[float], None]

_UNTOLD = "files without what tells copies"
"""A counter: read by an older program, which kept nothing of it."""
_TOLD_AT_ONCE = 100
"""Files between two commits."""
_WORD = re.compile(r"\w{2,}")
_NOTHING: frozenset[str] = frozenset()
_ENOUGH_WORDS = 8
"""Words that two pictures must show each, for these to tell them apart."""
_SAME_WORDS = 0.8
"""Of the words of the picture that shows fewer, those that the other one shows too, at least: a
screenshot of half the size has 0.84 and more, one of the same window in another language 0.79."""
_WHOLLY_TEXT = ("text", "code", "web")
"""Kinds of files that are their text: of others a few words may be the same, and the rest not."""


class Copies:
    """>>> Copies(database).groups([3, 7, 12])
    {7: 0, 12: 0}
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._models = Models(database)

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

    def nearly(self, file_ids: Sequence[int]) -> dict[int, int]:
        """File -> the first of the files before it that it nearly is, of those that are one."""
        return {**self.pictures(file_ids), **self.texts(file_ids)}

    def pictures(
        self,
        file_ids: Sequence[int],
        *,
        closely: bool = False,
        checkpoint: ShareDone = lambda _: None,
    ) -> dict[int, int]:
        """As `nearly`, by what they look like: of image files that hold one picture.

        closely: has those compared, too, that the model takes for alike. That finds larger cuts and
        costs some milliseconds for a hundred, too much for a search.
        checkpoint: called with the share that is done; what it raises ends the comparison.
        """
        if not len(file_ids):
            return {}
        connection = self._database.read()
        rows: list[Any] = connection.execute(
            "SELECT file_id, places, item.id FROM item JOIN light ON item_id = item.id"
            " WHERE file_id IN carray(?) AND length(places) > 0 GROUP BY file_id"
            " HAVING count(*) = 1",
            (apsw.carray(_array(file_ids)),),
        ).fetchall()
        lights = {file_id: places for file_id, places, _ in rows}
        items = {places: item_id for _, places, item_id in rows}
        told = dict(zip(lights, telling([*lights.values()]), strict=True))

        def same(different: Sequence[bytes]) -> list[tuple[int, int]]:
            alike: Sequence[tuple[int, int]] | NDArray[np.int64] = ()
            if closely:
                shown = [items[places] for places in different]
                alike = neighbours(connection, self._models, shown)
            return same_pictures(different, alike, checkpoint)

        found = first_ones([id for id in file_ids if told.get(id)], lights.__getitem__, same)
        if not found:
            return found
        shown = self._shown_words({*found, *found.values()})
        return {
            id: first
            for id, first in found.items()
            if not say_other_things(shown.get(id, _NOTHING), shown.get(first, _NOTHING))
        }

    def _shown_words(self, file_ids: Collection[int]) -> dict[int, frozenset[str]]:
        """The words that were recognised in pictures."""
        rows = self._database.read().execute(
            "SELECT file_id, group_concat(text, ' ') FROM item"
            " JOIN passage_text ON passage_text.rowid = item.id"
            " WHERE file_id IN carray(?) AND kind = 'passage' AND confidence IS NOT NULL"
            " GROUP BY file_id",
            (apsw.carray(_array(file_ids)),),
        )
        return {id: frozenset(_WORD.findall(text.lower())) for id, text in rows}

    def texts(self, file_ids: Sequence[int]) -> dict[int, int]:
        """As `nearly`, by the words in them."""
        if not len(file_ids):
            return {}
        rows = self._database.read().execute(
            "SELECT id, kind, hashes FROM file JOIN sketch ON file_id = id WHERE id IN carray(?)"
            " AND length(hashes) > 0 AND kind != 'image'",
            (apsw.carray(_array(file_ids)),),
        )
        sketches = {
            id: sketched
            for id, kind, sketched in rows
            if kind in _WHOLLY_TEXT or not is_short(sketched)
        }
        known = [id for id in file_ids if id in sketches]
        return first_ones(known, sketches.__getitem__, same_texts)

    def untold(self) -> int:
        """How many files `complete` has still to see to."""
        connection = self._database.read()
        known = connection.execute("SELECT 1 FROM counter WHERE name = ?", (_UNTOLD,)).get
        return len(self._untold()) if known else 0

    def complete(self, checkpoint: Callable[[], None]) -> None:
        """Finds out what tells copies of files that an older program read, a few at a time.

        checkpoint: called between two commits; what it raises ends the work, which goes on the next
        time.
        """
        connection = self._database.read()
        if not connection.execute("SELECT 1 FROM counter WHERE name = ?", (_UNTOLD,)).get:
            return
        untold = self._untold()
        for begin in range(0, len(untold), _TOLD_AT_ONCE):
            self._tell(untold[begin : begin + _TOLD_AT_ONCE])
            checkpoint()
        with self._database.write() as writer:
            writer.execute("DELETE FROM counter WHERE name = ?", (_UNTOLD,))

    def _untold(self) -> list[int]:
        rows = self._database.read().execute(
            "SELECT id FROM file WHERE state = 'read' AND id NOT IN (SELECT file_id FROM sketch)"
        )
        return [cast("int", id) for (id,) in rows]

    def _tell(self, file_ids: Sequence[int]) -> None:
        with self._database.write() as connection:
            for file_id in file_ids:
                tell_text(connection, file_id, _passages(connection, file_id))
            rows = connection.execute(
                "SELECT thumbnail.item_id, jpeg FROM file JOIN item ON file_id = file.id"
                " JOIN thumbnail ON thumbnail.item_id = item.id"
                " WHERE file.id IN carray(?) AND file.kind = 'image' AND item.kind = 'picture'",
                (apsw.carray(_array(file_ids)),),
            )
            for item_id, thumbnail in cast("list[tuple[int, bytes]]", rows.fetchall()):
                tell_look(connection, item_id, light(thumbnail))


def say_other_things(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether pictures that look the same show different words: as two pages of one form do, or two
    screenshots of one window."""
    if min(len(one), len(other)) < _ENOUGH_WORDS:
        return False
    return len(one & other) < _SAME_WORDS * min(len(one), len(other))


def tell_text(connection: apsw.Connection, file_id: int, passages: Iterable[str]) -> None:
    """Keeps what tells nearly the same text, within the caller's transaction."""
    connection.execute("INSERT OR REPLACE INTO sketch VALUES (?, ?)", (file_id, sketch(passages)))


def tell_look(connection: apsw.Connection, item_id: int, places: bytes) -> None:
    """Keeps how bright the picture of an image file is (likeness.py), within the caller's
    transaction."""
    connection.execute("INSERT OR REPLACE INTO light VALUES (?, ?)", (item_id, places))


def first_ones(
    file_ids: Sequence[int], content: Callable[[int], bytes], pairs_of: PairsOf
) -> dict[int, int]:
    """File -> the first one of its group, for all that are not the first.

    A group is a file with those after it that are one with it: not with each other alone, for then
    each could be a little unlike the one before, and the last one unlike the first.

    pairs_of: gives the pairs that are one, by their places among contents that are all different.
    """
    firsts: dict[bytes, int] = {}
    for file_id in file_ids:
        firsts.setdefault(content(file_id), file_id)
    places = {one: place for place, one in enumerate(firsts)}
    before: dict[int, list[int]] = {}
    for one, other in pairs_of([*firsts]):
        before.setdefault(other, []).append(one)
    leaders: dict[int, int] = {}
    for place in range(len(firsts)):
        near = (one for one in sorted(before.get(place, ())) if leaders[one] == one)
        leaders[place] = next(near, place)
    owners = [*firsts.values()]
    found = ((id, owners[leaders[places[content(id)]]]) for id in file_ids)
    return {id: first for id, first in found if id != first}


def _passages(connection: apsw.Connection, file_id: int) -> Iterator[str]:
    rows = connection.execute(
        "SELECT text FROM item JOIN passage_text ON passage_text.rowid = item.id"
        " WHERE file_id = ? AND kind = 'passage' AND confidence IS NULL ORDER BY item.id",
        (file_id,),
    )
    return (text for (text,) in rows)


def _array(file_ids: Collection[int]) -> NDArray[np.int64]:
    return np.array([*file_ids], dtype=np.int64)
