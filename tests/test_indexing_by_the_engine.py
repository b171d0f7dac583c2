"""`grsearch index` beside an engine: it says what the work waits for, and can be left."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from grsearch_desktop.engine import surroundings
from grsearch_desktop.engine.client import Client
from grsearch_desktop.paths import Home
from tests.engine.conftest import folder as folder  # a fixture
from tests.engine.conftest import home as home  # a fixture
from tests.engine.conftest import place as place  # what it needs
from tests.engine.test_notices import serving as serving  # a fixture
from tests.engine.test_service import idle, until


class Indexing:
    """`grsearch index` in a process of its own, and what it says."""

    def __init__(self, home: Home, what: Path, log: Path) -> None:
        self._log = log
        with log.open("wb") as out:
            command = [sys.executable, "-m", "grsearch_desktop.cli", "index", str(what)]
            self.process = subprocess.Popen(
                [*command, "--home", str(home.root)], stdout=out, stderr=subprocess.STDOUT
            )

    @property
    def said(self) -> str:
        return self._log.read_text("utf-8")

    def says(self, words: str) -> None:
        until(lambda: words in self.said or self.process.poll() is not None)
        assert words in self.said

    def ends(self) -> int:
        return self.process.wait(60)


@pytest.fixture
def indexing(home: Home, folder: Path, tmp_path: Path) -> Iterator[Callable[[], Indexing]]:
    started: list[Indexing] = []

    def start() -> Indexing:
        started.append(Indexing(home, folder, tmp_path / "index.log"))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()


def test_it_says_that_the_work_is_paused_and_ends_when_it_is_done(
    serving: Callable[[], Client], indexing: Callable[[], Indexing]
) -> None:
    with serving() as client:
        client.pause(True)
        command = indexing()
        command.says("The work is paused")
        assert command.process.poll() is None
        client.pause(False)
        assert command.ends() == 0
        assert "15 of 15 files" in command.said
        assert command.said.count("The work is paused") == 1


def test_who_stops_waiting_leaves_the_work_to_the_engine(
    serving: Callable[[], Client], indexing: Callable[[], Indexing]
) -> None:
    with serving() as client:
        client.pause(True)
        command = indexing()
        command.says("The work is paused")
        command.process.send_signal(signal.SIGINT)
        assert command.ends() == 130
        assert command.said.splitlines()[-1].endswith("the engine goes on with the work.")
        client.pause(False)
        until(lambda: client.status().files["total"] == 15 and idle(client))


def test_it_says_that_the_battery_is_low(
    serving: Callable[[], Client],
    indexing: Callable[[], Indexing],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Sensors:
        percent = 11.0
        power_plugged = False

    monkeypatch.setattr(psutil, "sensors_battery", lambda: Sensors, raising=False)
    monkeypatch.setattr(surroundings, "_EVERY", 0.1)
    with serving():
        command = indexing()
        command.says("the battery has 11 % left")
        Sensors.percent = 10.0
        assert command.process.poll() is None
        Sensors.power_plugged = True
        assert command.ends() == 0
        assert command.said.count("battery") == 1, "each percent less is no news"


def locked(home: Home) -> "subprocess.Popen[bytes]":
    """Another program that holds the library until it is told to end. Locks are of processes."""
    program = (
        "import sqlite3, sys\n"
        "library = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "library.execute('BEGIN IMMEDIATE')\n"
        "print('locked', flush=True)\n"
        "sys.stdin.readline()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", program, str(home.library)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert other.stdout
    assert other.stdout.readline() == b"locked\n"
    return other


def test_it_says_that_another_program_holds_the_library(
    serving: Callable[[], Client],
    indexing: Callable[[], Indexing],
    home: Home,
) -> None:
    with serving() as client:
        client.pause(True)
        command = indexing()
        command.says("The work is paused")
        other = locked(home)
        client.pause(False)
        command.says("Another program is writing to the library")
        assert command.process.poll() is None
        other.communicate(b"\n")
        assert command.ends() == 0
        assert "15 of 15 files" in command.said


def test_trouble_that_waiting_does_not_mend_ends_it_with_a_sentence(
    serving: Callable[[], Client],
    indexing: Callable[[], Indexing],
    home: Home,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("grsearch_desktop.engine.upkeep._REST", 0.1)
    home.create()
    home.settings.write_text('model = "no-such-model"')
    with serving() as client:
        command = indexing()
        assert command.ends() == 1
        assert "no-such-model" in command.said
        assert "Traceback" not in command.said
        assert client.progress().stage == "idle"
