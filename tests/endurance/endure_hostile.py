"""An engine that reads a thousand hostile files, three times over, while a person searches.

A round: the folder is forgotten and added again, so that nothing of it is known and each of its
files is opened, read, cut and encoded anew; that every round did the same work is held against
what the library holds after it. GRSEARCH_HOSTILE names another folder than all the hostile files,
GRSEARCH_HOSTILE_ROUNDS another number of rounds.
"""

import os
import statistics
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from grsearch_desktop.engine.client import Client
from grsearch_desktop.engine.protocol import SearchRequest, Status
from grsearch_desktop.errors import GRSearchError
from grsearch_desktop.paths import Home, resources
from tests.endurance.conftest import Note
from tests.endurance.running import RunningEngine

ROUNDS = int(os.environ.get("GRSEARCH_HOSTILE_ROUNDS", "3"))
EVERY = 0.2
"""Seconds between two searches."""
SLOWEST = 0.150
"""Seconds that 95 of 100 searches may take at most, from the question sent to the answer read."""
GROWTH = 1.05
"""What the engine may hold after the last round, in what it held after the first."""
SAMPLE = resources() / "sample"
TYRE = "bicycle-repair.pdf"

QUERIES: dict[str, tuple[SearchRequest, ...]] = {
    "words": (
        SearchRequest("how do I fix a flat tyre"),
        SearchRequest("a lighthouse by the sea"),
        SearchRequest("annotations in a form"),
        SearchRequest("the invoice of last summer"),
        SearchRequest("encrypted document"),
        SearchRequest("portrait of a woman in a hat", 50),
        SearchRequest("xyzzy qwertz"),
    ),
    "filters": (
        SearchRequest("type:image"),
        SearchRequest("table type:pdf after:2001"),
        SearchRequest("ext:docx -password"),
        SearchRequest('"flat tyre"'),
        SearchRequest("name:issue in:pdf"),
    ),
    "pictures": (
        *(SearchRequest("", image=str(path)) for path in sorted(SAMPLE.glob("photos/*.jpg"))),
        SearchRequest("at night", image=str(SAMPLE / "photos" / "IMG_1042.jpg")),
        SearchRequest("", similar=str(SAMPLE / "home" / TYRE)),
    ),
}


class Searches(threading.Thread):
    """A person who asks something five times a second, whatever the engine is doing."""

    def __init__(self, home: Home) -> None:
        super().__init__(name="searches")
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.failures: list[str] = []
        self._home = home
        self._end = threading.Event()

    def run(self) -> None:
        with Client(self._home) as client:
            due = time.monotonic()
            while not self._end.wait(max(due - time.monotonic(), 0.0)):
                due = max(due + EVERY, time.monotonic())
                self._ask(client, sum(map(len, self.seconds.values())))

    def end(self) -> None:
        self._end.set()
        self.join()

    @property
    def all(self) -> list[float]:
        return [seconds for kind in self.seconds.values() for seconds in kind]

    def _ask(self, client: Client, number: int) -> None:
        kinds = list(QUERIES)
        kind = kinds[number % len(kinds)]
        request = QUERIES[kind][number // len(kinds) % len(QUERIES[kind])]
        begun = time.perf_counter()
        try:
            hits = client.search(request).hits
        except (GRSearchError, OSError) as error:
            self.failures.append(f"{request}: {error}")
            hits = ()
        self.seconds[kind].append(time.perf_counter() - begun)
        names = [Path(hit.path).name for hit in hits]
        if "flat tyre" in request.query and TYRE not in names:
            self.failures.append(f"{request.query}: search {number} found {names}")


def at(share: float, seconds: list[float]) -> float:
    return sorted(seconds)[min(int(share * len(seconds)), len(seconds) - 1)]


class Running(RunningEngine):
    """An engine as the system sees it."""

    def read(self, folder: Path) -> Status:
        self.index([folder])
        return self.rest()

    def own_memory(self) -> int:
        """Bytes that no other process shares: the middle of some looks, for searches go on."""
        looks = []
        for _ in range(9):
            looks.append(self.process.memory_full_info().uss)
            time.sleep(0.3)
        return int(statistics.median(looks))

    def handles(self) -> int:
        """Open files and sockets; the smallest of some looks, for searches go on."""
        looks = []
        for _ in range(9):
            looks.append(self.process.num_fds())
            time.sleep(0.1)
        return min(looks)

    def leave(self) -> list[str]:
        """Ends the engine; gives the processes that it left behind."""
        children = self.process.children(recursive=True)
        self.stop()
        _, alive = psutil.wait_procs(children, timeout=10)
        return [" ".join(child.cmdline()) for child in alive]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    home = Home(tmp_path / "home")
    home.create()
    running = Running(home)
    yield running
    running.stop()


@pytest.mark.skipif(os.name != "posix", reason="counts file handles as POSIX systems do")
def test_hostile_files_neither_fail_nor_slow_a_search_and_leave_nothing(
    running: Running, shared_data: Path, note: Note
) -> None:
    folder = Path(os.environ.get("GRSEARCH_HOSTILE", shared_data / "robustness"))
    running.read(SAMPLE)
    searches = Searches(running.home)
    searches.start()
    held, handles, memory, children = [], [], [], []
    try:
        for number in range(1, ROUNDS + 1):
            begun = time.monotonic()
            if number > 1:
                with Client(running.home) as client:
                    assert client.forget([str(folder)]) == sum(held[0].values()) - 15
            before = len(searches.all)
            status = running.read(folder)
            held.append(status.files["by_state"])
            note(f"round {number}, seconds", round(time.monotonic() - begun))
            note("  files", held[-1])
            note("  items", status.items)
            note("  searches meanwhile", len(searches.all) - before)
            memory.append(running.own_memory())
            handles.append(running.handles())
            children.append(len(running.process.children(recursive=True)))
            note("  memory of the engine", f"{memory[-1] / 1e6:.1f} MB")
            note("  file handles, readers", f"{handles[-1]}, {children[-1]}")
    finally:
        searches.end()
    for kind, seconds in {**searches.seconds, "all": searches.all}.items():
        note(
            f"searches, {kind}:",
            f"{len(seconds)}, median {at(0.5, seconds) * 1000:.0f} ms, "
            f"p95 {at(0.95, seconds) * 1000:.0f} ms, p99 {at(0.99, seconds) * 1000:.0f} ms, "
            f"longest {max(seconds) * 1000:.0f} ms",
        )
    left_behind = running.leave()
    assert searches.failures == []
    assert all(states == held[0] for states in held), "each round did the same work"
    assert at(0.95, searches.all) < SLOWEST
    assert handles[-1] <= handles[0]
    assert children[-1] <= children[0]
    assert memory[-1] < memory[0] * GROWTH
    assert left_behind == []
