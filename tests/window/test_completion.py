"""What is offered below the search field, by keys and by mouse, and what is kept of searches."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from grsearch_desktop.paths import Home
from grsearch_desktop.search.query import parse
from grsearch_desktop.store.conditions import Conditions
from grsearch_desktop.window.completion import completions
from grsearch_desktop.window.main_window import MainWindow
from grsearch_desktop.window.search_history import MOST_RECENT, SearchHistory
from grsearch_desktop.window.window_state import WindowState
from tests.window.conftest import OpenWindow
from tests.window.fake_engine import FakeEngine
from tests.window.front import come_forward
from tests.window.test_searching import names, type_and_wait


@pytest.fixture
def window(qtbot: QtBot, sample_home: Home, open_window: OpenWindow) -> Iterator[MainWindow]:
    (sample_home.root / "searches.json").unlink(missing_ok=True)
    window = open_window(sample_home)
    come_forward(qtbot, window)
    qtbot.waitUntil(lambda: bool(window.chips.folders) and window.box.line.hasFocus())
    yield window
    window.asking.history.remember_from_now(True)


def offered(window: MainWindow) -> list[str]:
    return [one.text for one in window.asking.popup.offered]


def press(qtbot: QtBot, window: MainWindow, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(window.box.line, key)


def test_a_key_and_its_value_are_completed_and_searched(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClicks(window.box.line, "sea ty")
    assert offered(window) == ["type"]
    press(qtbot, window, Qt.Key.Key_Tab)
    assert window.box.text == "sea type:"
    assert "image" in offered(window)
    qtbot.keyClicks(window.box.line, "pho")
    assert offered(window) == ["image"], "a photo is a picture"
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.box.text == "sea type:image "
    assert offered(window) == []
    qtbot.waitUntil(
        lambda: bool(names(window)) and all(name.endswith(".jpg") for name in names(window))
    )


def test_the_library_s_folders_are_offered_and_written_in_quotes_where_they_must(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.chips.offer_folders(("/home/eva/Tax 2025", "/home/eva/Music"))
    qtbot.keyClicks(window.box.line, "in:tax")
    assert offered(window) == ["/home/eva/Tax 2025"]
    press(qtbot, window, Qt.Key.Key_Tab)
    assert window.box.text == 'in:"/home/eva/Tax 2025" '


def test_what_the_library_holds_of_a_filter_is_offered(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClicks(window.box.line, "fr")
    assert offered(window) == []
    qtbot.keyClicks(window.box.line, "om:")
    qtbot.waitUntil(lambda: bool(offered(window)))
    (sender,) = offered(window)
    assert "@" in sender
    press(qtbot, window, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: [name.endswith(".eml") for name in names(window)] == [True])


def test_whole_words_are_left_in_peace(qtbot: QtBot, window: MainWindow) -> None:
    for words in ("in", "the size", "before", '"exact na', "5 kinds", "a"):
        window.box.line.clear()
        qtbot.keyClicks(window.box.line, words)
        assert offered(window) == [], words


def test_enter_opens_a_file_unless_something_is_chosen(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClicks(window.box.line, "sea na")
    assert offered(window) == ["name"]
    with qtbot.waitSignal(window.box.accepted):
        press(qtbot, window, Qt.Key.Key_Return)
    assert window.box.text == "sea na"


def test_down_walks_the_results_while_nothing_is_offered(qtbot: QtBot, window: MainWindow) -> None:
    type_and_wait(qtbot, window, "lemon tart", "lemon-tart.md")
    first = window.list.path
    press(qtbot, window, Qt.Key.Key_Down)
    assert window.list.path != first


def test_escape_takes_the_offer_away_before_the_words(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClicks(window.box.line, "type:")
    press(qtbot, window, Qt.Key.Key_Escape)
    assert offered(window) == [] and window.box.text == "type:"
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.box.text == ""


def test_down_in_the_empty_field_brings_recent_and_saved_searches_and_the_filters(
    qtbot: QtBot, window: MainWindow, sample_home: Home
) -> None:
    type_and_wait(qtbot, window, "lemon tart", "lemon-tart.md")
    window.asking._rested.timeout.emit()
    window.asking.history.save("Boats", "sailing boat type:image")
    press(qtbot, window, Qt.Key.Key_Escape, Qt.Key.Key_Down)
    assert offered(window)[:3] == ["Boats", "lemon tart", "type"]
    press(qtbot, window, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert window.box.text == "lemon tart"
    qtbot.waitUntil(lambda: names(window)[:1] == ["lemon-tart.md"])


def test_ctrl_space_offers_earlier_searches_that_hold_what_is_typed(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.asking.history.remember("insurance water damage")
    window.asking.history.remember("lemon tart")
    qtbot.keyClicks(window.box.line, "water")
    qtbot.keyClick(window.box.line, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert offered(window) == ["insurance water damage"]
    press(qtbot, window, Qt.Key.Key_Tab)
    assert window.box.text == "insurance water damage"


def test_delete_takes_one_recent_search_out(qtbot: QtBot, window: MainWindow) -> None:
    window.asking.history.remember("a present for Ana")
    press(qtbot, window, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert window.asking.popup.chosen is not None
    press(qtbot, window, Qt.Key.Key_Delete)
    assert "a present for Ana" not in offered(window)
    assert window.asking.history.recent == ()


def test_a_click_takes_what_is_offered(qtbot: QtBot, window: MainWindow) -> None:
    window.asking.history.remember("lemon tart")
    press(qtbot, window, Qt.Key.Key_Down)
    rows = window.asking.popup.rows
    where = rows.visualItemRect(rows.topLevelItem(0)).center()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert window.box.text == "lemon tart"


def star_entries(window: MainWindow) -> dict[str, QObject]:
    menu = window.asking.star.menu()
    menu.aboutToShow.emit()
    entries: dict[str, QObject] = {}
    for action in menu.actions():
        entries[action.text()] = action
        for inner in action.menu().actions() if action.menu() else ():
            entries[f"{action.text()}/{inner.text()}"] = inner
    return entries


def test_a_search_is_saved_under_a_name_renamed_deleted_and_brought_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    star = window.asking.star
    window.search_for("sailing boat type:image")
    assert not star.full
    star_entries(window)["Save this search…"].trigger()
    dialog = star.findChild(QInputDialog)
    dialog.setTextValue("Boats & ships")
    dialog.accept()
    assert star.full
    window.search_for("")
    star_entries(window)["Boats && ships"].trigger()
    assert window.box.text == "sailing boat type:image"
    qtbot.waitUntil(lambda: names(window)[:1] == ["IMG_1187.jpg"])
    star_entries(window)["Rename/Boats && ships"].trigger()
    dialog = star.findChildren(QInputDialog)[-1]
    dialog.setTextValue("Boats")
    dialog.accept()
    assert [one.name for one in window.asking.history.saved] == ["Boats"]
    star_entries(window)["Delete/Boats"].trigger()
    assert not star.full and window.asking.history.saved == ()
    assert "Boats" in window.status.text
    window.status.undo.click()
    assert star.full
    assert not window.status.undo.isVisible()


def test_recent_searches_can_be_cleared_and_switched_off(qtbot: QtBot, window: MainWindow) -> None:
    history = window.asking.history
    history.remember("one")
    star_entries(window)["Clear recent searches"].trigger()
    assert history.recent == ()
    history.remember("two")
    star_entries(window)["Remember recent searches"].trigger()
    assert history.recent == ()
    history.remember("three")
    assert history.recent == ()


@pytest.fixture
def history(home: Home) -> SearchHistory:
    return SearchHistory(home, WindowState(home))


def test_searches_are_kept_for_their_owner_alone(
    qtbot: QtBot, home: Home, history: SearchHistory
) -> None:
    history.remember("Zürich “trip” \udce9")
    history.save("Trip", "Zürich")
    kept = home.root / "searches.json"
    qtbot.waitUntil(lambda: kept.exists() and bool(json.loads(kept.read_text())["saved"]))
    if os.name == "posix":
        assert kept.stat().st_mode & 0o777 == 0o600
    again = SearchHistory(home, WindowState(home))
    assert (again.recent, again.saved) == (history.recent, history.saved)


def test_at_most_fifty_are_remembered_and_none_twice(history: SearchHistory) -> None:
    for number in range(60):
        history.remember(f"{number} bottles")
    history.remember("30 bottles")
    assert len(history.recent) == MOST_RECENT
    assert history.recent[:2] == ("30 bottles", "59 bottles")
    assert len(set(history.recent)) == MOST_RECENT


def test_what_was_typed_on_the_way_is_not_remembered(history: SearchHistory) -> None:
    for words in ("lemon", "lemon ta", "lemon tart", "lem"):
        history.remember(words)
    assert history.recent == ("lem", "lemon tart")


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"recent": 5, "saved": []}', '{"recent": []}'])
def test_a_broken_file_of_searches_is_as_if_it_were_not_there(home: Home, broken: str) -> None:
    (home.root / "searches.json").write_text(broken)
    history = SearchHistory(home, WindowState(home))
    assert history.recent == () and history.saved == ()


def test_a_window_without_an_engine_still_offers_filters(
    qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow
) -> None:
    window = open_window(home)
    qtbot.keyClicks(window.box.line, "date:last")
    assert offered(window) == ["lastweek", "lastmonth", "lastyear"]


@given(st.sampled_from(["type", "ext", "in", "date", "size", "before", "after"]), st.booleans())
def test_each_value_that_is_offered_is_a_filter_to_the_engine(key: str, negated: bool) -> None:
    sign = "-" if negated and key in ("type", "ext", "in") else ""
    found = completions(f"sea {sign}{key}:", " and sand", [str(Path.home() / "My letters")])
    assert found
    for one in found:
        query = parse(one.query)
        assert query.text == "sea and sand" and query.conditions != Conditions(), one.query
