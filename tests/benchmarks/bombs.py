"""Archive and image bombs: reads each in a confined child, and looks at its memory and its time.

    python -m tests.benchmarks.bombs [--only WORD]

Each must be read or refused within the time limit of a file and a gigabyte of memory, and what was
left out must be told. The bombs are made in a folder that is thrown away, in half a minute.
"""

import bz2
import gzip
import io
import lzma
import struct
import sys
import tarfile
import tempfile
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import py7zr

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract.pool import ReaderPool
from tests.benchmarks.table import Figure, options, show

_ZEROS = bytes(1 << 20)
_GIGABYTE = 1 << 30


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--only", default="", help="bombs with this in their names")
    asked = parser.parse_args()
    figures = []
    with tempfile.TemporaryDirectory(prefix="bombs-") as folder:
        for name, make in BOMBS.items():
            if asked.only not in name:
                continue
            path = Path(folder) / name.replace(" ", "-")
            make(path)
            seconds, peak, told = read(path)
            size = path.stat().st_size
            path.unlink()
            print(
                f"{name:<34} {size / 1e6:>8.2f} MB {seconds:>6.1f} s {peak:>5.0f} MB  {told}",
                flush=True,
            )
            figures += [
                Figure(f"{name}: time", seconds, "<= 60", "s"),
                Figure(f"{name}: peak memory", peak, "<= 1000", "MB"),
                Figure(f"{name}: told", float(bool(told)), "= 1"),
            ]
    return show("bombs", figures, as_json=asked.json)


def read(path: Path) -> tuple[float, float, str]:
    """Seconds and the child's peak of resident megabytes for text and looks, and what is told."""
    with ReaderPool(1) as pool, watched() as peak:
        pool.confinement()  # starts the child
        before = time.monotonic()
        told = []
        try:
            content = pool.read_text(str(path))
            told.append(f"{len(content.pages):,} pages. {content.cut}".strip())
            if content.has_looks:
                told.append(f"{sum(1 for _ in pool.read_looks(str(path)))} looks.")
        except UnreadableFileError as error:
            told.append(error.reason)
        return time.monotonic() - before, peak() / 1e6, " ".join(told)


@contextmanager
def watched() -> Iterator[Callable[[], float]]:
    """Gives the most bytes that a child had resident so far, looked at a hundred times a second."""
    highest, ended = [0], threading.Event()

    def watch() -> None:
        while not ended.wait(0.01):
            for child in psutil.Process().children(recursive=True):
                try:
                    highest[0] = max(highest[0], child.memory_info().rss)
                except psutil.Error:
                    continue

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    yield lambda: highest[0]
    ended.set()
    thread.join()


def zeros_deflated(count: int) -> bytes:
    """As a zip member: raw deflate."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    return b"".join(packer.compress(_ZEROS) for _ in range(count >> 20)) + packer.flush()


def zip_of(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def nested_zip(path: Path) -> None:
    """As 42.zip: 16 archives within 16 within 16, a gigabyte of text in each of the last."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("bomb.txt", "w", force_zip64=True) as member,
    ):
        for _ in range(1024):
            member.write(b"a" * (1 << 20))
    inner = out.getvalue()
    for level in range(3):
        inner = zip_of({f"lib {level}{number:x}.zip": inner for number in range(16)})
    path.write_bytes(inner)


def overlapping_zip(path: Path, members: int = 2_000) -> None:
    """Many members that are one and the same gigabyte."""
    packed = zeros_deflated(_GIGABYTE)
    name = b"zeros.txt"
    crc = 0
    for _ in range(1024):
        crc = zlib.crc32(_ZEROS, crc)
    sizes = struct.pack("<3L2H", crc, len(packed), _GIGABYTE, len(name), 0)
    local = b"PK\x03\x04" + struct.pack("<5H", 20, 0, 8, 0, 33) + sizes + name + packed
    entry = b"PK\x01\x02" + struct.pack("<6H", 20, 20, 0, 8, 0, 33) + sizes
    entry += struct.pack("<3H2L", 0, 0, 0, 0, 0) + name
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, members, members,
                      len(entry) * members, len(local), 0)  # fmt: skip
    path.write_bytes(local + entry * members + end)


def many_in_zip(path: Path, members: int = 1_000_000) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(members):
            archive.writestr(zipfile.ZipInfo(f"folder/{number:07}.txt"), b"x")
            if number % 1000 == 0:
                archive.NameToInfo.clear()


