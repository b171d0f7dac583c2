"""Asks the engine for the library map while somebody looks at it."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from grsearch_desktop.engine.protocol import LibraryMap
from grsearch_desktop.errors import EngineError, EngineUnreachableError
from grsearch_desktop.paths import Home
from grsearch_desktop.window.engine_sentences import said
from grsearch_desktop.window.engine_thread import EngineThread, Line

_EVERY = 1000
"""Milliseconds between two looks at a map that is being made."""
_SELDOM = 15_000
"""The same once it is made: files come and go."""


class MapLink(QObject):
    """Emits the map again and again between `begin` and `end`."""

    came = Signal(object)
    """A LibraryMap."""
    failed = Signal(str)
    """A sentence for the person."""
    _answered = Signal(object)

    def __init__(self, home: Home, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._calibrated = True
        self._thread: EngineThread | None = None
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._ask)
        self._answered.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def begin(self, calibrated: bool) -> None:
        """Wants the map of calibrated or of raw vectors from now on."""
        self._calibrated = calibrated
        if self._thread is None:
            self._thread = EngineThread(
                self._home, "map", keep=1, starts=True, on_lost=self._on_lost
            )
            self._thread.start()
        self._ask()

    def end(self) -> None:
        """Asks no more, until `begin`."""
        self._again.stop()
        if self._thread is not None:
            self._thread.close()
            self._thread = None

    def _ask(self) -> None:
        wanted = self._calibrated
        if self._thread is not None:
            self._thread.submit(lambda line: self._look(line, wanted))

    def _look(self, line: Line, calibrated: bool) -> None:
        try:
            self._answered.emit(line.library_map(calibrated))
        except EngineUnreachableError:
            raise
        except EngineError as error:
            self._answered.emit(error)

    def _on_lost(self, error: EngineUnreachableError) -> None:
        self._answered.emit(error)

    def _take(self, answer: LibraryMap | EngineError) -> None:
        if self._thread is None:
            return
        if isinstance(answer, EngineError):
            self.failed.emit(said(str(answer)))
            self._again.start(_EVERY * 3)
            return
        if answer.calibrated == self._calibrated:
            self.came.emit(answer)
        self._again.start(_SELDOM if answer.done else _EVERY)
