"""The watch: tells of changes once they rest. Waits are bounds on failure, not on success."""

import errno
import math
import queue
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grsearch_desktop.library import observed
from grsearch_desktop.library import watch as watching
from grsearch_desktop.library.fingerprint import content_hash
from grsearch_desktop.library.rules import Rules
from grsearch_desktop.library.scan import scan
from grsearch_desktop.library.watch import Watch

if sys.platform == "linux":
    from grsearch_desktop.library import inotify

PATIENCE = 20.0
"""Seconds after which a change counts as not told."""
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="other systems watch whole trees")


class Told:
    """Collects what a watch tells."""

    def __init__(self) -> None:
        self._queue: queue.Queue[frozenset[str]] = queue.Queue()
        self.watch = Watch(self._queue.put)

    def next(self) -> frozenset[str]:
        return self._queue.get(timeout=PATIENCE)

    def until(self, path: Path) -> list[frozenset[str]]:
        """All that is told until `path` is, which must come; with what it came with."""
        told = [self.next()]
        while str(path) not in told[-1]:
            told.append(self.next())
        return told

    def until_within(self, path: Path) -> None:
        """Waits until `path` is told, by itself or with a folder that it lies in."""
        wanted = {str(path), *map(str, path.parents)}
        while not wanted & self.next():
            pass


@pytest.fixture(params=["the system's own", "watchdog"])
def told(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Told]:
    """By what this system watches with, and by what those do that have no inotify."""
    if request.param == "watchdog":
        monkeypatch.setattr(watching, "FolderWatches", observed.FolderWatches)
    monkeypatch.setattr(watching, "SETTLED", 0.1)
    collected = Told()
    yield collected
    collected.watch.close()


def test_a_new_file_a_change_a_move_and_a_deletion_are_told(tmp_path: Path, told: Told) -> None:
    assert told.watch.add(str(tmp_path)) == ""
    path, other = tmp_path / "a.txt", tmp_path / "b.txt"
    path.write_text("one")
    assert told.next() == {str(path)}
    path.write_text("two")
    assert told.next() == {str(path)}
    path.rename(other)
    assert told.next() == {str(path), str(other)}
    other.unlink()
    assert told.next() == {str(other)}


def test_a_file_in_a_new_subfolder_is_told_once_it_is_there(tmp_path: Path, told: Told) -> None:
    told.watch.add(str(tmp_path))
    (tmp_path / "new/deep").mkdir(parents=True)
    told.until(tmp_path / "new")
    written = tmp_path / "new/deep/a.txt"
    written.write_text("text")
    told.until(written)
    assert [found.path for found in scan(str(tmp_path), Rules())] == [str(written)]


