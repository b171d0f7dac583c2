"""The window reacts at every moment: no turn of its event loop keeps it for 50 ms."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from grsearch_desktop.engine.protocol import SearchAnswer
from grsearch_desktop.paths import Home
from grsearch_desktop.window.engine_link import Engine
from grsearch_desktop.window.main_window import MainWindow
from tests.window.conftest import OpenWindow
from tests.window.fake_engine import FakeEngine, a_hit
from tests.window.preview.test_previewing import shown_path
from tests.window.watchdog import assert_never_blocked

HITS = 100_000
BETWEEN_KEYS = 60
"""Milliseconds."""


def test_what_waits_in_the_event_loop_is_found_and_named(qtbot: QtBot) -> None:
    def wait_for_somebody() -> None:
        time.sleep(0.12)

    def act(_: None) -> None:
        QTimer.singleShot(0, wait_for_somebody)
        qtbot.wait(30)

    with pytest.raises(AssertionError, match="wait_for_somebody"):
        assert_never_blocked(lambda: None, act)


def test_what_computes_in_the_event_loop_is_found(qtbot: QtBot) -> None:
    def act(_: None) -> None:
        QTimer.singleShot(0, lambda: _compute(0.12))
        qtbot.wait(30)

    with pytest.raises(AssertionError, match="could not react for more than 50 ms"):
        assert_never_blocked(lambda: None, act)


def _compute(seconds: float) -> None:
    begun = time.thread_time()
    while time.thread_time() - begun < seconds:
        pass


def test_what_keeps_the_window_once_by_chance_is_no_failure(qtbot: QtBot) -> None:
    times = iter([0.12, 0.0])

    def act(_: None) -> None:
        QTimer.singleShot(0, lambda: time.sleep(next(times)))
        qtbot.wait(30)

    assert_never_blocked(lambda: None, act)
    assert next(times, None) is None


@pytest.fixture
def fresh(qtbot: QtBot, sample_home: Home, open_window: OpenWindow) -> Callable[[], MainWindow]:
    """Opens a new window on the real engine, and closes the one before."""
    opened: list[MainWindow] = []

    def open_one() -> MainWindow:
        if opened:
            opened[-1].close()
            opened[-1]._link.close()
        window = open_window(sample_home)
        window.resize(1000, 700)
        qtbot.waitUntil(lambda: window._link.state is Engine.READY, timeout=20_000)
        opened.append(window)
        return window

    return open_one


def with_hits(qtbot: QtBot, window: MainWindow, query: str = "boat") -> MainWindow:
    window.search_for(query)
    qtbot.waitUntil(lambda: window.model.rowCount() > 5, timeout=20_000)
    return window


def test_typing_keeps_the_window_free(qtbot: QtBot, fresh: Callable[[], MainWindow]) -> None:
    def act(window: MainWindow) -> None:
        for letter in "sailing boat at sunset":
            qtbot.keyClick(window.box.line, letter)
            qtbot.wait(BETWEEN_KEYS)
        qtbot.waitUntil(lambda: window.model.index(0).data() == "IMG_1187.jpg", timeout=20_000)

    assert_never_blocked(fresh, act)


def test_switching_between_list_grid_and_sections_keeps_the_window_free(
    qtbot: QtBot, fresh: Callable[[], MainWindow]
) -> None:
    def act(window: MainWindow) -> None:
        for grid in (True, False, True):
            window.ways.show_grid(grid)
            qtbot.wait(BETWEEN_KEYS)
        window.ways.show_groups(True)
        qtbot.waitUntil(lambda: bool(window.groups.path), timeout=20_000)
        window.ways.show_grid(False)
        qtbot.wait(BETWEEN_KEYS)
        window.resize(900, 650)
        qtbot.wait(BETWEEN_KEYS)

    assert_never_blocked(lambda: with_hits(qtbot, fresh()), act)


def test_walking_through_the_results_with_their_previews_keeps_the_window_free(
    qtbot: QtBot, fresh: Callable[[], MainWindow]
) -> None:
    def prepare() -> MainWindow:
        window = fresh()
        window.resize(1240, 820)
        return with_hits(qtbot, window)

    def act(window: MainWindow) -> None:
        seen = set()
        for _ in range(8):
            qtbot.keyClick(window.box.line, Qt.Key.Key_Down)
            qtbot.wait(3 * BETWEEN_KEYS)
            seen.add(shown_path(window.preview))
        qtbot.waitUntil(lambda: shown_path(window.preview) == window.list.path, timeout=20_000)
        assert len(seen) > 1, "nothing was previewed on the way"

    assert_never_blocked(prepare, act)


def test_opening_the_map_keeps_the_window_free(
    qtbot: QtBot, fresh: Callable[[], MainWindow]
) -> None:
    def act(window: MainWindow) -> None:
        window.map.click()
        map_ = window._map
        assert map_ is not None
        qtbot.waitUntil(lambda: bool(map_.view._points), timeout=60_000)
        qtbot.wait(300)

    assert_never_blocked(fresh, act)


def test_opening_library_and_settings_keeps_the_window_free(
    qtbot: QtBot, fresh: Callable[[], MainWindow]
) -> None:
    def act(window: MainWindow) -> None:
        window.settings.click()
        assert window.library is not None
        qtbot.waitUntil(window.library.isVisible)
        qtbot.wait(300)

    assert_never_blocked(fresh, act)


def a_hundred_thousand(params: dict[str, Any]) -> SearchAnswer:
    first = params["offset"]
    numbers = range(first, min(HITS, first + params["limit"]))
    words = "The heron stands in the shallow water and waits for a fish, as it did yesterday."
    hits = tuple(
        a_hit(f"/folder/{number}.txt", number + 1, snippet=words, marks=((4, 9),), item_id=number)
        for number in numbers
    )
    return SearchAnswer(params["query"], 1.0, hits, HITS)


@pytest.mark.parametrize("grid", [False, True], ids=["list", "grid"])
def test_a_hundred_thousand_hits_are_shown_scrolled_and_turned_without_keeping_the_window(
    qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow, grid: bool
) -> None:
    engine.answers["search"] = a_hundred_thousand
    window = open_window(home)
    window.resize(1000, 700)
    qtbot.waitUntil(lambda: window._link.state is Engine.READY)

    def prepare() -> None:
        window.box.clear()
        window.ways.show_grid(grid)
        window.list.show_as_grid(grid)
        qtbot.waitUntil(lambda: window.model.rowCount() == 0)

    def act(_: None) -> None:
        window.search_for("heron")
        qtbot.waitUntil(lambda: window.model.rowCount() == HITS)
        bar = window.list.verticalScrollBar()
        for step in range(1, 11):
            bar.setValue(bar.maximum() * step // 10)
            qtbot.wait(40)
        qtbot.waitUntil(lambda: window.model.hit(HITS - 1) is not None)
        window.list.show_as_grid(not grid)
        qtbot.wait(40)
        window.resize(1010 + window.width() % 2, 700)
        qtbot.wait(40)

    assert_never_blocked(prepare, act)
    assert len(window.model._here()) <= 41 * 50
