"""A small library of real files, indexed with the bundled model: once, and then copied."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.paths import Home, resources


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the person's folder lies: a library knows its files by their paths."""
    return tmp_path_factory.mktemp("person") / "files"


@pytest.fixture(scope="session")
def library_of_the_sample(place: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a library that holds the sample, for copies to be made of."""
    home = Home(tmp_path_factory.mktemp("library") / "home")
    _lay_sample(place)
    with closing(Engine(home)) as engine:
        assert engine.add([str(place)]) == []
        engine.update()
    return home.root


@pytest.fixture
def folder(place: Path) -> Path:
    """A person's folder: a copy of the sample that a test may change."""
    return _lay_sample(place)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def engine(home: Home, request: pytest.FixtureRequest) -> Iterator[Engine]:
    if "indexed" in request.fixturenames:
        shutil.copytree(request.getfixturevalue("library_of_the_sample"), home.root)
    engine = Engine(home)
    yield engine
    engine.close()


@pytest.fixture
def indexed(engine: Engine, folder: Path) -> Engine:
    """The engine with the folder added and brought up to date."""
    engine.update()
    return engine


def _lay_sample(place: Path) -> Path:
    shutil.rmtree(place.parent, ignore_errors=True)
    return Path(shutil.copytree(resources() / "sample", place))
