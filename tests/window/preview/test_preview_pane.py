"""The pane on an engine that obeys the test: what it asks for, drops, says and remembers."""

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from grsearch_desktop.engine.protocol import Document, PageMatch, PageText, SearchAnswer
from grsearch_desktop.errors import EngineError
from grsearch_desktop.paths import Home
from grsearch_desktop.window.main_window import MainWindow
from grsearch_desktop.window.preview.page_fit import Zoom
from grsearch_desktop.window.preview.preview_pane import PreviewPane
from grsearch_desktop.window.preview.reading import nearest
from tests.window.conftest import OpenWindow
from tests.window.fake_engine import FakeEngine, a_hit, a_page
from tests.window.front import come_forward

WORD = (0.1, 0.1, 0.2, 0.03)
OTHER = (0.1, 0.5, 0.2, 0.03)
PAGES = 9
MATCHES = (PageMatch(5, 1.0, True), PageMatch(2, 0.6, True), PageMatch(8, 0.4, False))


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    made = [tmp_path / name for name in ("one.pdf", "two.pdf", "note.txt")]
    for file in made:
        file.write_text("there")
    return [str(file) for file in made]


@pytest.fixture
def papers(engine: FakeEngine, files: list[str]) -> FakeEngine:
    """Two papers of nine pages, with words on the second and fifth, and a note."""
    hits = (
        a_hit(files[0], 1, kind="pdf", page=5, item="page", marks=((0, 4),), snippet="tyre"),
        a_hit(files[1], 2, kind="pdf", page=2, item="page"),
        a_hit(files[2], 3),
    )

    def document(params: dict[str, Any]) -> Document:
        if params["path"].endswith(".txt"):
            return Document(params["path"], "text", 0)
        return Document(params["path"], "pdf", PAGES, MATCHES, "", True, True)

    def image(params: dict[str, Any]) -> dict[str, Any]:
        boxes = (WORD, OTHER) if params["page"] in (2, 5) and params["query"] else ()
        side = params["long_side"]
        return a_page(round(side * 0.7), side, boxes, PAGES)

    engine.answers.update(
        search=lambda params: SearchAnswer(params["query"], 1.0, hits),
        document=document,
        page_image=image,
        page_text=lambda params: PageText(f"tyre of page {params['page']}", ((0, 4),)),
    )
    return engine


@pytest.fixture
def window(qtbot: QtBot, home: Home, papers: FakeEngine, open_window: OpenWindow) -> MainWindow:
    """A window that looks at page 5 of the first paper."""
    window = open_window(home)
    window.resize(1200, 800)
    window.search_for("tyre")
    seen(qtbot, window, 5)
    come_forward(qtbot, window)
    return window


def seen(qtbot: QtBot, window: MainWindow, page: int | None) -> PreviewPane:
    """The pane once it shows a page."""
    pane = window.preview

    def is_seen() -> bool:
        return (
            pane._stack.currentWidget() is pane.view
            and pane.view.page is not None
            and pane.view.page.wish.page == page
            and pane.view.page.wish.path == window._results.path
        )

    qtbot.waitUntil(is_seen)
    return pane


def drawn(engine: FakeEngine) -> list[tuple[str, int | None]]:
    """The pages that were asked for with the words on them, by file."""
    return [
        (Path(params["path"]).name, params["page"])
        for params in engine.asked("page_image")
        if params["query"]
    ]


def test_the_page_that_was_found_is_shown_with_its_name_and_place(window: MainWindow) -> None:
    pane = window.preview
    assert pane.isVisible()
    assert pane.header.name.text() == "one.pdf"
    assert pane.tools.page_label.text() == "Page 5 of 9"
    assert pane.tools.match_label.text() == "1 of 2 found"


def test_it_follows_the_selection_and_passes_by_what_was_walked_over(
    qtbot: QtBot, window: MainWindow, papers: FakeEngine
) -> None:
    before = len(papers.asked("document"))
    window.list.move(1)
    window.list.move(1)
    qtbot.waitUntil(lambda: window.preview._stack.currentWidget() is window.preview.text)
    asked = [Path(params["path"]).name for params in papers.asked("document")[before:]]
    assert asked == ["note.txt"]
    window.list.move(-1)
    seen(qtbot, window, 2)


