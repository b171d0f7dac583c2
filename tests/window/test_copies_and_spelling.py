"""Copies of a hit, and words that were taken for others: told, and undone."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from grsearch_desktop.engine.protocol import SearchAnswer
from grsearch_desktop.paths import Home
from grsearch_desktop.window import file_actions, wording
from grsearch_desktop.window.main_window import MainWindow
from tests.window.conftest import OpenWindow
from tests.window.fake_engine import FakeEngine, a_hit

COPIES = tuple(f"/backup/{year}/invoice & receipt.pdf" for year in (2022, 2023))


@pytest.fixture
def window(home: Home, engine: FakeEngine, open_window: OpenWindow, tmp_path: Path) -> MainWindow:
    def answer(params: dict[str, str]) -> SearchAnswer:
        query = params["query"]
        hits = (
            a_hit("/home/me/invoice & receipt.pdf", copies=COPIES, modified=1_735_127_000.0),
            a_hit("/home/me/other.pdf", 2),
        )
        wrong = {"reciept": ("receipt",)} if "reciept" in query and '"' not in query else {}
        return SearchAnswer(query, 1.0, hits, len(hits), corrected=wrong)

    engine.answers["search"] = answer
    return open_window(home)


def asked(qtbot: QtBot, window: MainWindow, query: str) -> None:
    qtbot.keyClicks(window.box.line, query)
    qtbot.waitUntil(lambda: window.model.query == query)


def test_a_hit_says_how_many_copies_it_has_and_where(qtbot: QtBot, window: MainWindow) -> None:
    asked(qtbot, window, "invoice")
    hit, other = window.model.hit(0), window.model.hit(1)
    assert hit and other
    assert wording.place_of(hit).endswith("+2 copies")
    assert "+2 copies" in wording.spoken(hit)
    assert "cop" not in wording.place_of(other)
    tip = window.model.index(0).data(3)
    assert all(path in tip for path in COPIES)


def test_the_menu_shows_each_copy_in_its_folder(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(qtbot, window, "invoice")
    shown: list[str] = []
    monkeypatch.setattr(file_actions.FileActions, "_show", lambda _, path: shown.append(path))
    copies = window.list.menu_for(window.model.index(0)).findChild(object, "copies")
    # An ampersand alone would make a key of the letter after it.
    assert [action.text() for action in copies.actions()] == [
        path.replace("&", "&&") for path in COPIES
    ]
    copies.actions()[1].trigger()
    qtbot.waitUntil(lambda: shown == [COPIES[1]])
    assert window.list.menu_for(window.model.index(1)).findChild(object, "copies") is None


def test_a_word_that_was_taken_for_another_is_told_and_asked_for_exactly(
    qtbot: QtBot, window: MainWindow
) -> None:
    asked(qtbot, window, "the reciept of may")
    assert "“reciept” was taken for “receipt”" in window.status.text
    assert window.status.exact.isVisible()
    window.status.exact.click()
    qtbot.waitUntil(lambda: window.model.query == 'the "reciept" of may')
    assert window.box.text == 'the "reciept" of may'
    assert not window.status.exact.isVisible()
    assert "taken for" not in window.status.text
