"""What files say of themselves, as filters ask for it: sender, camera, tags, time and place taken.

Kept in memory from the first filter that asks for it, each kind for itself; what changed since is
read anew, so that an answer takes milliseconds while a large library grows.
"""

import re
import threading
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import apsw
import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.store import cjk
from grsearch_desktop.store.changes import Mark
from grsearch_desktop.store.conditions import Circle, Conditions
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.joined_texts import JoinedTexts, Mask, Values
from grsearch_desktop.store.postings import numbers_of

_MOST_CHANGED = 5_000
"""Files, from which on all are read anew."""
_EARTH = 6371.0
"""Kilometres from the middle to the surface, in the mean."""
_DEGREE = 110.5
"""Kilometres from one degree of latitude to the next, a little less than anywhere."""
_WORD = re.compile(r"\w+")
_SEPARATOR = re.compile(r"[,;]")


@dataclass(frozen=True)
class Source:
    """Where the values of a filter stand: facts by their names, and a column of files."""

    facts: tuple[str, ...] = ()
    column: str = ""
    kinds: tuple[str, ...] = ()
    """Of files whose column counts; none: of all."""
    many: bool = False
    """Whether a file has many of them: then all that are asked for must be there, else any."""


SOURCES: dict[str, Source] = {
    "from": Source(("from",), "author", ("mail",)),
    "to": Source(("to", "cc", "bcc"), many=True),
    "camera": Source(("camera",)),
    "lens": Source(("lens",)),
    "tag": Source(("tags", "keywords"), many=True),
    "artist": Source(("artist", "album artist"), "author", ("audio",)),
    "album": Source(("album",)),
    "author": Source(("author",), "author"),
    "title": Source((), "title"),
}
"""The filters that ask for words of what a file says of itself."""

_TAKEN = (
    "SELECT id, created AS value FROM file WHERE created IS NOT NULL AND kind IN ('image', 'video')"
)
_NORTH = "SELECT id, latitude AS value FROM file WHERE latitude IS NOT NULL"
_EAST = "SELECT id, longitude AS value FROM file WHERE longitude IS NOT NULL"


def words(value: str) -> str:
    """A value as it is compared: its words, small and without diacritics, a space before each.

    >>> words("Anna Müller <anna@example.org>")
    ' anna muller anna example org'
    """
    if not value.isascii():
        parts = unicodedata.normalize("NFKD", value)
        value = "".join(part for part in parts if not unicodedata.combining(part))
    return "".join(f" {word}" for word in _WORD.findall(value.casefold()))


def phrase(value: str) -> str:
    """What is looked for where a filter asks for `value`: a word in its middle may begin anywhere
    in Chinese, Japanese and Korean, which put no spaces between. Empty for no word at all."""
    sought = words(value)
    return sought[1:] if cjk.holds(sought) else sought


def separate(value: str) -> list[str]:
    """The values that stand in one: tags, receivers."""
    return [one for part in _SEPARATOR.split(value) if (one := part.strip())]


@dataclass(frozen=True, eq=False)
class _Rows:
    """Files and a value of each; a file may have several, or none."""

    ids: NDArray[np.int64]
    values: NDArray[Any]

    def changed(self, others: "_Rows", stale: NDArray[np.int64]) -> "_Rows":
        stay = ~np.isin(self.ids, stale)
        return _Rows(
            np.concatenate((self.ids[stay], others.ids)),
            np.concatenate((self.values[stay], others.values)),
        )


class _Kept:
    """The rows of one SELECT (id, value), as they are now."""

    def __init__(self, select: str, taken_as: Callable[[bytes | list[Any]], NDArray[Any]]) -> None:
        """taken_as: makes an array of values: all, joined by NUL, or some as they stand there."""
        self._select = select
        self._taken_as = taken_as
        self._mark = Mark()
        self._rows: _Rows | None = None

    def now(self, database: Database) -> _Rows:
        mark, changed = database.changes_since(self._mark)
        rows = self._rows
        if rows is None or changed is None or len(changed) > _MOST_CHANGED:
            rows = self._all(database.read())
        elif changed:
            stale = np.array(sorted(changed), dtype=np.int64)
            rows = rows.changed(self._some(database.read(), stale), stale)
        self._rows, self._mark = rows, mark
        return rows

    def _all(self, connection: apsw.Connection) -> _Rows:
        # Joined in SQLite, which lets Python go on meanwhile.
        ids, values = connection.execute(
            "SELECT group_concat(id), CAST(group_concat(replace(value, char(0), ''), char(0))"
            f" AS BLOB) FROM ({self._select})"
        ).get
        if ids is None:
            return _Rows(np.zeros(0, np.int64), self._taken_as([]))
        return _Rows(numbers_of(ids), self._taken_as(values))

    def _some(self, connection: apsw.Connection, ids: NDArray[np.int64]) -> _Rows:
        found = connection.execute(
            f"SELECT id, value FROM ({self._select}) WHERE id IN carray(?)", (apsw.carray(ids),)
        ).fetchall()
        return _Rows(
            np.array([id for id, _ in found], dtype=np.int64),
            self._taken_as([value for _, value in found]),
        )


