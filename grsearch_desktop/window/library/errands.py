"""What the library's pages ask of the engine, in a thread of its own."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, SignalInstance

from grsearch_desktop.errors import EngineError, EngineUnreachableError
from grsearch_desktop.paths import Home
from grsearch_desktop.window.engine_sentences import said
from grsearch_desktop.window.engine_thread import EngineThread, Line

_FAREWELL = 1.0
"""Seconds that the thread may take to end."""


class LibraryErrands(QObject):
    """Each request is answered by a signal. Starts with the first request."""

    status_read = Signal(object)
    """A Status."""
    problems_read = Signal(object)
    """A tuple of FileError."""
    models_read = Signal(object)
    """A tuple of ModelInfo."""
    settings_read = Signal(object)
    """Settings."""
    forgotten = Signal(object, int)
    """Paths, and how many files went with them."""
    copies_found = Signal(str, object)
    """The name of a comparison, and Duplicates."""
    compared = Signal(str, float)
    """The name of a comparison, and how much of it is done, from 0 to 1."""
    not_compared = Signal(str, str)
    """The name of a comparison that came to nothing, and a sentence for the person."""
    failed = Signal(str)
    """A sentence for the person."""
    refused = Signal()
    """What was to be changed stays as it was."""

    def __init__(self, home: Home, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # No start of an engine: the link does that, and tells when there is one.
        self._thread = EngineThread(home, "library")
        # Apart: it may take a minute.
        self._comparisons = EngineThread(home, "copies", keep=1, on_lost=self._lose_comparison)
        self._comparison = ""
        """The name of the last one."""
        self._closed = False

    def close(self) -> None:
        """What was asked for is done first, if the engine is there: it may be a removal."""
        self.stop_comparing(self._comparison)
        self._closed = True
        if self._thread.is_alive():
            done = threading.Event()
            self._thread.submit(lambda _: done.set())
            done.wait(_FAREWELL)
            self._thread.close()
            self._thread.join(_FAREWELL)
        if self._comparisons.is_alive():
            self._comparisons.close()
            self._comparisons.join(_FAREWELL)

    def read_status(self) -> None:
        self._ask(lambda line: self.status_read.emit(line.status()))

    def read_problems(self) -> None:
        self._ask(lambda line: self.problems_read.emit(line.errors()))

    def compare(self, name: str, limit: int) -> None:
        """Has copies sought; limit: files that are told at most."""
        if self._closed:
            return
        if not self._comparisons.is_alive():
            self._comparisons.start()
        self._comparison = name
        self._comparisons.submit(lambda line: self._compare(line, name, limit))

    def read_compared(self, name: str) -> None:
        self._ask(lambda line: self.compared.emit(name, line.compared(name)))

    def stop_comparing(self, name: str) -> None:
        """Ends a comparison, if it is not done: then nothing more is heard of it."""
        if name and name == self._comparison:
            self._comparison = ""
            self._ask(lambda line: line.stop_comparing(name))

    def read_models(self) -> None:
        self._ask(lambda line: self.models_read.emit(line.models()))

    def read_settings(self) -> None:
        self._ask(lambda line: self.settings_read.emit(line.settings()))

    def add(self, paths: list[str]) -> None:
        self._ask(lambda line: self._add(line, paths))

    def forget(self, paths: list[str]) -> None:
        """Takes folders out of the library."""
        self._ask(lambda line: self._forget(line, paths))

    def retry(self, paths: list[str] | None = None) -> None:
        """Has files read again; None: all that failed."""
        self._ask(lambda line: line.retry(paths))

    def pause(self, paused: bool, until: float | str | None = None) -> None:
        self._ask(lambda line: line.pause(paused, until))
        self.read_status()

    def get_model(self, name: str) -> None:
        self._ask(lambda line: line.get_model(name))

    def cancel_model(self, name: str) -> None:
        self._ask(lambda line: line.cancel_model(name))

    def use_model(self, name: str) -> None:
        self._change(lambda line: line.use_model(name))
        self.read_models()

    def forget_model(self, name: str) -> None:
        """Has the vectors of a model erased that is not in use."""
        self._change(lambda line: self._forget_model(line, name))
        self.read_models()

    def change_settings(self, **values: object) -> None:
        self._change(lambda line: line.change_settings(**values))
        self.read_settings()

    def start_at_login(self, wanted: bool) -> None:
        """Whether the library is kept up to date from login on."""
        self._change(lambda line: self._start_at_login(line, wanted))

    def _ask(self, job: Callable[[Line], None]) -> None:
        if self._closed:
            return
        if not self._thread.is_alive():
            self._thread.start()
        self._thread.submit(lambda line: self._do(line, job))

    def _change(self, job: Callable[[Line], None]) -> None:
        self._ask(lambda line: self._do(line, job, self.refused))

    def _do(
        self, line: Line, job: Callable[[Line], None], otherwise: SignalInstance | None = None
    ) -> None:
        try:
            job(line)
        except EngineUnreachableError:
            raise
        except EngineError as error:
            self.failed.emit(said(str(error)))
            if otherwise is not None:
                otherwise.emit()

    def _compare(self, line: Line, name: str, limit: int) -> None:
        if name != self._comparison:
            return
        try:
            found = line.duplicates(limit=limit, name=name)
        except EngineUnreachableError:
            raise
        except EngineError as error:
            self.not_compared.emit(name, said(str(error)))
            return
        if name == self._comparison:
            self._comparison = ""
        self.copies_found.emit(name, found)

    def _lose_comparison(self, error: EngineUnreachableError) -> None:
        self.not_compared.emit(self._comparison, said(str(error)))

    def _add(self, line: Line, paths: list[str]) -> None:
        if problems := line.index(paths):
            self.failed.emit(" ".join(map(said, problems)))
        self.status_read.emit(line.status())

    def _forget(self, line: Line, paths: list[str]) -> None:
        self.forgotten.emit(paths, line.forget(paths))
        self.status_read.emit(line.status())

    def _forget_model(self, line: Line, name: str) -> None:
        line.forget_model(name)

    def _start_at_login(self, line: Line, wanted: bool) -> None:
        line.autostart(wanted)
        self.status_read.emit(line.status())
