"""The window's side of the engine: threads that ask, signals that answer, nothing that blocks."""

import logging
import threading
from dataclasses import replace
from enum import Enum

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from grsearch_desktop.engine.client import connect_or_start
from grsearch_desktop.engine.protocol import Progress, SearchAnswer, SearchRequest, Status
from grsearch_desktop.errors import EngineError, EngineUnreachableError
from grsearch_desktop.paths import Home
from grsearch_desktop.window.engine_sentences import said
from grsearch_desktop.window.engine_thread import EngineThread, Line
from grsearch_desktop.window.library.errands import LibraryErrands
from grsearch_desktop.window.results_model import PAGES_ASKED
from grsearch_desktop.window.thumbnails import Thumbnails

log = logging.getLogger(__name__)

_FIRST_PAUSE, _LONGEST_PAUSE = 0.3, 5.0
"""Seconds between two tries to get the engine back."""
_FAREWELL = 2.0
"""Seconds that threads may take to end."""


class Engine(Enum):
    """How it stands with the engine."""

    STARTING = "starting"
    READY = "ready"
    GONE = "gone"


class EngineLink(QObject):
    """Searches, indexes and follows the engine's work, each in a thread with its own connection.

    The engine is started if none runs, and sought again when it goes away.
    """

    state_changed = Signal(object, str)
    """An Engine, and a sentence when it is gone."""
    answered = Signal(object, object)
    """A SearchRequest and its SearchAnswer; only for the request that was asked last, or for one
    whose words are the beginning of what is being typed."""
    page_came = Signal(object, object)
    """A SearchRequest of `fetch` and its SearchAnswer."""
    failed = Signal(str)
    """A sentence for the person."""
    search_failed = Signal(object, str)
    """A SearchRequest that can't be answered, and why; only for the one that was asked last."""
    progressed = Signal(object)
    """A Progress."""
    status_read = Signal(object)
    """A Status."""

    model_progressed = Signal(object)
    """A ModelProgress."""

    values_read = Signal(str, object)
    """A filter, and the values of it that there are."""

    _came = Signal(int, object, object)

    def __init__(self, home: Home, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._wanted = SearchRequest()
        self._number = 0
        self._closing = threading.Event()
        self._watching: Line | None = None
        self.state = Engine.STARTING
        # No pause after a key press: it would be most of what a person waits for. One search is
        # under way at a time and only the latest waits for it, so that fast typing costs no more.
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._send)
        self._came.connect(self._keep_latest, Qt.ConnectionType.QueuedConnection)
        self._searches = EngineThread(home, "searches", keep=1)
        self._pages = EngineThread(home, "pages", keep=PAGES_ASKED, newest_first=True)
        self._errands = EngineThread(home, "errands", starts=True, on_lost=self._say)
        self._watcher = threading.Thread(target=self._watch, name="progress", daemon=True)
        self.thumbnails = Thumbnails(home, self)
        self.library = LibraryErrands(home, self)

    def start(self) -> None:
        """Begins to look for the engine, in the background."""
        for thread in (*self._threads, self._watcher):
            thread.start()
        self.thumbnails.start()

    def close(self) -> None:
        """Ends all threads. The engine goes on: it belongs to the library, not to the window."""
        self.library.close()
        self._closing.set()
        self._soon.stop()
        for thread in self._threads:
            thread.close()
        if self._watching is not None:
            self._watching.hang_up()
        self.thumbnails.close()
        for started in (*self._threads, self._watcher):
            if started.is_alive():
                started.join(_FAREWELL)

    def search(self, request: SearchRequest, *, at_once: bool = False) -> None:
        """Asks for hits; answers to earlier requests will be dropped.

        at_once: now; else when what is happening is done, so that many changes ask once.
        """
        self._wanted = request
        self._number += 1
        if at_once:
            self._send()
        else:
            self._soon.start()

    def fetch(self, request: SearchRequest) -> None:
        """Asks for more hits of a search that was answered."""
        self._pages.submit(lambda line: self._fetch(line, request))

    def forget_search(self) -> None:
        """Wants no answer any more."""
        self._wanted = SearchRequest()
        self._number += 1
        self._soon.stop()

    def index(self, paths: list[str]) -> None:
        """Adds folders or files to the library."""
        self._errands.submit(lambda line: self._index(line, paths))

    def pause(self, paused: bool) -> None:
        self._errands.submit(lambda line: self._pause(line, paused))

    def read_values(self, key: str) -> None:
        """Has `values_read` emitted: what the library holds of a filter."""
        self._pages.submit(lambda line: self._read_values(line, key))

    def read_status(self) -> None:
        """Has `status_read` emitted soon."""
        self._errands.submit(self._read_status)

    @property
    def _threads(self) -> tuple[EngineThread, ...]:
        return self._searches, self._pages, self._errands

    def _send(self) -> None:
        self._soon.stop()
        number, request = self._number, self._wanted
        self._searches.submit(lambda line: self._ask(line, number, request))

    def _ask(self, line: Line, number: int, request: SearchRequest) -> None:
        if number != self._number:
            return
        try:
            answer = line.search(request)
        except EngineUnreachableError:
            raise
        except EngineError as error:
            self._came.emit(number, request, error)
            return
        self._came.emit(number, request, answer)

    def _fetch(self, line: Line, request: SearchRequest) -> None:
        try:
            answer = line.search(request)
        except EngineUnreachableError:
            raise
        except EngineError as error:
            self._say(error)
            return
        self.page_came.emit(request, answer)

    def _keep_latest(
        self, number: int, request: SearchRequest, came: SearchAnswer | EngineError
    ) -> None:
        if isinstance(came, EngineError):
            if number == self._number:
                self.search_failed.emit(request, said(str(came)))
        elif number == self._number or self._leads_to_what_is_wanted(request):
            self.answered.emit(request, came)

    def _leads_to_what_is_wanted(self, request: SearchRequest) -> bool:
        """Whether somebody types on. Who types faster than the engine searches would else see
        nothing until they stop."""
        wanted = self._wanted
        return wanted.query.startswith(request.query) and request == replace(
            wanted, query=request.query
        )

    def _index(self, line: Line, paths: list[str]) -> None:
        try:
            problems = line.index(paths)
        except EngineUnreachableError:
            raise
        except EngineError as error:
            problems = [str(error)]
        if problems:
            self.failed.emit(" ".join(map(said, problems)))
        self._read_status(line)

    def _pause(self, line: Line, paused: bool) -> None:
        line.pause(paused)
        self.progressed.emit(line.progress())

    def _read_status(self, line: Line) -> None:
        status: Status = line.status()
        self.status_read.emit(status)

    def _read_values(self, line: Line, key: str) -> None:
        try:
            self.values_read.emit(key, line.values(key))
        except EngineUnreachableError:
            raise
        except EngineError as error:
            log.debug("no values are offered: %s", error)

    def _say(self, error: EngineError) -> None:
        self.failed.emit(said(str(error)))

    def _become(self, state: Engine, sentence: str = "") -> None:
        # First: who connects between the two finds it here.
        self.state = state
        self.state_changed.emit(state, sentence)

    def _watch(self) -> None:
        """The life of the progress thread: connect, follow, and connect again."""
        pause = _FIRST_PAUSE
        while not self._closing.is_set():
            try:
                connect_or_start(self._home).close()
                self._watching = Line(self._home)
                pause = _FIRST_PAUSE
                self._follow(self._watching)
            except EngineError as error:
                if self._closing.is_set():
                    break
                self._become(Engine.GONE, said(str(error)))
            except OSError as error:
                # A home or socket folder that can't be made, or a Python that can't be run.
                log.exception("the engine can't be reached")
                self._become(Engine.GONE, said(str(error)))
            finally:
                if self._watching is not None:
                    self._watching.close()
                    self._watching = None
            self._closing.wait(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _follow(self, line: Line) -> None:
        self._read_status(line)
        self.progressed.emit(line.progress())
        self._become(Engine.READY)
        if not self._closing.is_set():
            line.watch_progress(self._on_progress, self.model_progressed.emit)

    def _on_progress(self, now: Progress) -> None:
        self.progressed.emit(now)
