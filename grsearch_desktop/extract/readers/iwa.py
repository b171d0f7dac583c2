"""The words in Pages, Numbers and Keynote documents since 2013: what IWA files hold.

Such a file is a row of blocks that Snappy packed; unpacked and joined, they are a row of objects,
each a head that tells type and length, then a message of Protocol Buffers. Layout as told by
numbers-parser's and keynote-parser's schemas; types and numbers of fields have stayed since 2013.
"""

from collections.abc import Iterator

_STORAGE, _TEXT = 2001, 3
"""TSWP.StorageArchive: one flow of text, as a body, a text box or a note."""
_DATA_LIST, _ENTRIES, _STRING = 6005, 3, 3
"""TST.TableDataList: the values of a table's cells that are text."""
_HEAD_MESSAGES, _TYPE, _LENGTH = 2, 1, 3
_ATTACHED = "\ufffc"
"""What stands in the text for a picture or a table."""

Field = tuple[int, int | bytes]
"""A field's number and its value, a number or bytes."""


def texts(file: bytes, limit: int) -> Iterator[str]:
    """The texts of one IWA file, which gives `limit` bytes at most; a broken one gives fewer."""
    try:
        yield from _texts(b"".join(_blocks(file, limit)))
    except (IndexError, ValueError):
        return


def _texts(stream: bytes) -> Iterator[str]:
    at = 0
    while at < len(stream):
        length, at = _number(stream, at)
        head = stream[at : at + length]
        at += length
        for number, value in _fields(head):
            if number != _HEAD_MESSAGES or not isinstance(value, bytes):
                continue
            told = dict(_fields(value))
            size = told.get(_LENGTH, 0)
            if not isinstance(size, int):
                raise ValueError("a length that is no number")
            yield from _of_message(told.get(_TYPE), stream[at : at + size])
            at += size


def _of_message(kind: object, message: bytes) -> Iterator[str]:
    if kind == _STORAGE:
        wanted = (value for number, value in _fields(message) if number == _TEXT)
    elif kind == _DATA_LIST:
        wanted = (
            value
            for number, entry in _fields(message)
            if number == _ENTRIES and isinstance(entry, bytes)
            for inner, value in _fields(entry)
            if inner == _STRING
        )
    else:
        return
    for value in wanted:
        if isinstance(value, bytes):
            yield value.decode("utf-8", "replace").replace(_ATTACHED, "")


def _fields(message: bytes) -> Iterator[Field]:
    """The fields of a message (https://protobuf.dev/programming-guides/encoding/)."""
    at = 0
    while at < len(message):
        tag, at = _number(message, at)
        kind = tag & 7
        if kind == 0:
            value, at = _number(message, at)
            yield tag >> 3, value
            continue
        if kind == 2:
            length, at = _number(message, at)
        elif kind in (1, 5):
            length = 8 if kind == 1 else 4
        else:
            raise ValueError("a field of a kind that is used no more")
        yield tag >> 3, message[at : at + length]
        at += length


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where the next begins."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
        if shift > 63:
            raise ValueError("a number without end")


def _blocks(file: bytes, limit: int) -> Iterator[bytes]:
    """Each block, after a zero and its packed length in three bytes."""
    at = 0
    while at + 4 <= len(file) and file[at] == 0 and limit > 0:
        length = int.from_bytes(file[at + 1 : at + 4], "little")
        block = _unpacked(file[at + 4 : at + 4 + length], limit)
        yield block
        limit -= len(block)
        at += 4 + length


def _unpacked(packed: bytes, limit: int) -> bytes:
    """One block (https://github.com/google/snappy/blob/main/format_description.txt)."""
    size, at = _number(packed, 0)
    size = min(size, limit)
    out = bytearray()
    while at < len(packed) and len(out) < size:
        tag = packed[at]
        at += 1
        if tag & 3 == 0:  # bytes as they are
            length = (tag >> 2) + 1
            if length > 60:
                more = length - 60
                length = int.from_bytes(packed[at : at + more], "little") + 1
                at += more
            out += packed[at : at + length]
            at += length
            continue
        if tag & 3 == 1:  # a copy of what came before
            length, back = ((tag >> 2) & 7) + 4, (tag >> 5) << 8 | packed[at]
            at += 1
        else:
            wide = 2 if tag & 3 == 2 else 4
            length, back = (tag >> 2) + 1, int.from_bytes(packed[at : at + wide], "little")
            at += wide
        if not 0 < back <= len(out):
            raise ValueError("a copy of what is not there")
        piece = out[-back:][:length]
        while len(piece) < length:  # it may copy itself
            piece += piece[: length - len(piece)]
        out += piece
    return bytes(out)
