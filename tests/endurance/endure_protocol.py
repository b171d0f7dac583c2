"""A million broken messages, a hundred clients, and some that never read: others are answered.

GRSEARCH_MESSAGES: another number of messages.
"""

import os
import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from grsearch_desktop.engine.client import Client
from grsearch_desktop.engine.protocol import SearchRequest
from grsearch_desktop.errors import EngineError
from grsearch_desktop.paths import Home, resources
from tests.endurance.conftest import Note
from tests.endurance.running import RunningEngine
from tests.engine.fuzz import flood
from tests.engine.test_service import until

MESSAGES = int(os.environ.get("GRSEARCH_MESSAGES", "1000000"))
TYRE = SearchRequest("how do I fix a flat tyre")
BEST = "bicycle-repair.pdf"
_THREADS = 8
"""That answer, as many as the lanes of the engine have."""


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[RunningEngine]:
    home = Home(tmp_path / "home")
    home.create()
    engine = RunningEngine(home)
    engine.index([resources() / "sample"])
    engine.rest()
    yield engine
    engine.stop()


class Asking(threading.Thread):
    """An ordinary client that asks ten times a second, and notes how long it waited."""

    def __init__(self, home: Home) -> None:
        super().__init__(name="asking")
        self.waits: list[float] = []
        self.wrong = 0
        self.failures: list[str] = []
        self._home = home
        self._end = threading.Event()

    def run(self) -> None:
        with Client(self._home) as client:
            while not self._end.wait(0.1):
                begun = time.perf_counter()
                try:
                    hits = client.search(TYRE).hits
                except EngineError as error:
                    self.failures.append(str(error))
                    return
                self.waits.append(time.perf_counter() - begun)
                self.wrong += not hits or Path(hits[0].path).name != BEST

    def end(self) -> None:
        self._end.set()
        self.join()


def told(waits: list[float]) -> str:
    ranked = sorted(waits)
    middle, late = ranked[len(ranked) // 2], ranked[int(len(ranked) * 0.95)]
    return f"{len(ranked)}, median {middle * 1e3:.0f} ms, p95 {late * 1e3:.0f} ms, longest " + (
        f"{ranked[-1] * 1e3:.0f} ms"
    )


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="speaks to a Unix socket")
def test_a_million_broken_messages_keep_nobody_waiting(
    engine: RunningEngine, note: Note, seed: int
) -> None:
    before = engine.rest()
    flood(engine.home, random.Random(seed), 2000)
    at_first = engine.process.memory_info().rss, engine.process.num_fds()
    asking = Asking(engine.home)
    asking.start()
    begun = time.monotonic()
    sent: list[int] = []
    floods = [
        threading.Thread(
            target=lambda n=n: sent.append(
                flood(engine.home, random.Random(seed + n), MESSAGES // 4)
            )
        )
        for n in range(1, 5)
    ]
    for each in floods:
        each.start()
    for each in floods:
        each.join()
    asking.end()
    note("messages", f"{sum(sent):,} in {time.monotonic() - begun:.0f} s")
    note("searches meanwhile", told(asking.waits))
    with suppress(AssertionError):  # the floods' connections are being closed
        until(lambda: engine.process.num_fds() <= at_first[1], 10)
    at_last = engine.process.memory_info().rss, engine.process.num_fds()
    note("resident MB before, after", [round(memory / 1e6) for memory, _ in (at_first, at_last)])
    note("handles before, after", [handles for _, handles in (at_first, at_last)])
    after = engine.rest()
    assert sum(sent) == MESSAGES // 4 * 4
    assert (asking.wrong, asking.failures) == (0, [])
    assert asking.waits
    assert (after.files, after.items, after.folders) == (before.files, before.items, before.folders)
    assert at_last[1] <= at_first[1] + _THREADS * 3, "each thread that answers opens three files"
    assert at_last[0] < at_first[0] * 1.2


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="speaks to a Unix socket")
def test_a_hundred_clients_and_some_that_never_read(engine: RunningEngine, note: Note) -> None:
    deaf = []
    for _ in range(10):
        one = socket.socket(socket.AF_UNIX)
        one.connect(str(engine.home.socket))
        one.setblocking(False)
        with suppress(BlockingIOError):
            for _ in range(5000):
                one.send(b'{"v": 1, "id": 1, "method": "search", "params": {"query": "a"}}\n')
        deaf.append(one)
    many = [Asking(engine.home) for _ in range(100)]
    for each in many:
        each.start()
    time.sleep(20)
    for each in many:
        each.end()
    for one in deaf:
        one.close()
    waits = [wait for each in many for wait in each.waits]
    note("searches of 100 clients, beside 10 that never read", told(waits))
    assert all(each.waits for each in many)
    assert [each.failures for each in many if each.failures] == []
    assert sum(each.wrong for each in many) == 0