def test_a_late_answer_is_dropped(qtbot: QtBot, window: MainWindow, papers: FakeEngine) -> None:
    image = papers.answers["page_image"]
    late, go_on = threading.Event(), threading.Event()

    def slow(params: dict[str, Any]) -> Any:
        if params["page"] == 7 and params["query"]:
            late.set()
            go_on.wait(10)
        return image(params)

    papers.answers["page_image"] = slow
    shown = []
    window.preview.reading.drawn.connect(lambda page: shown.append(page.wish.page))
    window.preview.reading.go_to(7)
    qtbot.waitUntil(late.is_set)
    window.preview.reading.go_to(2)
    go_on.set()
    seen(qtbot, window, 2)
    assert 7 not in shown


def test_the_next_page_is_drawn_ahead(qtbot: QtBot, window: MainWindow, papers: FakeEngine) -> None:
    qtbot.waitUntil(lambda: ("one.pdf", 6) in drawn(papers))


def test_next_and_previous_match_go_over_the_pages_and_round(
    qtbot: QtBot, window: MainWindow
) -> None:
    pane = window.preview
    walked = []
    for key, times in ((Qt.KeyboardModifier.NoModifier, 4), (Qt.KeyboardModifier.ShiftModifier, 4)):
        for _ in range(times):
            before = (pane.reading.page, pane.view.match)
            qtbot.keyClick(window.box.line, Qt.Key.Key_F3, key)
            seen(qtbot, window, pane.reading.page)
            qtbot.waitUntil(lambda b=before: (pane.reading.page, pane.view.match) != b)
            walked.append((pane.reading.page, pane.view.match))
    assert walked == [
        (5, 2), (2, 1), (2, 2), (5, 1),
        (2, 2), (2, 1), (5, 2), (5, 1),
    ]  # fmt: skip


def test_pages_are_turned_from_the_search_field_and_by_the_tools(
    qtbot: QtBot, window: MainWindow
) -> None:
    alt = Qt.KeyboardModifier.AltModifier
    qtbot.keyClick(window.box.line, Qt.Key.Key_PageDown, alt)
    pane = seen(qtbot, window, 6)
    assert pane.tools.match_label.text() == "None on this page"
    qtbot.keyClick(window.box.line, Qt.Key.Key_PageUp, alt)
    seen(qtbot, window, 5)
    pane.tools.on.click()
    seen(qtbot, window, 6)
    pane.reading.go_to(PAGES)
    seen(qtbot, window, PAGES)
    assert not pane.tools.on.isEnabled()


@pytest.mark.parametrize(
    ("here", "direction", "expected"),
    [(5, 1, 8), (8, 1, 2), (5, -1, 2), (2, -1, 8), (3, 1, 5), (9, -1, 8)],
)
def test_the_nearest_matching_page_is_found_round_the_end(
    here: int, direction: int, expected: int
) -> None:
    assert nearest([2, 5, 8], here, direction) == expected


def test_the_strip_marks_the_matching_pages_and_a_click_goes_there(
    qtbot: QtBot, window: MainWindow
) -> None:
    pane = window.preview
    strip = pane.strip.strip
    assert strip.rowCount() == PAGES
    marked = {page for page in range(1, PAGES + 1) if strip.match_of(page)}
    assert marked == {2, 5, 8}
    tip = strip.index(1).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "Page 2 of 9. Holds found words; fits 60 % as well as the best."
    assert "by its meaning" in strip.index(7).data(Qt.ItemDataRole.AccessibleTextRole)
    assert pane.strip.currentIndex().row() == 4
    pane.strip.scrollTo(strip.index(1))
    place = pane.strip.visualRect(strip.index(1)).center()
    qtbot.mouseClick(pane.strip.viewport(), Qt.MouseButton.LeftButton, pos=place)
    seen(qtbot, window, 2)


def test_only_small_pages_that_are_seen_are_asked_for(
    qtbot: QtBot, window: MainWindow, papers: FakeEngine, files: list[str]
) -> None:
    papers.answers["document"] = lambda params: Document(
        params["path"], "pdf", 3000, (), "", True, True
    )
    window.list.move(1)
    pane = window.preview
    qtbot.waitUntil(lambda: pane.strip.strip.rowCount() == 3000)
    seen(qtbot, window, 2)
    qtbot.waitUntil(lambda: pane.strip.strip._small.get(2) is not None)
    small = [p for p in papers.asked("page_image") if p["path"] == files[1] and not p["query"]]
    assert 0 < len(small) < 40
    assert all(params["long_side"] <= pane.strip.side for params in small)


