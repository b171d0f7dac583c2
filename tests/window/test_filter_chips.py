"""The chips below the search field, with a real engine behind them."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from pytestqt.qtbot import QtBot

from grsearch_desktop.engine.protocol import FolderStatus
from grsearch_desktop.paths import Home
from grsearch_desktop.window.date_range import DateRangeDialog
from grsearch_desktop.window.main_window import MainWindow
from tests.window.conftest import OpenWindow
from tests.window.front import come_forward
from tests.window.test_searching import names


@pytest.fixture
def window(qtbot: QtBot, sample_home: Home, open_window: OpenWindow) -> MainWindow:
    window = open_window(sample_home)
    qtbot.waitUntil(lambda: bool(window.chips.folders))
    return window


def entries(window: MainWindow, facet: str) -> dict[str, bool]:
    """The menu of a chip as it would open: each entry and whether it is checked."""
    menu = window.chips.chips[facet].menu
    menu.aboutToShow.emit()
    return {action.text(): action.isChecked() for action in menu.actions() if action.text()}


def choose(window: MainWindow, facet: str, entry: str) -> None:
    entries(window, facet)
    actions = window.chips.chips[facet].menu.actions()
    next(action for action in actions if action.text() == entry).trigger()


def labels(window: MainWindow) -> list[str]:
    return [chip.text for chip in window.chips.chips.values() if not chip.isHidden()]


def test_a_chosen_kind_stands_in_the_query_and_narrows_the_results(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.search_for("a trip to the sea")
    qtbot.waitUntil(lambda: any(name.endswith(".md") for name in names(window)))
    choose(window, "kind", "Pictures")
    assert window.box.text == "a trip to the sea type:image"
    assert labels(window) == ["Pictures", "Folder", "Date", "Size"]
    qtbot.waitUntil(
        lambda: bool(names(window)) and all(name.endswith(".jpg") for name in names(window))
    )
    assert entries(window, "kind")["Pictures"] and not entries(window, "kind")["PDFs"]


def test_filters_typed_by_hand_light_the_chips(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClicks(window.box.line, 'x kind:photos ext:pdf in:"my letters" after:2023 size:>5mb')
    assert labels(window) == ["Pictures, .pdf", "my letters", "after 2023", "over 5 MB"]
    assert all(chip.filled for name, chip in window.chips.chips.items() if name != "said")


def test_what_files_say_of_themselves_has_a_chip_where_it_is_asked_for(
    qtbot: QtBot, window: MainWindow
) -> None:
    chip = window.chips.chips["said"]
    assert chip.isHidden()
    qtbot.keyClicks(window.box.line, 'x from:anna -tag:old taken:2023-07 near:"New York"')
    assert not chip.isHidden()
    assert chip.text == "from anna and 3 more"
    shown = entries(window, "said")
    assert [*shown][:4] == ["from anna", "not tag old", "taken: Jul 2023", "near New York"]
    choose(window, "said", "not tag old")
    assert window.box.text == 'x from:anna taken:2023-07 near:"New York"'
    chip.cross.click()
    assert window.box.text == "x"
    assert chip.isHidden()


def test_a_place_that_nobody_knows_is_told_of(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClicks(window.box.line, "harbour near:mordor")
    chip = window.chips.chips["said"]
    qtbot.waitUntil(lambda: bool(chip.property("alarm")))
    sentence = "No place called “mordor” is known; it is searched for as words."
    assert chip.face.toolTip() == sentence
    assert window.status.text.startswith(sentence)
    window.box.set_text("harbour near:lisbon")
    qtbot.waitUntil(lambda: not window.status.text.startswith(sentence))
    assert not chip.property("alarm")
    assert chip.face.toolTip() != sentence


def test_the_cross_takes_out_its_own_filter_and_leaves_the_rest_as_typed(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.search_for('sea  type:image "two  words"  size:<10mb')
    window.chips.chips["kind"].cross.click()
    assert window.box.text == 'sea  "two  words"  size:<10mb'
    assert labels(window) == ["Kind", "Folder", "Date", "under 10 MB"]


def test_a_chip_opens_and_empties_by_keys(qtbot: QtBot, window: MainWindow) -> None:
    come_forward(qtbot, window)
    window.search_for("sea type:image")
    chip = window.chips.chips["kind"]
    chip.face.setFocus()
    opened = []
    chip.menu.aboutToShow.connect(lambda: opened.append(True))
    chip.menu.aboutToShow.connect(chip.menu.close, Qt.ConnectionType.QueuedConnection)
    qtbot.keyClick(chip.face, Qt.Key.Key_Down)
    assert opened
    qtbot.keyClick(chip.face, Qt.Key.Key_Delete)
    assert window.box.text == "sea"


def test_the_library_s_folder_is_offered_and_searched(
    qtbot: QtBot, window: MainWindow, sample: Path
) -> None:
    choose(window, "folder", "sample")
    assert window.box.text == f"in:{sample}"
    qtbot.waitUntil(lambda: len(names(window)) >= 15)
    assert entries(window, "folder")["sample"]
    choose(window, "folder", "sample")
    assert window.box.text == ""


def test_a_folder_with_an_ampersand_and_spaces_is_offered_as_it_is(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.chips.offer_folders((FolderStatus("/home/eva/Tax & more", 1, True).path,))
    choose(window, "folder", "Tax && more")
    assert window.box.text == 'in:"/home/eva/Tax & more"'
    assert labels(window)[1] == "Tax & more"


def test_this_year_holds_files_that_changed_today(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "date", "This year")
    assert window.box.text == "date:thisyear"
    choose(window, "date", "Last year")
    assert window.box.text == "date:lastyear", "one stretch takes the place of another"
    assert labels(window)[2] == "Last year"
    years = next(
        action.menu()
        for action in window.chips.chips["date"].menu.actions()
        if action.text() == "A year"
    )
    years.actions()[0].trigger()
    assert window.box.text == f"date:{date.today().year}"


def test_two_days_from_the_calendar_make_a_range(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "date", "From … to …")
    dialog = window.chips.findChild(DateRangeDialog)
    dialog.first.setDate(QDate(2024, 5, 17))
    dialog.last.setDate(QDate(2023, 1, 2))
    dialog.accept()
    assert window.box.text == "date:2023-01-02..2024-05-17"
    assert labels(window)[2] == "2 Jan 2023 – 17 May 2024"


def test_a_range_of_sizes_is_two_bounds_and_one_choice(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "size", "1 MB to 10 MB")
    assert window.box.text == "size:>1mb size:<10mb"
    assert labels(window)[3] == "over 1 MB, under 10 MB"
    assert entries(window, "size")["1 MB to 10 MB"]
    choose(window, "size", "Remove this filter")
    assert window.box.text == ""


def test_chips_go_on_below_where_the_window_is_narrow(qtbot: QtBot, window: MainWindow) -> None:
    window.chips.resize(220, window.chips.heightForWidth(220))
    tops = {chip.y() for chip in window.chips.chips.values()}
    assert len(tops) == 2
