"""How words are told apart: by SQLite's own tokenizer, which writes the index, and when a query is
read, by one in its place that takes a word for all its forms.

So any SQLite can read and write the index, and what counts as the same word is decided when it is
asked for. docs/decisions/0015-words.md says why.
"""

import weakref
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any, NamedTuple, cast
from unicodedata import normalize

import apsw
import numpy as np

from grsearch_desktop.store import cjk

_NAME = "unicode61"
_OPTIONS = ["remove_diacritics", "2"]


class Token(NamedTuple):
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

    def marked(self, text: str, terms: Container[str]) -> list[tuple[int, Token]]:
        """Those words of a text that are among some terms, each with its number in the text; of a
        text that holds Chinese, Japanese or Korean each character too.

        Most words of a text are none of a query: to make tokens of them takes longest.
        """
        if cjk.holds(text):
            return [
                (number, token)
                for number, token in enumerate(self.tokens(text))
                if token.term in terms or cjk.holds(token.term)
            ]
        encoded, spans = self._spans(text)
        found = [(number, span) for number, span in enumerate(spans) if span[2] in terms]
        if len(encoded) == len(text):
            return [(number, Token._make(span)) for number, span in found]
        places = _characters_at(encoded, [span for _, span in found])
        return [
            (number, Token(start, end, term))
            for (number, (_, _, term)), start, end in zip(
                found, places[0::2], places[1::2], strict=True
            )
        ]

    def tokens(self, text: str) -> list[Token]:
        """The words of a text; each Chinese, Japanese or Korean character is one."""
        encoded, spans = self._spans(text)
        if len(encoded) == len(text):
            return list(map(Token._make, spans))
        places = _characters_at(encoded, spans)
        if not cjk.holds(text):
            terms = [term for _, _, term in spans]
            return list(map(Token, places[0::2], places[1::2], terms))
        tokens: list[Token] = []
        for start, end, (_, _, term) in zip(places[0::2], places[1::2], spans, strict=True):
            word = text[start:end]
            if cjk.holds(word):
                tokens.extend(
                    Token(start + begin, start + stop, normalize("NFKC", word[begin:stop]).lower())
                    for begin, stop in cjk.parts(word)
                )
            else:
                tokens.append(Token(start, end, term))
        return tokens

    def _spans(self, text: str) -> tuple[bytes, list[tuple[int, int, str]]]:
        """A text as UTF-8, and its words: first byte, byte behind the last, term."""
        # What UTF-8 can't hold is a "?", one byte for one character.
        encoded = text.encode("utf-8", "replace")
        found = self._plain(encoded, apsw.FTS5_TOKENIZE_DOCUMENT, None, include_colocated=False)
        return encoded, cast("list[tuple[int, int, str]]", found)

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


def _characters_at(encoded: bytes, spans: Sequence[tuple[int, int, str]]) -> list[int]:
    """The characters at which words begin and end, which are given as bytes of UTF-8."""
    # A character has one byte that is no continuation (10xxxxxx).
    begins = (np.frombuffer(encoded, np.uint8) & 0xC0) != 0x80
    before = np.concatenate(([0], np.cumsum(begins)))
    places = np.fromiter(chain.from_iterable((start, end) for start, end, _ in spans), np.int64)
    return before[places].tolist()  # type: ignore[no-any-return]
