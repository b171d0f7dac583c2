"""Keys and menus, on hits that are always the same."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from grsearch_desktop.engine.protocol import SearchAnswer
from grsearch_desktop.paths import Home
from grsearch_desktop.window import file_actions
from grsearch_desktop.window.main_window import MainWindow
from grsearch_desktop.window.results_model import Role
from tests.window.conftest import OpenedFiles, OpenWindow
from tests.window.fake_engine import FakeEngine, a_hit
from tests.window.front import come_forward


@pytest.fixture
def window(
    qtbot: QtBot, home: Home, engine: FakeEngine, tmp_path: Path, open_window: OpenWindow
) -> MainWindow:
    """A window with three hits, whose files exist."""
    files = [tmp_path / name for name in ("one.txt", "two.txt", "three.txt")]
    for file in files:
        file.write_text(file.stem)
    hits = tuple(a_hit(str(file), rank) for rank, file in enumerate(files, 1))
    engine.answers["search"] = lambda params: SearchAnswer(params["query"], 1.0, hits)
    window = open_window(home)
    window.search_for("a file")
    qtbot.waitUntil(lambda: window.model.rowCount() == 3)
    return window


def chosen(window: MainWindow) -> str:
    return Path(window.list.path).name


def test_arrows_in_the_search_box_walk_the_results(qtbot: QtBot, window: MainWindow) -> None:
    walked = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        qtbot.keyClick(window.box.line, key)
        walked.append(chosen(window))
    assert walked == ["two.txt", "three.txt", "three.txt", "two.txt"]


def test_escape_empties_the_search(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window.box.line, Qt.Key.Key_Escape)
    assert window.box.text == ""
    assert window.model.rowCount() == 0


def test_ctrl_l_goes_to_the_search_box_and_selects_its_words(
    qtbot: QtBot, window: MainWindow
) -> None:
    come_forward(qtbot, window)
    window.list.setFocus()
    qtbot.keyClick(window.list, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.focusWidget() is window.box.line
    assert window.box.line.selectedText() == "a file"


def test_ctrl_c_copies_the_path_of_the_selected_file(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window.box.line, Qt.Key.Key_Down)
    qtbot.keyClick(window.box.line, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().endswith("two.txt")


def test_ctrl_c_copies_the_words_that_are_selected(qtbot: QtBot, window: MainWindow) -> None:
    window.box.line.selectAll()
    qtbot.keyClick(window.box.line, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "a file"


def test_letters_typed_in_the_list_go_to_the_search_box(qtbot: QtBot, window: MainWindow) -> None:
    window.list.setFocus()
    qtbot.keyClicks(window.list, "x")
    assert window.box.text == "a filex"


def test_enter_in_the_list_and_a_double_click_open_a_file(
    qtbot: QtBot, window: MainWindow, opened_files: OpenedFiles
) -> None:
    window.list.move(1)
    qtbot.keyClick(window.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [Path(path).name for path in opened_files.paths] == ["two.txt"])
    window.list.doubleClicked.emit(window.model.index(2))
    qtbot.waitUntil(lambda: Path(opened_files.paths[-1]).name == "three.txt")


def test_a_file_that_has_gone_is_told_and_not_opened(
    qtbot: QtBot, window: MainWindow, opened_files: OpenedFiles
) -> None:
    Path(window.list.path).unlink()
    qtbot.keyClick(window.box.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "“one.txt” is not there any more." in window.status.text)
    assert opened_files.urls == []


def test_the_menu_shows_the_file_in_its_folder_and_copies_its_path(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(file_actions, "_runs", lambda command: bool(ran.append(command)) or True)
    menu = window.list.menu_for(window.model.index(2))
    menu.findChild(object, "folder").trigger()
    qtbot.waitUntil(lambda: bool(ran))
    assert "three.txt" in " ".join(ran[0])
    menu.findChild(object, "copy").trigger()
    assert QGuiApplication.clipboard().text().endswith("three.txt")


def test_without_a_file_manager_the_window_says_so(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_actions, "_runs", lambda command: False)
    window.list.folder_wanted.emit(window.list.path)
    qtbot.waitUntil(lambda: "No file manager could be opened." in window.status.text)


def test_the_selection_stays_with_its_file_when_the_order_changes(
    qtbot: QtBot, window: MainWindow, engine: FakeEngine
) -> None:
    window.list.move(2)
    hits = [window.model.index(row).data(Role.HIT) for row in (2, 0, 1)]
    engine.answers["search"] = lambda params: SearchAnswer(params["query"], 1.0, tuple(hits))
    window.search_for("another")
    qtbot.waitUntil(lambda: Path(window.model.index(0).data(Role.HIT).path).name == "three.txt")
    assert chosen(window) == "three.txt"
