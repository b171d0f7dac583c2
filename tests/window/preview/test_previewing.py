"""The preview on a real engine that has read the sample library."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QDrag, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from grsearch_desktop.paths import Home
from grsearch_desktop.window import file_actions
from grsearch_desktop.window.main_window import MainWindow
from grsearch_desktop.window.preview.page_fit import Zoom
from grsearch_desktop.window.preview.preview_pane import PreviewPane
from grsearch_desktop.window.theme import LIGHT
from tests.window.conftest import ODD_NAME, OpenWindow
from tests.window.front import come_forward

MENDING = "roughen the rubber with sandpaper, spread glue and press the patch on the tyre"
"""Is answered by page 3 of the bicycle's manual."""


@pytest.fixture
def window(qtbot: QtBot, sample_home: Home, open_window: OpenWindow) -> MainWindow:
    window = open_window(sample_home)
    window.resize(1240, 820)
    come_forward(qtbot, window)
    return window


def look_at(qtbot: QtBot, window: MainWindow, query: str, name: str) -> PreviewPane:
    """Searches, selects a file, and gives the pane that shows it."""
    window.search_for(query)

    def found() -> int:
        return next(
            (
                row
                for row in range(window.model.rowCount())
                if (hit := window.model.hit(row)) and Path(hit.path).name == name
            ),
            -1,
        )

    qtbot.waitUntil(lambda: window.model.query == query and found() >= 0, timeout=20_000)
    window.list.setCurrentIndex(window.model.index(found()))
    pane = window.preview
    qtbot.waitUntil(
        lambda: (
            pane.reading.hit is not None
            and Path(pane.reading.hit.path).name == name
            and shown_path(pane) == pane.reading.hit.path
        ),
        timeout=20_000,
    )
    return pane


def shown_path(pane: PreviewPane) -> str:
    """The file whose page, text or cells are seen."""
    seen = pane._stack.currentWidget()
    if seen is pane.view:
        return pane.view.page.wish.path if pane.view.page else ""
    wish = pane.link._wanted.get("read")
    return wish.path if wish and seen in (pane.text, pane.cells) else ""


def sharp(qtbot: QtBot, pane: PreviewPane) -> QImage:
    """What the view shows once the page has as many pixels as are seen, or all it has."""
    view = pane.view
    qtbot.waitUntil(
        lambda: (
            not view._resting.isActive()
            and (
                abs(max(view.picture.width(), view.picture.height()) - view.side) <= 1
                or (view.page is not None and view.page.is_whole)
            )
        ),
        timeout=20_000,
    )
    return view.viewport().grab().toImage()


def test_the_found_words_of_a_page_are_marked_over_their_letters(
    qtbot: QtBot, window: MainWindow
) -> None:
    pane = look_at(qtbot, window, MENDING, "bicycle-repair.pdf")
    image, view = sharp(qtbot, pane), pane.view
    assert view.page is not None and view.page.wish.page == 3
    assert view.matches > 3
    scale = image.devicePixelRatio()
    looked_at = 0
    for number in range(view.matches):
        area = view.word_area(number).toRect()
        if not view.viewport().rect().adjusted(0, 0, 0, -4).contains(area):
            continue
        pixels = [
            image.pixelColor(round(x * scale), round(y * scale))
            for x in range(area.left(), area.right())
            for y in range(area.top(), area.bottom())
        ]
        mark = QColor(LIGHT.mark_now if number == view.match - 1 else LIGHT.mark).lightness()
        dark = sum(pixel.lightness() < mark - 30 for pixel in pixels) / len(pixels)
        marked = sum(pixel.yellowF() > 0.2 for pixel in map(QColor.toCmyk, pixels)) / len(pixels)
        assert 0.03 < dark < 0.6, "letters stand below the mark"
        assert marked > 0.4
        looked_at += 1
    assert looked_at >= 3


