"""How often a file is tried again whose reader ended under it."""

import signal
import sys

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.child import Child

_KILLED_TIMES = 3
"""How often a file is tried again whose reader was killed from outside."""


class Tries:
    """How often one file was tried, and whether it is worth another try."""

    def __init__(self) -> None:
        self._crashes = 0
        self._killed = 0

    def another(self, child: Child, error: UnreadableFileError, is_fresh: bool) -> bool:
        """Whether a file is tried again after its reader ended with `error`.

        A crash in a used child may be the fault of the file before: a fresh one decides. A child
        that somebody else killed says nothing of the file, unless that happens time and again:
        where memory is short, the system kills who takes most.
        """
        if error.reason != reasons.CRASHED:
            return False
        if is_signal(child.process.returncode, "SIGKILL"):
            self._killed += 1
            return self._killed <= _KILLED_TIMES
        self._crashes += 1
        return self._crashes == 1 and not is_fresh


def is_signal(status: int | None, name: str) -> bool:
    """Whether a child ended with this status because of a signal."""
    number = getattr(signal, name, None)
    return sys.platform != "win32" and number is not None and status == -int(number)
