"""Each kind of document, mail and note is found by what stands in it alone."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.engine.protocol import SearchRequest
from grsearch_desktop.paths import Home
from tests.conftest import SHARED_DATA
from tests.engine import documents_of_all_kinds as documents

OFFICE = SHARED_DATA / "robustness" / "office"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("kinds")
    documents.make(folder)
    engine = Engine(Home(tmp_path_factory.mktemp("home")))
    real = [str(path) for name in documents.REAL if (path := OFFICE / name).exists()]
    assert engine.add([str(folder), *real]) == []
    engine.update(until="text")
    yield engine
    engine.close()


@pytest.mark.parametrize(("name", "question"), [*documents.MADE.items(), *documents.REAL.items()])
def test_a_file_is_found_by_something_only_inside_it(
    library: Engine, name: str, question: str
) -> None:
    if name in documents.REAL and not OFFICE.is_dir():
        pytest.skip(f"the folder of real files is not there: {OFFICE}")
    if name == "scan.djvu" and shutil.which("djvused") is None:
        pytest.skip("needs DjVuLibre")
    found = library.search(SearchRequest(question, limit=3)).hits
    assert Path(found[0].path).name == name
    assert found[0].item != "name"


def test_all_of_them_are_read(library: Engine) -> None:
    assert library.errors() == ()
