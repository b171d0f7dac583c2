"""Pages, Numbers and Keynote: their words, and what they show of themselves."""

import zlib
from collections.abc import Iterator

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons, registry
from grsearch_desktop.extract.content import Content, Drawing, Look, PageText
from grsearch_desktop.extract.readers import iwa
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
_LAYOUTS = ("index/templateslide", "index/masterslide")
_MOST_UNPACKED = 64 << 20
"""Bytes of one part of a document since 2013."""


class IWorkReader(Reader):
    """The words, the preview and the pictures inside."""

    def read_text(self, source: Source) -> Content:
        """The text of the document, else that of its preview."""
        with Package(source) as package:
            if any(name.endswith(".iwph") for name in package.names):
                raise UnreadableFileError(reasons.PROTECTED)
            folder = _folder(package)
            gatherer = Gatherer(source.limits.text)
            _gather_old(package, folder, source, gatherer)
            _gather_new(package, folder, source, gatherer)
            shown = _shown(package, folder, source)
            has_looks = shown is not None or any(_pictures(package, folder))
        text = tidy(gatherer.take())[: source.limits.text].strip()
        cut = reasons.cut_at_text(source.limits.text) if gatherer.is_full else ""
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
            folder = _folder(package)
            shown = _shown(package, folder, source)
            if shown is not None and shown.extension == "pdf":
                yield from registry.reader_for(shown).read_looks(shown, skip)
                return
            media = Media(source, skip)
            if shown is not None:
                yield from media.look(shown.name, shown.read(), None)
            for name in _pictures(package, folder):
                yield from media.look(name, package.read(name), None)

    def draw(self, source: Source, page: int | None, long_side: int) -> Drawing:
        """The preview."""
        with Package(source) as package:
            shown = _shown(package, _folder(package), source)
        if shown is None:
            raise UnreadableFileError(reasons.NOT_DRAWN)
        return registry.reader_for(shown).draw(shown, page, long_side)


def _folder(package: Package) -> str:
    """The one folder that all lies in, where somebody packed a document that was a folder."""
    first, slash, _ = package.names[0].partition("/") if package.names else ("", "", "")
    is_one = first.endswith((".pages", ".numbers", ".key"))
    return first + slash if is_one and all(x.startswith(first) for x in package.names) else ""


def _shown(package: Package, folder: str, source: Source) -> Source | None:
    for name in (_PDF, *_PICTURES):
        if content := package.read(folder + name):
            return source.part(name.rpartition("/")[2], content)
    return None


def _pictures(package: Package, folder: str) -> Iterator[str]:
    return pictures_of(package, (f"{folder}data/",))


def _gather_new(package: Package, folder: str, source: Source, gatherer: Gatherer) -> None:
    """The words of a document since 2013; those of the layouts that slides start from are left."""
    inner = package.read(f"{folder}index.zip")
    if inner:
        with Package(source.part("index.zip", inner)) as index:
            _gather_new(index, "", source, gatherer)
        return
    for name in package.names:
        part = name.removeprefix(folder)
        if not part.startswith("index/") or not part.endswith(".iwa"):
            continue
        if part.startswith(_LAYOUTS) or source.is_late or gatherer.is_full:
            continue
        for text in iwa.texts(package.read(name), _MOST_UNPACKED):
            gatherer.add(text + "\n\n")


def _gather_old(package: Package, folder: str, source: Source, gatherer: Gatherer) -> None:
    """The words of iWork '09 in the order of the file."""
    xml = next(filter(None, (package.read(folder + name) for name in _WORDS)), b"")
    if xml.startswith(b"\x1f\x8b"):
        xml = _unpacked(xml, source.limits.unpacked)
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


def _unpacked(packed: bytes, limit: int) -> bytes:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(packed, limit)
    except zlib.error as error:
        raise UnreadableFileError(reasons.DAMAGED) from error
