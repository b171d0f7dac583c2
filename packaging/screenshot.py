"""Pictures of the window for the README: the sample library, a query, light and dark.

    xvfb-run -a -s "-screen 0 1400x1000x24" .venv/bin/python packaging/screenshot.py

Reads `resources/sample/` into a throw-away home, types into the real window and waits for the
results. The pictures go into docs/images/. Needs a display, real or not.
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QApplication

from grsearch_desktop import paths
from grsearch_desktop.engine.client import Client, connect_or_start
from grsearch_desktop.paths import Home
from grsearch_desktop.window.app import application
from grsearch_desktop.window.engine_link import EngineLink
from grsearch_desktop.window.main_window import MainWindow
from grsearch_desktop.window.theme import DARK, LIGHT, Theme, ThemeFollower

_IMAGES = Path(__file__).parents[1] / "docs" / "images"
_SIZE = QSize(980, 740)
_PATIENCE = 120.0
"""Seconds until the sample must be read."""
_FIRST_DAY = 1_735_000_000.0
"""Seconds since 1970: late in 2024."""
_SHOTS = (
    ("window.png", LIGHT, "sailing boat at sunset"),
    ("window-dark.png", DARK, "how do I fix a flat tyre"),
)


def main() -> None:
    app = application()
    _IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        # Not where the checkout lies: its path would stand in the pictures.
        library = Path(folder) / "Documents"
        shutil.copytree(paths.resources() / "sample", library)
        _date(library)
        os.environ["HOME"] = folder
        home = Home(Path(folder) / "home")
        home.create()
        with connect_or_start(home) as client:
            client.index([str(library)])
            _wait_until_read(client)
            for name, theme, query in _SHOTS:
                _shoot(app, home, theme, query, _IMAGES / name)
            client.stop()


def _shoot(app: QApplication, home: Home, theme: Theme, query: str, picture: Path) -> None:
    link = EngineLink(home)
    window = MainWindow(home, link, ThemeFollower(app, always=theme))
    window.resize(_SIZE)
    window.show()
    window.activateWindow()
    link.start()
    window.search_for(query)
    end = time.monotonic() + 20
    while not window.model.rowCount() and time.monotonic() < end:
        _let_qt_work(0.1)
    # The thumbnails of the rows that can be seen come one after another.
    _let_qt_work(1.5)
    shown = window.grab()
    if not window.model.rowCount() or not shown.save(str(picture)):
        sys.exit(f"{picture.name} could not be made")
    print(picture)
    window.close()
    link.close()


def _date(library: Path) -> None:
    """Gives the files days that are the same whenever the pictures are made."""
    for number, file in enumerate(sorted(library.rglob("*.*"))):
        moment = _FIRST_DAY + number * 17 * 86_400
        os.utime(file, (moment, moment))


def _wait_until_read(client: Client) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        status = client.status()
        meaning = status.stages["meaning"]
        if status.progress.stage == "idle" and meaning["done"] == meaning["total"] > 0:
            return
        time.sleep(0.2)
    sys.exit("the sample was not read in time")


def _let_qt_work(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


if __name__ == "__main__":
    main()
