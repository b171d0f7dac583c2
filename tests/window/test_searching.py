"""The window on a real engine that has read the sample library."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from pytestqt.qtbot import QtBot

from grsearch_desktop.paths import Home
from grsearch_desktop.window.main_window import MainWindow
from grsearch_desktop.window.results_model import Role
from tests.window.conftest import OpenedFiles, OpenWindow
from tests.window.front import come_forward


def names(window: MainWindow) -> list[str]:
    model = window.model
    return [Path(model.index(row).data(Role.HIT).path).name for row in range(model.rowCount())]


def type_and_wait(qtbot: QtBot, window: MainWindow, words: str, best: str) -> None:
    qtbot.keyClicks(window.box.line, words)
    qtbot.waitUntil(lambda: names(window)[:1] == [best], timeout=20_000)


def test_typing_shows_the_page_that_answers(
    qtbot: QtBot, sample_home: Home, open_window: OpenWindow
) -> None:
    window = open_window(sample_home)
    words = "roughen the rubber with sandpaper, spread glue and press the patch on the tyre"
    type_and_wait(qtbot, window, words, "bicycle-repair.pdf")
    hit = window.model.hit(0)
    assert hit is not None and hit.page == 3
    assert "tyre" in [hit.snippet[start:end].lower() for start, end in hit.marks]
    assert "results in" in window.status.text


def test_a_photograph_is_found_by_what_it_shows_and_its_picture_comes(
    qtbot: QtBot, sample_home: Home, open_window: OpenWindow
) -> None:
    window = open_window(sample_home)
    type_and_wait(qtbot, window, "sailing boat at sunset", "IMG_1187.jpg")
    hit = window.model.hit(0)
    assert hit is not None
    thumbnails = window._link.thumbnails
    qtbot.waitUntil(lambda: thumbnails.picture(hit, QSize(116, 100), 1.0) is not None)


def test_enter_opens_the_selected_file(
    qtbot: QtBot,
    sample_home: Home,
    sample: Path,
    open_window: OpenWindow,
    opened_files: OpenedFiles,
) -> None:
    window = open_window(sample_home)
    type_and_wait(qtbot, window, "insurance water damage", "house-policy.docx")
    qtbot.keyClick(window.box.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened_files.paths == [str(sample / "home" / "house-policy.docx")])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names are Unicode elsewhere")
def test_a_name_that_is_not_utf8_is_shown_and_opened_byte_for_byte(
    qtbot: QtBot, sample_home: Home, open_window: OpenWindow, opened_files: OpenedFiles
) -> None:
    window = open_window(sample_home)
    window.search_for("lighthouse keeper sells postcards")
    qtbot.waitUntil(lambda: bool(names(window)) and names(window)[0].endswith("holiday.txt"))
    index = window.model.index(0)
    assert index.data() == "caf\N{REPLACEMENT CHARACTER} holiday.txt"
    window.grab()
    window.list.open_selected()
    qtbot.waitUntil(lambda: len(opened_files.urls) == 1)
    assert bytes(opened_files.urls[0].toEncoded().data()).endswith(b"caf%E9%20holiday.txt")


def test_emptying_the_search_says_how_much_can_be_searched(
    qtbot: QtBot, sample_home: Home, open_window: OpenWindow
) -> None:
    window = open_window(sample_home)
    type_and_wait(qtbot, window, "lemon tart", "lemon-tart.md")
    qtbot.keyClick(window.box.line, Qt.Key.Key_Escape)
    assert window.model.rowCount() == 0
    qtbot.waitUntil(lambda: window.page.message.headline.startswith("Search 1"))


def test_the_grid_shows_the_same_hits_and_the_window_remembers_it(
    qtbot: QtBot, sample_home: Home, open_window: OpenWindow
) -> None:
    window = open_window(sample_home)
    type_and_wait(qtbot, window, "sailing boat at sunset", "IMG_1187.jpg")
    window.resize(1000, 700)
    come_forward(qtbot, window)
    window.list.move(1)
    chosen = window.list.path
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.list.is_grid)
    assert window.list.path == chosen
    first, second = (window.list.visualRect(window.model.index(row)) for row in (0, 1))
    assert first.top() == second.top() and first.right() < second.left()
    window.list.setFocus()
    qtbot.keyClick(window.list, Qt.Key.Key_Left)
    assert window.list.currentIndex().row() == 0
    qtbot.keyClick(window.list, Qt.Key.Key_Down)
    below = window.list.visualRect(window.list.currentIndex())
    assert below.left() == first.left() and below.top() > first.top()
    again = open_window(sample_home)
    assert again.list.is_grid
    come_forward(qtbot, again)
    qtbot.keyClick(again, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not again.list.is_grid)
