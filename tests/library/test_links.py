"""Files with several names: whatever is told of them, a change through any name is found."""

import os
from pathlib import Path

import pytest

from grsearch_desktop.library.links import HardLinks
from grsearch_desktop.library.scan import look_at


def note(links: HardLinks, path: Path) -> bool:
    found = look_at(str(path))
    assert found
    return links.note(found)


@pytest.fixture
def names(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "one.txt").write_text("x")
    os.link(tmp_path / "one.txt", tmp_path / "other.txt")
    return tmp_path / "one.txt", tmp_path / "other.txt"


def test_a_change_through_one_name_is_found_at_the_other(names: tuple[Path, Path]) -> None:
    links = HardLinks(lambda: 0.0)
    one, other = names
    assert note(links, one)
    assert not note(links, one), "it is new once"
    assert links.changed() == set()
    other.write_text("longer")
    assert links.changed() == {str(one)}
    assert links.changed() == set(), "it is told once; the look that follows notes it again"


def test_a_name_that_goes_is_found_and_what_has_one_name_is_let_be(
    names: tuple[Path, Path], tmp_path: Path
) -> None:
    links = HardLinks(lambda: 0.0)
    one, other = names
    single = tmp_path / "single.txt"
    single.write_text("x")
    for path in (one, other, single):
        note(links, path)
    single.write_text("longer")
    one.unlink()
    assert links.changed() == {str(one), str(other)}
    note(links, other)
    other.write_text("longer")
    assert links.changed() == set()


def test_names_that_are_expected_are_told_once(names: tuple[Path, Path]) -> None:
    links = HardLinks(lambda: 0.0)
    one, other = names
    note(links, one)
    links.expect([str(one), str(other)])
    assert links.changed() == {str(other)}
    assert links.changed() == set()


def test_many_are_looked_at_rarely(names: tuple[Path, Path]) -> None:
    now = 0.0

    def clock() -> float:
        nonlocal now
        now += 0.01  # what a look takes
        return now

    links = HardLinks(clock)
    one, other = names
    note(links, one)
    links.changed()
    other.write_text("longer")
    assert links.changed() == set()
    now += 5.0
    assert links.changed() == {str(one)}