def test_the_strip_shows_small_pages_and_marks_those_with_the_words(
    qtbot: QtBot, window: MainWindow
) -> None:
    pane = look_at(qtbot, window, MENDING, "bicycle-repair.pdf")
    strip = pane.strip.strip
    assert strip.rowCount() == 8
    best = strip.match_of(3)
    assert best is not None and best.words and best.score == 1.0
    assert any(strip.match_of(page) is None for page in range(1, 9)) or len(strip.matches) == 8
    qtbot.waitUntil(lambda: (small := strip._small.get(3)) is not None and small.height() > 40)
    qtbot.waitUntil(lambda: QColor(LIGHT.words) in _colours_of_row(pane, 2))


def _colours_of_row(pane: PreviewPane, row: int) -> list[QColor]:
    image = pane.strip.viewport().grab().toImage()
    area = pane.strip.visualRect(pane.strip.strip.index(row)).intersected(
        pane.strip.viewport().rect()
    )
    scale = image.devicePixelRatio()
    x = round(area.center().x() * scale)
    return [image.pixelColor(x, round(y * scale)) for y in range(area.top(), area.bottom())]


def test_the_next_match_goes_on_to_the_next_page_that_has_one(
    qtbot: QtBot, window: MainWindow
) -> None:
    pane = look_at(qtbot, window, MENDING, "bicycle-repair.pdf")
    assert (pane.reading.page, pane.view.match) == (3, 1)
    for _ in range(pane.view.matches):
        pane.walk(1)
    qtbot.waitUntil(
        lambda: pane.view.page is not None and pane.view.page.wish.page not in (3, None)
    )
    assert pane.view.page is not None
    assert pane.view.page.wish.page == pane.reading.page > 3
    assert pane.view.match == 1
    pane.walk(-1)
    qtbot.waitUntil(lambda: pane.view.page is not None and pane.view.page.wish.page == 3)
    assert pane.view.match == pane.view.matches


def test_a_slide_is_drawn_with_its_words(qtbot: QtBot, window: MainWindow) -> None:
    pane = look_at(qtbot, window, "solar roof", "solar-roof.pptx")
    sharp(qtbot, pane)
    assert pane.view.matches >= 1
    assert pane.tools.page_label.text() == "Slide 1 of 5"
    assert pane.view.picture.width() > pane.view.picture.height()


def test_a_letter_gets_its_pages_when_it_is_drawn(qtbot: QtBot, window: MainWindow) -> None:
    pane = look_at(qtbot, window, "water damage", "house-policy.docx")
    sharp(qtbot, pane)
    assert pane.tools.page_label.text() == "Page 1 of 2"
    assert pane.view.matches > 2
    pane.turn(1)
    qtbot.waitUntil(lambda: pane.view.page is not None and pane.view.page.wish.page == 2)


