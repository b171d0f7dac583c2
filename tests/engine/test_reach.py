"""Readers that are started before the library is opened belong to it, and end with it."""

from pathlib import Path

import psutil
import pytest

from grsearch_desktop import settings
from grsearch_desktop.engine import reach
from grsearch_desktop.errors import LibraryError
from grsearch_desktop.paths import Home
from grsearch_desktop.settings import Settings


def children() -> set[int]:
    """The reader children of this process."""
    return {
        child.pid
        for child in psutil.Process().children()
        if "grsearch_desktop.extract.worker" in child.cmdline()
    }


def test_the_engine_reads_with_the_readers_that_were_started_ahead(
    home: Home, folder: Path
) -> None:
    home.create()
    others = children()
    readers = reach.readers(home)
    readers.read_text(str(next(folder.rglob("*.txt"))))
    ahead = children() - others
    assert ahead
    engine = reach.opened(home, readers)
    try:
        engine.add([str(folder)])
        engine.update(until="text")
        assert children() & ahead
    finally:
        engine.close()
    assert not children() & ahead


def test_as_many_readers_are_started_as_the_settings_want(home: Home) -> None:
    home.create()
    settings.save(home.settings, Settings(workers=3))
    with reach.readers(home) as readers:
        assert readers.workers == 3


def test_readers_end_where_the_library_can_not_be_opened(home: Home, folder: Path) -> None:
    home.create()
    home.library.write_bytes(b"no library " * 1000)
    others = children()
    readers = reach.readers(home)
    readers.read_text(str(next(folder.rglob("*.txt"))))
    ahead = children() - others
    with pytest.raises(LibraryError):
        reach.opened(home, readers)
    assert ahead
    assert not children() & ahead
