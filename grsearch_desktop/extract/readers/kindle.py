"""What a Mobipocket or Kindle book says of itself, which MuPDF leaves out.

Fields as the MobileRead wiki describes them (https://wiki.mobileread.com/wiki/MOBI).
"""

import struct
from collections.abc import Iterator

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.readers.prose import one_line
from grsearch_desktop.extract.readers.source import Source

_HEAD = 1 << 20
"""Bytes in which the first record lies."""
_AUTHOR, _SUBJECT, _TITLE = 100, 105, 503
_NAMES = {_AUTHOR: "author", _SUBJECT: "subject", _TITLE: "title"}
_UTF8 = 65001
_MOST_FIELDS = 200


def about(source: Source) -> dict[str, str]:
    """Title, author and subject as far as they are told.

    Raises UnreadableFileError for a book that only its seller's programs can open.
    """
    head = source.head(_HEAD)
    try:
        (at,) = struct.unpack_from(">I", head, 78)
        record = head[at:]
        (encryption,) = struct.unpack_from(">H", record, 12)
        if record[16:20] != b"MOBI":
            return {}
        if encryption:
            raise UnreadableFileError(reasons.PROTECTED)
        length, _, code_page = struct.unpack_from(">III", record, 20)
        name_at, name_length = struct.unpack_from(">II", record, 84)
        encoding = "utf-8" if code_page == _UTF8 else "cp1252"
        found = {"title": record[name_at : name_at + name_length].decode(encoding, "replace")}
        for kind, value in _fields(record[16 + length :]):
            found[_NAMES[kind]] = value.decode(encoding, "replace")
    except struct.error:
        return {}
    return {name: line for name, words in found.items() if (line := one_line(words))}


def _fields(block: bytes) -> Iterator[tuple[int, bytes]]:
    """The fields of the block EXTH that we know: kind and value."""
    if block[:4] != b"EXTH":
        return
    (count,) = struct.unpack_from(">I", block, 8)
    at = 12
    for _ in range(min(count, _MOST_FIELDS)):
        kind, length = struct.unpack_from(">II", block, at)
        if kind in _NAMES:
            yield kind, block[at + 8 : at + length]
        at += max(8, length)
