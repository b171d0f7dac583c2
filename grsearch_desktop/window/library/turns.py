"""Work on widgets that is done bit by bit, so that the window reacts between two bits."""

from collections.abc import Callable, Hashable

from PySide6.QtCore import QObject, QTimer


class InTurns(QObject):
    """Does one thing in each turn of the event loop, in the order in which they were asked for."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: dict[Hashable, Callable[[], object]] = {}
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._do_next)

    def do(self, name: Hashable, work: Callable[[], object]) -> None:
        """What still waits under this name is not done: the new work takes its place."""
        self._waiting[name] = work
        self._timer.start()

    def forget(self) -> None:
        """Nothing that waits is done."""
        self._waiting.clear()
        self._timer.stop()

    def _do_next(self) -> None:
        name = next(iter(self._waiting), None)
        work = self._waiting.pop(name, None)
        if not self._waiting:
            self._timer.stop()
        if work is not None:
            work()
