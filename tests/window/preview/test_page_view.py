"""A page in its view: sharp, marked in its places, larger and smaller."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from grsearch_desktop.window.preview.found_words import FoundWords
from grsearch_desktop.window.preview.page_fit import Zoom
from grsearch_desktop.window.preview.page_view import PageView
from grsearch_desktop.window.preview.preview_link import DrawnPage, Wish
from grsearch_desktop.window.preview.sheet_area import MOST_SIDE
from grsearch_desktop.window.theme import DARK, LIGHT

WIDE, HIGH = 700, 1000
FIRST, SECOND, LAST = (0.1, 0.1, 0.2, 0.03), (0.5, 0.1, 0.2, 0.03), (0.3, 0.95, 0.2, 0.03)
BOXES = (FIRST, SECOND, LAST)


def a_drawn_page(
    page: int | None = 1,
    boxes: tuple[tuple[float, float, float, float], ...] = BOXES,
    colour: str = "white",
    width: int = WIDE,
    height: int = HIGH,
    side: int = 0,
) -> DrawnPage:
    """A page of one colour with a black letter in the middle of each box."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    painter = QPainter(image)
    for x, y, w, h in boxes:
        middle = QPointF((x + w / 2) * width, (y + h / 2) * height)
        painter.fillRect(round(middle.x()) - 3, round(middle.y()) - 3, 6, 6, QColor("black"))
    painter.end()
    words = tuple(FoundWords(box, colour == "black") for box in boxes)
    wish = Wish("/papers/one.pdf", "tyre", page, side or max(width, height))
    return DrawnPage(wish, image, words, 3)


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[PageView]:
    view = PageView(LIGHT)
    view.resize(480, 600)
    qtbot.addWidget(view)
    view.show()
    qtbot.waitExposed(view)
    yield view


def colour_at(view: PageView, x: float, y: float) -> QColor:
    """The colour at a place in the view, in pixels."""
    image = view.viewport().grab().toImage()
    scale = image.devicePixelRatio()
    return image.pixelColor(round(x * scale), round(y * scale))


def test_found_words_are_marked_where_they_stand_and_stay_readable(view: PageView) -> None:
    view.show_page(a_drawn_page())
    page = view.page_area
    area = view.word_area(1)
    assert area.x() == pytest.approx(page.x() + 0.5 * page.width())
    assert area.y() == pytest.approx(page.y() + 0.1 * page.height())
    beside = QPointF(area.left() + 4, area.center().y())
    assert colour_at(view, beside.x(), beside.y()) == QColor(LIGHT.mark)
    assert colour_at(view, area.center().x(), area.center().y()).lightness() < 40
    assert colour_at(view, area.right() + 12, area.center().y()) == QColor("white")


def test_the_words_that_are_looked_at_have_another_colour_and_a_line_around(
    view: PageView,
) -> None:
    view.show_page(a_drawn_page())
    now, other = view.word_area(0), view.word_area(1)
    ring = QColor(LIGHT.words)
    image = view.viewport().grab().toImage()
    scale = image.devicePixelRatio()

    def ringed(x: float, y: float) -> bool:
        around = [
            image.pixelColor(round((x + step) * scale), round(y * scale)) for step in range(-5, 3)
        ]
        return any(abs(c.hue() - ring.hue()) < 6 and c.lightness() < 130 for c in around)

    assert ringed(now.left(), now.center().y())
    assert not ringed(other.left(), other.center().y())
    assert colour_at(view, now.left() + 6, now.center().y()) == QColor(LIGHT.mark_now)


def test_on_a_dark_slide_the_mark_is_dark_too(view: PageView) -> None:
    view.show_page(a_drawn_page(colour="black"))
    area = view.word_area(1)
    assert colour_at(view, area.left() + 4, area.center().y()) == QColor(DARK.mark)


def test_the_page_is_asked_for_with_as_many_pixels_as_are_seen(
    qtbot: QtBot, view: PageView
) -> None:
    with qtbot.waitSignal(view.side_wanted) as wanted:
        view.show_page(a_drawn_page())
    scale = view.devicePixelRatioF()
    assert wanted.args == [round(view.page_area.height() * scale)]
    side = wanted.args[0]
    width = round(side * WIDE / HIGH)
    asked = QSignalSpy(view.side_wanted)
    view.show_page(a_drawn_page(width=width, height=side))
    qtbot.wait(200)
    assert asked.count() == 0
    with qtbot.waitSignal(view.side_wanted) as wanted:
        view.zoom_in()
    assert wanted.args[0] == pytest.approx(side * 1.25, abs=2)


def test_no_more_pixels_are_asked_for_than_a_picture_has(qtbot: QtBot, view: PageView) -> None:
    view.show_page(a_drawn_page(None, (), width=200, height=100, side=900))
    assert view.page_area.width() <= 200
    asked = QSignalSpy(view.side_wanted)
    for _ in range(20):
        view.zoom_in()
    qtbot.wait(200)
    assert asked.count() == 0
    assert view.side <= MOST_SIDE


