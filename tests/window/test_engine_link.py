"""What the window makes of an engine that is slow, busy, wrong or gone."""

import threading
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog
from pytest import MonkeyPatch
from pytestqt.qtbot import QtBot

from grsearch_desktop.engine.protocol import Progress, SearchAnswer, SearchRequest
from grsearch_desktop.errors import EngineError
from grsearch_desktop.paths import Home
from grsearch_desktop.window import engine_link, engine_thread, wording
from grsearch_desktop.window.engine_link import Engine
from grsearch_desktop.window.results_model import PAGE
from tests.window.conftest import OpenWindow
from tests.window.fake_engine import FakeEngine, a_hit, a_status


def hits_named_after(params: dict[str, Any]) -> SearchAnswer:
    return SearchAnswer(params["query"], 1.0, (a_hit(f"/folder/{params['query']}.txt"),))


def test_late_answers_are_dropped(
    qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow
) -> None:
    let_go = threading.Event()

    def slow_at_first(params: dict[str, Any]) -> SearchAnswer:
        if params["query"] == "first":
            let_go.wait(10)
        return hits_named_after(params)

    engine.answers["search"] = slow_at_first
    window = open_window(home)
    shown: list[str] = []
    window._link.answered.connect(lambda _, answer: shown.append(answer.query))
    window.search_for("first")
    qtbot.waitUntil(lambda: len(engine.asked("search")) == 1)
    window.search_for("second")
    qtbot.waitUntil(lambda: len(window._link._searches._jobs) == 1)
    let_go.set()
    qtbot.waitUntil(lambda: window.list.path == "/folder/second.txt")
    assert "first" not in shown


def test_only_the_last_of_many_key_presses_is_searched(
    qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow
) -> None:
    window = open_window(home)
    qtbot.waitUntil(lambda: window._link.state is Engine.READY)
    for length in range(1, 13):
        window.search_for("sailing boat"[:length])
    qtbot.waitUntil(lambda: bool(engine.asked("search")))
    assert [params["query"] for params in engine.asked("search")] == ["sailing boat"]


def test_what_is_typed_during_a_search_waits_for_it_and_only_the_latest_is_searched_then(
    qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow
) -> None:
    let_go = threading.Event()

    def slow(params: dict[str, Any]) -> SearchAnswer:
        let_go.wait(10)
        return hits_named_after(params)

    window = open_window(home)
    qtbot.waitUntil(lambda: window._link.state is Engine.READY)
    engine.answers["search"] = slow
    qtbot.keyClicks(window.box.line, "s")
    qtbot.waitUntil(lambda: bool(engine.asked("search")))
    for letter in "ailing boat":
        qtbot.keyClicks(window.box.line, letter)
        QCoreApplication.processEvents()
    let_go.set()
    qtbot.waitUntil(lambda: window.list.path == "/folder/sailing boat.txt")
    assert [params["query"] for params in engine.asked("search")] == ["s", "sailing boat"]


def test_who_types_faster_than_the_engine_searches_sees_results_meanwhile(
    qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow
) -> None:
    may_answer = threading.Semaphore(0)

    def slow(params: dict[str, Any]) -> SearchAnswer:
        may_answer.acquire(timeout=10)
        return hits_named_after(params)

    window = open_window(home)
    qtbot.waitUntil(lambda: window._link.state is Engine.READY)
    engine.answers["search"] = slow
    for typed, letter in (("s", "s"), ("sa", "a"), ("sai", "i")):
        qtbot.keyClicks(window.box.line, letter)
        qtbot.waitUntil(lambda typed=typed: typed in asked_words(engine) or typed != "s")
    may_answer.release()
    qtbot.waitUntil(lambda: window.list.path == "/folder/s.txt")
    may_answer.release()
    qtbot.waitUntil(lambda: window.list.path == "/folder/sai.txt")
    assert asked_words(engine) == ["s", "sai"]
    qtbot.keyClicks(window.box.line, "l")
    qtbot.waitUntil(lambda: "sail" in asked_words(engine))
    window.box.clear()
    may_answer.release()
    qtbot.wait(100)
    assert window.model.rowCount() == 0


def asked_words(engine: FakeEngine) -> list[str]:
    return [params["query"] for params in engine.asked("search")]


def test_what_was_typed_before_the_engine_came_is_searched_then(
    qtbot: QtBot, home: Home, monkeypatch: MonkeyPatch, open_window: OpenWindow
) -> None:
    monkeypatch.setattr(engine_link, "connect_or_start", lambda home: engine_thread.Client(home))
    window = open_window(home)
    window.search_for("early bird")
    qtbot.waitUntil(lambda: window._link.state is Engine.GONE)
    fake = FakeEngine(home)
    fake.answers["search"] = hits_named_after
    qtbot.waitUntil(lambda: window.list.path == "/folder/early bird.txt", timeout=10_000)
    window._link.close()
    fake.die(home)


def test_a_vanished_engine_is_told_and_found_again(
    qtbot: QtBot,
    home: Home,
    engine: FakeEngine,
    monkeypatch: MonkeyPatch,
    open_window: OpenWindow,
) -> None:
    monkeypatch.setattr(engine_link, "connect_or_start", lambda home: engine_thread.Client(home))
    window = open_window(home)
    qtbot.waitUntil(lambda: window.page.message.headline.startswith("Search 3 files"))
    engine.die(home)
    qtbot.waitUntil(lambda: window.page.message.headline == "The search engine has stopped")
    again = FakeEngine(home)
    again.answers["search"] = hits_named_after
    qtbot.waitUntil(lambda: window._link.state is Engine.READY, timeout=10_000)
    window.search_for("back")
    qtbot.waitUntil(lambda: window.list.path == "/folder/back.txt")
    window._link.close()
    again.die(home)


