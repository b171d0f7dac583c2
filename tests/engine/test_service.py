import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grsearch_desktop.engine import client as client_module
from grsearch_desktop.engine.client import Client
from grsearch_desktop.engine.protocol import Progress, SearchRequest
from grsearch_desktop.errors import EngineError, EngineUnreachableError
from grsearch_desktop.paths import Home


def until(condition: Callable[[], object], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


@pytest.fixture
def client(home: Home) -> Iterator[Client]:
    """A client of a real engine in its own process."""
    home.create()
    client = client_module.connect_or_start(home)
    yield client
    try:
        with Client(home) as last:
            last.stop()
        until(lambda: not home.socket.exists())
    except EngineUnreachableError:
        pass
    client.close()


def idle(client: Client) -> bool:
    status = client.status()
    stages = status.stages.values()
    return status.progress.stage == "idle" and all(s["done"] == s["total"] for s in stages)


def test_a_folder_that_is_added_is_found_and_followed(
    client: Client, folder: Path, home: Home
) -> None:
    assert client.index([str(folder)]) == []
    until(lambda: client.status().files["total"] == 15 and idle(client))
    found = client.search(SearchRequest("how do I fix a flat tyre"))
    assert Path(found.hits[0].path).name == "bicycle-repair.pdf"

    (folder / "notes" / "quokka.txt").write_text("A quokka smiles at the camera.")
    until(lambda: client.search(SearchRequest('"quokka smiles"')).hits)
    (folder / "notes" / "quokka.txt").unlink()
    until(lambda: not client.search(SearchRequest('"quokka smiles"')).hits)


def test_the_socket_is_the_users_own(client: Client, home: Home) -> None:
    assert stat.S_IMODE(home.socket.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.socket.parent.stat().st_mode) == 0o700


def test_broken_messages_are_answered_and_close_nothing(client: Client, home: Home) -> None:
    with socket.socket(socket.AF_UNIX) as raw:
        raw.connect(str(home.socket))
        lines = raw.makefile("rb")
        for broken in (
            b"nonsense\n",
            b"[1, 2]\n",
            b'{"v": 99, "id": 1, "method": "status"}\n',
            b'{"v": 1, "id": 1, "method": "no such"}\n',
            b'{"v": 1, "id": 1, "method": ["status"]}\n',
            b'{"v": 1, "id": 1, "method": "search", "params": {"query": 5}}\n',
            b'{"v": 1, "id": 1, "method": "search", "params": {"bogus": 5}}\n',
            b'{"v": 1, "id": 1, "method": "thumbnail", "params": {"item_id": "x"}}\n',
            b'{"v": 1, "id": 1, "method": "index", "params": {"paths": "x"}}\n',
            b"[" * 100_000 + b"\n",
            b"\xff\xfe\n",
        ):
            raw.sendall(broken)
            assert "message" in json.loads(lines.readline())["error"]
        raw.sendall(b'{"v": 1, "id": 7, "method": "status"}\n')
        assert json.loads(lines.readline())["id"] == 7


def test_an_error_reaches_the_client_as_its_sentence(client: Client) -> None:
    with pytest.raises(EngineError, match="is not in the library"):
        client.forget(["/nowhere/at/all"])
    assert client.index(["/nowhere/at/all"]) == ["There is no file or folder at /nowhere/at/all."]


def test_the_models_are_listed_with_the_one_in_use(client: Client) -> None:
    first, *others = client.models()
    assert (first.name, first.installed, first.active) == ("bundled", True, True)
    assert others
    assert not any(model.active for model in others)


def test_a_second_engine_says_that_one_runs(client: Client, home: Home) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "grsearch_desktop.engine.service", str(home.root)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert second.returncode == client_module.BUSY
    assert "Another process" in second.stderr
    assert client.status().files["total"] == 0


def test_progress_is_told_to_who_subscribes(client: Client, folder: Path, home: Home) -> None:
    seen: list[Progress] = []

    class EnoughError(Exception):
        pass

    def on_progress(progress: Progress) -> None:
        seen.append(progress)
        if progress.stage == "idle" and {"text", "meaning"} & {p.stage for p in seen}:
            raise EnoughError

    with Client(home) as watching:
        client.index([str(folder)])
        with pytest.raises(EnoughError):
            watching.watch_progress(on_progress)
    assert all(step.done <= step.total for step in seen)


def test_pausing_holds_the_work_and_searches_go_on(client: Client, folder: Path) -> None:
    client.pause(True)
    client.index([str(folder)])
    assert client.progress().paused
    client.search(SearchRequest("anything"))
    client.pause(False)
    until(lambda: client.status().files["total"] == 15 and idle(client))


def test_a_client_that_never_reads_keeps_nobody_waiting(client: Client, home: Home) -> None:
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.connect(str(home.socket))
        deaf.setblocking(False)
        line = b'{"v": 1, "id": 1, "method": "status"}\n'
        for _ in range(3000):
            try:
                deaf.sendall(line)
            except OSError:  # full, or dropped by the engine: either is its right
                break
        assert client.status().errors == 0


def test_an_engine_that_was_killed_is_replaced(client: Client, home: Home, folder: Path) -> None:
    client.index([str(folder)])
    pids = [
        int(pid.name)
        for pid in Path("/proc").iterdir()
        if pid.name.isdigit() and _command(pid).endswith(f"engine.service\0{home.root}\0")
    ]
    assert len(pids) == 1
    os.kill(pids[0], signal.SIGKILL)
    with pytest.raises(EngineUnreachableError):
        while True:
            client.status()
    with client_module.connect_or_start(home) as again:
        until(lambda: again.status().files["total"] == 15 and idle(again))
        found = again.search(SearchRequest("how do I fix a flat tyre"))
        assert Path(found.hits[0].path).name == "bicycle-repair.pdf"


def _command(pid: Path) -> str:
    try:
        return (pid / "cmdline").read_text()
    except OSError:
        return ""
