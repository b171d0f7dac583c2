"""The real window in this process, linked to a real engine in a process of its own."""

import contextlib
import os
import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QWidget

from grsearch_desktop.engine.client import connect_or_start
from grsearch_desktop.paths import Home
from grsearch_desktop.window.app import application
from grsearch_desktop.window.engine_link import Engine, EngineLink
from grsearch_desktop.window.main_window import MainWindow
from grsearch_desktop.window.theme import ThemeFollower
from tests.benchmarks.engine_process import is_at_rest
from tests.benchmarks.program import program

SIZE = 1280, 860
"""Pixels."""
PATIENCE = 600.0
"""Seconds that an engine may take until it is at rest, or anything else to happen."""


@contextlib.contextmanager
def real_window(home: Home) -> Iterator[MainWindow]:
    """A window on a library that is read, with its engine at rest."""
    app = application()
    with program(home.root) as grsearch:
        os.environ.update(grsearch.environment())
        client = connect_or_start(home)
        until(lambda: is_at_rest(client))
        link = EngineLink(home)
        window = MainWindow(home, link, ThemeFollower(app))
        window.resize(*SIZE)
        window.show()
        link.start()
        until(lambda: link.state is Engine.READY)
        try:
            yield window
        finally:
            window.close()
            link.close()
            client.stop()
            client.close()


def until(condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Lets the window live until something is so. Ends the program when that takes too long."""
    deadline = time.monotonic() + seconds
    ticking = QTimer(interval=5)
    ticking.start()
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit("It did not happen.")
        application().processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


class Painted(QObject):
    """Calls a function whenever a widget has been painted and its picture sent to the screen."""

    def __init__(self, widget: QWidget, then: Callable[[], None]) -> None:
        super().__init__(widget)
        self._then = then
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - as Qt has it
        if event.type() == QEvent.Type.Paint:
            # The event comes before the painting; what it painted is on its way a turn later.
            QTimer.singleShot(0, self._then)
        return super().eventFilter(watched, event)
