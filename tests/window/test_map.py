"""The library map on a real engine that has read the sample library."""

from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from grsearch_desktop.engine import views
from grsearch_desktop.engine.protocol import LibraryMap, MapPoint
from grsearch_desktop.errors import EngineError
from grsearch_desktop.paths import Home
from grsearch_desktop.window.main_window import MainWindow
from grsearch_desktop.window.map.map_view import MapView
from grsearch_desktop.window.map.map_window import MapWindow
from tests.window.conftest import OpenedFiles, OpenWindow
from tests.window.fake_engine import FakeEngine


def _opened(window: MainWindow) -> MapWindow:
    window.map.click()
    assert window._map is not None
    return window._map


def _made(qtbot: QtBot, map_: MapWindow) -> MapView:
    """The points once they lie still."""
    qtbot.waitUntil(lambda: bool(map_.view._points) and not map_._bar.isVisible(), timeout=60_000)
    qtbot.waitUntil(lambda: map_.view._moving.state() == map_.view._moving.State.Stopped)
    return map_.view


def test_the_map_shows_the_library_and_moves_from_calibrated_to_raw(
    qtbot: QtBot, sample_home: Home, open_window: OpenWindow
) -> None:
    map_ = _opened(open_window(sample_home))
    view = _made(qtbot, map_)
    assert {point.kind for point in view._points} == {"passage", "page", "picture"}
    assert "passages, pages and pictures" in map_._said.text()
    before = view._places
    map_.raw.click()
    qtbot.waitUntil(lambda: view._moving.state() == view._moving.State.Running)
    view = _made(qtbot, map_)
    assert len(view._places) == len(before)
    assert view._places != before


def test_a_click_on_a_point_opens_its_file(
    qtbot: QtBot, sample_home: Home, open_window: OpenWindow, opened_files: OpenedFiles
) -> None:
    map_ = _opened(open_window(sample_home))
    view = _made(qtbot, map_)
    tart = [point.path.endswith("lemon-tart.md") for point in view._points].index(True)
    view.zoom(8.0, view._in_window(view._places[tart]))
    at = view._in_window(view._places[tart]).toPoint()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: opened_files.paths == [view._points[tart].path])


def _fake_map(_: object = None) -> LibraryMap:
    places = ((0.1, 0.5), (0.5, 0.5), (0.9, 0.5), (0.5, 0.1))
    points = tuple(
        MapPoint(x, y, f"/folder/{number}.md", number, "passage", None)
        for number, (x, y) in enumerate(places)
    )
    return LibraryMap(points, True, "bundled", 4, 4)


def _with_fake_map(qtbot: QtBot, engine: FakeEngine, window: MainWindow) -> MapView:
    engine.answers["library_map"] = lambda _: views.map_data(_fake_map())
    map_ = _opened(window)
    return _made(qtbot, map_)


def test_the_map_can_be_walked_with_the_keyboard(
    qtbot: QtBot,
    home: Home,
    engine: FakeEngine,
    open_window: OpenWindow,
) -> None:
    view = _with_fake_map(qtbot, engine, open_window(home))
    wanted = []
    view.open_wanted.connect(lambda path, page: wanted.append(path))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        qtbot.keyClick(view, key)
    assert wanted == ["/folder/2.md"]
    assert view.accessibleDescription() == "2.md, text"
    qtbot.keyClick(view, Qt.Key.Key_Left)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert wanted[-1] == "/folder/3.md"


def test_zooming_keeps_what_is_under_the_mouse_and_dragging_moves_it(
    qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow
) -> None:
    view = _with_fake_map(qtbot, engine, open_window(home))
    at = view._in_window(view._places[2])
    view.zoom(3.0, at)
    assert (view._in_window(view._places[2]) - at).manhattanLength() < 1.0
    start, end = QPoint(200, 200), QPoint(150, 180)
    opened = []
    view.open_wanted.connect(lambda *_: opened.append(1))
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view, end)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    moved = view._in_window(view._places[2]) - at
    assert (moved - QPointF(-50, -20)).manhattanLength() < 1.0
    assert not opened
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view._looked.zoom == 1.0


def test_an_engine_that_has_no_map_says_why(
    qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow
) -> None:
    def refuse(_: object) -> None:
        raise EngineError("The model can't be loaded.")

    engine.answers["library_map"] = refuse
    map_ = _opened(open_window(home))
    qtbot.waitUntil(lambda: map_._said.text() == "The model can't be loaded.")


def test_a_closed_map_asks_no_more(
    qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow
) -> None:
    view = _with_fake_map(qtbot, engine, open_window(home))
    map_ = view.window()
    map_.close()
    assert map_.link._thread is None and not map_.link._again.isActive()
