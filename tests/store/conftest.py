"""What the tests of the store share: a library file in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.store.shelf import Shelf

settings.register_profile("patient", deadline=None)  # however busy the machine is
settings.load_profile("patient")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    opened = Shelf.open(tmp_path / "library.db")
    yield opened
    opened.database.close()
