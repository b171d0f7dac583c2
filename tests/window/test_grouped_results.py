"""Hits by kind, on a real engine that has read the sample library."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from grsearch_desktop.paths import Home
from grsearch_desktop.window.grouped_results import Section
from grsearch_desktop.window.main_window import MainWindow
from grsearch_desktop.window.results_model import Role
from tests.window.conftest import OpenWindow


def _searched(qtbot: QtBot, window: MainWindow, words: str) -> list[Section]:
    """The sections that have hits, once all have come."""
    window.resize(1000, 700)
    window.ways.show_groups(True)
    window.search_for(words)
    qtbot.waitUntil(
        lambda: (
            window.model.rowCount() > 0
            and sum(section.model.total for section in window.groups.sections)
            == window.model.rowCount()
        ),
        timeout=20_000,
    )
    return [section for section in window.groups.sections if not section.isHidden()]


def test_each_kind_has_its_best_hits_in_a_section(
    qtbot: QtBot, sample_home: Home, open_window: OpenWindow
) -> None:
    window = open_window(sample_home)
    sections = _searched(qtbot, window, "sailing boat at sunset")
    assert window._stack.currentWidget() is window.groups
    assert len(sections) == 3
    for section in sections:
        rows = range(section.model.rowCount())
        kinds = {section.model.index(row).data(Role.HIT).kind for row in rows}
        assert kinds <= set(section.group.kinds)
        assert section.model.rowCount() == min(3, section.model.total)
    pictures = sections[1].model
    assert pictures.index(0).data() == "IMG_1187.jpg"


def test_a_section_that_is_opened_shows_all_it_has_and_nothing_else(
    qtbot: QtBot, sample_home: Home, open_window: OpenWindow
) -> None:
    window = open_window(sample_home)
    pages, pictures, notes = _searched(qtbot, window, "a picture")
    pictures.all.click()
    assert pictures.model.rowCount() == pictures.model.total > 3
    assert pages.isHidden() and notes.isHidden()
    qtbot.keyClick(pictures.view, Qt.Key.Key_Escape)
    assert not pages.isHidden() and not notes.isHidden()
    assert pictures.model.rowCount() == 3


def test_the_arrow_keys_walk_from_one_section_into_the_next(
    qtbot: QtBot, sample_home: Home, open_window: OpenWindow
) -> None:
    window = open_window(sample_home)
    pages, pictures, _ = _searched(qtbot, window, "how to repair a flat tyre")
    assert pages.view.currentIndex().row() == 0
    for _ in range(3):
        qtbot.keyClick(window.box.line, Qt.Key.Key_Down)
    assert not pages.view.currentIndex().isValid()
    assert pictures.view.currentIndex().row() == 0
    assert window.groups.path == pictures.model.index(0).data(Role.HIT).path
    pictures.view.setFocus()
    qtbot.keyClick(pictures.view, Qt.Key.Key_Up)
    assert pages.view.currentIndex().row() == 2


def test_what_is_selected_can_be_seen(
    qtbot: QtBot, sample_home: Home, open_window: OpenWindow
) -> None:
    window = open_window(sample_home)
    sections = _searched(qtbot, window, "how to repair a flat tyre")
    window.resize(700, 420)
    for _ in range(8):
        qtbot.keyClick(window.box.line, Qt.Key.Key_Down)
    area: QScrollArea = window.groups
    view = next(section.view for section in sections if section.view.currentIndex().isValid())
    row = view.visualRect(view.currentIndex())
    top = view.viewport().mapTo(area.viewport(), QPoint(0, row.top()))
    assert 0 <= top.y() <= area.viewport().height() - row.height()
