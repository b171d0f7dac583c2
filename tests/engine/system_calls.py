"""An engine under strace, and what it asked of the system."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from grsearch_desktop.engine.client import Client
from grsearch_desktop.errors import EngineError
from grsearch_desktop.paths import Home
from tests.engine.test_service import until

CHANGING = (
    "creat", "rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir",
    "link", "linkat", "symlink", "symlinkat", "truncate", "ftruncate", "chmod", "fchmod",
    "fchmodat", "chown", "fchown", "fchownat", "lchown", "utime", "utimes", "utimensat",
    "futimesat", "setxattr", "lsetxattr", "fsetxattr", "removexattr", "mknod", "mknodat",
    "fallocate",
)  # fmt: skip
OPENING = ("open", "openat", "openat2")
TO_WRITE = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND")


def may_not_look() -> str:
    """Why strace can't look at a process; "" where it can."""
    known = subprocess.run(["strace", "-qq", "-e", "trace=?socket", "true"], capture_output=True)
    return known.stderr.decode() if known.returncode else ""


@contextmanager
def traced_engine(home: Home, trace: Path) -> Iterator[None]:
    """An engine that answers inside, and was asked to stop by its client at the end.

    trace: the file for what it and all that it starts ask.
    """
    calls = ",".join(f"?{call}" for call in (*CHANGING, *OPENING, "socket", "socketpair"))
    engine = subprocess.Popen(
        [
            *("strace", "-f", "-y", "-qq", "-s", "4096", "-o", str(trace), "-e", f"trace={calls}"),
            *(sys.executable, "-m", "grsearch_desktop.engine.service", str(home.root)),
        ],
        stdin=subprocess.DEVNULL,
    )
    try:
        until(lambda: _answers(home))
        yield
        engine.wait(120)
    finally:
        engine.kill()
        engine.wait()


@dataclass(frozen=True)
class Calls:
    """What was asked, one call a line."""

    lines: list[str]

    @classmethod
    def read(cls, trace: Path) -> "Calls":
        return cls(trace.read_text("utf-8", "replace").splitlines())

    def opened(self, folder: Path) -> list[str]:
        return [line for line in self._of(folder) if called(line) in OPENING]

    def opened_to_write(self, folder: Path) -> list[str]:
        return [line for line in self.opened(folder) if TO_WRITE.search(line)]

    def changing(self, folder: Path) -> list[str]:
        return [line for line in self._of(folder) if called(line) in CHANGING]

    def sockets(self) -> Counter[str]:
        """How many of each family."""
        asked = (line for line in self.lines if called(line) in ("socket", "socketpair"))
        return Counter(line.partition("(")[2].partition(",")[0] for line in asked)

    def _of(self, folder: Path) -> list[str]:
        return [line for line in self.lines if f"{os.fspath(folder)}/" in line]


def called(line: str) -> str:
    """The system call of a line: "1234  openat(AT_FDCWD</>, ..."."""
    return line.split(None, 1)[1].partition("(")[0] if " " in line else ""


def _answers(home: Home) -> bool:
    try:
        with Client(home) as client:
            client.progress()
    except EngineError:
        return False
    return True