def test_an_error_of_the_engine_is_shown_as_its_sentence(
    qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow
) -> None:
    def broken(_: dict[str, Any]) -> SearchAnswer:
        raise EngineError("The library is being rebuilt.")

    engine.answers["search"] = broken
    window = open_window(home)
    window.search_for("anything")
    qtbot.waitUntil(lambda: "The library is being rebuilt." in window.status.text)


def test_the_first_run_asks_for_a_folder_and_adds_it(
    qtbot: QtBot,
    home: Home,
    engine: FakeEngine,
    monkeypatch: MonkeyPatch,
    open_window: OpenWindow,
) -> None:
    engine.answers["status"] = lambda _: a_status(folders=0, files=0)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "/home/me/Papers")
    window = open_window(home)
    qtbot.waitUntil(lambda: window.first.isVisible())
    qtbot.mouseClick(window.first.other, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: engine.asked("index") == [{"paths": ["/home/me/Papers"]}])


def test_a_folder_that_cannot_be_added_is_told(
    qtbot: QtBot,
    home: Home,
    engine: FakeEngine,
    monkeypatch: MonkeyPatch,
    open_window: OpenWindow,
) -> None:
    engine.answers["index"] = lambda _: {"problems": ["/proc is not a folder of files."]}
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "/proc")
    window = open_window(home)
    window.add.click()
    qtbot.waitUntil(lambda: "/proc is not a folder of files." in window.status.text)


def test_progress_is_told_in_words_and_can_be_paused(
    qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow
) -> None:
    window = open_window(home)
    qtbot.waitUntil(lambda: bool(engine._subscribers))
    engine.tell(Progress("text", 30, 120, "files", 12.0, 7.5))
    qtbot.waitUntil(lambda: "Reading files  ·  30 of 120 files" in window.status.text)
    assert "12 a second" in window.status.text
    assert "a few seconds left" in window.status.text
    paused = Progress("text", 30, 120, "files", paused=True)
    engine.answers["progress"] = lambda _: paused
    window.status._pause.click()
    qtbot.waitUntil(lambda: engine.asked("pause") == [{"paused": True}])
    qtbot.waitUntil(lambda: "Paused" in window.status.text)
    engine.tell(Progress("idle"))
    qtbot.waitUntil(lambda: not window.status._pause.isVisible())


def test_results_are_sought_again_when_a_stage_is_done(
    qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow
) -> None:
    window = open_window(home)
    window.search_for("soon there")
    qtbot.waitUntil(lambda: window.page.message.headline == "Nothing was found for “soon there”")
    qtbot.waitUntil(lambda: bool(engine._subscribers))
    engine.answers["search"] = hits_named_after
    engine.tell(Progress("meaning", 1, 2))
    qtbot.waitUntil(lambda: window.list.path == "/folder/soon there.txt")


def ten_thousand_hits(params: dict[str, Any]) -> SearchAnswer:
    first = params["offset"]
    numbers = range(first, min(10_000, first + params["limit"]))
    hits = tuple(a_hit(f"/folder/{number}.txt", number + 1) for number in numbers)
    return SearchAnswer(params["query"], 1.0, hits, 10_000)


def test_hits_are_fetched_where_a_person_scrolls_to_and_nowhere_else(
    qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow
) -> None:
    engine.answers["search"] = ten_thousand_hits
    window = open_window(home)
    window.search_for("files")
    qtbot.waitUntil(lambda: window.model.rowCount() == 10_000)
    assert f"{wording.number(10_000)} results" in window.status.text
    window.list.move(7)
    window.list.scrollTo(window.model.index(5_000))
    qtbot.waitUntil(lambda: window.model.row_of("/folder/5000.txt") == 5_000)
    window.list.scrollToBottom()
    qtbot.waitUntil(lambda: window.model.row_of("/folder/9999.txt") == 9_999)
    assert window.list.path == "/folder/7.txt"
    offsets = {params["offset"] for params in engine.asked("search")}
    assert {0, 5_000 // PAGE * PAGE, 9_999 // PAGE * PAGE} <= offsets
    assert len(offsets) < 12


def test_a_long_scroll_keeps_few_hits_in_memory(
    qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow
) -> None:
    engine.answers["search"] = ten_thousand_hits
    window = open_window(home)
    window.search_for("files")
    qtbot.waitUntil(lambda: window.model.rowCount() == 10_000)
    for row in range(0, 10_000, 100):
        window.list.setCurrentIndex(window.model.index(row))
        qtbot.waitUntil(lambda row=row: window.list.path == f"/folder/{row}.txt")
    assert len(window.model._here()) <= 41 * 50
    assert window.model.row_of("/folder/0.txt") == 0


def test_hits_of_an_earlier_search_do_not_come_between(
    qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow
) -> None:
    engine.answers["search"] = ten_thousand_hits
    window = open_window(home)
    window.search_for("files")
    qtbot.waitUntil(lambda: window.model.rowCount() == 10_000)
    late = SearchRequest(query="old files", limit=50, offset=50)
    window._link.page_came.emit(late, ten_thousand_hits({"query": "", "offset": 0, "limit": 50}))
    assert window.model._pages.keys() == {0}


def test_closing_ends_every_thread(
    qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow
) -> None:
    window = open_window(home)
    qtbot.waitUntil(lambda: window._link.state is Engine.READY)
    window._link.close()
    left = {thread.name for thread in threading.enumerate()}
    assert not left & {"searches", "pages", "errands", "progress", "thumbnails-0", "thumbnails-1"}