def test_a_page_that_can_t_be_drawn_is_shown_as_text_with_the_reason(
    qtbot: QtBot, window: MainWindow, papers: FakeEngine
) -> None:
    def fails(_: dict[str, Any]) -> Any:
        raise EngineError("The file needs a password.")

    papers.answers["page_image"] = fails
    window.list.move(1)
    pane = window.preview
    qtbot.waitUntil(lambda: pane._stack.currentWidget() is pane.text)
    assert pane.notice.isVisible()
    assert pane.notice.text() == "The file needs a password. This is its text."
    assert "tyre of page 2" in pane.text.page.laid.text


def test_a_file_that_has_gone_says_so_above_its_text(
    qtbot: QtBot, window: MainWindow, papers: FakeEngine, files: list[str]
) -> None:
    Path(files[2]).unlink()
    window.list.move(2)
    pane = window.preview
    qtbot.waitUntil(lambda: pane._stack.currentWidget() is pane.text)
    assert "The file is not there any more." in pane.notice.text()


def test_a_file_without_text_or_picture_says_there_is_no_preview(
    qtbot: QtBot, window: MainWindow, papers: FakeEngine
) -> None:
    papers.answers["page_text"] = lambda _: PageText("")
    window.list.move(2)
    pane = window.preview
    qtbot.waitUntil(lambda: "no preview" in pane.message.message.headline)
    assert pane.header.name.text() == "note.txt"


def test_a_file_that_left_the_library_says_why_it_is_not_shown(
    qtbot: QtBot, window: MainWindow, papers: FakeEngine
) -> None:
    def unknown(_: dict[str, Any]) -> Any:
        raise EngineError("This file is not in the library.")

    papers.answers["document"] = unknown
    window.list.move(1)
    said = window.preview.message
    qtbot.waitUntil(lambda: said.message.sentence == "This file is not in the library.")


def test_nothing_selected_is_said_plainly(qtbot: QtBot, window: MainWindow) -> None:
    window.preview.follow(None, "")
    qtbot.waitUntil(lambda: window.preview.message.message.headline == "Nothing is selected")
    assert not window.preview.header.button("open").isVisible()


def test_the_text_of_a_page_can_be_read_in_place_of_the_page(
    qtbot: QtBot, window: MainWindow
) -> None:
    pane = window.preview
    pane.tools.as_text.click()
    qtbot.waitUntil(lambda: pane._stack.currentWidget() is pane.text)
    assert pane.text.page.laid.text == "tyre of page 5"
    assert not pane.notice.isVisible()
    pane.walk(1)
    qtbot.waitUntil(lambda: pane.text.page.laid.text == "tyre of page 2")
    pane.tools.as_text.click()
    seen(qtbot, window, 2)


def test_copy_puts_the_text_of_the_page_into_the_clipboard(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.preview.header.button("copy").click()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "tyre of page 5")
    qtbot.waitUntil(lambda: window.status.text == "Copied the text of page 5")


def test_a_text_that_flows_is_leafed_through_until_a_page_has_the_words(
    qtbot: QtBot, window: MainWindow, papers: FakeEngine, files: list[str]
) -> None:
    papers.answers["document"] = lambda params: Document(params["path"], "document", 0, drawn=True)

    def image(params: dict[str, Any]) -> dict[str, Any]:
        boxes = (WORD,) if params["page"] in (3, 4) else ()
        return a_page(300, 400, boxes, pages=4)

    papers.answers["page_image"] = image
    hit = a_hit(files[1], 2, kind="document", marks=((0, 4),), snippet="tyre")
    papers.answers["search"] = lambda params: SearchAnswer(params["query"], 1.0, (hit,))
    window.search_for("glue")
    pane = seen(qtbot, window, 3)
    assert pane.tools.page_label.text() == "Page 3 of 4"
    pane.walk(1)
    seen(qtbot, window, 4)
    pane.walk(1)
    seen(qtbot, window, 3)


