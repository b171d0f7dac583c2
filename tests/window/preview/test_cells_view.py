"""The cells of a workbook, sheet by sheet."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from grsearch_desktop.engine.client import Client
from grsearch_desktop.engine.protocol import PageText
from grsearch_desktop.paths import Home
from grsearch_desktop.window.preview.cells_model import column_name, found_cells, is_number
from grsearch_desktop.window.preview.cells_view import CellsView
from grsearch_desktop.window.theme import DARK, LIGHT

_HELD = 0.05
"""Seconds for which the window may be held up at most."""


@pytest.fixture
def view(qtbot: QtBot) -> CellsView:
    made = CellsView(LIGHT)
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def _sheet(rows: list[list[str]], word: str = "", *, name: str = "") -> PageText:
    """A sheet as the engine gives it, with each place of a word marked."""
    text = "\n".join((*([name, ""] if name else []), *("\t".join(row) for row in rows)))
    marks, place = [], text.find(word) if word else -1
    while place >= 0:
        marks.append((place, place + len(word)))
        place = text.find(word, place + 1)
    return PageText(text, tuple(marks), tuple(map(tuple, rows)))


def test_the_budget_of_the_library_is_shown_with_its_found_cell(
    view: CellsView, sample: Path, sample_home: Home, qtbot: QtBot
) -> None:
    book = str(sample / "home" / "money-2025.xlsx")
    with Client(sample_home) as client:
        names = client.document(book, "").page_names
        view.show_cells(client.page_text(book, 1, "rent"), names, 1)
    model = view.model
    row = [model.index(0, column).data() for column in range(model.columnCount())]
    assert row[:3] == ["Month", "Income", "Rent"]
    assert model.found == [(0, 2)]
    assert view.table.currentIndex().column() == 2
    assert [view.sheets.tabText(tab) for tab in range(view.sheets.count())] == list(names)
    with qtbot.waitSignal(view.sheet_wanted) as wanted:
        view.sheets.setCurrentIndex(1)
    assert wanted.args == [2]


def test_showing_a_sheet_is_not_taken_for_a_wish(view: CellsView) -> None:
    wanted: list[int] = []
    view.sheet_wanted.connect(wanted.append)
    view.show_cells(_sheet([["a"]]), ("One", "Two & more"), 2)
    view.show_cells(_sheet([["b"]]), ("One", "Two & more"), 1)
    assert view.sheets.currentIndex() == 0
    assert not wanted
    view.show_cells(_sheet([["c"]]), ("Alone",), 1)
    assert not view.sheets.isVisible()


def test_found_cells_are_painted_in_the_colours_of_marks(view: CellsView) -> None:
    view.show_cells(_sheet([["rent", "food"], ["x", "rent"]], "rent", name="Budget"), (), 1)
    view.use(DARK)
    picture = view.table.viewport().grab().toImage()
    colours = []
    for row, column in ((1, 1), (0, 0), (1, 0)):
        corner = view.table.visualRect(view.model.index(row, column)).topLeft()
        colours.append(picture.pixelColor(corner.x() + 2, corner.y() + 2).name())
    assert colours[0] == DARK.mark
    assert len(set(colours)) == 3, "the one looked at differs, and others have none"
    now = view.model.index(0, 0).data(Qt.ItemDataRole.BackgroundRole)
    assert now.color().name() == DARK.mark_now


def test_the_found_cells_are_walked_through_to_the_last_and_back(view: CellsView) -> None:
    rows = [["rent" if column == row % 7 else "" for column in range(40)] for row in range(300)]
    told: list[tuple[int, int]] = []
    view.match_changed.connect(lambda number, of: told.append((number, of)))
    view.show_cells(_sheet(rows, "rent", name="Budget"), (), 1)
    assert not view.previous_match()
    while view.next_match():
        place = view.table.visualRect(view.table.currentIndex())
        assert view.table.viewport().rect().contains(place.center())
    assert told == [(number, 300) for number in range(1, 301)]
    assert view.previous_match()


def test_the_name_of_a_sheet_is_none_of_its_cells() -> None:
    assert found_cells(_sheet([["rent", "food"]], "rent", name="rent")) == [(0, 0)]
    assert found_cells(_sheet([["food", "rent"]], "rent")) == [(0, 1)]


def test_numbers_stand_at_the_right(view: CellsView) -> None:
    view.show_cells(_sheet([["tea", "2.50", "-1,200 €", "2025-03-01"]]), (), 1)
    sides = [
        bool(view.model.index(0, column).data(Qt.ItemDataRole.TextAlignmentRole) & right)
        for right in (Qt.AlignmentFlag.AlignRight,)
        for column in range(4)
    ]
    assert sides == [False, True, True, False]
    assert is_number("1.5e-3") and is_number("$ 12") and not is_number("12 eggs")


def test_columns_are_called_as_in_other_programs() -> None:
    assert [column_name(column) for column in (0, 25, 26, 51, 52, 701, 702)] == [
        *("A", "Z", "AA", "AZ", "BA", "ZZ", "AAA")
    ]


def test_selected_cells_are_copied_as_a_table(view: CellsView, qtbot: QtBot) -> None:
    view.show_cells(_sheet([["a", "b", "c"], ["d"], ["g", "h", "i"]]), (), 1)
    view.copy()
    assert QGuiApplication.clipboard().text() == "a\tb\tc\nd\t\t\ng\th\ti"
    model = view.model
    block = QItemSelection(model.index(0, 1), model.index(1, 2))
    view.table.selectionModel().select(block, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    qtbot.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "b\tc\n\t"


def test_the_largest_sheet_does_not_hold_the_window_up(view: CellsView) -> None:
    rows = [[f"{row * column}" for column in range(100)] for row in range(2_000)]
    sheet = _sheet(rows, "1999", name="Large")
    before = time.thread_time()
    view.show_cells(sheet, ("Large",), 1)
    # The processor's time, for a busy machine may take the rest away.
    assert time.thread_time() - before < _HELD
    assert view.matches > 10
