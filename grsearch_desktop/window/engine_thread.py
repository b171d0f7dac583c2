"""A thread with its own connection to the engine, and the jobs that wait for it."""

import logging
import threading
from collections import deque
from collections.abc import Callable

from grsearch_desktop.engine.client import Client, connect_or_start
from grsearch_desktop.errors import EngineUnreachableError
from grsearch_desktop.paths import Home

log = logging.getLogger(__name__)


Line = Client
Job = Callable[[Line], None]


class EngineThread(threading.Thread):
    """Runs jobs one after another on one connection, which is made anew when it broke.

    keep: at most so many jobs wait; the oldest are dropped.
    newest_first: the job that came last is done first.
    starts: an engine is started when none runs; else a job without an engine is dropped.
    """

    def __init__(
        self,
        home: Home,
        name: str,
        *,
        keep: int | None = None,
        newest_first: bool = False,
        starts: bool = False,
        on_lost: Callable[[EngineUnreachableError], None] | None = None,
    ) -> None:
        # Daemon: a call that never comes back must not keep the program from ending.
        super().__init__(name=name, daemon=True)
        self._home = home
        self._jobs: deque[Job] = deque(maxlen=keep)
        self._newest_first = newest_first
        self._starts = starts
        self._on_lost = on_lost
        self._woken = threading.Condition()
        self._closing = False
        self._line: Line | None = None

    def submit(self, job: Job) -> None:
        with self._woken:
            self._jobs.append(job)
            self._woken.notify()

    def close(self) -> None:
        """Ends the thread soon; `join` waits for it."""
        with self._woken:
            self._closing = True
            self._jobs.clear()
            if self._line is not None:
                self._line.hang_up()
            self._woken.notify()

    def run(self) -> None:
        while (job := self._next()) is not None:
            self._do(job)
        self._drop_line()

    def _next(self) -> Job | None:
        with self._woken:
            while not self._jobs and not self._closing:
                self._woken.wait()
            if self._closing:
                return None
            return self._jobs.pop() if self._newest_first else self._jobs.popleft()

    def _do(self, job: Job) -> None:
        # Twice: the first connection may be one to an engine that has ended since.
        for last_try in (False, True):
            try:
                job(self._connected())
                return
            except EngineUnreachableError as error:
                self._drop_line()
                if self._closing:
                    return
                if last_try:
                    log.info("%s lost the engine: %s", self.name, error)
                    if self._on_lost is not None:
                        self._on_lost(error)

    def _connected(self) -> Line:
        if self._line is None:
            if self._starts:
                connect_or_start(self._home).close()
            line = Line(self._home)
            with self._woken:
                self._line = line
                if self._closing:
                    line.hang_up()
        return self._line

    def _drop_line(self) -> None:
        with self._woken:
            line, self._line = self._line, None
        if line is not None:
            line.close()
