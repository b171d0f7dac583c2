"""Takes one picture: opens the real window, does what the picture shows, waits, and looks."""

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pictures import Picture
from PIL import Image
from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QPoint, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from grsearch_desktop import paths
from grsearch_desktop.paths import Home
from grsearch_desktop.window import language
from grsearch_desktop.window.app import application
from grsearch_desktop.window.engine_link import Engine, EngineLink
from grsearch_desktop.window.main_window import MainWindow
from grsearch_desktop.window.theme import ThemeFollower

_PATIENCE = 60.0
"""Seconds for anything to appear."""
_STILL = 0.4
"""Seconds without a change after which nothing more is expected to come."""
_COLOURS = 256


class Scene:
    """The open window, for a picture to set up."""

    def __init__(self, app: QApplication, window: MainWindow, link: EngineLink) -> None:
        self.app = app
        self.window = window
        self._link = link

    def wait_for(self, come: Callable[[], object], what: str) -> None:
        """Lets the window work until something is true; ends the program when it never is."""
        end = time.monotonic() + _PATIENCE
        while not come():
            if time.monotonic() > end:
                sys.exit(f"waited in vain for {what}")
            _let_qt_work(0.05)

    def wait_for_engine(self) -> None:
        self.wait_for(lambda: self._link.state is Engine.READY, "the engine")

    def search(self, query: str) -> None:
        """Types a query and waits for its first hits."""
        self.wait_for_engine()
        self.window.search_for(query)
        self.wait_for(self.window.model.rowCount, f"hits of {query}")


def take(picture: Picture, folder: Path) -> None:
    """Writes NAME.png into a folder."""
    app = application()
    app.setCursorFlashTime(0)  # or the caret is in half of the pictures
    home = picture.home(paths.home())
    _forget_last_window(home)
    language.speak(app, picture.language)
    if picture.direction is not None:
        app.setLayoutDirection(picture.direction)
    link = EngineLink(home)
    window = MainWindow(home, link, ThemeFollower(app, always=picture.theme))
    window.appearance.use_text_size(picture.text_size)
    window.resize(picture.size)
    if picture.quick:
        window.compact.shrink()
    else:
        window.show()
        window.activateWindow()
    link.start()
    shown = picture.set_up(Scene(app, window, link))
    _wait_until_still(shown)
    _write(shown, folder / f"{picture.name}.png")
    window.close()
    link.close()


def _forget_last_window(home: Home) -> None:
    for name in ("window.ini", "searches.json"):
        (home.root / name).unlink(missing_ok=True)


def _wait_until_still(shown: QWidget) -> None:
    """Until thumbnails have come and what moves has arrived."""
    end = time.monotonic() + _PATIENCE
    before, since = QPixmap(), time.monotonic()
    while time.monotonic() - since < _STILL and time.monotonic() < end:
        now = shown.grab()
        if now.toImage() != before.toImage():
            before, since = now, time.monotonic()
        _let_qt_work(0.1)


def _write(shown: QWidget, file: Path) -> None:
    """As small as a picture without a visible loss can be."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture = shown.grab()
    # A menu that is open lies over the window, and is no part of it.
    if (menu := QApplication.activePopupWidget()) is not None:
        picture = shown.screen().grabWindow(0, *_on_screen(shown))
        menu.close()
    picture.save(buffer, "PNG")
    image = Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB")
    image.quantize(_COLOURS, kmeans=3, dither=Image.Dither.FLOYDSTEINBERG).save(file, optimize=True)


def _on_screen(shown: QWidget) -> tuple[int, int, int, int]:
    corner = shown.mapToGlobal(QPoint(0, 0))
    return corner.x(), corner.y(), shown.width(), shown.height()


def _let_qt_work(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()
