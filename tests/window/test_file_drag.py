"""A hit is dragged out of the window to another program."""

import os
import sys
from urllib.parse import unquote_to_bytes

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QDrag, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from grsearch_desktop.engine.protocol import SearchAnswer
from grsearch_desktop.paths import Home
from grsearch_desktop.window.example import local_file
from grsearch_desktop.window.file_drag import card_of, files_data
from grsearch_desktop.window.main_window import MainWindow
from grsearch_desktop.window.result_delegate import PICTURE
from tests.window.conftest import ODD_NAME, OpenWindow
from tests.window.fake_engine import FakeEngine, a_hit

PATH = "/photos/a boat's sail #1.jpg"


@pytest.fixture
def window(qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow) -> MainWindow:
    """A window with a single hit."""
    made = open_window(home)
    engine.answers["search"] = lambda params: SearchAnswer(
        params["query"], 1.0, (a_hit(PATH, kind="image", item="picture"),)
    )
    made.search_for("boat")
    qtbot.waitUntil(lambda: made.list.path == PATH)
    return made


@pytest.mark.skipif(sys.platform == "win32", reason="names are no bytes there")
def test_a_file_is_given_to_other_programs_byte_for_byte() -> None:
    path = b"/tmp/a folder/" + ODD_NAME
    data = files_data([os.fsdecode(path)])
    url = bytes(data.data("text/uri-list").data()).strip()
    assert unquote_to_bytes(url.removeprefix(b"file://")) == path
    assert local_file(data) == os.fsdecode(path)


def test_what_is_dragged_shows_the_picture_and_the_name(window: MainWindow) -> None:
    paint = window.list._paint
    plain = card_of(a_hit(PATH), paint, PICTURE)
    assert not plain.isNull() and plain.width() > plain.height()
    long = card_of(a_hit("/" + "name" * 60), paint, PICTURE)
    assert long.width() < 2 * plain.width() + 200


class _Dragged:
    """Stands where the system's drag would be: keeps what was to be dragged."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.urls: list[str] = []
        self.pictures: list[QSize] = []
        self.actions: list[Qt.DropAction] = []

        def take(drag: QDrag, actions: Qt.DropAction, default: Qt.DropAction) -> Qt.DropAction:
            self.urls += [url.toLocalFile() for url in drag.mimeData().urls()]
            self.pictures.append(drag.pixmap().size())
            self.actions.append(actions)
            return default

        monkeypatch.setattr(QDrag, "exec", take)


@pytest.mark.parametrize("shown", ["list", "grid", "groups"])
def test_a_hit_is_dragged_with_the_mouse_from_every_view(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, shown: str
) -> None:
    dragged = _Dragged(monkeypatch)
    window.resize(900, 600)
    view = window.list
    if shown == "grid":
        window.ways.show_grid(True)
    if shown == "groups":
        window.ways.show_groups(True)
        pictures = window.groups.sections[1]
        qtbot.waitUntil(lambda: pictures.model.rowCount() > 0)
        view = pictures.view
    qtbot.waitUntil(lambda: view.visualRect(view.model().index(0, 0)).isValid())
    start = view.visualRect(view.model().index(0, 0)).center()
    port = view.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    for step in (8, 16, 40):
        _move(port, start + QPoint(step, step))
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=start)
    assert dragged.urls == [PATH]
    assert not dragged.actions[0] & Qt.DropAction.MoveAction, "files stay where they are"
    assert dragged.pictures[0].height() > 20


def _move(port: QWidget, place: QPoint) -> None:
    """Moves the mouse with its button down; QTest's own move has none down."""
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(place),
        QPointF(port.mapToGlobal(place)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(port, event)


class _OwnDrop(QDropEvent):
    """A drop of what was dragged from this window; no drag is under way in a test."""

    origin: QWidget | None = None

    def source(self) -> QWidget | None:
        return self.origin


@pytest.mark.parametrize("own", [True, False])
def test_a_hit_that_falls_back_into_the_window_is_no_picture_to_search_by(
    window: MainWindow, own: bool
) -> None:
    data = files_data([PATH])
    drop = _OwnDrop(
        QPointF(9, 9),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    drop.origin = window.list if own else None
    taken = window.asking.eventFilter(window, drop)
    assert taken is not own
    assert (window.asking.example is None) is own
