"""One reader child, seen from its parent: started, asked, watched, killed."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import astuple
from pathlib import Path
from typing import BinaryIO, cast

import psutil  # type: ignore[import-untyped]

from grsearch_desktop.extract import frames, third_party
from grsearch_desktop.extract.confine import NICENESS, Confinement

_CALLS_IN_A_LIFE = 400
_GROWN = 500 << 20
"""Bytes of resident memory after which a child is replaced between two files."""
_GROWN_RECOGNISING = 1200 << 20
_KEPT_VARIABLES = (
    "PATH",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "TZ",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "TMPDIR",
)


class Child:
    """A process that opens untrusted files. One thread asks it at a time; another may kill it."""

    def __init__(self, niceness: int = NICENESS, recognises: bool = False) -> None:
        """recognises: one that recognises text in pictures, with the libraries for that."""
        package_root = Path(__file__).resolve().parents[2]
        environment = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
        inherited = os.environ.get("PYTHONPATH")
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(package_root), inherited)))
        # Without a home, Python asks the system's user database at its start, on some systems over
        # a network.
        environment["HOME"] = Path(sys.executable).anchor
        environment["OMP_NUM_THREADS"] = "1"
        environment["OMP_THREAD_LIMIT"] = "1"  # tesseract asks for four, and waits for them
        environment["ORT_DISABLE_TELEMETRY"] = "1"
        # -P and the root as working folder: nothing is imported from where the person stands, and
        # no drive is held busy.
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-s",
                "-m",
                "grsearch_desktop.extract.worker",
                str(os.getpid()),
                str(niceness),
                json.dumps([astuple(one) for one in third_party.declared()]),
                *(["recognises"] if recognises else []),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path(sys.executable).anchor,
            env=environment,
            bufsize=-1,
        )
        self._requests = cast(BinaryIO, self.process.stdin)
        self._answers = cast(BinaryIO, self.process.stdout)
        self._watched = psutil.Process(self.process.pid)
        self._lock = threading.Lock()
        self._deadline: float | None = None
        self._memory = 0
        self._grown = _GROWN_RECOGNISING if recognises else _GROWN
        self.calls = 0
        self.killed_for: str | None = None
        """Why the watch killed it: "time", "memory" or "close"."""
        self.confinement: Confinement | None = None
        """What keeps it in; known from its first answer on."""

    def prepare(self) -> None:
        """Has the child load its libraries. Raises BrokenFrameError when it is gone."""
        self.ask({"do": "prepare"}, b"")

    def ask(self, header: frames.Header, path: bytes) -> None:
        """Sends a request. Raises BrokenFrameError when the child is gone."""
        self.calls += 1
        try:
            frames.send(self._requests, header, path)
        except (OSError, ValueError) as error:
            raise frames.BrokenFrameError("the child takes no request") from error

    def answer(self, seconds: float, memory: int) -> tuple[frames.Header, memoryview]:
        """Waits for the next frame; meanwhile the child may be killed by `check`.

        `seconds` from now and `memory` (bytes resident) are what it may use until then.
        Raises BrokenFrameError when the child is gone.
        """
        with self._watched_for(seconds, memory):
            self._hear_confinement()
            return frames.receive(self._answers)

    def introduce(self, seconds: float, memory: int) -> Confinement:
        """What keeps the child in. Limits and errors are those of `answer`."""
        with self._watched_for(seconds, memory):
            return self._hear_confinement()

    def check(self, now: float) -> None:
        """Kills the child where it is beyond what `answer` granted. Called by the watch."""
        with self._lock:
            if self._deadline is None or self.killed_for is not None:
                return
            if now > self._deadline:
                self._kill("time")
            elif self._resident() > self._memory:
                self._kill("memory")

    def end(self) -> None:
        """Ends the child at once, whatever it does; a thread that waits for it gets no answer."""
        with self._lock:
            if self.killed_for is None:
                self._kill("close")
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(10)

    def bury(self) -> int | None:
        """Kills the child where it still runs, and gives its exit status; leaves no zombie."""
        self.end()
        for pipe in (self._requests, self._answers):
            with suppress(OSError):
                pipe.close()
        return self.process.returncode

    def is_worn(self) -> bool:
        """Whether it should be replaced before the next file."""
        return self.calls >= _CALLS_IN_A_LIFE or self._resident() > self._grown

    @contextmanager
    def _watched_for(self, seconds: float, memory: int) -> Iterator[None]:
        with self._lock:
            self._deadline = time.monotonic() + seconds
            self._memory = memory
        try:
            yield
        except (OSError, ValueError) as error:
            raise frames.BrokenFrameError("the child gives no answer") from error
        finally:
            with self._lock:
                self._deadline = None

    def _hear_confinement(self) -> Confinement:
        if self.confinement is None:
            header, _ = frames.receive(self._answers)
            self.confinement = frames.confinement_from(header)
        return self.confinement

    def _kill(self, reason: str) -> None:
        self.killed_for = reason
        with suppress(OSError):
            self.process.kill()

    def _resident(self) -> int:
        try:
            return int(self._watched.memory_info().rss)
        except psutil.Error:
            return 0
