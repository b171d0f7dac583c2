"""Seccomp: a filter that the Linux kernel runs over every system call of a process, for good.

https://docs.kernel.org/userspace-api/seccomp_filter.html; the filter is a program for the classic
Berkeley packet filter, which sees a call's number and its arguments.
"""

import ctypes
import errno
import os
import struct
import sys
from collections.abc import Iterable

from grsearch_desktop.extract import forbidden_calls
from grsearch_desktop.extract.forbidden_calls import Numbers

_SET_MODE_FILTER = 1
_ALL_THREADS = 1

_LOAD = 0x20
_JUMP_IF_EQUAL = 0x15
_JUMP_IF_GREATER = 0x25
_JUMP_IF_BITS = 0x45
_RETURN = 0x06
_NUMBER_AT, _MACHINE_AT, _ARGUMENTS_AT = 0, 4, 16
_ALLOW = 0x7FFF0000
_FAIL = 0x00050000

MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
"""Column in the list of calls, and the name that the kernel gives the machine (AUDIT_ARCH)."""

_CHANGING_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_THREAD = 0x10000
_DEATH_SIGNAL = 1
_HARMLESS_COMMANDS = (
    0x5401,  # TCGETS: is this a terminal?
    0x802C542A,  # TCGETS2, the same in newer C libraries
    0x5413,  # TIOCGWINSZ
    0x541B,  # FIONREAD
    0x5450,  # FIONCLEX
    0x5451,  # FIOCLEX
)

Instruction = bytes


def forbid_calls() -> bool:
    """Has the kernel refuse, to all threads of this process, what no reader needs.

    Sockets, programs, every way to change a file, and whatever reaches into other processes or
    into the system fails with "operation not permitted". Gives False where the kernel or this
    machine offers no filter. Needs "no new privileges" to be set.
    """
    machine = os.uname().machine
    if machine not in MACHINES or sys.maxsize < 1 << 32:
        return False
    return install(filter_program(machine, os.getpid()), machine)


def install(program: list[Instruction], machine: str) -> bool:
    """Puts a filter before all threads of this process, for good; False where it is refused."""
    instructions = b"".join(program)
    held = ctypes.create_string_buffer(instructions, len(instructions))
    described = struct.pack("@HP", len(program), ctypes.addressof(held))
    call = (317, 277)[MACHINES[machine][0]]
    filtered = ctypes.CDLL(None).syscall(
        call, _SET_MODE_FILTER, ctypes.c_uint(_ALL_THREADS), described
    )
    return bool(filtered == 0)


def filter_program(machine: str, process: int) -> list[Instruction]:
    """The filter for a reader on that machine (as `uname -m` says) with that process id."""
    column, name = MACHINES[machine]
    refuse = _FAIL | errno.EPERM
    program = [
        _instruction(_LOAD, _MACHINE_AT),
        # Calls of another machine's kind, as 32-bit programs make them, have other numbers.
        _instruction(_JUMP_IF_EQUAL, name, 1, 0),
        _instruction(_RETURN, refuse),
        _instruction(_LOAD, _NUMBER_AT),
        # A call that a later kernel brings is unknown, as on the kernel before.
        _instruction(_JUMP_IF_GREATER, forbidden_calls.LAST_KNOWN, 0, 1),
        _instruction(_RETURN, _FAIL | errno.ENOSYS),
    ]

    def judge(
        call: Numbers, argument: int, tests: Iterable[tuple[int, int]], hit: int, miss: int
    ) -> None:
        if (number := call[column]) is not None:
            program.extend(_by_argument(number, argument, list(tests), hit, miss))

    for group in (
        forbidden_calls.TALKING,
        forbidden_calls.PROGRAMS,
        forbidden_calls.WRITING,
        forbidden_calls.SYSTEM,
    ):
        for call in group.values():
            program.extend(_refused(call[column], refuse))
    for call in forbidden_calls.UNSEEN.values():
        program.extend(_refused(call[column], _FAIL | errno.ENOSYS))
    changing = [(_JUMP_IF_BITS, _CHANGING_FLAGS)]
    judge((2, None), 1, changing, refuse, _ALLOW)  # open
    judge((257, 56), 2, changing, refuse, _ALLOW)  # openat
    judge((56, 220), 0, [(_JUMP_IF_BITS, _THREAD)], _ALLOW, refuse)  # clone
    itself = [(_JUMP_IF_EQUAL, process)]
    judge((62, 129), 0, itself, _ALLOW, refuse)  # kill
    judge((234, 131), 0, itself, _ALLOW, refuse)  # tgkill
    judge((302, 261), 0, [(_JUMP_IF_EQUAL, 0), *itself], _ALLOW, refuse)  # prlimit64
    judge((157, 167), 0, [(_JUMP_IF_EQUAL, _DEATH_SIGNAL)], refuse, _ALLOW)  # prctl
    commands = [(_JUMP_IF_EQUAL, command) for command in _HARMLESS_COMMANDS]
    judge((16, 29), 1, commands, _ALLOW, _FAIL | errno.ENOTTY)  # ioctl
    program.append(_instruction(_RETURN, _ALLOW))
    return program


def _refused(number: int | None, verdict: int) -> list[Instruction]:
    if number is None:
        return []
    return [_instruction(_JUMP_IF_EQUAL, number, 0, 1), _instruction(_RETURN, verdict)]


def _by_argument(
    number: int, argument: int, tests: list[tuple[int, int]], hit: int, miss: int
) -> list[Instruction]:
    """`hit` where one of the tests (jump, value) holds for the argument's low 32 bits, else `miss`.

    All arguments that are judged here are 32-bit integers to the kernel, or flags below bit 32.
    """
    last = len(tests)
    return [
        _instruction(_JUMP_IF_EQUAL, number, 0, last + 3),
        _instruction(_LOAD, _ARGUMENTS_AT + 8 * argument),
        *(_instruction(jump, value, last - place, 0) for place, (jump, value) in enumerate(tests)),
        _instruction(_RETURN, miss),
        _instruction(_RETURN, hit),
    ]


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> Instruction:
    return struct.pack("=HBBI", code, if_true, if_false, value)
