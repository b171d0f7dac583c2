"""What a reader child takes away from itself before it opens the first untrusted file."""

import ctypes
import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from grsearch_desktop.extract import landlock, seccomp

if sys.platform != "win32":
    import resource

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
NICENESS = 10
"""How much a reader gives way to its parent and to whoever works on the machine."""


@dataclass(frozen=True)
class Confinement:
    """What the kernel keeps a reader from, beyond its limits. Nothing but on Linux."""

    landlock: int = 0
    """The version of Landlock in force, 0 where the kernel offers none."""
    seccomp: bool = False
    """Whether a filter stands before the system calls."""

    @property
    def forbids_writing(self) -> bool:
        """Whether nothing on any disk can be changed, made, moved or deleted."""
        return self.seccomp or self.landlock > 0

    @property
    def is_whole(self) -> bool:
        """Whether both are in force, so that a hole in one is closed by the other."""
        return self.seccomp and self.landlock > 0

    @property
    def sentence(self) -> str:
        """What is in force, for the log and for a person who asks."""
        if self.is_whole:
            return "Readers have no network and can change no file (Landlock, seccomp)."
        if self.seccomp:
            return "Readers have no network and can change no file (seccomp; no Landlock here)."
        if self.landlock:
            return "Readers can change no file (Landlock); nothing here keeps them from a network."
        return "Nothing here keeps readers from a network and from writing but their own code."


def take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to and from the parent, moved away from descriptors 0, 1 and 2.

    Native libraries print to 1 and 2 as they like; a stray line among the frames would break them.
    """
    requests = os.fdopen(os.dup(0), "rb", buffering=0)
    answers = os.fdopen(os.dup(1), "wb", buffering=1 << 20)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
    return requests, answers


def die_with(parent: int) -> None:
    """Makes the kernel kill this process when its parent (a process id) ends, where it can."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if sys.platform != "win32" and os.getppid() != parent:
        # The parent ended before the line above: nobody will ever read our answers.
        os._exit(0)


def be_modest(niceness: int = NICENESS) -> None:
    """Lowers the priority by so much and forbids core dumps and any growing of files."""
    if sys.platform == "win32":
        return
    with suppress(OSError):
        os.nice(niceness)
    for limit in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        resource.setrlimit(limit, (0, 0))


def lock_down() -> Confinement:
    """Gives up, for good, network, programs and every right to change a file, where it can.

    Call it while there is one thread, and last: nothing here could be taken back or set after it.
    Reading and importing go on as before.
    """
    if sys.platform != "linux":
        return Confinement()
    ctypes.CDLL(None).prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return Confinement(landlock.give_up_writing(), seccomp.forbid_calls())


def allow(memory: int, seconds: float) -> None:
    """Sets what the next call may use: bytes of address space and seconds of processor time more.

    The parent watches the clock; the processor limit is for a child whose parent is gone.
    """
    if sys.platform == "win32":
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = used.ru_utime + used.ru_stime
    _set_soft(resource.RLIMIT_CPU, int(spent + seconds * 2) + 2)
    if (size := _address_space()) is not None:
        _set_soft(resource.RLIMIT_AS, size + memory)


def give_back() -> None:
    """Has the system get back the memory that was freed, where it can."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library than glibc
            ctypes.CDLL(None).malloc_trim(0)


def _set_soft(limit: int, value: int) -> None:
    _, hard = resource.getrlimit(limit)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(limit, (value, hard))


def _address_space() -> int | None:
    try:
        with open("/proc/self/statm", "rb") as statm:
            return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return None
