"""Drawings made of lines and text (SVG)."""

from collections.abc import Iterator

from grsearch_desktop.extract.content import Content, Drawing, Look, PageText
from grsearch_desktop.extract.readers import mupdf
from grsearch_desktop.extract.readers.reader import Reader, Skip
from grsearch_desktop.extract.readers.source import Source


class DrawingReader(Reader):
    """A picture whose words can be read."""

    def read_text(self, source: Source) -> Content:
        """The words in the drawing."""
        with mupdf.opened(source, "svg") as document:
            text = mupdf.page_text(document.load_page(0))
            pages = (PageText(None, text),) if text else ()
            return Content(self.kind, pages, has_looks=True, **mupdf.about(document))

    def read_looks(self, source: Source, skip: Skip) -> Iterator[Look]:
        """The drawing as one picture."""
        with mupdf.opened(source, "svg") as document:
            look = mupdf.drawn(document.load_page(0))
            if look is not None and look.digest not in skip.digests:
                yield look

    def draw(self, source: Source, page: int | None, long_side: int) -> Drawing:
        """The page with its words."""
        with mupdf.opened(source, "svg") as document:
            return mupdf.sharp(document, page, long_side)
