"""A file as a person reads it: which of its pages fit a query, and their text with its words."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime

from grsearch_desktop.engine import membership
from grsearch_desktop.engine.views import Document, PageMatch, PageText
from grsearch_desktop.extract import registry
from grsearch_desktop.search.results import marks
from grsearch_desktop.search.searcher import Searcher
from grsearch_desktop.store.contents import Contents
from grsearch_desktop.store.files import FileDetails, Files
from grsearch_desktop.store.text import PassageText, Text

MOST_MATCHES = 50
MOST_TEXT = 200_000
"""Characters of text that are given at once."""
MOST_ROWS = 2_000
MOST_COLUMNS = 100

_PLAIN = ("code", "text")
_NEAR = 0.5
"""Of the best page's score: pages below it that hold none of the words are no matches."""


class Documents:
    """Tells of files of the library what the library holds, and of plain text what the file does.

    written: the text of a file as it stands there, None where it can't be read now. The library
    keeps passages, and with them not all the white space that a program or a list lives by.
    """

    def __init__(
        self,
        files: Files,
        text: Text,
        contents: Contents,
        searcher: Searcher,
        written: Callable[[str], str | None],
    ) -> None:
        self._files = files
        self._text = text
        self._contents = contents
        self._searcher = searcher
        self._written = written

    def document(self, path: str, query: str) -> Document:
        """How many pages a file has, and the best of those that fit a query.

        Raises UsageError for a file that is not in the library.
        """
        file = membership.known(self._files, path)
        extent = self._contents.extent(file.id)
        return Document(
            file.path,
            file.kind,
            extent.pages,
            self._matches(file.id, query) if extent.pages else (),
            file.title,
            extent.text_pages,
            registry.is_drawn(file.name),
            tuple(self._contents.page_names(file.id)),
            self._facts(file.id),
            extent.recognised,
        )

    def page_text(self, path: str, page: int | None, query: str) -> PageText:
        """The text of a page (from 1), or (None) of the whole file.

        Notes and programs are read anew. Of all others, and of those that can't be read now, it is
        as the library has it: the white space between two passages is as long as it was, but may
        be a space where a line ended. Raises UsageError for a file that is not in the library.
        """
        file = membership.known(self._files, path)
        text = self._written(file.path) if page is None and file.kind in _PLAIN else None
        if text is None:
            text = self._kept(file, page)
        cut = len(text) > MOST_TEXT
        text = text[:MOST_TEXT]
        cells: tuple[tuple[str, ...], ...] = ()
        if file.kind == "sheet":
            cells, left_out = _cells(text, named=page is not None)
            cut = cut or left_out
        terms = self._searcher.terms(query)
        return PageText(text, marks(text, terms, self._text), cells, cut)

    def _facts(self, file_id: int) -> tuple[tuple[str, str], ...]:
        about = self._contents.about(file_id)
        created = None
        with suppress(OverflowError, ValueError, OSError):
            if about.created is not None:
                created = datetime.fromtimestamp(about.created, UTC).strftime("%Y-%m-%dT%H:%M:%S")
        first = (("created", created), ("author", about.author))
        return (*((name, value) for name, value in first if value), *about.facts.items())

    def _kept(self, file: FileDetails, page: int | None) -> str:
        """The text as the library has it, and a character beyond the limit if it is longer."""
        by_line = file.kind in ("code", "sheet")
        indent = "\t" if file.kind == "sheet" else " "
        letters = _letters(self._contents.passages(file.id, page), by_line, indent)
        return "".join(itertools.islice(letters, MOST_TEXT + 1))

    def _matches(self, file_id: int, query: str) -> tuple[PageMatch, ...]:
        pages = self._searcher.pages(query, file_id)
        best = max((page.score for page in pages), default=0.0)
        if best <= 0.0:
            return ()
        matches = [
            PageMatch(page.page, round(max(page.score, 0.0) / best, 4), page.words)
            for page in pages
            if page.words or page.score >= _NEAR * best
        ]
        return tuple(matches[:MOST_MATCHES])


def _letters(passages: Iterable[PassageText], by_line: bool, indent: str) -> Iterator[str]:
    """The passages in a row, with what is between them; a new page begins after an empty line."""
    last: PassageText | None = None
    for passage in passages:
        if last is not None:
            gap = passage.start - last.end
            if passage.page != last.page:
                yield from "\n\n"
            elif by_line and gap > 0:
                yield from "\n" + indent * (gap - 1)
            elif gap > 0:
                yield from " " if gap == 1 else "\n\n"
        yield from passage.text
        last = passage


def _cells(text: str, named: bool) -> tuple[tuple[tuple[str, ...], ...], bool]:
    """The rows of a sheet, and whether some were left out. named: its name stands above them."""
    rows = [line.split("\t") for line in text.split("\n") if line.strip()]
    if named:
        rows = rows[1:]
    left_out = len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows)
    return tuple(tuple(row[:MOST_COLUMNS]) for row in rows[:MOST_ROWS]), left_out
