"""DjVu: scanned books and papers, with the text that was recognised when they were made."""

from collections.abc import Iterator

from PIL import Image

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content, Drawing, Look, PageText, PlacedWord
from grsearch_desktop.extract.readers import djvulibre, pictures
from grsearch_desktop.extract.readers.djvulibre import Document
from grsearch_desktop.extract.readers.package import Gatherer
from grsearch_desktop.extract.readers.prose import one_line, tidy
from grsearch_desktop.extract.readers.reader import Reader, Skip
from grsearch_desktop.extract.readers.source import Source


class DjvuReader(Reader):
    """Each page has its text layer and its image."""

    def read_text(self, source: Source) -> Content:
        """The text layer, page by page."""
        with djvulibre.opened(source) as document:
            total = document.page_count
            gatherer = Gatherer(source.limits.text)
            pages = []
            for number in range(1, min(total, source.limits.pages) + 1):
                gatherer.add(document.text(number))
                pages.append(PageText(number, tidy(gatherer.take())))
                if gatherer.is_full or source.is_late:
                    break
            said = document.metadata()
        if gatherer.is_full:
            cut = reasons.cut_at_text(source.limits.text)
        else:
            cut = reasons.cut_short(len(pages), total, source.limits.pages)
        return Content(
            self.kind,
            tuple(pages),
            title=one_line(said.get("title", "")),
            author=one_line(said.get("author", "")),
            has_looks=True,
            cut=cut,
        )

    def read_looks(self, source: Source, skip: Skip) -> Iterator[Look]:
        """The image of each page."""
        with djvulibre.opened(source) as document:
            for number in range(1, min(document.page_count, source.limits.pages) + 1):
                if source.is_late:
                    return
                if number in skip.pages:
                    continue
                try:
                    width, height, pixels = _drawn(document, number, pictures.PAGE_SIDE, source)
                except UnreadableFileError:
                    continue
                look = pictures.page_image(width, height, pixels, number)
                if number == 1 or not pictures.is_flat(look):
                    yield look

    def draw(self, source: Source, page: int | None, long_side: int) -> Drawing:
        """The page with its words."""
        number = 1 if page is None else page
        with djvulibre.opened(source) as document:
            if not 1 <= number <= document.page_count:
                raise UnreadableFileError(reasons.NO_SUCH_PAGE)
            width, height, pixels = _drawn(document, number, long_side, source)
            image = Image.frombytes("RGB", (width, height), pixels)
            across, down = document.size(number)
            words = tuple(
                PlacedWord(
                    word,
                    (
                        left / across,
                        (down - top) / down,
                        (right - left) / across,
                        (top - bottom) / down,
                    ),
                )
                for word, left, bottom, right, top in document.words(number)
            )
            return Drawing(pictures.encoded(image), width, height, words, document.page_count)


def _drawn(document: Document, page: int, long_side: int, source: Source) -> tuple[int, int, bytes]:
    width, height = document.size(page)
    source.check_pixels(width * height)
    factor = min(1.0, long_side / max(width, height))
    width, height = max(1, round(width * factor)), max(1, round(height * factor))
    return width, height, document.pixels(page, width, height)
