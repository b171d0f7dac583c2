"""The page of copies: groups, what could be freed, what is done with them; nothing is deleted."""

from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from grsearch_desktop.engine.protocol import Duplicate, DuplicateGroup, Duplicates
from grsearch_desktop.errors import EngineError
from grsearch_desktop.paths import Home
from grsearch_desktop.window import file_actions
from grsearch_desktop.window.library.copies_page import CopiesPage
from tests.window.conftest import OpenWindow
from tests.window.fake_engine import FakeEngine

GROUPS = 4000


def group(number: int, why: str = "bytes") -> DuplicateGroup:
    files = tuple(
        Duplicate(f"/home/me/{place}/photo-{number}.jpg", 10_000, 0.0, 1) for place in "ab"
    )
    return DuplicateGroup(why, files, 10_000, 2)


@pytest.fixture
def page(qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow) -> CopiesPage:
    """The page, which compares as soon as it is seen."""
    groups = (*map(group, range(GROUPS)), group(GROUPS, "picture"))
    found = Duplicates(groups, 10_000 * len(groups), 3, GROUPS + 500)
    engine.answers.setdefault("duplicates", lambda _: found)
    engine.answers["compared"] = lambda _: {"share": 0.4}
    engine.answers["stop_comparing"] = lambda _: {}
    window = open_window(home)
    window.show_library()
    assert window.library is not None
    page = window.library.copies
    window.library.open_page(page)
    qtbot.waitUntil(lambda: bool(engine.asked("duplicates")))
    return page


def test_thousands_of_groups_are_listed_chosen_among_and_taken_elsewhere(
    qtbot: QtBot, page: CopiesPage, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.waitUntil(lambda: page.model.rowCount() == 3 * (GROUPS + 1))
    said = page.count.text()
    assert "4001 groups; at most" in said
    assert "Of 4500 groups, those are listed that take most space." in said
    assert "3 files are still to be read." in said
    page.halves[False].click()
    assert page.model.rowCount() == 3
    assert "nearly the same picture" in page.model.index(0).data()
    page.halves[True].click()
    page.list.setCurrentIndex(page.model.index(0))  # the head: its whole group
    page.copy.click()
    first = [f"/home/me/{place}/photo-0.jpg" for place in "ab"]
    assert QGuiApplication.clipboard().text() == "\n".join(first)
    shown: list[str] = []
    monkeypatch.setattr(file_actions.FileActions, "_show", lambda _, path: shown.append(path))
    page.list.setCurrentIndex(page.model.index(2))
    qtbot.keyClick(page.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: shown == [first[1]])


class TestSlow:
    @pytest.fixture(autouse=True)
    def going_on(self, engine: FakeEngine) -> Event:
        going_on = Event()
        answers = iter([Duplicates((), 0), Duplicates((group(1),), 1, 0, 1)])

        def slow(_: object) -> Duplicates:
            going_on.wait(5)
            return next(answers)

        engine.answers["duplicates"] = slow
        return going_on

    def test_a_comparison_says_how_far_it_is_and_can_be_stopped(
        self, qtbot: QtBot, page: CopiesPage, engine: FakeEngine, going_on: Event
    ) -> None:
        qtbot.waitUntil(lambda: page.bar.value() == 400)
        page.stop.click()
        qtbot.waitUntil(lambda: bool(engine.asked("stop_comparing")))
        assert engine.asked("stop_comparing")[0]["name"] == engine.asked("duplicates")[0]["name"]
        assert page.message.message.headline == "The comparison was stopped"
        going_on.set()
        page.again.click()
        qtbot.waitUntil(lambda: page.model.rowCount() == 3)

    def test_what_goes_wrong_is_said(
        self, qtbot: QtBot, page: CopiesPage, engine: FakeEngine, going_on: Event
    ) -> None:
        going_on.set()
        qtbot.waitUntil(lambda: page.message.message.headline == "No two files are the same")

        def fail(_: object) -> Duplicates:
            raise EngineError("The disk is full.")

        engine.answers["duplicates"] = fail
        page.again.click()
        qtbot.waitUntil(lambda: page.message.message.sentence == "The disk is full.")
