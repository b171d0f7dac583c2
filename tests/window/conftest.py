"""A window on a screen that nobody sees, with a real engine or with one that obeys the test."""

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QLocale, QObject, QTranslator, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker

from grsearch_desktop import paths
from grsearch_desktop.engine.client import Client, connect_or_start
from grsearch_desktop.errors import EngineError, EngineUnreachableError
from grsearch_desktop.paths import Home
from grsearch_desktop.window import engine_thread, file_actions, language
from grsearch_desktop.window.engine_link import EngineLink
from grsearch_desktop.window.garbage import Garbage
from grsearch_desktop.window.library import errands
from grsearch_desktop.window.main_window import MainWindow
from grsearch_desktop.window.theme import LIGHT, ThemeFollower
from tests.window.fake_engine import FakeEngine

ODD_NAME = b"caf\xe9 holiday.txt"
"""Not UTF-8: an e with an acute accent as Latin-1 writes it."""

OpenWindow = Callable[[Home], MainWindow]
Speak = Callable[[str], None]
Opened = tuple[MainWindow, EngineLink, ThemeFollower]
Opener = Callable[[], Opened]


@pytest.fixture(scope="package", autouse=True)
def garbage(qapp: QApplication) -> Iterator[Garbage]:
    """As in the application: what is left of a window dies in the thread of windows."""
    taken = Garbage(qapp)
    yield taken
    taken.close()


@pytest.fixture(autouse=True)
def _no_garbage_is_left_for_the_next(garbage: Garbage) -> Iterator[None]:
    yield
    garbage.take_away()


@pytest.fixture(scope="package", autouse=True)
def _what_waits_for_a_signal_outlives_it() -> Iterator[None]:
    """A signal that another thread gave twice still calls a blocker that has gone, and PySide then
    reads freed memory: the application connects objects of Qt alone, pytest-qt does not."""
    kept: list[SignalBlocker] = []
    with pytest.MonkeyPatch.context() as patch:
        made = SignalBlocker.__init__

        def keep(blocker: SignalBlocker, *args: object, **kwargs: object) -> None:
            made(blocker, *args, **kwargs)
            kept.append(blocker)

        patch.setattr(SignalBlocker, "__init__", keep)
        yield


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path / "home")
    made.create()
    yield made
    # A window starts one where no test had its own, and leaves it to the library.
    with suppress(EngineError), Client(made) as left:
        left.stop()


@pytest.fixture
def engine(home: Home) -> Iterator[FakeEngine]:
    fake = FakeEngine(home)
    yield fake
    fake.die(home)


@pytest.fixture
def open_window(qtbot: QtBot, qapp: QApplication) -> Iterator[OpenWindow]:
    """Opens a window on a home, linked to its engine."""
    links, homes = [], set()

    def opened(home: Home) -> MainWindow:
        link = EngineLink(home)
        homes.add(home)
        window = MainWindow(home, link, ThemeFollower(qapp, always=LIGHT))
        qtbot.addWidget(window)
        window.show()
        link.start()
        links.append(link)
        return window

    yield opened
    for link in links:
        link.close()
    for home in homes:
        # What a window of one test remembers is nothing to that of the next.
        (home.root / "window.ini").unlink(missing_ok=True)


@pytest.fixture
def speak(qapp: QApplication) -> Iterator[Speak]:
    """Has what is made afterwards speak a language, given by its code, until the test ends."""
    locale, direction = QLocale(), qapp.layoutDirection()
    yield lambda code: language.speak(qapp, code)
    for words in qapp.findChildren(QTranslator):
        qapp.removeTranslator(words)
    QLocale.setDefault(locale)
    qapp.setLayoutDirection(direction)


def _never(home: Home) -> Client:
    """An errand of such a window reaches nobody, and starts nobody either."""
    raise EngineUnreachableError("There is no engine in this test.")


@pytest.fixture
def opener(
    qtbot: QtBot, qapp: QApplication, home: Home, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Opener]:
    """Opens windows that hear from no engine but what a test tells them."""
    opened: list[Opened] = []
    # Nobody is there who could still be waited for.
    monkeypatch.setattr(errands, "_FAREWELL", 0.05)
    monkeypatch.setattr(engine_thread, "connect_or_start", _never)

    def open_one() -> Opened:
        link = EngineLink(home)
        themes = ThemeFollower(qapp, always=LIGHT)
        window = MainWindow(home, link, themes)
        qtbot.addWidget(window)
        window.resize(1120, 720)
        window.show()
        opened.append((window, link, themes))
        return opened[-1]

    yield open_one
    for window, link, themes in opened:
        themes.enlarge(100)
        window.close()
        link.close()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample library, with a file whose name is not UTF-8."""
    folder = tmp_path_factory.mktemp("library") / "sample"
    shutil.copytree(paths.resources() / "sample", folder)
    if sys.platform.startswith("linux"):
        odd = os.path.join(os.fsencode(folder), ODD_NAME)
        with open(odd, "w") as file:
            file.write("The lighthouse keeper of Ploumanac'h sells postcards.")
    return folder


@pytest.fixture(scope="session")
def sample_home(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home with a real engine that has read the sample."""
    home = Home(tmp_path_factory.mktemp("real") / "home")
    home.create()
    with connect_or_start(home) as client:
        client.index([str(sample)])
        _wait_until_read(client)
        yield home
        client.stop()


def _wait_until_read(client: Client) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        status = client.status()
        # Meaning comes last; its total is set when the text is read.
        meaning = status.stages["meaning"]
        if status.progress.stage == "idle" and meaning["done"] == meaning["total"] > 0:
            return
        time.sleep(0.1)
    pytest.fail("the engine did not read the sample within two minutes")


class OpenedFiles(QObject):
    """Stands where the system's programs would: keeps the URLs that were to be opened."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.urls.append(url)

    @property
    def paths(self) -> list[str]:
        return [url.toLocalFile() for url in self.urls]


@pytest.fixture
def opened_files(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenedFiles]:
    files = OpenedFiles()
    # No viewer of this machine is to come up; tests/window/test_viewers.py has its own.
    monkeypatch.setattr(file_actions, "opened_at", lambda path, page: False)
    QDesktopServices.setUrlHandler("file", files, "take")
    yield files
    QDesktopServices.unsetUrlHandler("file")
