"""Pages as a person looks at them: drawn sharp by a confined reader, found words marked."""

from grsearch_desktop.engine.spare_reader import SpareReader
from grsearch_desktop.engine.views import PageImage
from grsearch_desktop.errors import UnreadableFileError, UsageError
from grsearch_desktop.extract.content import Drawing, Limits
from grsearch_desktop.paths import absolute
from grsearch_desktop.search import lexical
from grsearch_desktop.search.query import parse
from grsearch_desktop.store.files import Files
from grsearch_desktop.store.text import Text

_SMALLEST_SIDE, _LARGEST_SIDE = 16, 6_000
"""Pixels."""
_LIMITS = Limits(seconds=20.0)


class Preview:
    """Draws files of the library with a reader of its own, so that no indexing is waited for."""

    def __init__(self, files: Files, text: Text) -> None:
        self._files = files
        self._text = text
        self._reader = SpareReader(_LIMITS)

    def page_image(self, path: str, page: int | None, long_side: int, query: str) -> PageImage:
        """A page (from 1), or (None) the picture that the file is, with the words of a query.

        Raises UsageError for a file that is not in the library or can't be drawn.
        """
        place = absolute(path)
        if self._files.id_of(place) is None:
            raise UsageError("The file is not in the library.")
        side = min(max(long_side, _SMALLEST_SIDE), _LARGEST_SIDE)
        try:
            with self._reader.taken() as reader:
                drawing = reader.draw(place, page, side)
        except UnreadableFileError as error:
            raise UsageError(error.reason) from error
        return PageImage(
            drawing.picture, drawing.width, drawing.height, self._boxes(drawing, query)
        )

    def close(self) -> None:
        """Ends the reader, at work or not."""
        self._reader.close()

    def _boxes(self, drawing: Drawing, query: str) -> tuple[tuple[float, float, float, float], ...]:
        terms = lexical.terms_of(parse(query).text, self._text)
        if not terms:
            return ()
        return tuple(
            word.area
            for word in drawing.words
            if any(token.term in terms for token in self._text.tokens(word.text))
        )
