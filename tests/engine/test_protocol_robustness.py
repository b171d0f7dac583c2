"""What clients do wrong, or do a lot of, costs nobody else an answer."""

import json
import os
import random
import socket
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest

from grsearch_desktop.engine.client import Client
from grsearch_desktop.engine.protocol import SearchRequest
from grsearch_desktop.paths import Home
from tests.engine.fuzz import flood
from tests.engine.test_service import client as client  # a fixture
from tests.engine.test_service import idle, until

TYRE = SearchRequest("how do I fix a flat tyre")


@pytest.fixture
def filled(client: Client, folder: Path) -> Client:
    client.index([str(folder)])
    until(lambda: client.status().files["total"] == 15 and idle(client))
    return client


def best(client: Client) -> str:
    return Path(client.search(TYRE).hits[0].path).name


def raw(home: Home) -> socket.socket:
    connected = socket.socket(socket.AF_UNIX)
    connected.connect(str(home.socket))
    return connected


def test_thousands_of_broken_messages_change_nothing(filled: Client, home: Home) -> None:
    before = filled.status()
    sent = flood(home, random.Random(5), 3000)
    assert sent == 3000
    after = filled.status()
    assert (after.files, after.items, after.folders) == (before.files, before.items, before.folders)
    assert best(filled) == "bicycle-repair.pdf"


def test_a_hundred_clients_at_once_all_get_their_answers(filled: Client, home: Home) -> None:
    found: list[str] = []

    def ask() -> None:
        with Client(home) as one:
            found.extend(best(one) for _ in range(3))

    threads = [threading.Thread(target=ask) for _ in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["bicycle-repair.pdf"] * 300


def test_clients_that_never_read_keep_nobody_waiting(filled: Client, home: Home) -> None:
    deaf = [raw(home) for _ in range(8)]
    request = {"v": 1, "id": 1, "method": "search", "params": {"query": "a", "limit": 1000}}
    line = json.dumps(request).encode() + b"\n"
    for one in deaf:
        one.sendall(b'{"v": 1, "id": 1, "method": "subscribe"}\n')
        one.setblocking(False)
        try:
            for _ in range(2000):
                one.send(line)
        except BlockingIOError:
            continue
    assert best(filled) == "bicycle-repair.pdf"
    assert filled.progress().stage
    for one in deaf:
        one.close()


def test_connections_that_come_and_go_leave_nothing_behind(filled: Client, home: Home) -> None:
    engine = psutil.Process(_engine_of(home))
    until(lambda: engine.num_threads() < 60)
    handles, threads = engine.num_fds(), engine.num_threads()
    for number in range(500):
        with raw(home) as one:
            if number % 2:
                one.sendall(b'{"v": 1, "id": 1, "method": "progress"}\n{"half')
    until(lambda: engine.num_fds() <= handles and engine.num_threads() <= threads)


def test_more_clients_than_there_may_be_are_told_so(filled: Client, home: Home) -> None:
    many = [raw(home) for _ in range(260)]
    last = many[-1].makefile("rb").readline()
    assert b"Too many programs" in last
    for one in many:
        one.close()
    until(lambda: _answers(home))


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user"
)
def test_another_user_is_refused_whatever_the_modes_say(filled: Client, home: Home) -> None:
    address = home.socket  # asking for it again would take the folder's rights back
    address.chmod(0o777)
    program = (
        "import os, socket, sys\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "s = socket.socket(socket.AF_UNIX)\n"
        "try: s.connect(sys.argv[1])\n"
        "except PermissionError: sys.exit(2)\n"
        "s.settimeout(20)\n"
        'try: s.sendall(b\'{"v": 1, "id": 1, "method": "status"}\\n\')\n'
        "except BrokenPipeError: pass\n"
        "try: answer = s.recv(1000)\n"
        "except ConnectionResetError: answer = b''\n"
        "sys.exit(1 if answer else 0)\n"
    )

    def asked() -> int:
        address.parent.chmod(0o755)
        command = [sys.executable, "-S", "-c", program, str(address)]
        return subprocess.run(command, check=False).returncode

    # Whoever starts an engine meanwhile closes the folder that all of them share.
    codes: list[int] = []

    def came_in() -> bool:
        codes.append(asked())
        return codes[-1] != 2

    until(came_in)
    assert codes[-1] == 0, "an answer came"
    assert best(filled) == "bicycle-repair.pdf"


def _answers(home: Home) -> bool:
    with raw(home) as one:
        one.sendall(b'{"v": 1, "id": 1, "method": "progress"}\n')
        return b"result" in one.makefile("rb").readline()


def _engine_of(home: Home) -> int:
    for process in psutil.process_iter():
        try:
            if process.cmdline()[-2:] == ["grsearch_desktop.engine.service", str(home.root)]:
                return process.pid
        except (psutil.Error, IndexError):
            continue
    raise AssertionError("the engine is not there")
