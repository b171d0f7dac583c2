"""Word documents before 2007 (MS-DOC): the text through the piece table."""

import re
import struct
from typing import Any

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content, PageText
from grsearch_desktop.extract.readers import ole
from grsearch_desktop.extract.readers.prose import tidy
from grsearch_desktop.extract.readers.reader import Reader
from grsearch_desktop.extract.readers.source import Source

_MARK = 0xA5EC
_ENCRYPTED = 0x0100
_SECOND_TABLE = 0x0200
_FIRST_UNICODE_VERSION = 101
_PIECE_TABLE_AT = 0x01A2
_COMPRESSED = 1 << 30
_FIELD_COMMAND = re.compile("\x13[^\x13\x14\x15]*(?:\x14|(?=\x15))|\x15")
_SIGNS = str.maketrans({
    "\r": "\n\n",
    "\x07": "\t",
    "\x0b": "\n",
    "\x0c": "\n\n",
    "\x1e": "-",
    "\x1f": None,
    "\x01": None,
    "\x02": None,
    "\x05": None,
    "\x08": None,
})  # fmt: skip


class OldWordReader(Reader):
    """Body, footnotes, headers, comments and text boxes follow each other in one text."""

    def read_text(self, source: Source) -> Content:
        """The whole document as one text."""
        with ole.opened(source) as file:
            raw = _raw_text(file)
            about = ole.about(file)
        # Fields can lie within fields: the inner ones go first.
        for _ in range(3):
            raw = _FIELD_COMMAND.sub("", raw)
        text = tidy(raw.translate(_SIGNS))
        if not text.strip():
            raise UnreadableFileError(reasons.NOTHING_INSIDE)
        limit = source.limits.text
        cut = reasons.cut_at_text(limit) if len(text) > limit else ""
        return Content(self.kind, (PageText(None, text[:limit]),), cut=cut, **about)


def _raw_text(file: Any) -> str:
    main = ole.stream(file, "WordDocument")
    try:
        mark, version = struct.unpack_from("<HH", main)
        (flags,) = struct.unpack_from("<H", main, 0x0A)
        if mark != _MARK:
            raise UnreadableFileError(reasons.OLD_OR_DAMAGED)
        if flags & _ENCRYPTED:
            raise UnreadableFileError(reasons.PROTECTED)
        if version < _FIRST_UNICODE_VERSION:
            start, end = struct.unpack_from("<II", main, 0x18)
            return main[start:end].decode("cp1252", "replace")
        where, size = struct.unpack_from("<II", main, _PIECE_TABLE_AT)
        first, second = ("1Table", "0Table") if flags & _SECOND_TABLE else ("0Table", "1Table")
        table = ole.stream(file, first, second)
        return "".join(_pieces(main, table[where : where + size]))
    except struct.error as error:
        raise UnreadableFileError(reasons.DAMAGED) from error


def _pieces(main: bytes, table: bytes) -> list[str]:
    """The text of each piece (MS-DOC 2.9.38, Clx; 2.9.177, Pcd)."""
    at = 0
    while at < len(table) and table[at] == 0x01:
        (length,) = struct.unpack_from("<H", table, at + 1)
        at += 3 + length
    if at >= len(table) or table[at] != 0x02:
        raise UnreadableFileError(reasons.DAMAGED)
    (length,) = struct.unpack_from("<I", table, at + 1)
    at += 5
    count = max(0, min(length, len(table) - at) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", table, at)
    texts = []
    for number in range(count):
        (position,) = struct.unpack_from("<I", table, at + (count + 1) * 4 + number * 8 + 2)
        characters = max(0, ends[number + 1] - ends[number])
        if position & _COMPRESSED:
            start = (position & ~_COMPRESSED) // 2
            texts.append(main[start : start + characters].decode("cp1252", "replace"))
        else:
            block = main[position : position + characters * 2]
            texts.append(block.decode("utf-16-le", "replace"))
    return texts
