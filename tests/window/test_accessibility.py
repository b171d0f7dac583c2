"""Nothing in any window is for eyes or the mouse alone."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QInputDialog, QWidget
from pytestqt.qtbot import QtBot

from grsearch_desktop.engine.protocol import FileError, Why
from grsearch_desktop.paths import Home
from grsearch_desktop.window import wording
from grsearch_desktop.window.date_range import DateRangeDialog
from grsearch_desktop.window.library.library_window import LibraryWindow
from grsearch_desktop.window.main_window import MainWindow
from grsearch_desktop.window.map.map_window import MapWindow
from tests.window.conftest import OpenWindow
from tests.window.fake_engine import FakeEngine, a_hit, a_status
from tests.window.front import come_forward
from tests.window.tab_walk import interactive, unnamed, unreached, unseen, walked
from tests.window.test_searching import names

Show = Callable[[QtBot, MainWindow], QWidget]

PAGES = ("folders", "progress", "problems", "models", "reading", "appearance", "about")


def _list(qtbot: QtBot, window: MainWindow) -> QWidget:
    window.search_for("sailing boat at sunset type:image size:>1kb")
    qtbot.waitUntil(lambda: names(window)[:1] == ["IMG_1187.jpg"], timeout=20_000)
    return window


def _grid(qtbot: QtBot, window: MainWindow) -> QWidget:
    window.ways.show_grid(True)
    return _list(qtbot, window)


def _groups(qtbot: QtBot, window: MainWindow) -> QWidget:
    window.ways.show_groups(True)
    # Each section that gets the focus would have another preview; those of hits are walked alone.
    window.beside.button.setChecked(False)
    window.search_for("sailing boat at sunset")
    # The sample holds no films.
    filled = [section for section in window.groups.sections if "video" not in section.group.kinds]
    qtbot.waitUntil(lambda: all(section.isVisible() for section in filled), timeout=20_000)
    return window


def _page(qtbot: QtBot, window: MainWindow) -> QWidget:
    window.search_for("roughen the rubber with sandpaper and press the patch on")
    qtbot.waitUntil(lambda: names(window)[:1] == ["bicycle-repair.pdf"], timeout=20_000)
    return window


def _note(qtbot: QtBot, window: MainWindow) -> QWidget:
    window.search_for("lemon tart")
    qtbot.waitUntil(lambda: names(window)[:1] == ["lemon-tart.md"], timeout=20_000)
    return window


def _nothing_asked(qtbot: QtBot, window: MainWindow) -> QWidget:
    qtbot.waitUntil(lambda: window.page.message.headline.startswith("Search"), timeout=20_000)
    return window


def _method(qtbot: QtBot, window: MainWindow) -> QWidget:
    window.asking.method_button.setChecked(True)
    window.asking.method.slider.setValue(60)
    return _list(qtbot, window)


def _example(qtbot: QtBot, window: MainWindow) -> QWidget:
    _list(qtbot, window)
    window.search_like(window.list.path)
    qtbot.waitUntil(lambda: window.box.minus.isVisible() and bool(names(window)))
    return window


def _compact(qtbot: QtBot, window: MainWindow) -> QWidget:
    window.compact.shrink()
    return _list(qtbot, window)


def _map(qtbot: QtBot, window: MainWindow) -> QWidget:
    window.show_map()
    shown: MapWindow = window.findChild(MapWindow)
    qtbot.waitUntil(lambda: not shown._bar.isVisible(), timeout=60_000)
    return shown


def _dates(qtbot: QtBot, window: MainWindow) -> QWidget:
    window.chips._choose_dates()
    return window.findChild(DateRangeDialog)


def _name_of_a_search(qtbot: QtBot, window: MainWindow) -> QWidget:
    window.search_for("boats")
    window.asking.star._ask_for_name()
    return window.asking.star.findChild(QInputDialog)


WINDOWS: tuple[Show, ...] = (
    _nothing_asked,
    _list,
    _page,
    _note,
    _grid,
    _groups,
    _method,
    _example,
    _compact,
    _map,
    _dates,
    _name_of_a_search,
)


@pytest.fixture
def window(sample_home: Home, open_window: OpenWindow) -> Iterator[MainWindow]:
    window = open_window(sample_home)
    window.resize(1100, 760)
    yield window
    for dialog in window.findChildren(QWidget):
        if dialog.isWindow() and dialog.isVisible():
            dialog.close()
    window.asking.method_button.setChecked(False)


@pytest.fixture
def library(qtbot: QtBot, window: MainWindow) -> LibraryWindow:
    """The library's window, with problems as a person may have them."""
    window.show_library()
    assert window.library is not None
    shown = window.library
    qtbot.waitUntil(
        lambda: shown.folders.texts != {} and not shown.banner.isVisible(), timeout=20_000
    )
    qtbot.waitUntil(lambda: bool(shown.models.buttons))
    problem = FileError("/home/eva/half.pdf", "The file is damaged or incomplete.", 0.0)
    shown.problems.show_problems((problem,))
    shown.problems.table.selectRow(0)
    shown.reading.ignore.setPlainText("*.bak")
    return shown


