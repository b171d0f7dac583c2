"""When the window is on the screen, as what, and when the program ends."""

import os

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from grsearch_desktop.window.main_window import MainWindow
from grsearch_desktop.window.one_instance import Wish
from grsearch_desktop.window.tray import Tray


class Presence(QObject):
    """Brings up the window or the compact search, and takes them away again.

    The program ends with its window, unless the person wants it to stay in the tray.
    """

    def __init__(self, app: QApplication, window: MainWindow, tray: Tray) -> None:
        super().__init__(app)
        self._app = app
        self._window = window
        self.tray = tray
        self._was_whole = False
        """Whether the whole window was on the screen before the compact search."""
        app.setQuitOnLastWindowClosed(False)
        window.installEventFilter(self)
        window.compact.left.connect(self._leave)
        tray.quick_wanted.connect(lambda: self.fulfil(Wish(quick=True)))
        tray.window_wanted.connect(lambda: self.fulfil(Wish()))
        tray.quit_wanted.connect(self._quit)
        # After the first picture: the tray asks the desktop, which may take its time.
        window.painted.connect(lambda: QTimer.singleShot(0, self._show_tray))

    def fulfil(self, wish: Wish) -> None:
        """Shows what a start, or the tray, asks for."""
        if wish.token:
            os.environ["XDG_ACTIVATION_TOKEN"] = wish.token
        window = self._window
        if wish.quick:
            if not window.compact.is_on:
                self._was_whole = window.isVisible()
            window.compact.shrink()
            return
        window.compact.grow()
        if window.isMinimized():
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - as Qt has it
        if watched is self._window and event.type() == QEvent.Type.Close and not self.tray.stays:
            # Once the window has seen to its own affairs.
            QTimer.singleShot(0, self._app.quit)
        return super().eventFilter(watched, event)

    def _show_tray(self) -> None:
        self.tray.show()
        self._window.compact.leaves_when_unused = self.tray.is_there

    def _leave(self) -> None:
        """Takes the compact search off the screen."""
        if self._was_whole:
            self._window.compact.grow()
        elif self.tray.stays:
            self._window.hide()
        else:
            self._window.close()

    def _quit(self) -> None:
        self._window.close()
        self._app.quit()
