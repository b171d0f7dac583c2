"""Web archives: a page as Safari saves it, with what belongs to it (a property list)."""

import plistlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from xml.parsers.expat import ExpatError

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content, Look
from grsearch_desktop.extract.readers.media import Media
from grsearch_desktop.extract.readers.reader import Reader, Skip
from grsearch_desktop.extract.readers.source import Source
from grsearch_desktop.extract.readers.web import WebReader

_FAILURES = (
    plistlib.InvalidFileException,
    ExpatError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
)
"""What plistlib raises on broken files."""


class WebArchiveReader(Reader):
    """The page, and the pictures in it."""

    def read_text(self, source: Source) -> Content:
        """What the page shows."""
        found = _opened(source)
        main = found.get("WebMainResource")
        page = _bytes(main)
        if not page:
            raise UnreadableFileError(reasons.DAMAGED)
        has_looks = any(True for _ in _pictures(found))
        content = WebReader(self.form, self.kind).read_text(source.part("page.html", page))
        return replace(content, has_looks=has_looks)

    def read_looks(self, source: Source, skip: Skip) -> Iterator[Look]:
        """The pictures that the page shows."""
        media = Media(source, skip)
        for name, picture in _pictures(_opened(source)):
            yield from media.look(name, picture, None)


def _opened(source: Source) -> dict[str, Any]:
    try:
        found = plistlib.loads(source.read())
    except _FAILURES as error:
        raise UnreadableFileError(reasons.DAMAGED) from error
    if not isinstance(found, dict):
        raise UnreadableFileError(reasons.DAMAGED)
    return found


def _pictures(found: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    parts = found.get("WebSubresources")
    for part in parts if isinstance(parts, list) else ():
        kind = part.get("WebResourceMIMEType") if isinstance(part, dict) else None
        if isinstance(kind, str) and kind.startswith("image/"):
            yield f"picture.{kind.removeprefix('image/')}", _bytes(part)


def _bytes(part: object) -> bytes:
    data = part.get("WebResourceData") if isinstance(part, dict) else None
    return data if isinstance(data, bytes) else b""