def test_a_move_from_one_watched_folder_to_another_is_told_at_once(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    (two / "tree").mkdir(parents=True)
    one.mkdir()
    told = Told()
    try:
        for folder in (one, two):
            assert told.watch.add(str(folder)) == ""
        (two / "tree").rename(one / "moved")
        assert told.next() == {str(two / "tree"), str(one / "moved")}
    finally:
        told.watch.close()


def test_our_own_reading_is_not_told(tmp_path: Path, told: Told) -> None:
    """A change made later is told first: had the reading been told, it would have come before."""
    (tmp_path / "a.txt").write_text("text")
    told.watch.add(str(tmp_path))
    for number in range(2):
        for _ in range(20):
            content_hash(str(tmp_path / "a.txt"))
            (tmp_path / "a.txt").read_text()
            list(scan(str(tmp_path), Rules()))
        (tmp_path / f"{number}.txt").write_text("changed")
        assert told.next() == {str(tmp_path / f"{number}.txt")}


def test_a_change_rests_before_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many writes within the time of rest are told together, not one by one."""
    monkeypatch.setattr(watching, "SETTLED", 0.5)
    told = Told()
    try:
        told.watch.add(str(tmp_path))
        for number in range(200):
            (tmp_path / f"{number}.txt").write_text("x")
        batches = told.until(tmp_path / "199.txt")
        assert len(batches) < 20
        assert set().union(*batches) == {str(path) for path in tmp_path.iterdir()}
    finally:
        told.watch.close()


def test_a_burst_of_files_is_told_a_few_times_as_a_whole(tmp_path: Path) -> None:
    told = Told()
    try:
        told.watch.add(str(tmp_path))
        for number in range(10_000):
            (tmp_path / f"{number}.txt").touch()
        batches = told.until(tmp_path)
        assert batches[-1] == {str(tmp_path)}
        assert len(batches) < 10
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
        assert told.next() == {str(tmp_path / "a.txt")}
    finally:
        told.watch.close()


def test_a_single_file_is_watched_without_its_neighbours(tmp_path: Path, told: Told) -> None:
    mine, other = tmp_path / "mine.txt", tmp_path / "other.txt"
    mine.write_text("x")
    told.watch.add(str(mine))
    other.write_text("x")
    (tmp_path / "draft").write_text("y")
    (tmp_path / "draft").replace(mine)
    assert told.next() == {str(mine)}


def test_a_folder_that_is_not_there_cannot_be_watched(tmp_path: Path, told: Told) -> None:
    assert "can't be watched" in told.watch.add(str(tmp_path / "gone"))
    assert told.watch.notices() == (), "that it is not there is said elsewhere"


def test_a_folder_is_watched_once_and_let_go(tmp_path: Path, told: Told) -> None:
    left, kept = tmp_path / "left", tmp_path / "kept"
    for folder in (left, kept):
        folder.mkdir()
        assert told.watch.add(str(folder)) == told.watch.add(str(folder)) == ""
    told.watch.follow([str(kept)], Rules())
    told.watch.remove(str(left))
    (left / "a.txt").write_text("x")
    (kept / "a.txt").write_text("x")
    assert told.next() == {str(kept / "a.txt")}


def test_a_watched_folder_may_vanish_and_return(tmp_path: Path, told: Told) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    told.watch.add(str(folder))
    shutil.rmtree(folder)
    told.until(folder)
    told.watch.check()
    folder.mkdir()
    told.watch.check()
    told.until(folder)
    (folder / "a.txt").write_text("x")
    told.until(folder / "a.txt")


def test_another_folder_in_the_place_of_a_watched_one_is_watched(
    tmp_path: Path, told: Told
) -> None:
    folder, other = tmp_path / "folder", tmp_path / "other"
    folder.mkdir()
    other.mkdir()
    told.watch.add(str(folder))
    folder.rename(tmp_path / "away")
    other.rename(folder)
    told.watch.check()
    assert {str(folder)} in told.until(folder)
    (folder / "a.txt").write_text("x")
    assert told.next() == {str(folder / "a.txt")}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_the_watch_outlives_a_folder_that_left_and_whose_place_another_took(
    tmp_path: Path, told: Told
) -> None:
    watched, left = tmp_path / "watched", tmp_path / "left"
    folder = watched / "folder"
    folder.mkdir(parents=True)
    told.watch.add(str(watched))
    folder.rename(left)
    told.until(folder)
    folder.mkdir()
    told.until(folder)
    folder.rmdir()
    told.until(folder)
    left.rmdir()
    (watched / "a.txt").write_text("x")
    told.until_within(watched / "a.txt")
    (watched / "b.txt").write_text("x")
    assert told.next() == {str(watched / "b.txt")}


def test_the_watch_goes_on_when_who_is_told_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "SETTLED", 0.1)
    seen: queue.Queue[frozenset[str]] = queue.Queue()

    def fails(paths: frozenset[str]) -> None:
        seen.put(paths)
        raise RuntimeError("a bug in who is told")

    watch = Watch(fails)
    try:
        watch.add(str(tmp_path))
        for name in ("a.txt", "b.txt"):
            (tmp_path / name).write_text("x")
            assert seen.get(timeout=PATIENCE) == {str(tmp_path / name)}
    finally:
        watch.close()


class Limit:
    """The system's limit of watched folders, which no test can reach without harm to others."""

    def __init__(self, patch: pytest.MonkeyPatch, most: int = 0) -> None:
        self.left: float = most
        self.asked: list[str] = []
        add_watch = inotify.add_watch
        patch.setattr(inotify, "add_watch", lambda *given: self._add(add_watch, *given))
        patch.setattr(watching, "POLL", 0.0)

    def _add(self, add: Callable[[int, str, int], int], *given: Any) -> int:
        self.left -= 1
        self.asked.append(given[1])
        if self.left < 0:
            raise OSError(errno.ENOSPC, "No space left on device", given[1])
        return add(*given)


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    """By inotify."""
    monkeypatch.setattr(watching, "SETTLED", 0.1)
    collected = Told()
    yield collected
    collected.watch.close()


@LINUX
def test_a_folder_beyond_the_systems_limit_is_polled_and_told_until_the_limit_is_raised(
    tmp_path: Path, listening: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = Limit(monkeypatch)
    told = listening
    problem = told.watch.add(str(tmp_path))
    assert "sysctl fs.inotify.max_user_watches" in problem
    assert told.watch.notices() == (problem,)
    told.watch.check()
    assert told.next() == {str(tmp_path)}
    told.watch.check()
    assert told.next() == {str(tmp_path)}
    limit.left = math.inf
    told.watch.check()
    assert told.next() == {str(tmp_path)}
    assert told.watch.notices() == ()
    (tmp_path / "a.txt").write_text("x")
    assert told.next() == {str(tmp_path / "a.txt")}


@LINUX
def test_folders_within_the_limit_are_watched_at_once_and_the_others_when_it_is_raised(
    tmp_path: Path, listening: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        (tmp_path / name).mkdir()
    limit = Limit(monkeypatch, 3)
    assert "sysctl" in listening.watch.add(str(tmp_path))
    (tmp_path / "a.txt").write_text("x")
    assert listening.next() == {str(tmp_path / "a.txt")}
    limit.left = math.inf
    listening.watch.check()
    assert listening.next() == {str(tmp_path)}
    assert listening.watch.notices() == ()
    for name in "abc":
        (tmp_path / name / "x.txt").write_text("x")
        assert listening.next() == {str(tmp_path / name / "x.txt")}


@LINUX
def test_the_limit_may_be_reached_while_folders_are_added(
    tmp_path: Path, listening: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    listening.watch.add(str(tmp_path))
    Limit(monkeypatch)
    (tmp_path / "new").mkdir()
    listening.until(tmp_path / "new")
    listening.watch.check()
    assert listening.next() == {str(tmp_path)}
    assert len(listening.watch.notices()) == 1


@LINUX
def test_a_system_that_gives_no_watch_at_all_is_polled(
    tmp_path: Path, listening: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> int:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(inotify, "begin", refused)
    monkeypatch.setattr(watching, "POLL", 0.0)
    assert "max_user_instances" in listening.watch.add(str(tmp_path))
    listening.watch.check()
    assert listening.next() == {str(tmp_path)}


@LINUX
def test_a_folder_that_is_left_out_costs_no_watch(
    tmp_path: Path, listening: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_out = ("node_modules/deep/er", ".hidden/below", "venv/lib", "build/x")
    for name in (*left_out, "kept/deep"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "venv/pyvenv.cfg").touch()
    limit = Limit(monkeypatch, 100)
    listening.watch.add(str(tmp_path), Rules(["build/"]))
    kept = [str(tmp_path / name) for name in ("", "kept", "kept/deep", "venv")]
    assert sorted(limit.asked) == sorted(kept)
    (tmp_path / "node_modules").rename(tmp_path / "modules")
    listening.until(tmp_path / "modules")
    assert str(tmp_path / "modules/deep/er") in limit.asked
    (tmp_path / "venv/pyvenv.cfg").unlink()
    listening.until(tmp_path / "venv/pyvenv.cfg")
    (tmp_path / "venv/lib/a.txt").write_text("x")
    assert listening.next() == {str(tmp_path / "venv/lib/a.txt")}
    listening.watch.follow([str(tmp_path)], Rules())
    (tmp_path / "build/x/a.txt").write_text("x")
    assert listening.next() == {str(tmp_path / "build/x/a.txt")}


@LINUX
def test_a_folder_that_moved_tells_under_its_new_name_and_one_that_left_tells_nothing(
    tmp_path: Path, listening: Told
) -> None:
    watched = tmp_path / "watched"
    (watched / "a/deep").mkdir(parents=True)
    (watched / "b").mkdir()
    listening.watch.add(str(watched))
    (watched / "a").rename(watched / "b/moved")
    listening.until(watched / "b/moved")
    (watched / "b/moved/deep/x.txt").write_text("x")
    assert listening.next() == {str(watched / "b/moved/deep/x.txt")}
    (watched / "b").rename(tmp_path / "left")
    assert listening.next() == {str(watched / "b")}
    (watched / "b").mkdir()
    listening.until(watched / "b")
    (tmp_path / "left/moved/deep/x.txt").write_text("y")
    (watched / "b/y.txt").write_text("y")
    assert listening.next() == {str(watched / "b/y.txt")}


@LINUX
def test_lost_events_have_everything_looked_at_and_watched_again(
    tmp_path: Path, listening: Told, caplog: pytest.LogCaptureFixture
) -> None:
    listening.watch.add(str(tmp_path))
    watches = listening.watch._watches
    assert watches is not None
    with watches._lock:  # nobody listens while the system's queue of 16,384 events runs full
        for number in range(6000):
            (tmp_path / f"{number}.txt").write_text("x")
        (tmp_path / "new").mkdir()
    assert listening.next() == {str(tmp_path)}
    assert "were lost" in caplog.text
    (tmp_path / "new/x.txt").write_text("x")
    assert listening.next() == {str(tmp_path / "new/x.txt")}
