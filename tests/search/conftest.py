"""What the tests of search share: a collection in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from grsearch_desktop.search import semantic_index
from tests.search.collection import Collection

settings.register_profile("patient", deadline=None)  # however busy the machine is
settings.load_profile("patient")


@pytest.fixture
def collection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Collection]:
    """Its searcher sees each vector at once."""
    monkeypatch.setattr(semantic_index, "_REFRESH", 0.0)
    opened = Collection.open(tmp_path / "library.db")
    yield opened
    opened.shelf.database.close()
