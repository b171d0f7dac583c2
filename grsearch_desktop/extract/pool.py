"""Reads files in isolated child processes: a file can break its reader, never the program."""

import logging
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import Self, TypeVar

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import frames, reasons
from grsearch_desktop.extract.child import Child
from grsearch_desktop.extract.confine import NICENESS, Confinement
from grsearch_desktop.extract.content import (
    Content,
    Drawing,
    Fit,
    Limits,
    Look,
    Recognised,
    Recognition,
)
from grsearch_desktop.extract.tries import Tries, is_signal

_T = TypeVar("_T")
_log = logging.getLogger(__name__)

_TICK = 0.05
"""Seconds between two looks of the watch at children that are at work."""
_LOOKS_TIMES = 10
"""How many times the limit of one call all looks of one file may take together."""
_RECOGNISING_TIMES = 10
"""How many times the limit of one call one picture may take: its reader gives way to all others."""
_ANY_TIMES = 10_000
"""The whole of a file that is recognised has no limit but its pages: it is asked for bit by bit."""
_IN_THE_BOX = Recognition()

_Answer = queue.SimpleQueue["Child | OSError"]


@dataclass(frozen=True)
class _Order:
    """To the watch: wake up, and start a child where somebody waits for one."""

    answer: _Answer | None = None
    ahead: bool = False
    """Start a child that nobody waits for yet."""


