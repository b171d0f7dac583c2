"""Searching by a picture, alone and with words, with a real engine."""

import os
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from grsearch_desktop.engine.protocol import SearchRequest
from grsearch_desktop.errors import EngineError
from grsearch_desktop.paths import Home
from grsearch_desktop.window.example import local_file
from grsearch_desktop.window.file_actions import url_of
from grsearch_desktop.window.main_window import MainWindow
from tests.window.conftest import OpenWindow
from tests.window.fake_engine import FakeEngine
from tests.window.test_searching import names, type_and_wait


@pytest.fixture
def window(sample_home: Home, open_window: OpenWindow) -> MainWindow:
    return open_window(sample_home)


def drop(window: MainWindow, data: QMimeData) -> bool:
    """Drops on the window; gives whether it let the mouse in."""
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0)
    entering = QDragEnterEvent(QPoint(9, 9), copy, data, left, none)
    QGuiApplication.sendEvent(window, entering)
    if entering.isAccepted():
        QGuiApplication.sendEvent(window, QDropEvent(QPointF(9, 9), copy, data, left, none))
    return entering.isAccepted()


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([url_of(str(path)) for path in paths])
    return data


def test_a_dropped_picture_finds_itself_and_stands_in_the_field(
    qtbot: QtBot, window: MainWindow, sample: Path
) -> None:
    assert drop(window, files(sample / "photos" / "IMG_1187.jpg"))
    qtbot.waitUntil(lambda: names(window)[:1] == ["IMG_1187.jpg"], timeout=20_000)
    chip = window.box.chip
    assert chip.isVisible() and chip.name.text() == "IMG_1187.jpg"
    qtbot.waitUntil(lambda: chip._look is not None)


def test_a_picture_and_words_find_what_fits_both(
    qtbot: QtBot, window: MainWindow, sample: Path
) -> None:
    window.asking.search_by(str(sample / "photos" / "IMG_1187.jpg"))
    qtbot.waitUntil(lambda: names(window)[:1] == ["IMG_1187.jpg"], timeout=20_000)
    qtbot.keyClicks(window.box.line, "type:image")
    qtbot.waitUntil(
        lambda: all(name.endswith(".jpg") for name in names(window)) and len(names(window)) >= 5
    )
    shown = {"IMG_1203.jpg": "snowy mountain", "IMG_1330.jpg": "clock", "IMG_1042.jpg": "lemons"}
    last = next(name for name in reversed(names(window)) if name in shown)
    before = names(window).index(last)
    qtbot.keyClicks(window.box.line, f" {shown[last]}")
    qtbot.waitUntil(lambda: names(window).index(last) < before)
    request = window.asking.request(10)
    assert request is not None and request.image.endswith("IMG_1187.jpg")


def test_a_picture_without_words_takes_their_meaning_away(
    qtbot: QtBot, window: MainWindow, sample: Path
) -> None:
    window.asking.search_by(str(sample / "photos" / "IMG_1187.jpg"))
    qtbot.waitUntil(lambda: names(window)[:1] == ["IMG_1187.jpg"], timeout=20_000)
    best = window.model.hit(0)
    assert best is not None
    assert window.box.minus.isVisible()
    qtbot.keyClicks(window.box.minus, "sailing boat at sunset")
    qtbot.waitUntil(
        lambda: names(window)[:1] != ["IMG_1187.jpg"] or window.model.hit(0).score < best.score
    )
    assert window.asking.request(10).minus == "sailing boat at sunset"


def test_a_pasted_picture_is_kept_for_nobody_else_and_deleted_afterwards(
    qtbot: QtBot, window: MainWindow, sample: Path, sample_home: Home
) -> None:
    data = QMimeData()
    data.setImageData(QImage(str(sample / "photos" / "IMG_1251.jpg")))
    QGuiApplication.clipboard().setMimeData(data)
    qtbot.keyClick(window.box.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: names(window)[:1] == ["IMG_1251.jpg"], timeout=20_000)
    (kept,) = (sample_home.root / "cache" / "pasted").iterdir()
    if os.name == "posix":
        assert kept.stat().st_mode & 0o777 == 0o600
    qtbot.keyClick(window.box.line, Qt.Key.Key_Escape)
    assert not kept.exists()
    assert window.model.rowCount() == 0


def test_pasted_text_is_words(qtbot: QtBot, window: MainWindow) -> None:
    QGuiApplication.clipboard().setText("lemon tart")
    qtbot.keyClick(window.box.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.box.text == "lemon tart"
    assert window.asking.example is None


def test_more_like_a_photograph_takes_words_beside_it_and_its_end_brings_the_old_ones_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    type_and_wait(qtbot, window, "snowy mountain", "IMG_1203.jpg")
    window.list.menu_for(window.model.index(0)).findChild(object, "similar").trigger()
    qtbot.waitUntil(lambda: window.model.rowCount() > 0 and "IMG_1203.jpg" not in names(window))
    assert window.box.chip.isVisible() and "IMG_1203.jpg" in window.box.chip.accessibleName()
    assert window.box.text == ""
    qtbot.keyClicks(window.box.line, "balloon type:image")
    qtbot.waitUntil(lambda: names(window)[:1] == ["IMG_1251.jpg"])
    window.box.line.clear()
    qtbot.keyClick(window.box.line, Qt.Key.Key_Backspace)
    assert not window.box.chip.isVisible() and window.box.text == "snowy mountain"
    qtbot.waitUntil(lambda: names(window)[:1] == ["IMG_1203.jpg"])


def test_what_is_no_picture_is_told_in_plain_words(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    broken = tmp_path / "holiday.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 this is where a picture ended")
    assert drop(window, files(broken))
    qtbot.waitUntil(lambda: "can't be used" in window.page.message.sentence, timeout=20_000)
    assert window.box.chip.property("alarm") is True
    assert broken.exists()


def test_an_address_elsewhere_is_not_asked_for(qtbot: QtBot, window: MainWindow) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/cat.jpg")])
    drop(window, data)
    window.asking.take(data)
    assert "on this computer" in window.status.text
    assert window.asking.example is None


def test_a_late_failure_of_an_older_search_is_not_told(
    qtbot: QtBot, home: Home, engine: FakeEngine, open_window: OpenWindow
) -> None:
    window = open_window(home)
    said: list[str] = []
    window._link.search_failed.connect(lambda _, sentence: said.append(sentence))
    request = SearchRequest(query="a")
    window._link.search(request, at_once=True)
    number = window._link._number
    window._link.forget_search()
    window._link._came.emit(number, request, EngineError("It failed."))
    qtbot.wait(1)
    assert said == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names are Unicode elsewhere")
def test_the_name_of_a_dropped_file_stays_byte_for_byte() -> None:
    path = os.fsdecode(b"/pictures/caf\xe9 #1 100%.jpg")
    data = QMimeData()
    data.setUrls([url_of(path)])
    assert local_file(data) == path
