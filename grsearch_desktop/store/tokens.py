"""How words are told apart: by SQLite's own tokenizer, which writes the index, and when a query is
read, by one in its place that takes a word for all its forms.

So any SQLite can read and write the index, and what counts as the same word is decided when it is
asked for. docs/decisions/0015-words.md says why.
"""

import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast
from unicodedata import normalize

import apsw
import numpy as np

from grsearch_desktop.store import cjk

_NAME = "unicode61"
_OPTIONS = ["remove_diacritics", "2"]


@dataclass(frozen=True)
class Token:
    """A word of a text as the index knows it: characters `start` to `end`, folded."""

    start: int
    end: int
    term: str


class Words:
    """The words of one connection, which is closed when they go."""

    def __init__(self, connection: apsw.Connection) -> None:
        # Taken before ours stands in its place.
        self._plain = connection.fts5_tokenizer(_NAME, _OPTIONS)
        self._forms: Mapping[str, Iterable[str]] = {}
        this = weakref.ref(self)
        connection.register_fts5_tokenizer(_NAME, lambda *_: _reading(this))
        # With a tokenizer of its own an open connection holds itself: it would outlive its thread.
        weakref.finalize(self, connection.close).atexit = False

    @contextmanager
    def taken_as(self, forms: Mapping[str, Iterable[str]] | None) -> Iterator[None]:
        """Meanwhile a query's word stands for its forms (term -> terms) too, as if one word."""
        self._forms = forms or {}
        try:
            yield
        finally:
            self._forms = {}

    def tokens(self, text: str) -> list[Token]:
        """The words of a text; each Chinese, Japanese or Korean character is one."""
        # What UTF-8 can't hold is a "?", one byte for one character.
        encoded = text.encode("utf-8", "replace")
        found = self._plain(encoded, apsw.FTS5_TOKENIZE_DOCUMENT, None, include_colocated=False)
        spans = cast("list[tuple[int, int, str]]", found)
        if len(encoded) == len(text):
            return [Token(*span) for span in spans]
        characters = _characters_by_byte(encoded)
        tokens: list[Token] = []
        for first, last, term in spans:
            start, end = characters[first], characters[last]
            word = text[start:end]
            if cjk.holds(word):
                tokens.extend(
                    Token(start + begin, start + stop, normalize("NFKC", word[begin:stop]).lower())
                    for begin, stop in cjk.parts(word)
                )
            else:
                tokens.append(Token(start, end, term))
        return tokens

    def _of_query(self, words: bytes, flags: int, locale: str | None) -> Iterator[tuple[Any, ...]]:
        forms = {} if flags & apsw.FTS5_TOKENIZE_PREFIX else self._forms
        found = self._plain(words, flags, locale, include_colocated=False)
        for start, end, term in cast("list[tuple[int, int, str]]", found):
            # Terms at one place: FTS5 counts and weighs them as one.
            yield (start, end, term, *(form for form in forms.get(term, ()) if form != term))


def _reading(words: "weakref.ref[Words]") -> Callable[..., Iterator[tuple[Any, ...]]]:
    def read(text: bytes, flags: int, locale: str | None) -> Iterator[tuple[Any, ...]]:
        alive = words()
        return alive._of_query(text, flags, locale) if alive else iter(())

    return read


def _characters_by_byte(encoded: bytes) -> list[int]:
    """For each byte of UTF-8, the character it belongs to; one more for the end."""
    # A character has one byte that is no continuation (10xxxxxx).
    begins = (np.frombuffer(encoded, np.uint8) & 0xC0) != 0x80
    characters = np.cumsum(begins)
    return [*(characters - 1).tolist(), int(characters[-1])]
