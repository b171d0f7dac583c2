"""What another way of weighing changes: the first hits, beside those of the usual way."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Qt, Signal

from grsearch_desktop.engine.protocol import Hit, SearchAnswer, SearchRequest
from grsearch_desktop.errors import EngineError, EngineUnreachableError
from grsearch_desktop.paths import Home
from grsearch_desktop.window.engine_thread import EngineThread, Line

FIRST = 10
"""Hits that are compared."""


@dataclass(frozen=True)
class Shift:
    """The first hits now; ranks count from 0."""

    ranks_before: tuple[int | None, ...]
    """Of each hit: its rank in the usual order, None where it was not among the first."""
    pictures_before: int
    pictures_now: int

    @property
    def new(self) -> int:
        return sum(before is None for before in self.ranks_before)

    @property
    def moved(self) -> int:
        return sum(
            before is not None and before != now for now, before in enumerate(self.ranks_before)
        )


def shift(usual: tuple[Hit, ...], now: tuple[Hit, ...]) -> Shift:
    ranks = {hit.path: rank for rank, hit in enumerate(usual[:FIRST])}
    return Shift(
        tuple(ranks.get(hit.path) for hit in now[:FIRST]),
        sum(hit.kind == "image" for hit in usual[:FIRST]),
        sum(hit.kind == "image" for hit in now[:FIRST]),
    )


def usual_form(request: SearchRequest) -> SearchRequest:
    """The same search as it is made without the panel."""
    return replace(request, alpha=None, calibrated=True, limit=FIRST, offset=0)


class Comparison(QObject):
    """Asks the usual way too, once for each query, in a thread of its own."""

    compared = Signal(object)
    """The Shift of the answer that was given last."""
    _came = Signal(object, object)

    def __init__(self, home: Home, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._thread: EngineThread | None = None
        self._usual: tuple[SearchRequest, tuple[Hit, ...]] | None = None
        self._now: tuple[SearchRequest, tuple[Hit, ...]] | None = None
        self._came.connect(self._on_usual, Qt.ConnectionType.QueuedConnection)

    def compare(self, request: SearchRequest, answer: SearchAnswer) -> None:
        usual = usual_form(request)
        self._now = usual, answer.hits
        if request.alpha is None and request.calibrated:
            self._usual = usual, answer.hits
        if self._usual and self._usual[0] == usual:
            self.compared.emit(shift(self._usual[1], answer.hits))
            return
        if self._thread is None:
            self._thread = EngineThread(self._home, "comparison", keep=1, newest_first=True)
            self._thread.start()
        self._thread.submit(lambda line: self._ask(line, usual))

    def close(self) -> None:
        if self._thread is not None:
            self._thread.close()

    def _ask(self, line: Line, usual: SearchRequest) -> None:
        try:
            answer = line.search(usual)
        except EngineUnreachableError:
            raise
        except EngineError:
            return  # the search itself has told the person
        self._came.emit(usual, answer)

    def _on_usual(self, usual: SearchRequest, answer: SearchAnswer) -> None:
        self._usual = usual, answer.hits
        if self._now and self._now[0] == usual:
            self.compared.emit(shift(answer.hits, self._now[1]))