def test_the_pane_is_closed_by_its_cross_and_stays_closed_at_the_next_start(
    qtbot: QtBot, home: Home, window: MainWindow, open_window: OpenWindow
) -> None:
    window.preview.header.button("clear").click()
    assert not window.preview.isVisible()
    assert not window.beside.button.isChecked()
    window.close()
    again = open_window(home)
    again.resize(1200, 800)
    again.search_for("tyre")
    qtbot.waitUntil(lambda: again.model.rowCount() == 3)
    assert not again.preview.isVisible()
    come_forward(qtbot, again)
    qtbot.keyClick(again.box.line, Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    assert again.preview.isVisible()
    seen(qtbot, again, 5)


def test_a_hidden_pane_asks_for_nothing(
    qtbot: QtBot, window: MainWindow, papers: FakeEngine
) -> None:
    window.beside.want(False)
    papers.calls.clear()
    window.list.move(1)
    qtbot.wait(150)
    assert papers.asked("document") == []
    window.beside.want(True)
    seen(qtbot, window, 2)


def test_width_and_zoom_are_remembered(
    qtbot: QtBot, home: Home, window: MainWindow, open_window: OpenWindow
) -> None:
    results, pane = window.halves.sizes()
    window.halves.setSizes([results - 150, pane + 150])
    window.halves.splitterMoved.emit(results - 150, 1)
    share = window.preview.width() / window.halves.width()
    window.preview.tools.whole.click()
    window.close()
    again = open_window(home)
    again.resize(1200, 800)
    again.search_for("tyre")
    seen(qtbot, again, 5)
    assert again.preview.width() / again.halves.width() == pytest.approx(share, abs=0.02)
    assert again.preview.view.zoom is Zoom.WHOLE


def test_a_narrow_window_shows_the_results_alone(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(QSize(560, 700))
    qtbot.waitUntil(lambda: not window.preview.isVisible())
    assert window.width() == 560
    assert window.beside.wanted
    window.resize(QSize(1200, 700))
    qtbot.waitUntil(window.preview.isVisible)


def test_the_small_search_field_has_no_pane(qtbot: QtBot, window: MainWindow) -> None:
    window.compact.shrink()
    window.search_for("tyre")
    qtbot.waitUntil(lambda: window.halves.isVisible())
    assert not window.preview.isVisible()
    window.compact.grow()
    qtbot.waitUntil(window.preview.isVisible)


def test_without_results_the_message_has_the_whole_window(
    qtbot: QtBot, window: MainWindow, papers: FakeEngine
) -> None:
    papers.answers["search"] = lambda params: SearchAnswer(params["query"], 1.0, ())
    window.search_for("nothing like it")
    qtbot.waitUntil(lambda: window.model.rowCount() == 0)
    assert not window.preview.isVisible()


def test_more_like_this_searches_by_the_file(
    qtbot: QtBot, window: MainWindow, papers: FakeEngine, files: list[str]
) -> None:
    window.preview.header.button("similar").click()
    qtbot.waitUntil(lambda: papers.asked("search")[-1]["similar"] == files[0])


def test_when_the_engine_is_back_the_page_is_asked_for_again(
    qtbot: QtBot, window: MainWindow, papers: FakeEngine
) -> None:
    asked = len(papers.asked("document"))
    window.preview.look_again()
    qtbot.waitUntil(lambda: len(papers.asked("document")) == asked + 1)
    seen(qtbot, window, 5)


def test_grid_and_groups_are_followed_too(qtbot: QtBot, window: MainWindow) -> None:
    window.ways.show_grid(True)
    window.list.setCurrentIndex(window.model.index(1))
    seen(qtbot, window, 2)
    window.ways.show_groups(True)
    qtbot.waitUntil(lambda: bool(window.groups.path))
    qtbot.waitUntil(lambda: window.preview.reading.hit is not None)
    window.groups.move(1)
    qtbot.waitUntil(
        lambda: (
            window.preview.reading.hit is not None
            and window.preview.reading.hit.path == window.groups.path
        )
    )


def test_a_file_in_an_archive_is_called_by_its_name_and_read_where_it_is_text(
    qtbot: QtBot, window: MainWindow, papers: FakeEngine
) -> None:
    def image(_: dict[str, Any]) -> Any:
        raise EngineError("There is no page to be drawn in this kind of file; its text ...")

    names = ("letters/2021/first.txt", "letters/2021/second.txt", "inner.zip › third.txt")
    papers.answers.update(
        document=lambda params: Document(
            params["path"], "archive", 3, (), "", True, True, page_names=names
        ),
        page_image=image,
    )
    pane = window.preview
    window.list.move(1)
    qtbot.waitUntil(lambda: pane._stack.currentWidget() is pane.text)
    assert pane.tools.page_label.text() == "letters/2021/second.txt (2 of 3)"
    assert not pane.notice.isVisible()
    strip = pane.strip.strip
    assert strip.index(2).data() == "inner.zip › third.txt"
