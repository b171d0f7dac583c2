"""What archives hold is read within limits, and what is left out is told."""

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import py7zr
import pytest

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Limits
from grsearch_desktop.extract.pool import ReaderPool
from grsearch_desktop.extract.readers import zips
from tests.extract.conftest import Reading
from tests.extract.test_readers import package, picture

FEW = Limits(pages=3, unpacked=100_000, text=200_000)


@pytest.fixture(scope="module")
def few() -> Iterator[ReaderPool]:
    with ReaderPool(1, FEW) as pool:
        yield pool


def written(folder: Path, content: bytes, name: str = "a.zip") -> str:
    (folder / name).write_bytes(content)
    return str(folder / name)


def nested(levels: int) -> bytes:
    inner = package({"innermost.txt": "the innermost words"})
    for level in range(levels):
        inner = package({f"level{level}.zip": inner})
    return inner


def test_a_file_that_none_can_read_has_its_name_and_a_picture_its_look(reading: Reading) -> None:
    archive = package({"movie.xyz": b"\0\1\2\3" * 99, "sea.png": picture((300, 200)), "d/": b""})
    content = reading.text("a.zip", archive)
    assert [(page.part, page.text) for page in content.pages] == [
        ("movie.xyz", "movie.xyz"),
        ("sea.png", "sea.png"),
    ]
    (look,) = reading.looks("a.zip", archive)
    assert (look.kind, look.page) == ("picture", 2)
    drawing = reading.pool.draw(str(reading.folder / "a.zip"), 2, 150)
    assert (drawing.width, drawing.height) == (150, 100)
    with pytest.raises(UnreadableFileError, match="no page to be drawn"):
        reading.pool.draw(str(reading.folder / "a.zip"), 1, 150)


def test_too_many_files_are_cut_and_told(few: ReaderPool, tmp_path: Path) -> None:
    content = few.read_text(written(tmp_path, package({f"{n}.txt": "words" for n in range(5)})))
    assert len(content.pages) == 3
    assert content.cut == reasons.cut_at_members(3, 5)


def test_a_bomb_has_its_name_and_its_neighbours_are_read(few: ReaderPool, tmp_path: Path) -> None:
    archive = package({"bomb.txt": b"a" * 200_000, "note.txt": "a note"})
    content = few.read_text(written(tmp_path, archive))
    assert [page.text for page in content.pages] == ["bomb.txt", "note.txt\n\na note"]
    assert content.cut == reasons.members_too_large(1, 2)
    packed = gzip.compress(b"a" * 200_000)  # which does not say how large it will be
    assert few.read_text(written(tmp_path, packed, "b.txt.gz")).cut.endswith("too large.")


def test_one_budget_holds_for_all_levels(few: ReaderPool, tmp_path: Path) -> None:
    inner = package({"a.txt": "a" * 60_000})
    outer = package({"1.zip": inner, "2.txt": "b" * 60_000})
    content = few.read_text(written(tmp_path, outer))
    assert [len(page.text) > 1000 for page in content.pages] == [False, True, False]
    assert content.cut == reasons.members_too_large(1, 3)


def test_archives_are_opened_only_so_deep(reading: Reading) -> None:
    content = reading.text("a.zip", nested(4))
    assert content.pages[-1].text.endswith("the innermost words")
    content = reading.text("a.zip", nested(20))
    assert len(content.pages) == 5
    assert content.cut == reasons.archives_too_deep(4)


def test_a_locked_file_is_told_and_its_name_kept(reading: Reading) -> None:
    archive = bytearray(package({"secret.txt": "words", "plain.txt": "words"}))
    archive[archive.index(b"PK\x01\x02") + 8] |= 1
    content = reading.text("a.zip", bytes(archive))
    assert [page.text for page in content.pages] == ["secret.txt", "plain.txt\n\nwords"]
    assert content.cut == reasons.members_protected(1, 2)


def test_a_picture_too_large_to_be_decoded_is_told(tmp_path: Path) -> None:
    archive = package({"large.png": picture((300, 200)), "note.txt": "a note"})
    with ReaderPool(1, Limits(pixels=50_000)) as pool:
        content = pool.read_text(written(tmp_path, archive))
    assert content.cut == reasons.members_unread(1, 2)


