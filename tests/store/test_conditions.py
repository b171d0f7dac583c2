"""Filters as SQL: each, negated, and with the signs that SQL gives a meaning to."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grsearch_desktop.store.files import Conditions
from tests.store.shelf import FOLDER, Shelf

FILES = {
    "letters/2023/Tax_Return.pdf": ("pdf", 5_000, 1_000.0),
    "letters/note.txt": ("text", 10, 2_000.0),
    "photos/100%_sea.JPG": ("image", 90_000, 3_000.0),
    'photos/it\'s "quoted".jpg': ("image", 80_000, 4_000.0),
    "photos/back\\slash.tar.gz": ("other", 7, 5_000.0),
}


@pytest.fixture
def library(shelf: Shelf) -> Shelf:
    for path, (kind, size, mtime) in FILES.items():
        shelf.name(path, kind=kind, size=size, mtime=mtime)
    return shelf


def found(shelf: Shelf, conditions: Conditions) -> list[str]:
    """Names, newest first."""
    ids = [int(id) for id in shelf.files.newest(conditions)]
    details = shelf.files.details(ids)
    return [details[id].name for id in ids]


TAX, NOTE, SEA, QUOTED, SLASH = (path.rpartition("/")[2] for path in FILES)


def _told(conditions: Conditions) -> str:
    return ",".join(f"{name}={value}" for name, value in vars(conditions).items() if value)


@pytest.mark.parametrize(
    ("conditions", "wanted"),
    [
        (Conditions(), [SLASH, QUOTED, SEA, NOTE, TAX]),
        (Conditions(kinds=("pdf",)), [TAX]),
        (Conditions(kinds=("pdf", "text")), [NOTE, TAX]),
        (Conditions(not_kinds=("image", "other")), [NOTE, TAX]),
        (Conditions(extensions=("jpg",)), [QUOTED, SEA]),
        (Conditions(extensions=("gz",)), [SLASH]),
        (Conditions(extensions=("tar.gz", "pdf")), [SLASH, TAX]),
        (Conditions(extensions=("jp*",)), [QUOTED, SEA]),
        (Conditions(not_extensions=("jpg", "gz")), [NOTE, TAX]),
        (Conditions(names=("tax",)), [TAX]),
        (Conditions(names=("tax", "ret")), [TAX]),
        (Conditions(names=("tax", "note")), []),
        (Conditions(names=("t*rn",)), [TAX]),
        (Conditions(names=("_",)), [SEA, TAX]),
        (Conditions(names=("%",)), [SEA]),
        (Conditions(names=("0%_s",)), [SEA]),
        (Conditions(names=("'",)), [QUOTED]),
        (Conditions(names=('"quoted"',)), [QUOTED]),
        (Conditions(names=("k\\s",)), [SLASH]),
        (Conditions(names=("'; DROP TABLE file; --",)), []),
        (Conditions(not_names=("o",)), [SLASH, SEA, TAX]),
        (Conditions(not_names=("note", "sea")), [SLASH, QUOTED, TAX]),
        (Conditions(folders=("letters",)), [NOTE, TAX]),
        (Conditions(folders=("LETTERS",)), [NOTE, TAX]),
        (Conditions(folders=("letters/2023",)), [TAX]),
        (Conditions(folders=("/letters/2023/",)), []),
        (Conditions(folders=("2023", "photos")), [SLASH, QUOTED, SEA, TAX]),
        (Conditions(folders=("lett",)), []),
        (Conditions(folders=("lett*",)), [NOTE, TAX]),
        (Conditions(folders=("note.txt",)), []),
        (Conditions(folders=(FOLDER + "/letters",)), [NOTE, TAX]),
        (Conditions(folders=(FOLDER + "/letters/",)), [NOTE, TAX]),
        (Conditions(folders=(FOLDER + "/lett",)), []),
        (Conditions(folders=("/",)), [SLASH, QUOTED, SEA, NOTE, TAX]),
        (Conditions(not_folders=("2023", "photos")), [NOTE]),
        (Conditions(before=2_000.0), [TAX]),
        (Conditions(after=4_000.0), [SLASH, QUOTED]),
        (Conditions(after=2_000.0, before=4_000.0), [SEA, NOTE]),
        (Conditions(smallest=80_000), [QUOTED, SEA]),
        (Conditions(largest=10), [SLASH]),
        (Conditions(smallest=10, largest=80_000), [NOTE, TAX]),
        (Conditions(kinds=("image",), not_names=("sea",), folders=("photos",)), [QUOTED]),
        (Conditions(before=-1e12), []),
        (Conditions(after=1e12), []),
    ],
    ids=lambda value: _told(value) if isinstance(value, Conditions) else "",
)
def test_a_condition_admits_what_it_says(
    library: Shelf, conditions: Conditions, wanted: list[str]
) -> None:
    assert found(library, conditions) == wanted


def test_the_home_folder_may_be_written_as_a_tilde(
    library: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", FOLDER)
    assert found(library, Conditions(folders=("~/letters",))) == [NOTE, TAX]


def test_a_folder_whose_name_is_not_utf8_can_be_asked_for(shelf: Shelf) -> None:
    shelf.name("caf\udce9/menu.txt")
    assert found(shelf, Conditions(folders=(f"{FOLDER}/caf\udce9",))) == ["menu.txt"]
    assert found(shelf, Conditions(folders=("eva",))) == ["menu.txt"]


texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=8)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
@given(st.text("aB%_\\'\"*[]é", min_size=1, max_size=5), texts)
def test_a_name_is_found_by_each_of_its_parts(tmp_path: Path, part: str, rest: str) -> None:
    """LIKE folds ASCII letters alone, and no sign but * means anything but itself."""
    shelf = Shelf.open(tmp_path / "names.db")
    try:
        name = (rest.replace("/", "") + part)[:60]
        file_id = shelf.name(f"{len(shelf.files.known(1))}/{name}")
        assert file_id in shelf.files.matching(Conditions(names=(part,)))
        assert file_id not in shelf.files.matching(Conditions(not_names=(part,)))
    finally:
        shelf.database.close()


def test_what_fits_is_looked_for_again_once_the_library_has_changed(library: Shelf) -> None:
    texts = Conditions(kinds=("text",))
    assert found(library, texts) == ["note.txt"]
    new = library.name("letters/newer.txt", mtime=9_000.0)
    assert found(library, texts) == ["newer.txt", "note.txt"]
    library.files.remove([new])
    assert found(library, texts) == ["note.txt"]