def test_a_picture_is_shown_whole_and_gets_larger(qtbot: QtBot, window: MainWindow) -> None:
    pane = look_at(qtbot, window, "sailing boat at sunset", "IMG_1187.jpg")
    image = sharp(qtbot, pane)
    assert pane.view.zoom is Zoom.WHOLE
    assert not pane.strip.isVisible()
    area = pane.view.page_area
    middle = image.pixelColor((area.center() * image.devicePixelRatio()).toPoint())
    assert middle != QColor(LIGHT.desk)
    before = area.width()
    pane.tools.larger.click()
    assert pane.view.page_area.width() == pytest.approx(before * 1.25, abs=1)
    come_forward(qtbot, window)
    qtbot.keyClick(window.box.line, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert pane.view.page_area.width() == pytest.approx(before, abs=1)
    pane.header.button("copy").click()
    assert QGuiApplication.clipboard().image().size() == pane.view.picture.size()


def test_a_note_is_shown_as_text_with_its_words(qtbot: QtBot, window: MainWindow) -> None:
    pane = look_at(qtbot, window, "lemon tart", "lemon-tart.md")
    assert pane._stack.currentWidget() is pane.text
    assert "grandmother Ruth" in pane.text.page.laid.text
    assert pane.text.matches >= 3
    first = int(pane.tools.match_label.text().split()[0])
    pane.walk(1)
    assert pane.tools.match_label.text().startswith(f"{first + 1} of ")
    pane.copy()
    assert "grandmother Ruth" in QGuiApplication.clipboard().text()


def test_a_workbook_is_shown_sheet_by_sheet(qtbot: QtBot, window: MainWindow) -> None:
    pane = look_at(qtbot, window, "income holiday bicycles", "money-2025.xlsx")
    assert pane._stack.currentWidget() is pane.cells
    assert pane.cells.sheets.count() == 2
    assert pane.cells.matches >= 1
    assert not pane.strip.isVisible()
    rows = pane.cells.model.rowCount()
    pane.cells.sheets.setCurrentIndex(1)
    qtbot.waitUntil(lambda: pane.reading.page == 2 and pane.cells.model.rowCount() != rows)


def test_copy_takes_the_text_of_the_page_that_is_seen(qtbot: QtBot, window: MainWindow) -> None:
    pane = look_at(qtbot, window, MENDING, "bicycle-repair.pdf")
    pane.copy()
    qtbot.waitUntil(lambda: "Mending a flat tyre" in QGuiApplication.clipboard().text())
    assert "Putting the tube back" not in QGuiApplication.clipboard().text()


def test_the_file_is_dragged_out_by_the_sheet_beside_its_name(
    qtbot: QtBot, window: MainWindow, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane = look_at(qtbot, window, MENDING, "bicycle-repair.pdf")
    dragged: list[str] = []

    def taken(drag: QDrag, *_: Qt.DropAction) -> Qt.DropAction:
        dragged.extend(url.toLocalFile() for url in drag.mimeData().urls())
        return Qt.DropAction.CopyAction

    # Stands where the system's drag would be.
    monkeypatch.setattr(QDrag, "exec", taken)
    handle = pane.header.handle
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    qtbot.mouseMove(handle, QPoint(30, 30))
    assert dragged == [str(sample / "home" / "bicycle-repair.pdf")]


def test_more_like_this_finds_what_resembles_the_file(qtbot: QtBot, window: MainWindow) -> None:
    pane = look_at(qtbot, window, "sailing boat at sunset", "IMG_1187.jpg")
    pane.header.button("similar").click()
    qtbot.waitUntil(lambda: window.model._request.similar.endswith("IMG_1187.jpg"), timeout=20_000)
    qtbot.waitUntil(lambda: window.model.rowCount() > 1)


def test_open_gives_the_page_that_is_looked_at(
    qtbot: QtBot, window: MainWindow, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[str, int | None]] = []

    def at(path: str, page: int | None) -> bool:
        opened.append((path, page))
        return True

    monkeypatch.setattr(file_actions, "opened_at", at)
    pane = look_at(qtbot, window, MENDING, "bicycle-repair.pdf")
    pane.turn(1)
    pane.header.button("open").click()
    qtbot.waitUntil(lambda: opened == [(str(sample / "home" / "bicycle-repair.pdf"), 4)])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names are text there")
def test_a_file_whose_name_is_not_utf_8_is_shown(qtbot: QtBot, window: MainWindow) -> None:
    name = ODD_NAME.decode("utf-8", "surrogateescape")
    pane = look_at(qtbot, window, "lighthouse keeper postcards", name)
    assert "sells postcards" in pane.text.page.laid.text
    assert pane.header.name.text() == "caf\N{REPLACEMENT CHARACTER} holiday.txt"


def test_without_words_the_page_is_shown_and_nothing_is_marked(
    qtbot: QtBot, window: MainWindow
) -> None:
    pane = look_at(qtbot, window, "velocipede", "bicycle-repair.pdf")
    sharp(qtbot, pane)
    assert pane.view.matches == 0
    assert pane.view.picture.height() > 300