def test_zooming_keeps_what_is_under_the_mouse(view: PageView) -> None:
    view.show_page(a_drawn_page())
    at = view.word_area(1).center()
    for times in (2.0, 1.7, 0.8):
        view.zoom_by(times, at)
        assert (view.word_area(1).center() - at).manhattanLength() <= 3


def test_a_page_is_fitted_by_width_or_as_a_whole(view: PageView) -> None:
    view.show_page(a_drawn_page())
    assert view.page_area.width() > 400
    view.set_zoom(Zoom.WHOLE)
    assert view.page_area.height() <= view.viewport().height()
    assert not view.verticalScrollBar().isVisible()


def test_the_next_match_is_scrolled_into_sight_and_there_is_an_end(view: PageView) -> None:
    view.show_page(a_drawn_page())
    assert (view.match, view.matches) == (1, 3)
    assert view.next_match() and view.next_match()
    assert view.match == 3
    assert view.viewport().rect().contains(view.word_area(2).center().toPoint())
    assert not view.next_match()
    assert view.previous_match() and view.previous_match() and not view.previous_match()
    assert view.viewport().rect().contains(view.word_area(0).center().toPoint())


def test_a_page_that_is_entered_from_its_end_begins_with_its_last_match(view: PageView) -> None:
    view.show_page(a_drawn_page(2), at_end=True)
    assert view.match == 3
    view.show_page(a_drawn_page(1))
    assert view.match == 1


def test_the_same_page_drawn_larger_stays_where_it_was(view: PageView) -> None:
    view.show_page(a_drawn_page())
    view.next_match()
    view.verticalScrollBar().setValue(40)
    view.show_page(a_drawn_page(width=2 * WIDE, height=2 * HIGH))
    assert (view.match, view.verticalScrollBar().value()) == (2, 40)


def test_page_down_goes_on_and_at_the_end_asks_for_the_next_page(
    qtbot: QtBot, view: PageView
) -> None:
    view.show_page(a_drawn_page())
    steps = QSignalSpy(view.step_wanted)
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert view.verticalScrollBar().value() > 0
    assert steps.count() == 0
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert [steps.at(n) for n in range(steps.count())] == [[1], [-1]]


def test_keys_zoom(qtbot: QtBot, view: PageView) -> None:
    view.show_page(a_drawn_page())
    before = view.page_area.width()
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.page_area.width() == pytest.approx(before * 1.25, abs=1)
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert view.page_area.width() == pytest.approx(before, abs=1)
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.zoom is Zoom.WHOLE
    qtbot.keyClick(view, Qt.Key.Key_1)
    assert view.zoom is Zoom.WIDTH


def wheel(view: PageView, turned: int, keys: Qt.KeyboardModifier) -> None:
    at = QPointF(200, 200)
    event = QWheelEvent(
        at,
        view.viewport().mapToGlobal(at),
        QPoint(),
        QPoint(0, turned),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def test_the_wheel_scrolls_turns_the_page_at_the_end_and_zooms_with_ctrl(view: PageView) -> None:
    view.show_page(a_drawn_page())
    steps = QSignalSpy(view.step_wanted)
    wheel(view, -120, Qt.KeyboardModifier.NoModifier)
    assert view.verticalScrollBar().value() > 0
    assert steps.count() == 0
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    wheel(view, -60, Qt.KeyboardModifier.NoModifier)
    assert steps.count() == 0
    wheel(view, -60, Qt.KeyboardModifier.NoModifier)
    assert steps.at(0) == [1]
    before = view.page_area.width()
    wheel(view, 120, Qt.KeyboardModifier.ControlModifier)
    assert view.page_area.width() > before


def test_the_mouse_moves_a_large_page_and_drags_a_whole_one_out(
    qtbot: QtBot, view: PageView
) -> None:
    view.show_page(a_drawn_page())
    dragged = QSignalSpy(view.drag_wanted)

    def pull() -> None:
        qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 300))
        for y in (280, 240, 200):
            qtbot.mouseMove(view.viewport(), QPoint(200, y))
        qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 200))

    pull()
    assert view.verticalScrollBar().value() > 50
    assert dragged.count() == 0
    view.set_zoom(Zoom.WHOLE)
    pull()
    assert dragged.count() == 1


def test_a_double_click_goes_closer_and_back(qtbot: QtBot, view: PageView) -> None:
    view.show_page(a_drawn_page(), zoom=Zoom.WHOLE)
    whole = view.page_area.width()
    for expected in (2.0, 1.0):
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 300))
        assert view.page_area.width() == pytest.approx(whole * expected, abs=2)


def test_a_screen_reader_hears_which_match_it_is(view: PageView) -> None:
    view.show_page(a_drawn_page())
    view.next_match()
    assert view.accessibleDescription() == "Found words 2 of 3"
