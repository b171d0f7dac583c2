"""The watch: tells of changes once they rest. Waits are bounds on failure, not on success."""

import queue
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from grsearch_desktop.library import watch as watching
from grsearch_desktop.library.fingerprint import content_hash
from grsearch_desktop.library.rules import Rules
from grsearch_desktop.library.scan import scan
from grsearch_desktop.library.watch import Watch

PATIENCE = 20.0
"""Seconds after which a change counts as not told."""


class Told:
    """Collects what a watch tells."""

    def __init__(self) -> None:
        self._queue: queue.Queue[str] = queue.Queue()
        self.watch = Watch(self._queue.put)

    def next(self) -> str:
        return self._queue.get(timeout=PATIENCE)

    def until(self, root: Path) -> list[str]:
        """All that is told until something is told of `root`, which must come."""
        told = []
        while (one := self.next()) != str(root):
            told.append(one)
        return told


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    monkeypatch.setattr(watching, "SETTLED", 0.1)
    collected = Told()
    yield collected
    collected.watch.close()


def test_a_new_file_a_change_a_move_and_a_deletion_are_told(tmp_path: Path, told: Told) -> None:
    assert told.watch.add(str(tmp_path)) == ""
    path = tmp_path / "a.txt"
    path.write_text("one")
    assert told.next() == str(tmp_path)
    path.write_text("two")
    assert told.next() == str(tmp_path)
    path.rename(tmp_path / "b.txt")
    assert told.next() == str(tmp_path)
    (tmp_path / "b.txt").unlink()
    assert told.next() == str(tmp_path)


def test_a_file_in_a_new_subfolder_is_told_once_it_is_there(tmp_path: Path, told: Told) -> None:
    told.watch.add(str(tmp_path))
    (tmp_path / "new/deep").mkdir(parents=True)
    assert told.next() == str(tmp_path)
    written = tmp_path / "new/deep/a.txt"
    written.write_text("text")
    assert told.next() == str(tmp_path)
    assert [found.path for found in scan(str(tmp_path), Rules())] == [str(written)]


def test_each_folder_tells_of_its_own_changes(tmp_path: Path, told: Told) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
        assert told.watch.add(str(folder)) == ""
    (two / "a.txt").write_text("x")
    assert told.next() == str(two)
    (one / "a.txt").write_text("x")
    assert told.next() == str(one)


def test_our_own_reading_is_not_told(tmp_path: Path, told: Told) -> None:
    """A change made later is told first: had the reading been told, it would have come before."""
    quiet, marked = tmp_path / "quiet", tmp_path / "marked"
    for folder in (quiet, marked):
        folder.mkdir()
        (folder / "a.txt").write_text("text")
    told.watch.add(str(quiet))
    told.watch.add(str(marked))
    for _ in range(20):
        content_hash(str(quiet / "a.txt"))
        (quiet / "a.txt").read_text()
        list(scan(str(quiet), Rules()))
    (marked / "b.txt").write_text("changed")
    assert told.until(marked) == []
    (marked / "b.txt").write_text("changed again")
    assert told.until(marked) == []


def test_a_change_rests_before_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many writes within the time of rest are told together, not one by one."""
    monkeypatch.setattr(watching, "SETTLED", 0.5)
    busy, marked = tmp_path / "busy", tmp_path / "marked"
    told = Told()
    try:
        for folder in (busy, marked):
            folder.mkdir()
            told.watch.add(str(folder))
        for number in range(200):
            (busy / f"{number}.txt").write_text("x")
        told.until(busy)
        (marked / "last.txt").write_text("x")
        assert len(told.until(marked)) < 20
    finally:
        told.watch.close()


def test_a_folder_that_never_rests_is_told_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "SETTLED", 3600.0)
    monkeypatch.setattr(watching, "LONGEST", 0.2)
    told = Told()
    try:
        told.watch.add(str(tmp_path))
        (tmp_path / "a.txt").write_text("x")
        assert told.next() == str(tmp_path)
    finally:
        told.watch.close()


def test_a_folder_that_is_not_there_cannot_be_watched(tmp_path: Path, told: Told) -> None:
    assert "can't be watched" in told.watch.add(str(tmp_path / "gone"))


def test_a_folder_is_watched_once_and_let_go(tmp_path: Path, told: Told) -> None:
    left, kept = tmp_path / "left", tmp_path / "kept"
    for folder in (left, kept):
        folder.mkdir()
        assert told.watch.add(str(folder)) == told.watch.add(str(folder)) == ""
    told.watch.remove(str(left))
    told.watch.remove(str(left))
    (left / "a.txt").write_text("x")
    (kept / "a.txt").write_text("x")
    assert told.until(kept) == []


def test_a_watched_folder_may_vanish(tmp_path: Path, told: Told) -> None:
    gone, kept = tmp_path / "gone", tmp_path / "kept"
    for folder in (gone, kept):
        folder.mkdir()
        told.watch.add(str(folder))
    shutil.rmtree(gone)
    (kept / "a.txt").write_text("x")
    assert set(told.until(kept)) <= {str(gone)}
