"""`grsearch watch`, alone and beside others: real processes on one library."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grsearch_desktop.engine.client import BUSY, Client
from grsearch_desktop.engine.lock import EngineLock
from grsearch_desktop.engine.protocol import SearchRequest
from grsearch_desktop.errors import EngineUnreachableError
from grsearch_desktop.paths import Home
from tests.engine.conftest import folder as folder  # a fixture
from tests.engine.conftest import home as home  # a fixture
from tests.engine.conftest import place as place  # what it needs
from tests.engine.test_service import idle, until

KEEPS = "Keeping the library up to date"
FOLLOWS = "takes over when that ends"
TAKES_OVER = "The engine has ended: this keeps"


class Watcher:
    """`grsearch watch` in a process of its own, and what it says."""

    def __init__(self, home: Home, log: Path) -> None:
        self._log = log
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "grsearch_desktop.cli", "watch", "--home", str(home.root)],
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    @property
    def said(self) -> str:
        return self._log.read_text("utf-8")

    def says(self, words: str) -> None:
        until(lambda: words in self.said or self.process.poll() is not None)
        assert words in self.said

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(60)


@pytest.fixture
def watching(home: Home, tmp_path: Path) -> Iterator[Callable[[], Watcher]]:
    watchers: list[Watcher] = []

    def start() -> Watcher:
        watchers.append(Watcher(home, tmp_path / f"watch-{len(watchers)}.log"))
        return watchers[-1]

    yield start
    for watcher in watchers:
        watcher.process.kill()
        watcher.process.wait()


@pytest.fixture
def pair(watching: Callable[[], Watcher]) -> tuple[Watcher, Watcher]:
    """One that is the engine, and one that follows it."""
    first = watching()
    first.says(KEEPS)
    second = watching()
    second.says(FOLLOWS)
    return first, second


def test_a_second_one_says_so_and_tells_the_same_of_the_work(
    pair: tuple[Watcher, Watcher], home: Home, folder: Path
) -> None:
    with Client(home) as client:
        client.index([str(folder)])
    for watcher in pair:
        watcher.says("15 of 15 files are searchable by their content")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_who_follows_is_stopped_alone(
    pair: tuple[Watcher, Watcher], home: Home, number: int
) -> None:
    engine, follower = pair
    assert follower.end(number) == 0
    assert follower.said.splitlines()[-1] == "Stopped."
    with Client(home) as client:
        assert client.progress().stage
    assert engine.end(number) == 0
    assert engine.said.splitlines()[-1] == "Stopped."


def test_who_follows_takes_over_when_the_engine_ends(
    pair: tuple[Watcher, Watcher], home: Home
) -> None:
    engine, follower = pair
    assert engine.end() == 0
    follower.says(TAKES_OVER)
    with Client(home) as client:
        assert client.progress().stage


def test_who_follows_takes_over_from_an_engine_that_was_killed_and_nothing_is_lost(
    pair: tuple[Watcher, Watcher], home: Home, folder: Path
) -> None:
    engine, follower = pair
    with Client(home) as client:
        client.index([str(folder)])
        until(lambda: client.status().items["passages"])
    engine.process.kill()
    follower.says(TAKES_OVER)
    with Client(home) as client:
        until(lambda: client.status().files["total"] == 15 and idle(client))
        found = client.search(SearchRequest("how do I fix a flat tyre"))
        assert Path(found.hits[0].path).name == "bicycle-repair.pdf"
    follower.says("15 of 15 files are searchable by their content")


def test_an_engine_that_was_asked_to_stop_is_replaced_by_nobody(
    pair: tuple[Watcher, Watcher], home: Home
) -> None:
    with Client(home) as client:
        client.stop()
    for watcher in pair:
        assert watcher.process.wait(60) == 0
    assert "The engine was stopped" in pair[1].said
    with pytest.raises(EngineUnreachableError):
        Client(home)


def test_of_some_that_start_at_once_one_is_the_engine(watching: Callable[[], Watcher]) -> None:
    watchers = [watching() for _ in range(3)]
    for watcher in watchers:
        until(lambda one=watcher: KEEPS in one.said or FOLLOWS in one.said)
    assert sorted(KEEPS in watcher.said for watcher in watchers) == [False, False, True]


def test_one_that_finds_the_library_held_waits_for_it(
    watching: Callable[[], Watcher], home: Home
) -> None:
    with EngineLock(home):
        watcher = watching()
        watcher.says("Another process is working on the library")
        started = subprocess.run(
            [sys.executable, "-m", "grsearch_desktop.engine.service", str(home.root)],
            capture_output=True,
        )
        assert started.returncode == BUSY
    watcher.says(KEEPS)


def at_login(config: Path, home: Home, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "grsearch_desktop.cli", *arguments, "--home", str(home.root)],
        env={**os.environ, "XDG_CONFIG_HOME": str(config), "COLUMNS": "100"},
        capture_output=True,
        text=True,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="others keep it elsewhere")
def test_it_starts_at_login_when_that_is_asked_for_and_not_before(
    home: Home, tmp_path: Path
) -> None:
    config = tmp_path / "config"
    (tmp_path / "note.txt").write_text("A note.")
    at_login(config, home, "index", str(tmp_path / "note.txt"))
    assert "not started" in at_login(config, home, "status").stdout
    set_ = at_login(config, home, "watch", "--at-login")
    assert (set_.returncode, len(set_.stdout.splitlines()), set_.stderr) == (0, 1, "")
    assert "starts by itself" in at_login(config, home, "status").stdout
    (entry,) = (config / "autostart").iterdir()
    assert f'"watch" "--home" "{home.root}"' in entry.read_text()
    taken_back = at_login(config, home, "watch", "--not-at-login")
    assert (taken_back.returncode, len(taken_back.stdout.splitlines())) == (0, 1)
    assert not entry.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="others keep it elsewhere")
def test_a_start_at_login_that_cannot_be_set_is_one_sentence(home: Home, tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text("a file in its place")
    done = at_login(config, home, "watch", "--at-login")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert str(config) in done.stderr