def test_names_in_an_old_encoding_are_read(reading: Reading) -> None:
    for name, encoding in (("Übersicht für März.txt", "cp437"), ("审计压缩包文件检索.txt", "gbk")):
        stand_in = "x" * len(name.encode(encoding))
        archive = package({stand_in: "words"}).replace(stand_in.encode(), name.encode(encoding))
        assert reading.text("a.zip", archive).pages[0].part == name


def test_part_of_a_split_archive_and_a_damaged_one_say_so(reading: Reading) -> None:
    archive = package({"a.txt": "words " * 5000, "b.txt": "more"})
    end = archive.rindex(b"PK\x05\x06")
    split = archive[: end + 4] + struct.pack("<2H", 2, 2) + archive[end + 8 :]
    for content, reason in ((split, reasons.SPLIT), (archive[:60], reasons.DAMAGED)):
        with pytest.raises(UnreadableFileError) as caught:
            reading.text("a.zip", content)
        assert caught.value.reason == reason
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for name in ("a.bin", "b.txt"):
            info = tarfile.TarInfo(name)
            info.size = 6000
            tar.addfile(info, io.BytesIO(bytes(range(250)) * 24))
    log = gzip.compress(b"begins well\n" * 9 + bytes(range(250)).hex().encode() * 99)[:-40]
    content = reading.text("old.log.gz", log)
    assert content.pages[0].text.startswith("old.log\n\nbegins well")
    assert content.cut == reasons.members_broken(1, 1)
    content = reading.text("a.tgz", out.getvalue()[:-30])
    assert (content.pages[0].text, bool(content.cut)) == ("a.bin", True)


def test_a_directory_of_too_many_files_is_read_in_part(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    archive = package({f"{number:03}.txt": str(number) for number in range(100)})
    monkeypatch.setattr(zips, "MOST", 7)
    opened, total = zips.opened(io.BytesIO(b"begins with a program" + archive))
    assert (opened.namelist(), total) == ([f"{number:03}.txt" for number in range(7)], 100)
    assert opened.read("006.txt") == b"6"
    with zipfile.ZipFile(io.BytesIO(archive)) as whole:
        assert len(whole.namelist()) == 100


def test_a_packed_program_is_no_archive(reading: Reading) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        reading.text("library.jar", package({"Main.class": b"\xca\xfe\xba\xbe"}))
    assert caught.value.reason == reasons.UNKNOWN
    assert reading.text("places.kmz", package({"doc.kml": "<kml>Lisbon</kml>"})).kind == "archive"


@pytest.mark.parametrize("method", [py7zr.FILTER_LZMA2, py7zr.FILTER_DEFLATE])
def test_a_7z_that_lies_about_its_sizes_is_unpacked_no_further(
    reading: Reading, method: int
) -> None:
    packed = io.BytesIO()
    size = 32 << 20
    with py7zr.SevenZipFile(packed, "w", filters=[{"id": method}]) as archive:
        archive.set_encoded_header_mode(False)
        archive.writestr(bytes(size), "liar.txt")
        archive.writestr(b"an honest note", "note.txt")
    whole = bytearray(packed.getvalue())
    (start,) = struct.unpack_from("<Q", whole, 12)
    header = bytes(whole[32 + start :])
    # Numbers of 4 bytes (7z's description, 2.1.1): of the block, and of the first file in it.
    for true, told in ((size + 14, 1014), (size, 1000)):
        as_written = bytes([0xE0 + (true >> 24)]) + (true & 0xFFFFFF).to_bytes(3, "little")
        assert as_written in header
        header = header.replace(as_written, b"\xe0" + told.to_bytes(3, "little"))
    whole[32 + start :] = header
    struct.pack_into("<I", whole, 28, zlib.crc32(header))
    struct.pack_into("<I", whole, 8, zlib.crc32(whole[12:32]))
    content = reading.text("a.7z", bytes(whole))
    assert [page.text for page in content.pages] == ["liar.txt", "note.txt"]
    assert content.cut == reasons.members_broken(2, 2)
