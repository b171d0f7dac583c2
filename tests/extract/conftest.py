"""A pool for the extract tests, and files that are made and read back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from grsearch_desktop.extract.content import Content, Look
from grsearch_desktop.extract.pool import ReaderPool


@pytest.fixture(scope="session")
def pool() -> Iterator[ReaderPool]:
    with ReaderPool(2) as pool:
        yield pool


class Reading:
    """Writes a file and reads it back through a pool."""

    def __init__(self, pool: ReaderPool, folder: Path) -> None:
        self.pool = pool
        self.folder = folder

    def write(self, name: str, content: bytes | str) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def text(self, name: str, content: bytes | str) -> Content:
        return self.pool.read_text(str(self.write(name, content)))

    def looks(self, name: str, content: bytes | str) -> list[Look]:
        return list(self.pool.read_looks(str(self.write(name, content))))


@pytest.fixture
def reading(pool: ReaderPool, tmp_path: Path) -> Reading:
    return Reading(pool, tmp_path)
