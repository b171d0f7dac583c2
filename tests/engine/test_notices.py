"""What keeps an engine from its best reaches who asks for its status."""

import errno
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from grsearch_desktop.engine import surroundings, transport
from grsearch_desktop.engine.client import Client
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.engine.service import Service
from grsearch_desktop.library import watch
from grsearch_desktop.paths import Home
from tests.engine.test_service import idle, until

if sys.platform == "linux":
    from grsearch_desktop.library import inotify


@pytest.fixture
def serving(home: Home) -> Iterator[Callable[[], Client]]:
    """Starts an engine's service in this process, so that what it is told of the machine can be
    chosen."""
    threads = []

    def start() -> Client:
        service = Service(Engine(home))
        listener = transport.listen(home.socket)
        thread = threading.Thread(target=service.run, args=(listener,))
        thread.start()
        threads.append((service, listener, thread))
        return Client(home)

    yield start
    for service, listener, thread in threads:
        service.stop()
        thread.join()
        listener.close()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems watch whole trees")
def test_a_folder_beyond_the_systems_limit_is_told_and_followed(
    serving: Callable[[], Client], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: Any) -> int:
        raise OSError(errno.ENOSPC, "No space left", given[1])

    monkeypatch.setattr(inotify, "add_watch", full)
    monkeypatch.setattr(watch, "POLL", 1.0)
    with serving() as client:
        client.index([str(folder)])
        until(lambda: client.status().files["total"] == 15 and idle(client))
        (notice,) = client.status().notices
        assert str(folder) in notice
        assert "sudo sysctl fs.inotify.max_user_watches" in notice
        client.forget([str(folder)])
        until(lambda: client.status().notices == ())


def test_work_waits_for_power_with_a_sentence(
    serving: Callable[[], Client], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Sensors:
        percent = 11.0
        power_plugged = False

    sensors = Sensors()
    monkeypatch.setattr(psutil, "sensors_battery", lambda: sensors, raising=False)
    monkeypatch.setattr(surroundings, "_EVERY", 0.1)
    with serving() as client:
        client.index([str(folder)])
        until(lambda: client.status().notices)
        assert "11 % left" in client.status().notices[0]
        assert client.status().files["by_state"]["read"] == 0
        sensors.power_plugged = True
        until(lambda: client.status().files["by_state"]["read"] == 15 and idle(client))
        assert client.status().notices == ()


def test_an_engine_with_nothing_to_do_asks_nobody_about_the_machine(
    serving: Callable[[], Client], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each question costs some milliseconds of a small program, for ever."""
    asked, looks = [0], [0]
    now, look = surroundings.Senses.now, Engine.let_go_when_unused

    def counted(senses: surroundings.Senses) -> surroundings.Surroundings:
        asked[0] += 1
        return now(senses)

    def looked(engine: Engine) -> bool:
        looks[0] += 1
        return look(engine)

    monkeypatch.setattr(surroundings.Senses, "now", counted)
    monkeypatch.setattr(Engine, "let_go_when_unused", looked)
    with serving() as client:
        client.index([str(folder)])
        until(lambda: client.status().files["total"] == 15 and idle(client))
        assert asked[0] > 0
        before, seen = asked[0], looks[0]
        until(lambda: looks[0] > seen + 3)
        assert asked[0] == before
