"""A file that moved keeps what was read from it, and takes nothing from another one."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grsearch_desktop.engine import pipeline
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.extract.content import Look
from grsearch_desktop.extract.pool import ReaderPool
from grsearch_desktop.library.fingerprint import content_hash
from grsearch_desktop.paths import Home
from tests.engine.holdings import differences, holdings


def test_two_copies_of_a_file_that_goes_are_both_known(engine: Engine, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "a.txt").write_text("The same words.")
    engine.add([str(tree)])
    engine.update(until="text")
    for name in ("b.txt", "c.txt"):
        (tree / name).write_text("The same words.")
    (tree / "a.txt").unlink()
    engine.update(until="text")
    assert set(holdings(engine.home)) == {str(tree / "b.txt"), str(tree / "c.txt")}


def test_a_file_renamed_to_another_form_is_read_anew(engine: Engine, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "a.txt").write_text("<p>The words.</p>")
    engine.add([str(tree)])
    engine.update(until="text")
    os.rename(tree / "a.txt", tree / "a.html")
    engine.update(until="text")
    fresh = Engine(Home(tmp_path / "fresh"))
    fresh.add([str(tree)])
    fresh.update(until="text")
    fresh.close()
    assert differences(holdings(engine.home), holdings(fresh.home)) == []


def test_two_files_of_one_size_and_time_that_change_places_are_told_apart(
    engine: Engine, tmp_path: Path
) -> None:
    """As photos do that a camera wrote in one second, or files of one archive."""
    tree = tmp_path / "tree"
    tree.mkdir()
    one, other, aside = tree / "one.txt", tree / "other.txt", tmp_path / "aside"
    for path, words in ((one, "lighthouse"), (other, "saffron---")):
        path.write_text(words)
        os.utime(path, ns=(10**18, 10**18))
    engine.add([str(tree)])
    engine.update(until="text")
    for before, after in ((one, aside), (other, one), (aside, other)):
        before.rename(after)
    engine.update(until="text")
    held = holdings(engine.home)
    assert held[str(one)].facts["hash"] == content_hash(str(one))
    assert "saffron" in str(held[str(one)].items)
    assert "lighthouse" in str(held[str(other)].items)


def test_an_edit_that_leaves_size_and_time_is_found(engine: Engine, tmp_path: Path) -> None:
    """As programs do that write into a photo what it is of, and keep its time."""
    tree = tmp_path / "tree"
    tree.mkdir()
    path = tree / "a.txt"
    path.write_text("lighthouse")
    engine.add([str(tree)])
    engine.update(until="text")
    before = path.stat()
    path.write_text("saffron---")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    engine.update(until="text")
    assert "saffron" in str(holdings(engine.home)[str(path)].items)


def test_a_file_that_was_another_while_it_was_read_is_read_again(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is what its hash says again when it is looked at next, but that is not what was read."""
    tree = tmp_path / "tree"
    tree.mkdir()
    path, aside = tree / "a.txt", tmp_path / "aside.txt"
    path.write_text("lighthouse")

    def hashed(of: str) -> bytes:
        found = content_hash(of)
        if not aside.exists():  # the first time
            path.rename(aside)
            path.write_text("saffron---")
        return found

    monkeypatch.setattr(pipeline, "content_hash", hashed)
    engine.add([str(tree)])
    engine.update(until="text")
    assert "saffron" in str(holdings(engine.home)[str(path)].items)
    aside.replace(path)
    aside.write_text("kept")
    engine.update(until="text")
    assert "lighthouse" in str(holdings(engine.home)[str(path)].items)


def test_a_photo_that_moves_while_it_is_looked_at_is_looked_at_where_it_went(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = next(iter(sorted(folder.rglob("*.jpg"))))
    moved = photo.with_name("moved.jpg")
    engine.add([str(photo.parent)])
    engine.update(until="text")
    read_looks = ReaderPool.read_looks

    def moving(pool: ReaderPool, path: bytes, *given: Any) -> Iterator[Look]:
        if os.fsencode(photo) == path and photo.exists():
            photo.rename(moved)
        return read_looks(pool, path, *given)

    monkeypatch.setattr(ReaderPool, "read_looks", moving)
    engine.update()
    assert moved.exists()
    engine.update()
    assert engine.errors() == ()
    assert any(part == "look" for part, *_ in holdings(engine.home)[str(moved)].vectors)
