"""The colours of a program's parts, found with Pygments while the window goes on."""

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from grsearch_desktop.window.preview.laid_text import LaidText, units

_SLICE = 0.006
"""Seconds of work between two looks at what the person does."""
_TOKENS = 40
"""Tokens between two looks at the clock."""
_MOST = 200_000
"""Characters of a text that are coloured."""

Spans = list[tuple[int, int, str]]
"""Of a line: begin and length in UTF-16 units, and the part it is."""

PARTS = {
    "Keyword": "keyword",
    "Keyword.Constant": "number",
    "Name.Tag": "name",
    "Name.Function": "name",
    "Name.Class": "name",
    "Name.Decorator": "name",
    "Name.Attribute": "number",
    "Name.Builtin": "name",
    "Name.Label": "keyword",
    "Name.Section": "heading",
    "Literal.String": "string",
    "Literal.String.Doc": "comment",
    "Literal.Number": "number",
    "Literal.Date": "number",
    "Operator.Word": "keyword",
    "Comment": "comment",
    "Comment.Preproc": "keyword",
    "Generic.Heading": "heading",
    "Generic.Subheading": "heading",
    "Generic.Strong": "strong",
    "Generic.Emph": "emphasis",
    "Generic.EmphStrong": "strong",
    "Generic.Deleted": "deleted",
    "Generic.Inserted": "string",
}
"""What Pygments calls a part, and what it is for us; what is below one of them is the same."""


class SyntaxColours(QObject):
    """Takes a text apart, a few milliseconds at a time; gives the parts line by line.

    Not in a thread: Pygments is Python, and would hold the window up at each of its steps. Which
    lexer it is, is found out in one, for that loads modules from the disk.
    """

    came = Signal()
    """More lines have their parts."""
    _found = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._laid: LaidText | None = None
        self._tokens: Iterator[tuple[int, Any, str]] | None = None
        self._spans: dict[int, Spans] = {}
        self._parts: dict[Any, str] = {}
        self.done_lines = 0
        """Lines from the first one on whose parts are known."""
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)
        self._found.connect(self._begin, Qt.ConnectionType.QueuedConnection)

    def read(self, laid: LaidText, name: str) -> None:
        """Takes a text apart as a file of that name; what was under way is dropped."""
        self.forget()
        self._laid = laid
        number, begin = self._number, laid.text[:4000]

        def find() -> None:
            lexer = _lexer(name, begin)
            # The window may have closed meanwhile.
            with suppress(RuntimeError):
                self._found.emit(number, lexer)

        threading.Thread(target=find, name="lexer", daemon=True).start()

    def forget(self) -> None:
        self._number += 1
        self._timer.stop()
        self._laid = self._tokens = None
        self._spans = {}
        self.done_lines = 0

    @property
    def is_busy(self) -> bool:
        return self._timer.isActive()

    def spans(self, line: int) -> Spans:
        """The parts of a line, from 0, as far as they are known."""
        return self._spans.get(line, [])

    def _begin(self, number: int, lexer: Any) -> None:
        if number == self._number and lexer is not None and self._laid is not None:
            self._tokens = lexer.get_tokens_unprocessed(self._laid.text[:_MOST])
            self._timer.start()

    def _go_on(self) -> None:
        end = time.perf_counter() + _SLICE
        while self._tokens is not None and time.perf_counter() < end:
            self._take_some()
        self.came.emit()

    def _take_some(self) -> None:
        laid, tokens = self._laid, self._tokens
        if laid is None or tokens is None:
            return
        for _ in range(_TOKENS):
            token = next(tokens, None)
            if token is None:
                self._tokens = None
                self._timer.stop()
                self.done_lines = len(laid.lines)
                return
            place, kind, text = token
            part = self._part(kind)
            if part and text.strip():
                self._add(laid, place, text, part)
        self.done_lines = laid.line(place)

    def _add(self, laid: LaidText, place: int, text: str, part: str) -> None:
        """Shares a part among the lines it stands in."""
        end = place + len(text)
        line = laid.line(place)
        while place < end and line < len(laid.lines):
            content, into = laid.lines[line], place - laid.starts[line]
            piece = content[into : end - laid.starts[line]]
            if piece:
                span = (units(content[:into]), units(piece), part)
                self._spans.setdefault(line, []).append(span)
            line += 1
            if line < len(laid.lines):
                place = laid.starts[line]

    def _part(self, kind: Any) -> str:
        """What a kind of token is for us, or "" for plain text."""
        if kind not in self._parts:
            names = list(kind)
            while names and ".".join(names) not in PARTS:
                names.pop()
            self._parts[kind] = PARTS.get(".".join(names), "")
        return self._parts[kind]


def _lexer(name: str, begin: str) -> Any:
    """What takes apart files of that name, None for plain text."""
    from pygments.lexers import get_lexer_for_filename
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_for_filename(name.lower(), begin)
    except ClassNotFound:
        return None
    return None if lexer.name == "Text only" else lexer
