"""Pages as a person looks at them: drawn sharp by a confined reader, found words marked."""

import threading

from grsearch_desktop.engine.views import PageImage
from grsearch_desktop.errors import UnreadableFileError, UsageError
from grsearch_desktop.extract.content import Drawing, Limits
from grsearch_desktop.extract.pool import ReaderPool
from grsearch_desktop.paths import absolute
from grsearch_desktop.search import lexical
from grsearch_desktop.search.query import parse
from grsearch_desktop.store.files import Files
from grsearch_desktop.store.text import Text

_SMALLEST_SIDE, _LARGEST_SIDE = 16, 6_000
"""Pixels."""
_IDLE = 60.0
"""Seconds after the last drawing when the reader goes, and its memory with it."""
_LIMITS = Limits(seconds=20.0)


class Preview:
    """Draws files of the library with a reader of its own, so that no indexing is waited for."""

    def __init__(self, files: Files, text: Text) -> None:
        self._files = files
        self._text = text
        self._lock = threading.Lock()
        self._pool: ReaderPool | None = None
        self._timer: threading.Timer | None = None

    def page_image(self, path: str, page: int | None, long_side: int, query: str) -> PageImage:
        """A page (from 1), or (None) the picture that the file is, with the words of a query.

        Raises UsageError for a file that is not in the library or can't be drawn.
        """
        place = absolute(path)
        if self._files.id_of(place) is None:
            raise UsageError("The file is not in the library.")
        side = min(max(long_side, _SMALLEST_SIDE), _LARGEST_SIDE)
        with self._lock:
            try:
                drawing = self._reader().draw(place, page, side)
            except UnreadableFileError as error:
                raise UsageError(error.reason) from error
            finally:
                self._drop_later()
        return PageImage(
            drawing.picture, drawing.width, drawing.height, self._boxes(drawing, query)
        )

    def close(self) -> None:
        """Ends the reader, at work or not."""
        if self._timer:
            self._timer.cancel()
        if self._pool:
            self._pool.close()

    def _boxes(self, drawing: Drawing, query: str) -> tuple[tuple[float, float, float, float], ...]:
        terms = lexical.terms_of(parse(query).text, self._text)
        if not terms:
            return ()
        return tuple(
            word.area
            for word in drawing.words
            if any(token.term in terms for token in self._text.tokens(word.text))
        )

    def _reader(self) -> ReaderPool:
        if self._timer:
            self._timer.cancel()
        if self._pool is None:
            self._pool = ReaderPool(1, _LIMITS)
        return self._pool

    def _drop_later(self) -> None:
        self._timer = threading.Timer(_IDLE, self._drop)
        self._timer.daemon = True
        self._timer.start()

    def _drop(self) -> None:
        with self._lock:
            # Where a drawing came in between, its own timer is the one that counts.
            if self._pool and threading.current_thread() is self._timer:
                self._pool.close()
                self._pool = None
