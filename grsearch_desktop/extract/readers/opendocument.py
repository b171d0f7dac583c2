"""OpenDocument texts and presentations (ODF 1.3), zipped or flat."""

from collections.abc import Iterator

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content, Look, PageText
from grsearch_desktop.extract.readers import properties
from grsearch_desktop.extract.readers.media import Media
from grsearch_desktop.extract.readers.package import (
    Attributes,
    Gatherer,
    Package,
    pictures_of,
    walk,
)
from grsearch_desktop.extract.readers.prose import tidy
from grsearch_desktop.extract.readers.reader import Reader, Skip
from grsearch_desktop.extract.readers.source import Source

_PICTURES = ("pictures/", "media/")
_LEFT_OUT = frozenset({"tracked-changes", "binary-data", "script", "event-listeners", "settings"})
_MOST_SPACES = 100


class OpenDocumentReader(Reader):
    """A text is one; a presentation has its slides as pages, with their notes."""

    def read_text(self, source: Source) -> Content:
        """The body, then headers and footers from the styles."""
        text = _Text(Gatherer(source.limits.text), by_page=self.form == "openslides")
        if source.head(4) != b"PK\x03\x04":
            text.gather(source.read())
            return self._content(source, text, False, {})
        with Package(source) as package:
            if b"encryption-data" in package.read("META-INF/manifest.xml"):
                raise UnreadableFileError(reasons.PROTECTED)
            if "content.xml" not in package:
                raise UnreadableFileError(reasons.DAMAGED)
            text.gather(package.read("content.xml"))
            if not text.by_page:
                text.gather(package.read("styles.xml"), within="master-styles")
            about = properties.of_package(package, "meta.xml")
            has_looks = any(True for _ in pictures_of(package, _PICTURES))
        return self._content(source, text, has_looks, about)

    def read_looks(self, source: Source, skip: Skip) -> Iterator[Look]:
        """The pictures inside."""
        if source.head(4) != b"PK\x03\x04":
            return
        with Package(source) as package:
            media = Media(source, skip)
            for name in pictures_of(package, _PICTURES):
                yield from media.look(name, package.read(name), None)

    def _content(
        self, source: Source, text: "_Text", has_looks: bool, about: dict[str, object]
    ) -> Content:
        pages = text.pages()[: source.limits.pages]
        if not has_looks and not any(page.text.strip() for page in pages):
            raise UnreadableFileError(reasons.NOTHING_INSIDE if text.is_whole else reasons.DAMAGED)
        cut = reasons.cut_at_text(source.limits.text) if text.gatherer.is_full else ""
        return Content(self.kind, tuple(pages), has_looks=has_looks, cut=cut, **about)  # type: ignore[arg-type]


class _Text:
    """Walks the XML and keeps the text, by page where there are pages."""

    def __init__(self, gatherer: Gatherer, by_page: bool) -> None:
        self.gatherer = gatherer
        self.by_page = by_page
        self.is_whole = True
        self._pages: list[str] = []
        self._left_out = 0
        self._cells = 0
        self._paragraphs = 0

    def gather(self, xml: bytes, within: str | None = None) -> None:
        """Adds a part's paragraphs; only those inside the element `within`, where one is named."""
        is_on = within is None

        def start(name: str, attributes: Attributes) -> None:
            nonlocal is_on
            is_on = is_on or name == within
            if is_on:
                self._start(name, attributes)

        def end(name: str) -> None:
            nonlocal is_on
            if is_on:
                self._end(name)
            is_on = is_on and name != within

        def words(text: str) -> None:
            if is_on and self._paragraphs and not self._left_out:
                self.gatherer.add(text)

        self.is_whole = walk(xml, start, end, words) and self.is_whole

    def pages(self) -> list[PageText]:
        """What was gathered."""
        rest = tidy(self.gatherer.take())
        if not self.by_page:
            return [PageText(None, rest)] if rest.strip() else []
        texts = [*self._pages, rest] if rest.strip() else self._pages
        return [PageText(number, tidy(text)) for number, text in enumerate(texts, start=1)]

    def _start(self, name: str, attributes: Attributes) -> None:
        if name in _LEFT_OUT:
            self._left_out += 1
        elif name in ("p", "h"):
            self._paragraphs += 1
        elif name == "table-cell":
            self._cells += 1
        elif name == "tab":
            self.gatherer.add("\t")
        elif name == "line-break":
            self.gatherer.add("\n")
        elif name == "s":
            count = attributes.get("c", "1")
            self.gatherer.add(" " * min(int(count) if count.isdigit() else 1, _MOST_SPACES))

    def _end(self, name: str) -> None:
        if name in _LEFT_OUT:
            self._left_out -= 1
        elif name in ("p", "h"):
            self._paragraphs -= 1
            self.gatherer.add(" " if self._cells else "\n\n")
        elif name == "table-cell":
            self._cells -= 1
            self.gatherer.add("\t")
        elif name == "table-row":
            self.gatherer.add("\n")
        elif name == "page" and self.by_page:
            self._pages.append(self.gatherer.take())
