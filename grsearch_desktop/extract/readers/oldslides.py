"""PowerPoint presentations before 2007 (MS-PPT)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content, PageText
from grsearch_desktop.extract.readers import ole
from grsearch_desktop.extract.readers.prose import tidy
from grsearch_desktop.extract.readers.reader import Reader
from grsearch_desktop.extract.readers.source import Source

_HEADER = struct.Struct("<HHI")
_CONTAINER = 0xF
_DEEPEST = 40
_DOCUMENT, _SLIDE, _NOTES = 0x03E8, 0x03EE, 0x03F0
_SLIDE_LIST, _SLIDE_ENTRY = 0x0FF0, 0x03F3
_WIDE_TEXT, _NARROW_TEXT, _COMMENT_TEXT = 0x0FA0, 0x0FA8, 0x0FBA
_COMMENT = 0x2EE0
_USER_EDIT, _DIRECTORY = 0x0FF5, 0x1772
_ENCRYPTED_TOKEN = 0xF3D1C4DF
_SIGNS = str.maketrans({"\r": "\n", "\x0b": "\n"})


@dataclass(frozen=True)
class _Record:
    """A record's type, and the range of its content in the stream."""

    kind: int
    instance: int
    is_container: bool
    start: int
    end: int


class OldSlidesReader(Reader):
    """A slide is a page; its notes belong to it."""

    def read_text(self, source: Source) -> Content:
        """Slide by slide, in the order in which they are shown."""
        with ole.opened(source) as file:
            _check_protection(file)
            main = ole.stream(file, "PowerPoint Document")
            texts = _slides(main, _current_edit(file))
            if not any(text.strip() for text in texts):
                # Without a usable directory, everything in the order of the file.
                texts = ["\n".join(_texts(main, 0, len(main)))]
            about = ole.about(file)
        limit = source.limits.pages
        pages = [PageText(n, tidy(text)) for n, text in enumerate(texts[:limit], start=1)]
        if not any(page.text.strip() for page in pages):
            raise UnreadableFileError(reasons.NOTHING_INSIDE)
        cut = reasons.cut_at_pages(limit, len(texts)) if len(texts) > limit else ""
        return Content(self.kind, tuple(pages), cut=cut, **about)


def _check_protection(file: Any) -> None:
    current = ole.stream(file, "Current User")
    if len(current) >= 16 and struct.unpack_from("<I", current, 12)[0] == _ENCRYPTED_TOKEN:
        raise UnreadableFileError(reasons.PROTECTED)
    if file.exists("EncryptedSummary"):
        raise UnreadableFileError(reasons.PROTECTED)


def _current_edit(file: Any) -> int:
    current = ole.stream(file, "Current User")
    return int(struct.unpack_from("<I", current, 16)[0]) if len(current) >= 20 else 0


def _slides(main: bytes, edit: int) -> list[str]:
    places = _directory(main, edit)
    texts: dict[int, list[str]] = {}
    notes: dict[int, list[str]] = {}
    for record in _records(main, 0, len(main)):
        if record.kind != _DOCUMENT:
            continue
        for inner in _records(main, record.start, record.end):
            if inner.kind == _SLIDE_LIST and inner.instance in (0, 2):
                # The last document container is the newest one.
                target = texts if inner.instance == 0 else notes
                target.clear()
                target.update(_listed(main, inner))
    for place, words in (*texts.items(), *notes.items()):
        own = next(_records(main, places.get(place, len(main)), len(main)), None)
        if own is not None and own.kind in (_SLIDE, _NOTES):
            words.extend(_texts(main, own.start, own.end))
    slides = ["\n".join(words) for words in texts.values()]
    for number, words in enumerate(notes.values()):
        if number < len(slides):
            slides[number] += "\n\n" + "\n".join(words)
    return slides


def _listed(main: bytes, slides: _Record) -> dict[int, list[str]]:
    """For each slide, by its place in the directory: the text of its outline."""
    found: dict[int, list[str]] = {}
    words: list[str] = []
    for record in _records(main, slides.start, slides.end):
        if record.kind == _SLIDE_ENTRY and record.end - record.start >= 4:
            words = found.setdefault(struct.unpack_from("<I", main, record.start)[0], [])
        elif (text := _text(main, record)) is not None:
            words.append(text)
    return found


def _directory(main: bytes, edit: int) -> dict[int, int]:
    """Where each persistent object lies; the newest edit wins (MS-PPT 2.3.4, 2.3.5)."""
    places: dict[int, int] = {}
    seen: set[int] = set()
    while edit and edit not in seen and edit + 28 <= len(main):
        seen.add(edit)
        if _HEADER.unpack_from(main, edit)[1] != _USER_EDIT:
            break
        _, _, edit, table = struct.unpack_from("<IIII", main, edit + 8)
        record = next(_records(main, table, len(main)), None)
        if record is not None and record.kind == _DIRECTORY:
            for place, offset in _entries(main[record.start : record.end]):
                places.setdefault(place, offset)
    return places


def _entries(block: bytes) -> Iterator[tuple[int, int]]:
    at = 0
    while at + 4 <= len(block):
        (head,) = struct.unpack_from("<I", block, at)
        first, count = head & 0xFFFFF, head >> 20
        count = min(count, (len(block) - at - 4) // 4)
        for number, offset in enumerate(struct.unpack_from(f"<{count}I", block, at + 4)):
            yield first + number, offset
        at += 4 + 4 * max(count, 1)


def _texts(main: bytes, start: int, end: int, depth: int = 0) -> Iterator[str]:
    """All texts within a range, also deep inside drawings."""
    if depth > _DEEPEST:
        return
    for record in _records(main, start, end):
        if (text := _text(main, record)) is not None:
            yield text
        elif record.kind == _COMMENT:
            for inner in _records(main, record.start, record.end):
                if inner.kind == _COMMENT_TEXT:
                    yield main[inner.start : inner.end].decode("utf-16-le", "replace")
        elif record.is_container:
            yield from _texts(main, record.start, record.end, depth + 1)


def _text(main: bytes, record: _Record) -> str | None:
    block = main[record.start : record.end]
    if record.kind == _WIDE_TEXT:
        return block.decode("utf-16-le", "replace").translate(_SIGNS)
    if record.kind == _NARROW_TEXT:
        return block.decode("latin-1").translate(_SIGNS)
    return None


def _records(main: bytes, start: int, end: int) -> Iterator[_Record]:
    at = start
    while at + 8 <= end:
        head, kind, length = _HEADER.unpack_from(main, at)
        at += 8
        yield _Record(kind, head >> 4, head & 0xF == _CONTAINER, at, min(at + length, end))
        at += length
