"""Asks a library many questions: through its engine where one comes up, else one process each."""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from grsearch_desktop.engine.client import Client
from grsearch_desktop.engine.protocol import SearchRequest
from grsearch_desktop.errors import EngineUnreachableError
from grsearch_desktop.paths import Home
from tests.benchmarks.program import Program

START_LIMIT = 20.0
"""Seconds."""


@dataclass(frozen=True)
class Found:
    """One hit, as far as benchmarks care."""

    path: Path
    score: float


class Ask(Protocol):
    """A question to a library; the hits, best first."""

    def __call__(self, query: str, limit: int = 10) -> list[Found]: ...


@contextlib.contextmanager
def asking(program: Program) -> Iterator[Ask]:
    """A way to ask this library."""
    engine, client = _start_engine(program)
    if client is None:
        yield _by_command(program)
        return
    try:

        def ask(query: str, limit: int = 10) -> list[Found]:
            answer = client.search(SearchRequest(query=query, limit=limit))
            return [Found(Path(hit.path), hit.score) for hit in answer.hits]

        yield ask
    finally:
        _stop_engine(engine, client)


def ask_all(program: Program, queries: Sequence[str], limit: int = 10) -> list[list[Found]]:
    with asking(program) as ask:
        return [ask(query, limit) for query in queries]


def _by_command(program: Program) -> Ask:
    def ask(query: str, limit: int = 10) -> list[Found]:
        hits = program.json("search", query, "--limit", str(limit))["hits"]
        return [Found(Path(hit["path"]), hit["score"]) for hit in hits]

    return ask


def _start_engine(program: Program) -> tuple["subprocess.Popen[bytes]", Client | None]:
    engine = program.start("watch")
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline and engine.poll() is None:
        with contextlib.suppress(EngineUnreachableError):
            return engine, Client(Home(Path(os.path.abspath(program.home))))
        time.sleep(0.05)
    _end(engine)
    return engine, None


def _stop_engine(engine: "subprocess.Popen[bytes]", client: Client) -> None:
    with contextlib.suppress(EngineUnreachableError):
        client.stop()
    client.close()
    try:
        engine.wait(10)
    except subprocess.TimeoutExpired:
        _end(engine)


def _end(engine: "subprocess.Popen[bytes]") -> None:
    if engine.poll() is None:
        engine.terminate()
        try:
            engine.wait(5)
        except subprocess.TimeoutExpired:
            engine.kill()
            engine.wait()