class ReaderPool:
    """Up to `workers` reader children, started when needed. Safe to use from several threads.

    Both operations block until a child is free, and raise UnreadableFileError with a plain reason.
    """

    def __init__(
        self,
        workers: int,
        limits: Limits | None = None,
        niceness: int = NICENESS,
        recognises: bool = False,
    ) -> None:
        """niceness: how much the children give way to this process, as nice(2) counts it.

        recognises: the children are for `recognise`, and hold its models.
        """
        self._niceness = niceness
        self._recognises = recognises
        self._limits = limits or Limits()
        self._workers = max(1, workers)
        self._places = threading.Semaphore(self._workers)
        self._lock = threading.Lock()
        self._idle: list[Child] = []
        self._busy: set[Child] = set()
        self._orders: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._asleep = False
        self._closed = False
        self._confinement: Confinement | None = None
        self._watch = threading.Thread(target=self._keep, name="reader-watch", daemon=True)
        self._watch.start()

    @property
    def workers(self) -> int:
        """The children that may be at work at once."""
        return self._workers

    def prepare(self) -> None:
        """Starts the children and has them load their libraries, while the caller does other work.

        Without it the first files wait half a second for each child.
        """
        for _ in range(self._workers):
            self._orders.put(_Order(ahead=True))

    def read_text(self, path: str | bytes) -> Content:
        """The words of one file."""
        return self._once(frames.content_from, "text", path)

    def draw(self, path: str | bytes, page: int | None, long_side: int) -> Drawing:
        """A page of one file (from 1), or (None) the picture that it is; see `Reader.draw`."""
        return self._once(frames.drawing_from, "draw", path, page=page, long_side=long_side)

    def _once(
        self,
        unpacked: Callable[[frames.Header, memoryview], _T],
        operation: str,
        path: str | bytes,
        **more: object,
    ) -> _T:
        """What the one frame that answers a request holds."""
        tries = Tries()
        while True:
            with self._child() as child:
                is_fresh = child.calls == 0
                try:
                    self._ask(child, operation, path, **more)
                    header, body = child.answer(self._limits.seconds, self._resident_limit)
                    _raise_if_unreadable(header)
                    return unpacked(header, body)
                except frames.BrokenFrameError:
                    error = self._cause(child)
                    if not tries.another(child, error, is_fresh):
                        raise error from None

    def read_looks(
        self,
        path: str | bytes,
        skip_pages: frozenset[int] = frozenset(),
        skip_digests: frozenset[bytes] = frozenset(),
        most: int | None = None,
        fit: Fit | None = None,
    ) -> Iterator[Look]:
        """Page images and pictures of one file, one after another; None: all, else so many.

        fit: what the pixels are for; an image file's come in that size (`Look.fitted`).

        A child is taken at the first step and given back at the end. Stopping early is allowed:
        close the iterator (or let it go), and the child is replaced.
        """
        tries = Tries()
        while most != 0:
            with self._child() as child:
                is_fresh = child.calls == 0
                try:
                    for look in self._looks(child, path, skip_pages, skip_digests, most, fit):
                        # What was given is not given again by the next reader.
                        if look.kind == "page" and look.page is not None:
                            skip_pages |= {look.page}
                        else:
                            skip_digests |= {look.digest}
                        is_fresh = True
                        most = None if most is None else most - 1
                        yield look
                    return
                except frames.BrokenFrameError:
                    error = self._cause(child)
                    if not tries.another(child, error, is_fresh):
                        raise error from None

    def recognise(
        self,
        path: str | bytes,
        skip_pages: frozenset[int] = frozenset(),
        skip_digests: frozenset[bytes] = frozenset(),
        preferences: Recognition = _IN_THE_BOX,
    ) -> Generator[Recognised, None, None]:
        """The text in pictures and scanned pages of one file, one picture after the other.

        Only for a pool that `recognises`. Each that was looked at comes, with or without text; its
        reader starts with the next when that is asked for. Stopping early costs nothing: close the
        iterator, and the child serves the next call.
        """
        tries = Tries()
        while True:
            with self._child() as child:
                is_fresh = child.calls == 0
                try:
                    self._ask(
                        child,
                        "recognise",
                        path,
                        skip_pages=sorted(skip_pages),
                        skip_digests=sorted(digest.hex() for digest in skip_digests),
                        preferences=asdict(preferences),
                    )
                    while (found := self._next_recognised(child)) is not None:
                        if found.digest:
                            skip_digests |= {found.digest}
                        elif found.page is not None:
                            skip_pages |= {found.page}
                        is_fresh = True
                        try:
                            yield found
                        except GeneratorExit:
                            child.ask({"do": "stop"}, b"")
                            return
                        child.ask({"do": "go on"}, b"")
                    return
                except frames.BrokenFrameError:
                    error = self._cause(child)
                    if not tries.another(child, error, is_fresh):
                        raise error from None

    def _next_recognised(self, child: Child) -> Recognised | None:
        """None at the end of the file."""
        header, _ = child.answer(self._limits.seconds * _RECOGNISING_TIMES, self._resident_limit)
        _raise_if_unreadable(header)
        return None if "end" in header else frames.recognised_from(header)

    def confinement(self) -> Confinement:
        """What the system keeps the readers from. Starts one where none has worked yet."""
        if self._confinement is not None:
            return self._confinement
        with self._child() as child:
            try:
                return child.introduce(self._limits.seconds, self._resident_limit)
            except frames.BrokenFrameError:
                raise self._cause(child) from None

    def close(self) -> None:
        """Kills every child, at work or not. Calls under way raise UnreadableFileError."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            idle, self._idle = self._idle, []
            busy = list(self._busy)
        for child in busy:
            child.end()
        for child in idle:
            child.bury()
        self._orders.put(None)
        self._watch.join(10)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def _resident_limit(self) -> int:
        # Address space is limited in the child itself; this catches what gets round that, with
        # room for the libraries that a fresh child loads.
        return self._limits.memory + (300 << 20)

    def _looks(
        self,
        child: Child,
        path: str | bytes,
        skip_pages: frozenset[int],
        skip_digests: frozenset[bytes],
        most: int | None,
        fit: Fit | None,
    ) -> Iterator[Look]:
        left = self._limits.seconds * _LOOKS_TIMES
        self._ask(
            child,
            "looks",
            path,
            skip_pages=sorted(skip_pages),
            skip_digests=sorted(digest.hex() for digest in skip_digests),
            most=most,
            fit=asdict(fit) if fit else None,
        )
        while True:
            before = time.monotonic()
            seconds = min(self._limits.seconds, left)
            header, body = child.answer(seconds, self._resident_limit)
            left -= time.monotonic() - before
            _raise_if_unreadable(header)
            if "end" in header:
                return
            yield frames.look_from(header, body)

    def _ask(self, child: Child, operation: str, path: str | bytes, **more: object) -> None:
        times = {"looks": _LOOKS_TIMES, "recognise": _ANY_TIMES}.get(operation, 1)
        header = {
            "do": operation,
            "limits": asdict(self._limits),
            "seconds": self._limits.seconds * times,
            **more,
        }
        child.ask(header, os.fsencode(os.path.abspath(path)))

    @contextmanager
    def _child(self) -> Iterator[Child]:
        """A child for one call. It goes back to the idle ones only if the call came to its end."""
        with self._places:
            child = self._take()
            came_to_its_end = False
            try:
                yield child
                came_to_its_end = True
            except UnreadableFileError:
                came_to_its_end = True
                raise
            finally:
                self._give_back(child, came_to_its_end)

    def _take(self) -> Child:
        with self._lock:
            if self._closed:
                raise UnreadableFileError(reasons.STOPPED, may_pass=True)
            if self._idle:
                child = self._idle.pop()
                self._busy.add(child)
                if self._asleep:
                    self._asleep = False
                    self._orders.put(_Order())
                return child
        answer: _Answer = queue.SimpleQueue()
        self._orders.put(_Order(answer))
        started = answer.get()
        if isinstance(started, OSError):
            raise UnreadableFileError(reasons.STOPPED, may_pass=True) from started
        return started

    def _give_back(self, child: Child, came_to_its_end: bool) -> None:
        is_useful = came_to_its_end and child.process.poll() is None and not child.is_worn()
        with self._lock:
            self._busy.discard(child)
            if self._confinement is None and child.confinement is not None:
                self._confinement = child.confinement
                if sys.platform == "linux" and not child.confinement.is_whole:
                    _log.info("%s", child.confinement.sentence)
            if is_useful and not self._closed and child.killed_for is None:
                self._idle.append(child)
                return
        child.bury()

    def _cause(self, child: Child) -> UnreadableFileError:
        """Why a child gave no answer, as the person reads it."""
        status = child.bury()
        if self._closed:
            return UnreadableFileError(reasons.STOPPED, may_pass=True)
        if child.killed_for == "time" or is_signal(status, "SIGXCPU"):
            return UnreadableFileError(reasons.too_slow(self._limits.seconds))
        if child.killed_for == "memory":
            return UnreadableFileError(reasons.TOO_MUCH_MEMORY)
        _log.debug("a reader child ended with status %s", status)
        return UnreadableFileError(reasons.CRASHED)

    def _keep(self) -> None:
        """The watch: starts children and kills those beyond their limits.

        Children are started here and nowhere else: Linux kills a child when the *thread* that
        started it ends (PR_SET_PDEATHSIG), and the threads that call us come and go.
        """
        while True:
            with self._lock:
                self._asleep = not self._busy
                pause = None if self._asleep else _TICK
            try:
                order = self._orders.get(timeout=pause)
            except queue.Empty:
                self._check_all()
                continue
            if order is None:
                return
            if order.answer is not None:
                order.answer.put(self._start())
            elif order.ahead:
                self._start_ahead()

    def _start(self) -> Child | OSError:
        with self._lock:
            if self._idle:  # started ahead, or given back, since it was asked for
                child = self._idle.pop()
                self._busy.add(child)
                return child
        try:
            child = Child(self._niceness, self._recognises)
        except (OSError, subprocess.SubprocessError) as error:
            return error if isinstance(error, OSError) else OSError(str(error))
        with self._lock:
            if not self._closed:
                self._busy.add(child)
                return child
        child.bury()
        return OSError("the pool is closed")

    def _start_ahead(self) -> None:
        with self._lock:
            if self._closed or len(self._idle) + len(self._busy) >= self._workers:
                return
        child = self._start()
        if isinstance(child, OSError):
            return  # whoever needs one tries again, and says why it can't be
        with suppress(frames.BrokenFrameError):
            child.prepare()
        self._give_back(child, True)

    def _check_all(self) -> None:
        now = time.monotonic()
        with self._lock:
            busy = list(self._busy)
        for child in busy:
            child.check(now)


def _raise_if_unreadable(header: frames.Header) -> None:
    if (reason := header.get("unreadable")) is None:
        return
    if bug := header.get("bug"):
        _log.debug("a reader stumbled:\n%s", bug)
    raise UnreadableFileError(str(reason), may_pass=bool(header.get("may_pass")))
