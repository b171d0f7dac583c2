"""Runs `grsearch` as anybody would: a process of its own, a home in a throw-away folder."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("GRSEARCH_BENCH_DATA", ROOT.parent / "shared" / "data"))
GUARD = Path(__file__).parent / "network_guard"
MARK = "GRSEARCH_BENCH_MARK"
"""An environment variable that children inherit, so that one left behind can be told."""


class FailedRunError(SystemExit):
    """The program failed where it must not: ends the benchmark with what it said."""


@dataclass(frozen=True)
class Run:
    """One run of the program, ended."""

    exit_code: int
    wall: float
    """Seconds."""
    stdout: str
    stderr: str
    left_behind: tuple[str, ...]
    """Processes that it started and that were still there two seconds after its end."""


@dataclass(frozen=True)
class Program:
    """The command `grsearch` on one home."""

    home: Path
    network_log: Path
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)

    def run(self, *arguments: str | Path) -> Run:
        begun = time.perf_counter()
        ended = subprocess.run(
            [*command(), *map(str, arguments), "--home", str(self.home)],
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        wall = time.perf_counter() - begun
        return Run(
            ended.returncode,
            wall,
            ended.stdout.decode("utf-8", "replace"),
            ended.stderr.decode("utf-8", "replace"),
            self.left_behind(),
        )

    def start(self, *arguments: str | Path) -> "subprocess.Popen[bytes]":
        """Starts the program and does not wait for it."""
        return subprocess.Popen(
            [*command(), *map(str, arguments), "--home", str(self.home)],
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def done(self, *arguments: str | Path) -> Run:
        """A run that must end 0. Raises FailedRunError with what it said."""
        ended = self.run(*arguments)
        if ended.exit_code != 0:
            last = (ended.stderr.strip() or ended.stdout.strip())[-2000:]
            named = " ".join(map(str, arguments))
            raise FailedRunError(f"grsearch {named} ended {ended.exit_code}: {last}")
        return ended

    def json(self, *arguments: str | Path) -> Any:
        """What the command prints with --json."""
        return json.loads(self.done(*arguments, "--json").stdout)

    def environment(self) -> dict[str, str]:
        # This checkout's code, whichever one the environment was made for.
        folders = (str(GUARD), str(ROOT), os.environ.get("PYTHONPATH"))
        path = os.pathsep.join(filter(None, folders))
        return {
            **os.environ,
            "PYTHONPATH": path,
            "GRSEARCH_NETWORK_LOG": str(self.network_log),
            # Text in pictures takes far longer than all that is measured elsewhere.
            "GRSEARCH_RECOGNISE": os.environ.get("GRSEARCH_RECOGNISE", "0"),
            "COLUMNS": "200",
            "NO_COLOR": "1",
            MARK: self.mark,
        }

    def left_behind(self, patience: float = 2.0) -> tuple[str, ...]:
        """Processes that carry our mark after `patience` seconds."""
        deadline = time.monotonic() + patience
        while (found := self._marked()) and time.monotonic() < deadline:
            time.sleep(0.05)
        return found

    def _marked(self) -> tuple[str, ...]:
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if process.environ().get(MARK) == self.mark:
                    found.append(f"{process.pid} {' '.join(process.cmdline())[:120]}")
        return tuple(found)


def command() -> list[str]:
    """The installed command beside this Python, else the module."""
    installed = Path(sys.executable).with_name("grsearch")
    return (
        [str(installed)] if installed.exists() else [sys.executable, "-m", "grsearch_desktop.cli"]
    )


@contextlib.contextmanager
def program(home: Path | None = None) -> Iterator[Program]:
    """The program on this home, or on one that goes at the end."""
    with tempfile.TemporaryDirectory(prefix="grsearch-bench-", ignore_cleanup_errors=True) as made:
        network_log = Path(made) / "network.log"
        yield Program(home or Path(made) / "home", network_log)
        if network_log.exists():
            raise FailedRunError(f"The network was used:\n{network_log.read_text()}")


def data(*parts: str) -> Path:
    """A file or folder of the shared data. Ends the program with a sentence where it is missing."""
    path = DATA.joinpath(*parts).resolve()
    if not path.exists():
        raise SystemExit(f"The real files are not there: {path}")
    return path
