"""Where the words of a query stand, in memory: what bm25 counts, read once for each word.

SQLite's bm25 looks up the length of every passage that holds a word, 1.4 us each; a word of a tenth
of a million passages takes it 140 ms. Here lengths are columns, and the passages of common words
are kept: the same sum (bm25.py) takes 1 ms then, and what is read for the first time a sixth.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

import apsw
import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.store.database import Database

_KEPT_BYTES = 160 << 20
"""Of passages that hold words; those that were asked for longest ago go first."""
_AHEAD_BYTES = 120 << 20
"""Of those that are read before they are asked for."""
_WORTH_KEEPING = 2_000
"""Passages: words of fewer are read as quickly as they are found among the kept."""
_MOST_NEW = 200
"""Passages that came since a word was read whose texts are looked through; of more, the word is
read anew."""
_MOST_GONE = 500
"""Passages that went since the lengths were read, after which they are read anew."""
_LAST = "\U0010ffff"
_K1, _B = 1.2, 0.75
"""Of bm25, as FTS5 has them (fts5_aux.c)."""

_Number = TypeVar("_Number", np.uint16, np.int32)

Ids = NDArray[np.int32]
Counts = NDArray[np.uint8]


@dataclass(frozen=True)
class AskedTerms:
    """What one word of a query stands for: terms of the index, or all that begin with letters."""

    terms: tuple[str, ...] = ()
    beginning: str = ""


@dataclass(frozen=True, eq=False)
class Postings:
    """The passages that hold a word, by their ids, and how often each does (255 at most)."""

    passages: Ids
    counts: Counts
    up_to: int
    """The largest id of a passage that was looked at."""

    @property
    def bytes(self) -> int:
        return self.passages.nbytes + self.counts.nbytes


@dataclass(frozen=True, eq=False)
class Passages:
    """All passages as columns, by their ids: 0 where there is none."""

    lengths: NDArray[np.uint16]
    """In words; shape (last_id + 1,)."""
    files: NDArray[np.int32]
    """Of which file each is; shape (last_id + 1,)."""
    read: int
    """How many there were."""
    count: int
    """How many there are."""
    words: int
    """In all of them."""

    @cached_property
    def dampings(self) -> NDArray[np.float32]:
        """k1 * (1 - b + b * length / average length): by it a passage's words count for less the
        longer it is; shape (last_id + 1,)."""
        average = max(self.words / max(self.count, 1), 1.0)
        found = self.lengths.astype(np.float32)
        found *= _K1 * _B / average
        found += _K1 * (1.0 - _B)
        return found

    def gives(self, word: Postings, weight: float) -> NDArray[np.float32]:
        """What a word gives to bm25's sum of each passage that holds it."""
        parts = word.counts.astype(np.float32)
        below = self.dampings[word.passages]
        below += parts
        parts *= weight * (_K1 + 1.0)
        parts /= below
        return parts

    @property
    def last_id(self) -> int:
        return len(self.lengths) - 1

    @property
    def gone(self) -> int:
        """How many of those that were read are there no more."""
        return self.read - self.count


