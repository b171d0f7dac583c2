"""Files as a person looks at them: pages drawn sharp by a confined reader, found words marked."""

import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from grsearch_desktop.engine import membership
from grsearch_desktop.engine.documents import MOST_TEXT
from grsearch_desktop.engine.spare_reader import SpareReader
from grsearch_desktop.engine.views import PageImage
from grsearch_desktop.errors import UnreadableFileError, UsageError
from grsearch_desktop.extract.content import Drawing, Limits
from grsearch_desktop.search.results import marks
from grsearch_desktop.store.files import Files
from grsearch_desktop.store.text import Text

_SMALLEST_SIDE, _LARGEST_SIDE = 16, 6_000
"""Pixels."""
_LIMITS = Limits(seconds=20.0, text=MOST_TEXT + 1)
_KEPT = 16 << 20
"""Bytes of drawn pages; a page is about 300 KB, and each key that is typed asks for its words."""
_PER_WORD = 200
"""Bytes that the place of a word takes, about."""


_Boxes = tuple[tuple[float, float, float, float], ...]
"""x, y, width and height, as shares of the picture's sides."""


@dataclass(frozen=True)
class _Key:
    """A page as it was drawn; a file that changed since has another time or size."""

    path: str
    changed: int
    size: int
    page: int | None
    long_side: int


class Preview:
    """Draws files of the library with a reader of its own, so that no indexing is waited for."""

    def __init__(self, files: Files, text: Text, terms: Callable[[str], frozenset[str]]) -> None:
        self._files = files
        self._text = text
        self._terms = terms
        self._reader = SpareReader(_LIMITS)
        self._drawn: OrderedDict[_Key, Drawing] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def page_image(self, path: str, page: int | None, long_side: int, query: str) -> PageImage:
        """A page (from 1), or (None) the picture that the file is, with the words of a query.

        Raises UsageError for a file that is not in the library or can't be drawn.
        """
        file = membership.known(self._files, path)
        side = min(max(long_side, _SMALLEST_SIDE), _LARGEST_SIDE)
        try:
            drawing = self._drawing(file.path, page, side)
        except UnreadableFileError as error:
            raise UsageError(error.reason) from error
        terms = self._terms(query)
        boxes = self._boxes(drawing, terms) + self._recognised(file.id, page, terms)
        return PageImage(drawing.picture, drawing.width, drawing.height, boxes, drawing.pages)

    def written(self, path: str) -> str | None:
        """The text of a file as it stands there; None where it can't be read now."""
        try:
            with self._reader.taken() as reader:
                pages = reader.read_text(path).pages
        except UnreadableFileError:
            return None
        return "\n\n".join(page.text for page in pages)

    def let_go(self) -> None:
        """Forgets the pages that were drawn."""
        with self._lock:
            self._drawn.clear()
            self._bytes = 0

    def close(self) -> None:
        """Ends the reader, at work or not."""
        self._reader.close()

    def _drawing(self, path: str, page: int | None, side: int) -> Drawing:
        try:
            found = os.stat(path)
        except OSError:
            key = None  # the reader says why
        else:
            key = _Key(path, found.st_mtime_ns, found.st_size, page, side)
        with self._lock:
            if key is not None and key in self._drawn:
                self._drawn.move_to_end(key)
                return self._drawn[key]
        with self._reader.taken() as reader:
            drawing = reader.draw(path, page, side)
        if key is not None:
            self._keep(key, drawing)
        return drawing

    def _keep(self, key: _Key, drawing: Drawing) -> None:
        with self._lock:
            if key in self._drawn:
                self._bytes -= _weight(self._drawn[key])
            self._drawn[key] = drawing
            self._bytes += _weight(drawing)
            while self._bytes > _KEPT:
                _, oldest = self._drawn.popitem(last=False)
                self._bytes -= _weight(oldest)

    def _recognised(self, file_id: int, page: int | None, terms: frozenset[str]) -> _Boxes:
        """Where words were recognised in what is drawn."""
        if not terms:
            return ()
        boxes = []
        for text, places in self._text.recognised.on_page(file_id, page):
            found = marks(text, terms, self._text)
            boxes += [
                place.area
                for place in places
                if any(start < place.end and place.start < end for start, end in found)
            ]
        return tuple(boxes)

    def _boxes(self, drawing: Drawing, terms: frozenset[str]) -> _Boxes:
        if not terms:
            return ()
        return tuple(word.area for word in drawing.words if marks(word.text, terms, self._text))


def _weight(drawing: Drawing) -> int:
    return len(drawing.picture) + _PER_WORD * len(drawing.words)
