"""A small library of real files, indexed once with the bundled model."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.paths import Home, resources


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A person's folder: a copy of the sample that a test may change."""
    return Path(shutil.copytree(resources() / "sample", tmp_path / "files"))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def engine(home: Home) -> Iterator[Engine]:
    engine = Engine(home)
    yield engine
    engine.close()


@pytest.fixture
def indexed(engine: Engine, folder: Path) -> Engine:
    """The engine with the folder added and brought up to date."""
    assert engine.add([str(folder)]) == []
    engine.update()
    return engine