def many_in_tar(path: Path, members: int = 1_000_000) -> None:
    block = tarfile.TarInfo("folder/file.txt").tobuf()
    with gzip.open(path, "wb", 1) as out:
        for _ in range(members // 1000):
            out.write(block * 1000)
        out.write(bytes(1024))


def many_in_7z(path: Path, members: int = 1_000_000) -> None:
    """Made by hand, for py7zr takes minutes: a directory of nothing but empty files."""
    names = b"".join(f"{number:07}.txt\0".encode("utf-16-le") for number in range(members))
    every = b"\xff" * (members // 8)
    count = number_of_7z(members)
    files = b"\x05" + count
    files += b"\x0e" + number_of_7z(len(every)) + every
    files += b"\x0f" + number_of_7z(len(every)) + every
    files += b"\x11" + number_of_7z(len(names) + 1) + b"\0" + names + b"\0"
    header = b"\x01" + files + b"\0"
    start = struct.pack("<QQL", 0, len(header), zlib.crc32(header))
    begin = b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<L", zlib.crc32(start)) + start
    path.write_bytes(begin + header)


def number_of_7z(value: int) -> bytes:
    return b"\xff" + struct.pack("<Q", value)


def bomb_7z(filters: list[dict[str, int]] | None) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with py7zr.SevenZipFile(path, "w", filters=filters) as archive:
            for number in range(120):  # each is of an honest size
                archive.writef(io.BytesIO(b"a" * (8 << 20)), f"bomb {number}.txt")

    return make


class Zeros(io.RawIOBase):
    """So many bytes of nothing."""

    def __init__(self, count: int) -> None:
        self._left = self._size = count

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self._left = 0 if whence == 2 else self._size - offset
        return self._size - self._left

    def tell(self) -> int:
        return self._size - self._left

    def readinto(self, block: Any) -> int:
        count = min(len(block), self._left)
        block[:count] = bytes(count)
        self._left -= count
        return count


def stream(opened: Any, count: int) -> Callable[[Path], None]:
    """opened: `open` of gzip, bz2 or lzma."""

    def make(path: Path) -> None:
        with opened(path, "wb") as out:
            for _ in range(count >> 20):
                out.write(b"a" * (1 << 20))

    return make


def bomb_tar(path: Path) -> None:
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        for number in range(2):
            info = tarfile.TarInfo(f"bomb {number}.txt")
            info.size = _GIGABYTE
            archive.addfile(info, io.BufferedReader(Zeros(_GIGABYTE)))


def long_tar_header(path: Path) -> None:
    """A name of two gigabytes."""
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 2 * _GIGABYTE
    with gzip.open(path, "wb", 1) as out:
        out.write(info.tobuf(tarfile.GNU_FORMAT))
        for _ in range(2048):
            out.write(b"a" * (1 << 20))


def nesting(path: Path, levels: int = 20) -> None:
    inner = b"the innermost words"
    for level in range(levels):
        inner = zip_of({f"level {level}.{'zip' if level else 'txt'}": inner})
    path.write_bytes(inner)


def black_png(side: int) -> bytes:
    """A picture of one colour, 16 million of them."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">L", len(content)) + checked + struct.pack(">L", zlib.crc32(checked))

    packer = zlib.compressobj(1)
    row = bytes(1 + 3 * side)
    rows = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = chunk(b"IHDR", struct.pack(">2L5B", side, side, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def picture_in_zip(side: int) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        png = black_png(side)
        path.write_bytes(zip_of({"black.png": png, "again.png": png, "note.txt": b"a note"}))

    return make


def huge_tiff() -> bytes:
    """40 gigapixels by its header."""
    tags = [(256, 4, 200_000), (257, 4, 200_000), (258, 3, 8), (259, 3, 1), (262, 3, 1)]
    tags += [(273, 4, 8), (277, 3, 1), (278, 4, 200_000), (279, 4, 4_000_000_000)]
    body = b"".join(struct.pack("<2H2L", tag, kind, 1, value) for tag, kind, value in tags)
    return b"II*\0" + struct.pack("<LH", 8, len(tags)) + body + bytes(4)


def written(content: bytes) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(content)

    return make


BOMBS: dict[str, Callable[[Path], None]] = {
    "nested.zip": nested_zip,
    "overlapping.zip": overlapping_zip,
    "solid.7z": bomb_7z(None),
    "zstd.7z": bomb_7z([{"id": py7zr.FILTER_ZSTD, "level": 3}]),
    "bzip2.7z": bomb_7z([{"id": py7zr.FILTER_BZIP2}]),
    "bomb.tar.gz": bomb_tar,
    "text.gz": stream(gzip.open, 2 * _GIGABYTE),
    "text.bz2": stream(bz2.open, _GIGABYTE),
    "text.xz": stream(lzma.open, _GIGABYTE),
    "long name.tar.gz": long_tar_header,
    "picture of 196 megapixels.zip": picture_in_zip(14_000),
    "picture of 400 megapixels.zip": picture_in_zip(20_000),
    "20 levels.zip": nesting,
    "million.zip": many_in_zip,
    "million.tar.gz": many_in_tar,
    "million.7z": many_in_7z,
    "40 gigapixels.tiff": written(huge_tiff()),
    "40 gigapixels in a.zip": written(zip_of({"a.tiff": huge_tiff()})),
}

if __name__ == "__main__":
    sys.exit(main())
