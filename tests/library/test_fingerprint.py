"""What names a content: the same wherever it lies, another for every other."""

import os
from pathlib import Path

import pytest
from blake3 import blake3

from grsearch_desktop.library.fingerprint import content_hash


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3_000_000])
def test_the_fingerprint_is_blake3_of_all_bytes(tmp_path: Path, size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)
    path = tmp_path / "a"
    path.write_bytes(content[:size])
    assert content_hash(str(path)) == blake3(content[:size]).digest()


def test_a_moved_content_keeps_its_fingerprint_and_a_changed_one_does_not(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"content")
    before = content_hash(str(path))
    moved = path.rename(tmp_path / "b")
    assert content_hash(str(moved)) == before
    moved.write_bytes(b"Content")
    assert content_hash(str(moved)) != before


def test_a_file_that_is_gone_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        content_hash(str(tmp_path / "gone"))


@pytest.mark.skipif(os.name != "posix", reason="POSIX alone has FIFOs")
def test_a_fifo_that_took_a_files_place_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    assert content_hash(str(tmp_path / "fifo")) == blake3(b"").digest()


@pytest.mark.skipif(os.name != "posix", reason="others refuse such names")
def test_a_name_that_is_not_utf8_is_read(tmp_path: Path) -> None:
    path = os.path.join(tmp_path, os.fsdecode(b"caf\xe9"))
    with open(path, "wb") as file:
        file.write(b"x")
    assert content_hash(path) == blake3(b"x").digest()
