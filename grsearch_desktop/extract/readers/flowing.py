"""Electronic books, whose pages are made when they are laid out."""

from collections.abc import Iterator
from typing import Any

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content, Drawing, Look
from grsearch_desktop.extract.readers import kindle, mupdf
from grsearch_desktop.extract.readers.reader import Reader, Recognisable, Skip
from grsearch_desktop.extract.readers.source import Source

_FILETYPES = {
    "mobi": "mobi",
    "prc": "mobi",
    "azw": "mobi",
    "azw3": "mobi",
    "fb2": "fb2",
    "epub": "epub",
}


class FlowingReader(Reader):
    """Laid out at 400 x 600 points, so that a page number means the same in every reading."""

    def read_text(self, source: Source) -> Content:
        """The text of each page."""
        said = kindle.about(source) if self._filetype(source) == "mobi" else {}
        with mupdf.opened(source, self._filetype(source)) as document:
            total = document.page_count
            found = mupdf.texts(document, source)
            if not any(page.text for page in found.pages) and not total:
                raise UnreadableFileError(reasons.DAMAGED)
            about = mupdf.about(document)
            about["details"] |= {"subject": said.pop("subject")} if "subject" in said else {}
            about |= said
            return Content(self.kind, tuple(found.pages), has_looks=True, cut=found.cut, **about)

    def read_looks(self, source: Source, skip: Skip) -> Iterator[Look]:
        """The images of pages that show a picture: one of text alone looks like any other."""
        with mupdf.opened(source, self._filetype(source)) as document:
            for number in mupdf.numbers(document, source.limits):
                if source.is_late:
                    return
                if number in skip.pages:
                    continue
                try:
                    page = document.load_page(number - 1)
                    if _shows_a_picture(page) and (look := mupdf.rendered(page, number)):
                        yield look
                except mupdf.FAILURES:
                    continue

    def read_recognisable(self, source: Source, skip: Skip) -> Iterator[Recognisable]:
        """Pages that show a picture."""
        with mupdf.opened(source, self._filetype(source)) as document:
            for number in mupdf.numbers(document, source.limits):
                if number in skip.pages:
                    continue
                try:
                    page = document.load_page(number - 1)
                    if _shows_a_picture(page):
                        text, image = mupdf.page_text(page), mupdf.to_be_recognised(page)
                        yield Recognisable("page", number, b"", image, text)
                except mupdf.FAILURES:
                    continue

    def draw(self, source: Source, page: int | None, long_side: int) -> Drawing:
        """The page with its words."""
        with mupdf.opened(source, self._filetype(source)) as document:
            return mupdf.sharp(document, page, long_side)

    def _filetype(self, source: Source) -> str:
        return _FILETYPES.get(source.extension, "epub")


def _shows_a_picture(page: Any) -> bool:
    return any(min(info["width"], info["height"]) >= 96 for info in page.get_image_info())