@pytest.mark.parametrize("show", WINDOWS)
def test_every_part_of_a_window_is_named_reached_by_tab_and_seen_there(
    qtbot: QtBot, window: MainWindow, show: Show
) -> None:
    shown = show(qtbot, window)
    assert len(interactive(shown)) >= 3
    assert unnamed(shown) == []
    assert unreached(qtbot, shown) == []
    assert unseen(qtbot, shown) == []


@pytest.mark.parametrize("page", PAGES)
def test_every_part_of_a_settings_page_is_named_reached_by_tab_and_seen_there(
    qtbot: QtBot, library: LibraryWindow, page: str
) -> None:
    library.open_page(getattr(library, page))
    library.resize(640, 360)
    assert len(interactive(library)) >= 2
    assert unnamed(library) == []
    assert unreached(qtbot, library) == []
    assert unseen(qtbot, library) == []


def test_the_first_page_is_named_reached_by_tab_and_seen_there_and_enter_goes_on(
    qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow
) -> None:
    engine.answers["status"] = lambda _: a_status(folders=0, files=0)
    window = open_window(home)
    window.first.offer(["/home/eva/Documents", "/home/eva/Pictures"])
    qtbot.waitUntil(window.first.isVisible)
    come_forward(qtbot, window)
    assert window.first.start.hasFocus()
    assert not window.bar.isVisible(), "there is nothing to filter"
    assert unnamed(window) == []
    assert unreached(qtbot, window) == []
    assert unseen(qtbot, window) == []
    assert set(window.first.offers.values()) <= set(walked(qtbot, window))
    window.first.start.setFocus()
    qtbot.keyClick(window.first.start, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(engine.asked("index")))


def test_backtab_goes_the_same_way_back(qtbot: QtBot, window: MainWindow) -> None:
    _list(qtbot, window)
    forward = walked(qtbot, window)
    back = []
    for _ in forward:
        back.append(QApplication.focusWidget())
        qtbot.keyClick(back[-1], Qt.Key.Key_Backtab)
    assert back == [forward[0], *reversed(forward[1:])]


@pytest.mark.parametrize("facet", ["kind", "folder", "date", "size"])
def test_the_choices_of_a_chip_are_walked_by_keys_and_spoken(
    qtbot: QtBot, window: MainWindow, facet: str
) -> None:
    come_forward(qtbot, window)
    qtbot.waitUntil(lambda: bool(window.chips.folders), timeout=20_000)
    chip = window.chips.chips[facet]
    heard: list[str] = []

    def walk() -> None:
        actions = [action for action in chip.menu.actions() if not action.isSeparator()]
        for _ in actions:
            qtbot.keyClick(chip.menu, Qt.Key.Key_Down)
            heard.append(chip.menu.activeAction().text())
        spoken = [child.text(QAccessible.Text.Name) for child in _children(chip.menu)]
        assert all(action.text().replace("&&", "&") in spoken for action in actions)
        assert len(set(heard)) == len(actions)
        chip.menu.close()

    # The menu has an event loop of its own, in which this is done.
    chip.menu.aboutToShow.connect(walk, Qt.ConnectionType.QueuedConnection)
    chip.face.setFocus()
    qtbot.keyClick(chip.face, Qt.Key.Key_Down)
    assert heard


@pytest.mark.parametrize("show", [_list, _grid, _groups])
def test_each_hit_of_a_view_is_spoken(qtbot: QtBot, window: MainWindow, show: Show) -> None:
    show(qtbot, window)
    views = window.groups.views if window.ways.groups else [window.list]
    for view in filter(QWidget.isVisible, views):
        model = view.model()
        rows = [child.text(QAccessible.Text.Name) for child in _children(view)]
        expected = [wording.spoken(model.hit(row)) for row in range(model.rowCount())]
        assert rows == expected
        assert any("Found by" in row for row in rows)


def test_suggestions_are_spoken(qtbot: QtBot, window: MainWindow) -> None:
    come_forward(qtbot, window)
    window.box.line.setFocus()
    qtbot.keyClicks(window.box.line, "type:p")
    rows = window.asking.popup.rows
    qtbot.waitUntil(rows.isVisible)
    assert "pdf" in [child.text(QAccessible.Text.Name) for child in _children(rows)]


def test_a_point_of_the_map_is_spoken_when_keys_come_to_it(
    qtbot: QtBot, window: MainWindow
) -> None:
    shown = _map(qtbot, window)
    come_forward(qtbot, shown)
    qtbot.keyClick(shown.view, Qt.Key.Key_Right)
    spoken = QAccessible.queryAccessibleInterface(shown.view)
    assert "." in spoken.text(QAccessible.Text.Description)


def test_a_hit_is_spoken_with_its_page_its_words_and_its_reason() -> None:
    hit = a_hit(
        "/papers/bicycle.pdf",
        page=3,
        snippet="Mending a\nflat tyre",
        why=Why(words=0.25, text=0.75),
    )
    assert wording.spoken(hit) == (
        "bicycle.pdf. page 3. /papers. Mending a flat tyre. "
        "Found by the meaning of its text (75 %) and its words (25 %)."
    )


def _children(widget: QWidget) -> list[QAccessibleInterface]:
    whole = QAccessible.queryAccessibleInterface(widget)
    return [whole.child(number) for number in range(whole.childCount())]
