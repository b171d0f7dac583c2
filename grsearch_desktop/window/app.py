"""Starts the window: shows it first, then looks for the engine."""

import signal
import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from grsearch_desktop.paths import Home
from grsearch_desktop.window import language
from grsearch_desktop.window.appearance import Appearance
from grsearch_desktop.window.engine_link import EngineLink
from grsearch_desktop.window.garbage import Garbage
from grsearch_desktop.window.icons import application_icon
from grsearch_desktop.window.main_window import MainWindow
from grsearch_desktop.window.one_instance import OneInstance, Wish
from grsearch_desktop.window.presence import Presence
from grsearch_desktop.window.theme import ThemeFollower
from grsearch_desktop.window.tray import Tray

_SIGNALS_EVERY = 300
"""Milliseconds between two looks at signals: Python sees Ctrl+C only when it runs."""


def run(home: Home, *, quick: bool = False) -> int:
    """Opens the window on a library and gives the exit code when it was closed.

    quick: as the compact search. Where a window of this library is open already, that one comes to
    the front.
    """
    app = application()
    wish = Wish.of_this_start(quick)
    only = OneInstance(home)
    if not only.is_first() and only.hand_over(wish):
        return 0
    language.speak(app, Appearance.language_of(home))
    link = EngineLink(home)
    window = MainWindow(home, link, ThemeFollower(app))
    window.painted.connect(lambda: QTimer.singleShot(0, link.start))
    presence = Presence(app, window, Tray(window.state, app))
    only.wished.connect(presence.fulfil)
    link.progressed.connect(presence.tray.show_progress)
    presence.tray.pause_wanted.connect(link.pause)
    presence.fulfil(wish)
    code = app.exec()
    only.close()
    link.close()
    return code


def application() -> QApplication:
    """The one QApplication, with our name, icon and style."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    app = QApplication(sys.argv[:1])
    app.setApplicationName("GR Search")
    app.setDesktopFileName("grsearch")
    # The same on every system; the native styles take no colours from a stylesheet everywhere.
    app.setStyle("Fusion")
    app.setWindowIcon(application_icon())
    signal.signal(signal.SIGINT, lambda *_: app.quit())
    signal.signal(signal.SIGTERM, lambda *_: app.quit())
    looking = QTimer(app, interval=_SIGNALS_EVERY)
    looking.timeout.connect(lambda: None)
    looking.start()
    Garbage(app)
    return app
