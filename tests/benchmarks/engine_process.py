"""A library's engine in a process of its own, and what it takes."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import psutil

from grsearch_desktop.engine.client import Client
from grsearch_desktop.engine.protocol import SearchRequest
from grsearch_desktop.errors import EngineUnreachableError
from grsearch_desktop.paths import Home
from tests.benchmarks.program import FailedRunError, program

PATIENCE = 600.0
"""Seconds that an engine may take until it answers, or is at rest."""
_MB = 1 << 20


@dataclass(frozen=True)
class Running:
    """An engine that answers."""

    process: psutil.Process
    client: Client
    answers: float
    """Seconds from the start of the process to the first answer to a search."""
    at_rest: float | None
    """... and until it had looked at all files; None where it still does."""

    def memory(self) -> "Memory":
        processes = [self.process, *self.process.children(recursive=True)]
        found = [process.memory_full_info() for process in processes]
        return Memory(sum(one.pss for one in found) / _MB, found[0].rss / _MB)

    def times(self, queries: Sequence[str], limit: int = 20) -> list[float]:
        """Seconds that each search takes, as its client sees it."""
        walls = []
        for query in queries:
            begun = time.perf_counter()
            self.client.search(SearchRequest(query=query, limit=limit))
            walls.append(time.perf_counter() - begun)
        return walls


@dataclass(frozen=True)
class Memory:
    """Of an engine, in MB (1,048,576 bytes)."""

    shared_out: float
    """With its children, memory that several processes share divided among them (PSS)."""
    resident: float
    """What the process itself has in memory, with pages of mapped files (RSS)."""


@contextlib.contextmanager
def running(home: Home, first: str, patience: float = PATIENCE) -> Iterator[Running]:
    """The engine of a library. first: the search by which it is known to answer; patience: seconds
    for which it is waited for until it is at rest."""
    with program(home.root) as grsearch:
        begun = time.perf_counter()
        engine = subprocess.Popen(
            [sys.executable, "-m", "grsearch_desktop.engine.service", str(home.root)],
            env=grsearch.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            client = _connected(home, engine)
            client.search(SearchRequest(query=first))
            answers = time.perf_counter() - begun
            rests = _came(lambda: is_at_rest(client), 0.2, patience)
            at_rest = time.perf_counter() - begun if rests else None
            yield Running(psutil.Process(engine.pid), client, answers, at_rest)
            client.stop()
            client.close()
            engine.wait(PATIENCE)  # it ends between two steps, which may be long ones of a million
        finally:
            if engine.poll() is None:
                engine.kill()
                engine.wait()


def is_at_rest(client: Client) -> bool:
    """Whether an engine has nothing left to do."""
    status = client.status()
    return status.progress.stage == "idle" and all(
        stage["done"] == stage["total"] for stage in status.stages.values()
    )


def _connected(home: Home, engine: "subprocess.Popen[bytes]") -> Client:
    found: list[Client] = []

    def connected() -> bool:
        if engine.poll() is not None:
            raise FailedRunError(f"The engine of {home.root} ended with {engine.returncode}.")
        with contextlib.suppress(EngineUnreachableError):
            found.append(Client(home, timeout=PATIENCE))
        return bool(found)

    if not _came(connected, 0.02, PATIENCE):
        raise FailedRunError(f"The engine of {home.root} does not answer.")
    return found[0]


def _came(condition: Callable[[], bool], pause: float, patience: float) -> bool:
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True