class KeptPostings:
    """>>> kept = KeptPostings(database)
    >>> kept.of(AskedTerms(("house", "houses")), kept.passages())
    Postings(passages=array([4, 9]), counts=array([1, 3]), up_to=12)
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._passages: Passages | None = None
        self._kept: OrderedDict[str, Postings] = OrderedDict()
        self._bytes = 0

    def let_go(self) -> None:
        """Forgets all; it is read again when it is asked for."""
        with self._lock:
            self._passages = None
            self._kept.clear()
            self._bytes = 0

    def passages(self) -> Passages:
        """The passages as they are; of those that went some may still be among them."""
        connection = self._database.read()
        with self._lock:
            known = self._passages
            count, words = counted(connection)
            last = connection.execute("SELECT max(id) FROM passage_text_docsize").get or 0
            if known and last > known.last_id:
                known = _lengthened(connection, known, last)
            if known and (known.count, known.words) != (count, words):
                known = replace(known, count=count, words=words)
            if known is None or not 0 <= known.gone <= _MOST_GONE or last < known.last_id:
                nothing = np.zeros(1, np.uint16), np.zeros(1, np.int32)
                known = _lengthened(connection, Passages(*nothing, 0, count, words), last)
                self._kept.clear()
                self._bytes = 0
            self._passages = known
            return known

    def of(self, asked: AskedTerms, among: Passages) -> Postings:
        """The passages that hold any of the terms, up to the last of `among`."""
        last = among.last_id
        if len(asked.terms) == 1 and not asked.beginning:
            return _cut(self._of_term(asked.terms[0], last), last)
        key = "\0".join((*asked.terms, asked.beginning))  # no term holds a zero
        joined = self._known(key)
        if joined is None or joined.up_to != last:
            found = [_cut(self._of_term(term, last), last) for term in asked.terms]
            if asked.beginning:
                found.append(_cut(self._beginning(asked.beginning), last))
            joined = _joined(found, last)
            if len(joined.passages) >= _WORTH_KEEPING:
                self._keep(key, joined)
        return joined

    def read_ahead(self, terms: Iterable[str]) -> None:
        """Reads words before they are asked for, until there is no room for more."""
        last = self.passages().last_id
        for term in terms:
            if self._bytes >= _AHEAD_BYTES:
                return
            self._of_term(term, last)

    def frequency(self, term: str) -> int | None:
        """How many passages hold a term, where they are kept as they are now; else None."""
        kept, passages = self._known(term), self._passages
        if kept is None or passages is None or passages.gone or kept.up_to < passages.last_id:
            return None
        return len(kept.passages)

    def _known(self, key: str) -> Postings | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept:
                self._kept.move_to_end(key)
        return kept

    def _of_term(self, term: str, last: int) -> Postings:
        kept = self._known(term)
        if kept and kept.up_to < last:
            kept = self._with_new(term, kept, last)
        elif kept:
            return kept
        found = kept or _read(self._database.read(), "term = ?", (term,), last)
        if len(found.passages) >= _WORTH_KEEPING:
            self._keep(term, found)
        return found

    def _keep(self, term: str, postings: Postings) -> None:
        with self._lock:
            if before := self._kept.pop(term, None):
                self._bytes -= before.bytes
            self._kept[term] = postings
            self._bytes += postings.bytes
            while self._bytes > _KEPT_BYTES:
                _, gone = self._kept.popitem(last=False)
                self._bytes -= gone.bytes

    def _with_new(self, term: str, kept: Postings, last: int) -> Postings | None:
        """With the passages that came since; None where there are many."""
        rows: list[tuple[int, str]] = (
            self._database.read()
            .execute(
                "SELECT rowid, text FROM passage_text WHERE passage_text MATCH ? AND rowid > ?"
                " ORDER BY rowid LIMIT ?",
                ('"' + term.replace('"', '""') + '"', kept.up_to, _MOST_NEW + 1),
            )
            .fetchall()  # type: ignore[assignment]
        )
        if len(rows) > _MOST_NEW:
            return None
        tokens = self._database.words().tokens
        counts = [sum(token.term == term for token in tokens(text)) for _, text in rows]
        return Postings(
            np.concatenate((kept.passages, np.array([id for id, _ in rows], np.int32))),
            np.concatenate((kept.counts, np.clip(counts, 1, 255).astype(np.uint8))),
            max(last, rows[-1][0] if rows else 0),
        )

    def _beginning(self, letters: str) -> Postings:
        return _read(self._database.read(), "term >= ? AND term < ?", (letters, letters + _LAST), 0)


def counted(connection: apsw.Connection) -> tuple[int, int]:
    """How many passages there are, and how many words in all of them, as bm25 knows them.

    Counting rows takes 30 ms for a million. The index keeps the totals in its first record: as
    varints, the number of rows, then the words of each column.
    """
    record = connection.execute("SELECT block FROM passage_text_data WHERE id = 1").get or b""
    numbers = _varints(np.frombuffer(record, np.uint8))
    return (int(numbers[0]), int(numbers[1:].sum())) if len(numbers) else (0, 0)


def numbers_of(joined: str | None) -> NDArray[np.int64]:
    """The numbers that `group_concat` joined."""
    return np.fromstring(joined or "", dtype=np.int64, sep=",")


def _lengthened(connection: apsw.Connection, known: Passages, last: int) -> Passages:
    """With the passages after the last one that is known."""
    # Joined in SQLite, which lets Python go on meanwhile: row by row it takes three times as long.
    ids, sizes = connection.execute(
        "SELECT group_concat(id), group_concat(hex(sz), '') FROM passage_text_docsize"
        " WHERE id > ? AND id <= ?",
        (known.last_id, last),
    ).get
    of_items, files = connection.execute(
        "SELECT group_concat(id), group_concat(file_id) FROM item"
        " WHERE kind = 'passage' AND id > ? AND id <= ?",
        (known.last_id, last),
    ).get
    rows = numbers_of(ids)
    in_columns = _varints(np.frombuffer(bytes.fromhex(sizes or ""), np.uint8))
    lengths = _longer(known.lengths, last)
    lengths[rows] = np.minimum(in_columns.reshape(len(rows), -1).sum(axis=1), 0xFFFF)
    of_files = _longer(known.files, last)
    of_files[numbers_of(of_items)] = numbers_of(files)
    return Passages(lengths, of_files, known.read + len(rows), known.count, known.words)


def _longer(column: NDArray[_Number], last: int) -> NDArray[_Number]:
    longer = np.zeros(last + 1, column.dtype)
    longer[: len(column)] = column
    return longer


def _read(connection: apsw.Connection, where: str, values: tuple[str, ...], last: int) -> Postings:
    """The passages in which terms stand, as SQLite's own table of the index's terms has them."""
    joined = connection.execute(
        f"SELECT group_concat(doc) FROM passage_places WHERE {where}", values
    ).get
    # A passage comes once for each place; of several terms one after the other.
    places = numbers_of(joined)
    if not len(places):
        return Postings(np.zeros(0, np.int32), np.zeros(0, np.uint8), last)
    if np.all(places[1:] >= places[:-1]):
        begins = np.flatnonzero(np.diff(places, prepend=-1))
        counts = np.diff(begins, append=len(places))
        passages = places[begins]
    else:
        passages, counts = np.unique(places, return_counts=True)
    return Postings(
        passages.astype(np.int32),
        np.minimum(counts, 255).astype(np.uint8),
        max(last, int(passages[-1])),
    )


def _joined(words: Iterable[Postings], last: int) -> Postings:
    """The passages that hold any of several words."""
    counts = np.zeros(last + 1, np.uint16)
    for word in words:
        counts[word.passages] += word.counts  # each passage stands in a word once
    passages = np.flatnonzero(counts != 0).astype(np.int32)
    return Postings(passages, np.minimum(counts[passages], 255).astype(np.uint8), last)


def _cut(postings: Postings, last: int) -> Postings:
    """Without passages that came later than those that are known."""
    found = postings.passages
    if not len(found) or found[-1] <= last:
        return postings
    end = int(np.searchsorted(found, last, "right"))
    return Postings(found[:end], postings.counts[:end], last)


def _varints(octets: NDArray[np.uint8]) -> NDArray[np.int64]:
    """SQLite's numbers of variable length: seven bits an octet, the highest first, the eighth bit
    set in all but the last octet."""
    ends = np.flatnonzero(octets < 0x80)
    values = octets[ends].astype(np.int64)
    lengths = np.diff(ends, prepend=-1)
    for back in range(1, int(lengths.max(initial=1))):
        longer = lengths > back
        values[longer] += (octets[ends[longer] - back].astype(np.int64) & 0x7F) << (7 * back)
    return values
