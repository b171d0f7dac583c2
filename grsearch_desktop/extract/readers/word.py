"""Word documents (Office Open XML): body, headers, footnotes, comments, text boxes."""

import re
from collections.abc import Iterator

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content, Drawing, Look, PageText
from grsearch_desktop.extract.readers import attachments, mupdf, properties
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

_PARTS = re.compile(
    r"word/(?:document|footnotes|endnotes|comments|header\d*|footer\d*)\d*\.xml$"
    r"|word/(?:charts/chart|diagrams/data)\d+\.xml$"
)
_ORDER = ("document", "footnotes", "endnotes", "comments", "header", "footer", "charts", "diagrams")
_INSERTED = re.compile(r"word/[^/]+\.(?:html?|mht|mhtml|rtf|txt)$")
"""Whole files that Word shows as part of the document (altChunk)."""
_EMBEDDED = re.compile(r"word/embeddings/.")
"""Files that show as an icon or as their first page."""
_LEFT_OUT = frozenset({"Fallback", "delText", "instrText", "rt"})
"""Elements whose text is a second copy, deleted, a command, or a reading aid."""
_PICTURES = ("word/media/",)


class WordReader(Reader):
    """A document has no pages until it is laid out: its text is one, its pictures are looks."""

    def read_text(self, source: Source) -> Content:
        """All text that a reader of the document can see, body first."""
        gatherer = Gatherer(source.limits.text)
        with Package(source) as package:
            parts = sorted(filter(_PARTS.match, package.names), key=_place)
            if not any(part.startswith("word/document") for part in parts):
                raise UnreadableFileError(reasons.DAMAGED)
            whole = [_gather(package.read(part), gatherer) for part in parts]
            _gather_inserted(package, source, gatherer)
            for name in filter(_EMBEDDED.match, package.names):
                attachments.gather_object(source.part("", package.read(name)), gatherer)
            about = properties.of_package(package, "docProps/core.xml")
            has_looks = any(True for _ in pictures_of(package, _PICTURES))
        text = tidy(gatherer.take())
        if not text.strip() and not has_looks:
            is_whole = whole[0]
            raise UnreadableFileError(reasons.NOTHING_INSIDE if is_whole else reasons.DAMAGED)
        cut = reasons.cut_at_text(source.limits.text) if gatherer.is_full else ""
        return Content(
            self.kind,
            (PageText(None, text[: source.limits.text]),),
            has_looks=has_looks,
            cut=cut,
            **about,
        )

    def read_looks(self, source: Source, skip: Skip) -> Iterator[Look]:
        """The pictures inside."""
        with Package(source) as package:
            media = Media(source, skip)
            for name in pictures_of(package, _PICTURES):
                yield from media.look(name, package.read(name), None)

    def draw(self, source: Source, page: int | None, long_side: int) -> Drawing:
        """A page as MuPDF lays the document out: near what Word shows, but not its page ends."""
        with mupdf.opened(source, "docx") as document:
            return mupdf.sharp(document, page, long_side)


def _place(part: str) -> tuple[int, str]:
    for place, word in enumerate(_ORDER):
        if part.startswith(f"word/{word}"):
            return place, part
    return len(_ORDER), part


def _gather(xml: bytes, gatherer: Gatherer) -> bool:
    left_out = cells = 0
    open_text = 0

    def start(name: str, _attributes: Attributes) -> None:
        nonlocal left_out, cells, open_text
        if name in _LEFT_OUT:
            left_out += 1
        elif name in ("t", "v"):
            open_text += 1
        elif name == "tc":
            cells += 1
        elif left_out:
            return
        elif name == "tab":
            gatherer.add("\t")
        elif name in ("br", "cr"):
            gatherer.add("\n")
        elif name == "noBreakHyphen":
            gatherer.add("-")

    def end(name: str) -> None:
        nonlocal left_out, cells, open_text
        if name in _LEFT_OUT:
            left_out -= 1
        elif name in ("t", "v"):
            open_text -= 1
            if name == "v":
                gatherer.add(" ")
        elif name == "tc":
            cells -= 1
            gatherer.add("\t")
        elif left_out:
            return
        elif name == "p":
            gatherer.add(" " if cells else "\n\n")
        elif name == "tr" or name == "tbl":
            gatherer.add("\n")

    def words(text: str) -> None:
        if open_text and not left_out:
            gatherer.add(text)

    whole = walk(xml, start, end, words)
    gatherer.add("\n\n")
    return whole


def _gather_inserted(package: Package, source: Source, gatherer: Gatherer) -> None:
    for name in filter(_INSERTED.match, package.names):
        attachments.gather(source.part(name.rpartition("/")[2], package.read(name)), gatherer)
