"""Opens zip archives with a bound on their directory, and tells the names in it as written.

Python keeps some 700 bytes for each member before it gives the first: a million take 0.7 GB.
"""

import io
import struct
import zipfile
from collections.abc import Sequence
from typing import BinaryIO

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons

MOST = 50_000
"""Members that are looked at; those after them are left out."""
_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075
"""The extra field that holds a name in UTF-8 (APPNOTE 4.6.9)."""
# APPNOTE 4.3.12, 4.3.14 to 4.3.16.
_HEADER = struct.Struct("<4s24x3H12x")
_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_PLACE_64 = struct.Struct("<4sLQL")
_LONGEST_COMMENT = (1 << 16) + _END.size


class _DirectoryEnd:
    """What the end of an archive says of its directory; the first whole one from behind."""

    def __init__(self, stream: BinaryIO) -> None:
        size = stream.seek(0, io.SEEK_END)
        stream.seek(max(size - _LONGEST_COMMENT - _PLACE_64.size - _END_64.size, 0))
        start, tail = stream.tell(), stream.read()
        at = tail.rfind(b"PK\x05\x06", 0, len(tail) - _END.size + 4)
        if at < 0:
            raise zipfile.BadZipFile("no end of a directory")
        _, disk, of_disk, _, self.total, self.size, self.offset, _ = _END.unpack_from(tail, at)
        end = start + at
        place = at - _PLACE_64.size
        if place >= 0 and tail[place : place + 4] == b"PK\x06\x07":
            end = start + place - _END_64.size
            stream.seek(max(end, 0))
            found = stream.read(_END_64.size)
            if len(found) == _END_64.size and found.startswith(b"PK\x06\x06"):
                *_, disk, of_disk, _, self.total, self.size, self.offset = _END_64.unpack(found)
        self.is_split = disk not in (0, 0xFFFF) or of_disk not in (0, 0xFFFF)
        self.start = end - self.size
        if self.start < 0:
            raise zipfile.BadZipFile("a directory that is larger than the file")


def opened(stream: BinaryIO) -> tuple[zipfile.ZipFile, int]:
    """The archive, its directory cut after `MOST` members, and how many it says it has.

    Raises UnreadableFileError for a part of a split archive, and what zipfile does for broken ones.
    """
    end = _DirectoryEnd(stream)
    if end.is_split:
        raise UnreadableFileError(reasons.SPLIT)
    if end.size > MOST * (_HEADER.size):
        length, count = _length(stream, end.start)
        if length < end.size:
            cut = _Cut(stream, end.start + length, _end_of(count, length, end.offset))
            return zipfile.ZipFile(cut), max(end.total, MOST)
    archive = zipfile.ZipFile(stream)
    return archive, len(archive.infolist())


def names(infos: Sequence[zipfile.ZipInfo]) -> list[str]:
    """What members are called, as it was written: in UTF-8, or in whatever the old machine had."""
    told = [_unicode_path(info) for info in infos]
    raw = [
        b"" if info.flag_bits & _UTF8_FLAG or name else _as_bytes(info)
        for info, name in zip(infos, told, strict=True)
    ]
    encoding = _encoding_of(b"\n".join(name for name in raw if not name.isascii()))
    return [
        name or (written.decode(encoding, "replace") if written else info.filename)
        for info, name, written in zip(infos, told, raw, strict=True)
    ]


def _length(stream: BinaryIO, start: int) -> tuple[int, int]:
    """The bytes that the first `MOST` members take in the directory, and how many there are."""
    at, count = start, 0
    while count < MOST:
        stream.seek(at)
        header = stream.read(_HEADER.size)
        if len(header) < _HEADER.size or not header.startswith(b"PK\x01\x02"):
            break
        _, *lengths = _HEADER.unpack(header)
        at += _HEADER.size + sum(lengths)
        count += 1
    return at - start, count


def _end_of(count: int, size: int, offset: int) -> bytes:
    record = _END_64.pack(b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, offset)
    place = _PLACE_64.pack(b"PK\x06\x07", 0, 0, 1)
    return record + place + _END.pack(b"PK\x05\x06", 0, 0, count, count, size & 0xFFFFFFFF, 0, 0)


class _Cut(io.RawIOBase):
    """A file up to a place, and what is to stand after it."""

    def __init__(self, stream: BinaryIO, end: int, tail: bytes) -> None:
        self._stream = stream
        self._end = end
        self._tail = tail
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._end + len(self._tail)}
        if base[whence] + offset < 0:
            raise OSError("before the start")
        self._at = base[whence] + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, count: int = -1) -> bytes:
        left = max(self._end + len(self._tail) - self._at, 0)
        count = left if count is None or count < 0 else min(count, left)
        found = b""
        if self._at < self._end:
            self._stream.seek(self._at)
            found = self._stream.read(min(count, self._end - self._at))
        begin = max(self._at - self._end, 0)
        found += self._tail[begin : begin + count - len(found)]
        self._at += len(found)
        return found


def _unicode_path(info: zipfile.ZipInfo) -> str:
    at = 0
    while at + 4 <= len(info.extra):
        kind, length = struct.unpack_from("<HH", info.extra, at)
        if kind == _UNICODE_PATH and length > 5:
            return info.extra[at + 9 : at + 4 + length].decode("utf-8", "replace")
        at += 4 + length
    return ""


def _as_bytes(info: zipfile.ZipInfo) -> bytes:
    """A name without a mark of its encoding: zipfile takes it as the first PC's."""
    return info.orig_filename.encode("cp437", "replace")


def _encoding_of(written: bytes) -> str:
    """Of names that don't say it: UTF-8, the first PC's if that gives letters, else a guess."""
    from grsearch_desktop.extract.readers.text import guessed

    try:
        written.decode("utf-8")
    except UnicodeDecodeError:
        strange = [sign for sign in written.decode("cp437") if not sign.isascii()]
        return "cp437" if all(map(str.isalpha, strange)) else guessed(written)
    return "utf-8"
