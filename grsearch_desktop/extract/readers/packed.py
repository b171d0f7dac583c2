"""The files within an archive, one after another: zip, tar and single compressed files.

What is unpacked stays in memory, and no more than is asked for.
"""

import bz2
import gzip
import io
import lzma
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import BinaryIO, Literal, cast

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.readers import zips
from grsearch_desktop.extract.readers.source import Source

_ENCRYPTED_FLAG = 0x1
_NEVER_WANTED = "__MACOSX/"
"""What macOS puts beside each file of a zip: its icon and its place in a window."""
_BLOCK = 1 << 20
"""Bytes that are read at once of a compressed tar: its own blocks, of 10 KB, take longer."""
_TAR_MAGIC = slice(257, 262)
FAILURES = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    ValueError,
    KeyError,
    IndexError,
    NotImplementedError,
    RuntimeError,
    OSError,
)
"""What the libraries raise on archives that are damaged or packed in a strange way."""


_HARMLESS = 64 << 20
MOST_RATIO = 200
"""How many times larger a file may become: texts become 3 to 20 times as large, tables of zeros 100
times, bombs 1,000 times and more."""


class LateError(Exception):
    """There is no time left to unpack more."""


@dataclass(frozen=True)
class Entry:
    """A file within an archive."""

    name: str
    """With its folders, "/" between them."""
    size: int | None
    """Bytes when it is unpacked, as the archive promises; None where it promises nothing."""
    packed: int | None
    """Bytes that it takes in the archive; None where that can't be told."""
    is_locked: bool
    """Whether a password is needed."""
    open: Callable[[], BinaryIO]
    """Gives its content; to be read before the next entry is asked for. Raises FAILURES."""


@dataclass(frozen=True)
class Packed:
    """An archive that was opened."""

    entries: Iterator[Entry]
    """Raises FAILURES where it is damaged, and LateError."""
    total: int | None
    """How many files it holds; None where that is known only at its end."""
    is_bomb: bool = False
    """Whether so much would come out of it that nothing is to be unpacked."""


def most_unpacked(source: Source) -> int:
    """How many bytes may come out of an archive of such a size before it is taken for a bomb."""
    return max(_HARMLESS, MOST_RATIO * source.size)


def opened(source: Source, is_wanted: Callable[[str, int], bool]) -> Packed:
    """The files within an archive. Raises FAILURES and UnreadableFileError.

    is_wanted: whether a file of such a name and size will be opened; where files can't be unpacked
    one by one, those are unpacked together.
    """
    head = source.head(262)
    if head.startswith(b"PK") or source.extension in ("zip", "zipx"):
        return _of_zip(source)
    if head.startswith(b"7z\xbc\xaf\x27\x1c"):
        from grsearch_desktop.extract.readers import sevenzip

        return sevenzip.opened(source, is_wanted)
    if (stream := _unpacking(source, head)) is not None:
        is_tar = _is_tar(stream)
        stream = _unpacking(source, head)
        assert stream is not None
        return _of_tar(source, stream) if is_tar else _of_one(source, stream)
    if _is_tar(source.open()) or source.extension == "tar":
        return _of_tar(source, None)
    raise UnreadableFileError(reasons.DAMAGED_OR_STRANGE)


def _unpacking(source: Source, head: bytes) -> BinaryIO | None:
    """The content of a compressed file, unpacked as it is read; None for any other file."""
    packed: BinaryIO
    if head.startswith(b"\x1f\x8b"):
        packed = cast("BinaryIO", gzip.GzipFile(fileobj=source.open()))
    elif head.startswith(b"BZh") and head[4:10] in (b"1AY&SY", b"\x17rE8P\x90"):
        packed = cast("BinaryIO", bz2.BZ2File(source.open()))
    elif head.startswith((b"\xfd7zXZ\x00", b"\x5d\x00\x00")):
        packed = cast("BinaryIO", lzma.LZMAFile(source.open()))  # noqa: SIM115
    elif head.startswith(b"\x28\xb5\x2f\xfd"):
        zstd = import_module(
            "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
        )
        packed = cast("BinaryIO", zstd.ZstdFile(source.open()))
    else:
        return None
    return cast("BinaryIO", _Hurried(packed, source))


class _Hurried(io.RawIOBase):
    """A stream that ends with LateError when the time of its source is over."""

    def __init__(self, stream: BinaryIO, source: Source) -> None:
        self._stream = stream
        self._source = source

    def readable(self) -> bool:
        return True

    def read(self, count: int = -1) -> bytes:
        if self._source.is_late:
            raise LateError
        return self._stream.read(count)


def _of_zip(source: Source) -> Packed:
    archive, total = zips.opened(source.open())
    infos = archive.infolist()
    named = list(zip(zips.names(infos), infos, strict=True))
    files = [(name, info) for name, info in named if not info.is_dir() and _is_shown(name)]
    left_out = len(infos) - len(files)

    def entries() -> Iterator[Entry]:
        for name, info in files:
            is_locked = bool(info.flag_bits & _ENCRYPTED_FLAG)
            open_it = _opening(archive, info)
            yield Entry(name, info.file_size, info.compress_size, is_locked, open_it)

    return Packed(entries(), total - left_out)


def _opening(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    return lambda: cast("BinaryIO", archive.open(info))


def _of_tar(source: Source, stream: BinaryIO | None) -> Packed:
    """stream: of a compressed one, its content."""
    # What is compressed is read from begin to end; it is left to whoever opened the file to close.
    mode: Literal["r|", "r:"] = "r|" if stream is not None else "r:"
    archive = tarfile.open(  # noqa: SIM115
        fileobj=stream or source.open(), mode=mode, bufsize=_BLOCK
    )
    return Packed(_tar_entries(archive, source), None)


def _tar_entries(archive: tarfile.TarFile, source: Source) -> Iterator[Entry]:
    while (info := archive.next()) is not None:
        archive.members.clear()  # type: ignore[attr-defined]  # it keeps all that came, to find them by their names
        if source.is_late:
            raise LateError
        if info.isfile() and _is_shown(info.name):
            open_it = _opening_of_tar(archive, info)
            yield Entry(info.name, info.size, None, False, open_it)


def _opening_of_tar(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Callable[[], BinaryIO]:
    def opened() -> BinaryIO:
        found = archive.extractfile(info)
        if found is None:
            raise tarfile.ReadError("no file")
        return cast("BinaryIO", found)

    return opened


def _of_one(source: Source, stream: BinaryIO) -> Packed:
    """A single compressed file: it has the name of the archive without its last ending."""
    name = source.name.rpartition(".")[0] or source.name
    return Packed(iter((Entry(name, None, source.size, False, lambda: stream),)), 1)


def _is_tar(stream: BinaryIO) -> bool:
    try:
        return _is_tar_head(stream.read(512))
    except (*FAILURES, LateError):
        return False


def _is_tar_head(head: bytes) -> bool:
    """By its magic, or (as old ones have none) by a first header that is whole."""
    if len(head) < 512:
        return False
    if head[_TAR_MAGIC] == b"ustar":
        return True
    try:
        return bool(tarfile.TarInfo.frombuf(head, "utf-8", "surrogateescape").name)
    except tarfile.TarError:
        return False


def _is_shown(name: str) -> bool:
    last = name.rpartition("/")[2]
    return not name.startswith(_NEVER_WANTED) and not last.startswith("._") and last != ".DS_Store"
