"""Documents with fixed pages: PDF, XPS and comic books."""

from collections.abc import Iterator
from typing import Any

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content, Drawing, Look
from grsearch_desktop.extract.readers import embedded, mupdf, recognisable
from grsearch_desktop.extract.readers.reader import Reader, Recognisable, Skip
from grsearch_desktop.extract.readers.source import Source

_FILETYPES = {"pdf": "pdf", "xps": "xps", "comic": "cbz"}
_LITTLE_TEXT = 200
"""Characters of a page that has less text than a page has."""


class FixedReader(Reader):
    """Each page has its text and its image; PDF also has pictures inside."""

    def __init__(self, form: str, kind: str) -> None:
        super().__init__(form, kind)
        self._filetype = _FILETYPES[form]

    def read_text(self, source: Source) -> Content:
        """The text of each page, in reading order, and what the document says of itself."""
        with mupdf.opened(source, self._filetype) as document:
            total = document.page_count
            found = mupdf.texts(document, source)
            pages = found.pages
            if total < 1 or not pages:
                raise UnreadableFileError(reasons.DAMAGED)
            if document.is_pdf and not any(page.text for page in pages):
                _require_a_page(document, len(pages))
            about = mupdf.about(document)
            told = about["title"]
            about["title"] = _title(found, told)
            if told != about["title"] and told:
                about["details"]["title"] = told  # still found by it
            return Content(self.kind, tuple(pages), has_looks=True, cut=found.cut, **about)

    def read_looks(self, source: Source, skip: Skip) -> Iterator[Look]:
        """Page by page: its image, then the pictures on it that were not seen before."""
        with mupdf.opened(source, self._filetype) as document:
            found = embedded.Embedded(document, source.limits, skip.digests)
            for number in mupdf.numbers(document, source.limits):
                if source.is_late:
                    return
                try:
                    page = document.load_page(number - 1)
                    if number not in skip.pages and (look := mupdf.rendered(page, number)):
                        yield look
                    if document.is_pdf:
                        yield from found.on_page(page, number)
                except mupdf.FAILURES:
                    continue

    def read_recognisable(self, source: Source, skip: Skip) -> Iterator[Recognisable]:
        """Pages that show more than their text says; of all others the pictures inside."""
        with mupdf.opened(source, self._filetype) as document:
            found = embedded.Embedded(document, source.limits, skip.digests)
            for number in mupdf.numbers(document, source.limits):
                try:
                    page = document.load_page(number - 1)
                    text = mupdf.page_text(page)
                    if recognisable.is_noise(text):
                        text = ""
                    if len(text) < _LITTLE_TEXT and mupdf.shows_more_than_text(page, text):
                        if number not in skip.pages:
                            image = mupdf.to_be_recognised(page)
                            yield Recognisable("page", number, b"", image, text)
                    elif document.is_pdf:
                        yield from found.recognisable_on_page(page, number)
                except mupdf.FAILURES:
                    continue

    def draw(self, source: Source, page: int | None, long_side: int) -> Drawing:
        """The page with its words."""
        with mupdf.opened(source, self._filetype) as document:
            return mupdf.sharp(document, page, long_side)


def _title(found: mupdf.Texts, told: str) -> str:
    """The title that the file tells of itself, or what its first page shows in larger letters.

    Many files tell the name of a draft or of another file: such a title stands nowhere on the page.
    """
    if found.first is None or (told and _folded(told) in _folded(found.pages[0].text)):
        return told
    try:
        return mupdf.shown_title(found.first) or told
    except mupdf.FAILURES:
        return told


def _folded(words: str) -> str:
    return "".join(words.split()).casefold()


def _require_a_page(document: Any, count: int) -> None:
    """Raises UnreadableFileError where MuPDF mended the file into pages without any content."""
    for number in range(min(count, 20)):
        try:
            if mupdf.has_marks(document.load_page(number)):
                return
        except mupdf.FAILURES:
            continue
    raise UnreadableFileError(reasons.NOTHING_INSIDE)
