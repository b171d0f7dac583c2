"""Pages, Numbers and Keynote: what they show of themselves, and up to iWork '09 all their words.

Since 2013 the words are in a format that Apple keeps to itself: of those files there is a preview.
"""

import zlib
from collections.abc import Iterator

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons, registry
from grsearch_desktop.extract.content import Content, Drawing, Look, PageText
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

_WORDS = ("index.xml", "index.apxl", "index.xml.gz", "index.apxl.gz")
_PDF = "quicklook/preview.pdf"
_PICTURES = ("preview.jpg", "quicklook/preview.jpg", "quicklook/thumbnail.jpg")
"""The largest first."""


class IWorkReader(Reader):
    """The words, the preview and the pictures inside."""

    def read_text(self, source: Source) -> Content:
        """The text of the document, else that of its preview."""
        with Package(source) as package:
            text, cut = _text(package, source)
            shown = _shown(package, source)
            has_looks = shown is not None or any(True for _ in pictures_of(package, ("data/",)))
        pages: tuple[PageText, ...] = (PageText(None, text),) if text else ()
        if not pages and shown is not None and shown.extension == "pdf":
            content = registry.reader_for(shown).read_text(shown)
            pages, cut = content.pages, content.cut
        if not pages and not has_looks:
            raise UnreadableFileError(reasons.NOTHING_INSIDE)
        return Content(self.kind, pages, has_looks=has_looks, cut=cut)

    def read_looks(self, source: Source, skip: Skip) -> Iterator[Look]:
        """The preview, and the pictures inside."""
        with Package(source) as package:
            shown = _shown(package, source)
            if shown is not None and shown.extension == "pdf":
                yield from registry.reader_for(shown).read_looks(shown, skip)
                return
            media = Media(source, skip)
            if shown is not None:
                yield from media.look(shown.name, shown.read(), None)
            for name in pictures_of(package, ("data/",)):
                yield from media.look(name, package.read(name), None)

    def draw(self, source: Source, page: int | None, long_side: int) -> Drawing:
        """The preview."""
        with Package(source) as package:
            shown = _shown(package, source)
        if shown is None:
            raise UnreadableFileError(reasons.NOT_DRAWN)
        return registry.reader_for(shown).draw(shown, page, long_side)


def _shown(package: Package, source: Source) -> Source | None:
    for name in (_PDF, *_PICTURES):
        if content := package.read(name):
            return source.part(name.rpartition("/")[2], content)
    return None


def _text(package: Package, source: Source) -> tuple[str, str]:
    """The words of iWork '09 in the order of the file, and what was cut; none of a newer one."""
    xml = next(filter(None, map(package.read, _WORDS)), b"")
    if xml.startswith(b"\x1f\x8b"):
        xml = _unpacked(xml, source.limits.unpacked)
    gatherer = Gatherer(source.limits.text)
    depth = 0

    def start(name: str, attributes: Attributes) -> None:
        nonlocal depth
        if name == "p":
            depth += 1
        elif name == "ct":  # a cell of a table
            gatherer.add(attributes.get("s", "") + "\t")
        elif name in ("br", "lnbr", "crbr", "tab"):
            gatherer.add("\t" if name == "tab" else "\n")

    def end(name: str) -> None:
        nonlocal depth
        if name == "p":
            depth -= 1
            gatherer.add("\n\n")

    def words(text: str) -> None:
        if depth:
            gatherer.add(text)

    walk(xml, start, end, words)
    text = tidy(gatherer.take())[: source.limits.text]
    return text.strip(), reasons.cut_at_text(source.limits.text) if gatherer.is_full else ""


def _unpacked(packed: bytes, limit: int) -> bytes:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(packed, limit)
    except zlib.error as error:
        raise UnreadableFileError(reasons.DAMAGED) from error
