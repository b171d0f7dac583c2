"""The words of a library in memory."""

import threading
from pathlib import Path

import pytest

from grsearch_desktop.store import vocabulary
from tests.store.shelf import Shelf


def test_who_searches_does_not_wait_until_the_words_of_a_large_library_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf.open(tmp_path / "library.db")
    shelf.add("a.txt", "a heron by the weir")
    kept = vocabulary.KeptVocabulary(shelf.database)
    read, begun, may_end = vocabulary._load, threading.Event(), threading.Event()

    def read_slowly(database: vocabulary.Database) -> vocabulary.Vocabulary:
        begun.set()
        may_end.wait(10)
        return read(database)

    monkeypatch.setattr(vocabulary, "_load", read_slowly)
    monkeypatch.setattr(vocabulary, "_PATIENCE", 0.01)
    reading = threading.Thread(target=kept.now)
    reading.start()
    assert begun.wait(10)
    meanwhile = kept.now()
    assert (len(meanwhile.words), meanwhile.passages) == (0, 1)
    may_end.set()
    reading.join()
    assert "heron" in kept.now()
    shelf.database.close()
