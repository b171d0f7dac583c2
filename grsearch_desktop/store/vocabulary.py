"""The words that the library holds, in memory: what a word of a query may have been meant as.

Words of letters, of 3 to 24 of them; numbers, and runs of Chinese, Japanese and Korean, of which
nearly each is another, are left out.
"""

import threading
import time
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from unicodedata import combining, normalize

from grsearch_desktop.store.database import Database
from grsearch_desktop.store.postings import counted

_QUICK = 0.025
"""Seconds: what takes no longer to load is loaded as soon as it has changed."""
_QUICK_ENOUGH = 0.25
"""Seconds: what takes no longer is loaded whenever it is to be fresh."""
_OFTEN = 60
"""What takes longer is loaded at most once in so many times as it takes, for in a library of a
million each file that is saved would cost two seconds. Until then a new word is found as it is
written, and its other forms are not."""
_REST = 300.0
"""Seconds for which another one serves though the library has changed, unless it is refreshed."""
_PATIENCE = 1.0
"""Seconds for which a search waits for the words while another thread reads them for the first
time: of a million passages that takes three. Meanwhile words are looked up as they are written."""
_PLAIN = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
"""Letters that are no letter with an accent to Unicode."""
_END = "\U0010ffff"

_SELECT = (
    "SELECT group_concat(term, char(10)), group_concat(doc, ' ') FROM {table}"
    " WHERE length(term) BETWEEN 3 AND 24 AND term NOT GLOB '*[0-9]*'"
    # Up to where Chinese, Japanese and Korean begin; ligatures; letters of full width.
    " AND (term < char(0x2E80) OR term BETWEEN char(0xFB00) AND char(0xFB07)"
    " OR term BETWEEN char(0xFF41) AND char(0xFF5B))"
)


def fold(word: str) -> str:
    """A word without what may be written in one way or another: case, accents, ß for ss, ligatures
    and letters of full width."""
    if word.isascii():
        return word.lower()
    plain = normalize("NFKD", word).casefold()
    return "".join(letter for letter in plain if not combining(letter)).translate(_PLAIN)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    words: Sequence[str] = ()
    """Folded, in the order of their characters."""
    frequencies: Sequence[int] = ()
    """How many passages hold each word."""
    in_names: Sequence[int] = ()
    """How many names do."""
    passages: int = 0
    """How many there are in all."""
    written: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Word -> terms of the index, where they differ: "strasse" -> ("straße",)"""

    def __contains__(self, word: str) -> bool:
        at = bisect_left(self.words, word)
        return at < len(self.words) and self.words[at] == word

    def frequency(self, word: str) -> int:
        """How many passages hold a word; 0 also for what is no word of letters."""
        at = bisect_left(self.words, word)
        return self.frequencies[at] if at < len(self.words) and self.words[at] == word else 0

    def weight(self, word: str) -> int:
        """How often it stands in passages and in names."""
        at = bisect_left(self.words, word)
        known = at < len(self.words) and self.words[at] == word
        return self.frequencies[at] + self.in_names[at] if known else 0

    def beginning(self, letters: str) -> Sequence[str]:
        """The words that begin with these letters."""
        first = bisect_left(self.words, letters)
        return self.words[first : bisect_left(self.words, letters + _END, first)]

    def terms(self, word: str) -> tuple[str, ...]:
        """A word as the index knows it, in each way that it is written; none where it has none."""
        return self.written.get(word) or ((word,) if word in self else ())


class KeptVocabulary:
    """The vocabulary of a library, read again when the library has changed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._kept: Vocabulary | None = None
        self._state: object = None
        self._loaded_at = 0.0
        self._took = 0.0

    def now(self, *, fresh: bool = False) -> Vocabulary:
        """The words as they are or, where reading them takes long, as they were some minutes ago,
        or none; fresh: also where it takes a little."""
        kept = self._kept
        # While one thread reads it anew, the others have the old one.
        patience = -1.0 if fresh else 0.0 if kept else _PATIENCE
        if not self._lock.acquire(timeout=patience):
            return kept or Vocabulary(passages=_passages(self._database))
        try:
            kept = self._kept
            state = self._state_now()
            if kept is not None and (state == self._state or not self._is_due(fresh)):
                return kept
            begun = time.monotonic()
            self._kept = kept = _load(self._database)
            self._loaded_at = time.monotonic()
            self._took, self._state = self._loaded_at - begun, state
            return kept
        finally:
            self._lock.release()

    def _is_due(self, fresh: bool) -> bool:
        rest = min(_OFTEN * self._took, _REST) if fresh else _REST
        quick = _QUICK_ENOUGH if fresh else _QUICK
        return self._took < quick or time.monotonic() - self._loaded_at > rest

    def _state_now(self) -> object:
        """Changes with each item and each name that comes or goes."""
        return (
            self._database.read()
            .execute(
                "SELECT (SELECT group_concat(seq) FROM sqlite_sequence),"
                " (SELECT group_concat(value) FROM counter)"
            )
            .get
        )


def _load(database: Database) -> Vocabulary:
    connection = database.read()
    in_passages, in_names = (
        _counted(*connection.execute(_SELECT.format(table=table)).get)
        for table in ("passage_terms", "name_terms")
    )
    terms = in_passages.keys() | in_names.keys()
    written: dict[str, tuple[str, ...]] = {}
    for term in sorted(term for term in terms if not term.isascii()):
        if (word := fold(term)) != term:
            plain = (word,) if word in terms else ()
            written[word] = (*written.get(word, plain), term)
            for counts in (in_passages, in_names):
                if count := counts.pop(term, 0):
                    counts[word] = counts.get(word, 0) + count
    words = sorted(in_passages.keys() | in_names.keys())
    return Vocabulary(
        words,
        [in_passages.get(word, 0) for word in words],
        [in_names.get(word, 0) for word in words],
        _passages(database),
        written,
    )


def _passages(database: Database) -> int:
    return counted(database.read())[0]


def _counted(terms: str | None, counts: str | None) -> dict[str, int]:
    if not terms or not counts:
        return {}
    return dict(zip(terms.split("\n"), map(int, counts.split(" ")), strict=True))
