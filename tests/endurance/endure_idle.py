"""An engine that a person forgot about: 100,000 files watched, nothing to do.

`GRSEARCH_IDLE_FILES` and `GRSEARCH_IDLE_SECONDS` make it smaller. Every twentieth file holds a
sentence that gets a vector; the others hold a number, which is read and found by its words but
means nothing: it is the watching that is measured, and 100,000 passages would take half an hour.
"""

import itertools
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import psutil
import pytest

from grsearch_desktop.engine.client import Client
from grsearch_desktop.engine.protocol import SearchRequest
from grsearch_desktop.errors import EngineUnreachableError
from grsearch_desktop.paths import Home
from tests.endurance.conftest import Note

T = TypeVar("T")

FILES = int(os.environ.get("GRSEARCH_IDLE_FILES", "100000"))
SECONDS = float(os.environ.get("GRSEARCH_IDLE_SECONDS", "600"))
PER_FOLDER = 40
MEANING = 20
"""Every so many files one holds a sentence."""

CORE = 0.005
"""Of one core, at most."""
MEMORY = 300e6
"""Bytes without a model loaded, at most."""
BACK = 1.0
"""Seconds until a first search is answered, at most."""
PATIENCE = 3600.0
"""Seconds that reading the files may take."""

SETTLING = min(20.0, SECONDS / 10)
"""Seconds without work before the measurement begins."""

ENGINE = """
import sys
from pathlib import Path
from typing import TypeVar
from grsearch_desktop.engine import idling, service
from grsearch_desktop.paths import Home
idling.UNUSED = float(sys.argv[2])
service.serve(Home(Path(sys.argv[1])))
"""

SUBJECTS = ("the lighthouse", "a heron", "my grandmother", "the engineer", "our landlord")
DEEDS = ("repairs a bicycle", "bakes sourdough", "prunes the apple tree", "sails to the island")
PLACES = ("in the rain", "before breakfast", "behind the old barn", "without any tools")
KINDS = (".txt", ".md", ".csv", ".log", ".rst")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders as people keep them, three deep, and one of each that the rules pass over."""
    tree = tmp_path_factory.mktemp("idle") / "Documents"
    chosen = random.Random(4)
    numbers = iter(range(FILES))
    for count in itertools.count():
        folder = tree / f"{2000 + count % 25}" / f"project {count // 250}" / f"part {count}"
        folder.mkdir(parents=True)
        for number in itertools.islice(numbers, PER_FOLDER):
            words = f"{number}\n"
            if number % MEANING == 0:
                parts = (chosen.choice(SUBJECTS), chosen.choice(DEEDS), chosen.choice(PLACES))
                words = f"Note {number}: {' '.join(parts)}.\n"
            (folder / f"note-{number}{KINDS[number % len(KINDS)]}").write_text(words)
        if count * PER_FOLDER >= FILES:
            break
    return tree


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[tuple[psutil.Process, Client]]:
    """A real engine, which lets go of what it does not use half-way through."""
    home = Home(tmp_path / "home")
    home.create()
    unused = min(300.0, SECONDS / 2)
    with subprocess.Popen([sys.executable, "-c", ENGINE, str(home.root), str(unused)]) as started:
        try:
            client = _until(lambda: _client(home), 30.0)
            yield psutil.Process(started.pid), client
            client.stop()
            client.close()
            started.wait(30)
        finally:
            started.kill()


def test_an_engine_with_nothing_to_do_costs_next_to_nothing(
    engine: tuple[psutil.Process, Client], tree: Path, note: Note
) -> None:
    process, client = engine
    begin = time.monotonic()
    assert client.index([str(tree)]) == []
    _until(lambda: _at_rest(client) and client.status().files["total"] >= FILES, PATIENCE)
    assert client.status().notices == (), "the folders can't all be watched"
    note("files watched", client.status().files["total"])
    note("read in s", round(time.monotonic() - begin))
    wanted = SearchRequest("who mends a bike when it is wet?")
    answer = client.search(wanted)
    note("memory when at work (PSS, MB)", _megabytes(process))

    before = _processor_seconds(process)
    assert client.index([str(tree)]) == []
    _until(lambda: _at_rest(client), PATIENCE)
    note("a look at everything (s of a core)", round(_processor_seconds(process) - before, 2))

    time.sleep(SETTLING)
    begin, before = time.monotonic(), _processor_seconds(process)
    time.sleep(SECONDS)
    share = (_processor_seconds(process) - before) / (time.monotonic() - begin)
    note("share of a core", f"{share:.3%}")
    memory = _memory(process)
    note("memory without a model (PSS, RSS, MB)", [round(part / 1e6) for part in memory])

    begin = time.perf_counter()
    again = client.search(wanted)
    took = time.perf_counter() - begin
    note("first search after that (s)", round(took, 3))
    note("memory after it (PSS, MB)", _megabytes(process))
    assert [hit.path for hit in again.hits] == [hit.path for hit in answer.hits]
    assert share < CORE
    assert memory[0] < MEMORY
    assert took < BACK


def _at_rest(client: Client) -> bool:
    status = client.status()
    return status.progress.stage == "idle" and all(
        stage["done"] == stage["total"] for stage in status.stages.values()
    )


def _tree_of(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def _processor_seconds(process: psutil.Process) -> float:
    """Of the engine and its readers, those that have ended included."""
    total = 0.0
    for each in _tree_of(process):
        times = each.cpu_times()
        total += times.user + times.system + times.children_user + times.children_system
    return total


def _memory(process: psutil.Process) -> tuple[float, float]:
    """Proportional (each shared page counted once) and resident bytes of the engine and readers.

    Where the system can't tell the first, the second stands for it: it is never less.
    """
    infos = [each.memory_full_info() for each in _tree_of(process)]
    resident = sum(info.rss for info in infos)
    return sum(getattr(info, "pss", info.rss) for info in infos), resident


def _megabytes(process: psutil.Process) -> int:
    return round(_memory(process)[0] / 1e6)


def _client(home: Home) -> Client | None:
    try:
        return Client(home)
    except EngineUnreachableError:
        return None


def _until(condition: Callable[[], T | None], seconds: float) -> T:
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.5)
    return found