class _Words:
    """The values of one filter, and which files have them."""

    def __init__(self, source: Source) -> None:
        self._values = Values()
        self._folded: JoinedTexts | None = None
        self._kept = _Kept(_select(source), self._numbered)

    def holding(self, database: Database, value: str) -> NDArray[np.int64]:
        """Ids of the files of which a value has these words."""
        rows = self._kept.now(database)
        if self._folded is None or len(self._folded) < len(self._values):
            self._folded = JoinedTexts(b"\0".join(self._values.every()))
        which = self._folded.holding(phrase(value))
        return rows.ids[which[rows.values]] if len(rows.ids) else rows.ids

    def _numbered(self, values: bytes | list[Any]) -> NDArray[Any]:
        if isinstance(values, bytes):
            values = values.decode("utf-8", "replace").split("\0")
        folded: dict[str, bytes] = {}
        for value in values:
            if value not in folded:
                folded[value] = "\1".join(map(words, separate(value))).encode()
        return np.array(self._values.numbers([folded[value] for value in values]), dtype=np.int32)


class KeptFacts:
    """>>> facts = KeptFacts(database)
    >>> facts.fitting(ids, Conditions(said=(("camera", "canon"),)))
    array([False,  True])
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._forget()

    def let_go(self) -> None:
        """Forgets all; it is read again when it is asked for."""
        with self._lock:
            self._forget()

    def fitting(self, ids: NDArray[np.int64], asked: Conditions) -> Mask:
        """Which of the files (ids, in their order) fit what is asked of them here; shape (N,)."""
        fits = np.ones(len(ids), dtype=bool)
        with self._lock:
            for name in dict.fromkeys(name for name, _ in asked.said):
                masks = [self._said(ids, name, v) for n, v in asked.said if n == name]
                together = np.logical_and if SOURCES[name].many else np.logical_or
                fits &= together.reduce(masks)
            for name, value in asked.not_said:
                fits &= ~self._said(ids, name, value)
            if asked.taken_after is not None or asked.taken_before is not None:
                fits &= self._taken(ids, asked.taken_after, asked.taken_before)
            if asked.near:
                fits &= self._near(ids, asked.near)
            if asked.not_near:
                fits &= ~self._near(ids, asked.not_near)
        return fits

    def _forget(self) -> None:
        self._words: dict[str, _Words] = {}
        self._when = _Kept(_TAKEN, _numbers)
        self._where = _Kept(_NORTH, _numbers), _Kept(_EAST, _numbers)

    def _said(self, ids: NDArray[np.int64], name: str, value: str) -> Mask:
        if name not in self._words:
            self._words[name] = _Words(SOURCES[name])
        return _among(ids, self._words[name].holding(self._database, value))

    def _taken(self, ids: NDArray[np.int64], after: float | None, before: float | None) -> Mask:
        rows = self._when.now(self._database)
        begin, end = -np.inf if after is None else after, np.inf if before is None else before
        return _among(ids, rows.ids[(rows.values >= begin) & (rows.values < end)])

    def _near(self, ids: NDArray[np.int64], circles: Sequence[Circle]) -> Mask:
        north, east = (kept.now(self._database) for kept in self._where)
        if not np.array_equal(north.ids, east.ids):  # a file came between the two
            _, of_north, of_east = np.intersect1d(north.ids, east.ids, return_indices=True)
            north = _Rows(north.ids[of_north], north.values[of_north])
            east = _Rows(east.ids[of_east], east.values[of_east])
        inside = np.zeros(len(north.ids), dtype=bool)
        for circle in circles:
            # Most places are farther north or south than that.
            close = np.flatnonzero(
                np.abs(north.values - circle.north) < circle.kilometres / _DEGREE
            )
            away = kilometres(north.values[close], east.values[close], circle)
            inside[close[away < circle.kilometres]] = True
        return _among(ids, north.ids[inside])


def kilometres(
    north: NDArray[np.floating[Any]], east: NDArray[np.floating[Any]], circle: Circle
) -> NDArray[np.float64]:
    """From each place (degrees, shape (N,)) to the middle of a circle: by the haversine formula."""
    y, x = np.radians(north.astype(np.float64)), np.radians(east.astype(np.float64))
    y0, x0 = np.radians(circle.north), np.radians(circle.east)
    half = np.sin((y - y0) / 2) ** 2 + np.cos(y) * np.cos(y0) * np.sin((x - x0) / 2) ** 2
    return 2 * _EARTH * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))  # type: ignore[no-any-return]


def frequent(database: Database, name: str, most: int) -> list[str]:
    """The values that most files have of what a filter asks for, the most frequent first."""
    rows = database.read().execute(
        f"SELECT value, count(*) AS files FROM ({_select(SOURCES[name])})"
        " GROUP BY value ORDER BY files DESC, value LIMIT ?",
        (20 * most,),
    )
    counts: dict[str, int] = {}
    for value, files in rows:
        for one in separate(value) if SOURCES[name].many else [value]:
            counts[one] = counts.get(one, 0) + files
    return sorted(counts, key=lambda one: -counts[one])[:most]


def _select(source: Source) -> str:
    parts = []
    if source.facts:
        names = ", ".join(f"'{name}'" for name in source.facts)
        parts.append(f"SELECT file_id AS id, value FROM fact WHERE name IN ({names})")
    if source.column:
        part = f"SELECT id, {source.column} AS value FROM file WHERE {source.column} != ''"
        if source.kinds:
            part += " AND kind IN ({})".format(", ".join(f"'{kind}'" for kind in source.kinds))
        parts.append(part)
    return " UNION ALL ".join(parts)


def _numbers(values: bytes | list[Any]) -> NDArray[Any]:
    if isinstance(values, bytes):
        return np.array(values.split(b"\0"), dtype=np.float64)
    return np.array(values, dtype=np.float64)


def _among(ids: NDArray[np.int64], some: NDArray[np.int64]) -> Mask:
    """Which of the ids, in their order, are among some."""
    mask = np.zeros(len(ids), dtype=bool)
    if len(ids):
        places = np.searchsorted(ids, some)
        places[places == len(ids)] = 0
        mask[places[ids[places] == some]] = True
    return mask
