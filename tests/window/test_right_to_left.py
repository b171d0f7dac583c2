"""The window as its own mirror image, for who writes from right to left."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from grsearch_desktop.engine.protocol import Hit, SearchAnswer, SearchRequest, Why
from grsearch_desktop.paths import Home
from grsearch_desktop.window.comparison import Shift
from grsearch_desktop.window.hit_painting import HitPainter
from grsearch_desktop.window.icons import pixmap
from grsearch_desktop.window.library.switch import Switch
from grsearch_desktop.window.result_delegate import ResultDelegate
from grsearch_desktop.window.results_model import ResultsModel
from grsearch_desktop.window.shift_view import ShiftView
from grsearch_desktop.window.theme import LIGHT
from grsearch_desktop.window.thumbnails import Thumbnails
from grsearch_desktop.window.tile_delegate import TileDelegate
from tests.window.conftest import Opener
from tests.window.fake_engine import a_hit

_LEFTWARDS = Qt.LayoutDirection.RightToLeft
_RIGHTWARDS = Qt.LayoutDirection.LeftToRight


@pytest.fixture
def leftwards(qapp: QApplication) -> Iterator[None]:
    qapp.setLayoutDirection(_LEFTWARDS)
    yield
    qapp.setLayoutDirection(_RIGHTWARDS)


@pytest.mark.parametrize("delegate", [ResultDelegate, TileDelegate])
@pytest.mark.parametrize("colour", ["words", "text", "look", "pill", "mark"])
def test_each_part_of_a_hit_is_painted_on_the_other_side(
    qapp: QApplication, home: Home, delegate: type[ResultDelegate | TileDelegate], colour: str
) -> None:
    if delegate is TileDelegate and colour in ("pill", "mark"):
        return  # a tile has neither
    hit = a_hit("/a/b.pdf", page=7, snippet="tyre of mine", marks=((0, 4),), why=Why(0.2, 0.3, 0.5))
    wide = 700
    there = _middle(_painted(home, hit, delegate, _RIGHTWARDS, wide), getattr(LIGHT, colour))
    here = _middle(_painted(home, hit, delegate, _LEFTWARDS, wide), getattr(LIGHT, colour))
    assert abs(there - wide / 2) > 15
    # A text's own direction stays, so that what is marked in it lies elsewhere in the line.
    assert here == pytest.approx(wide - there, abs=60 if colour == "mark" else 4)


@pytest.mark.parametrize("delegate", [ResultDelegate, TileDelegate])
def test_the_place_of_a_hit_on_its_way_is_the_mirror_image(
    qapp: QApplication, home: Home, delegate: type[ResultDelegate | TileDelegate]
) -> None:
    there = _painted(home, None, delegate, _RIGHTWARDS, 700)
    here = _painted(home, None, delegate, _LEFTWARDS, 700)
    assert _difference(there[:, ::-1], here) < 0.01
    assert _difference(there, here) > 0.01


def test_how_hits_changed_places_is_the_mirror_image(qtbot: QtBot) -> None:
    drawing = ShiftView(LIGHT)
    qtbot.addWidget(drawing)
    drawing.show_shift(Shift((3, 0, None, 1), 1, 2), "")
    _is_mirrored(drawing)


@pytest.mark.parametrize("on", [True, False])
def test_a_switch_is_the_mirror_image(qtbot: QtBot, on: bool) -> None:
    switch = Switch()
    qtbot.addWidget(switch)
    switch.setChecked(on)
    switch.ensurePolished()
    switch.resize(switch.sizeHint())
    _is_mirrored(switch)


def test_an_icon_that_shows_lines_is_turned_and_a_magnifier_is_not(qapp: QApplication) -> None:
    names = ("list", "search")
    there = [_pixels(pixmap(name, "#ffffff", 32).toImage()) for name in names]
    qapp.setLayoutDirection(_LEFTWARDS)
    here = [_pixels(pixmap(name, "#ffffff", 32).toImage()) for name in names]
    qapp.setLayoutDirection(_RIGHTWARDS)
    assert _difference(there[0][:, ::-1], here[0]) < 0.02
    assert _difference(there[0], here[0]) > 0.02
    assert (there[1] == here[1]).all()


def test_the_parts_of_the_window_begin_on_the_right(
    qtbot: QtBot, leftwards: None, opener: Opener
) -> None:
    window, _, _ = opener()
    QApplication.processEvents()
    field, add = _in(window, window.box), _in(window, window.add)
    assert field.right() > window.width() - 40
    assert add.right() < field.left()
    kind, size = (_in(window, window.chips.chips[name]) for name in ("kind", "size"))
    assert kind.right() > window.width() - 40
    assert size.right() < kind.left()
    window.box.line.setText("type:")
    window.box.line.textEdited.emit("type:")
    assert _in(window, window.asking.popup).right() == field.right()
    first = window.asking.popup.rows.topLevelItem(0)
    assert window.asking.popup.rows.visualItemRect(first).isValid()
    window.show_library()
    assert window.library is not None
    QApplication.processEvents()
    pages = _in(window.library, window.library.pages)
    assert pages.right() == window.library.width() - 1


def _in(window: QWidget, part: QWidget) -> QRect:
    return QRect(part.mapTo(window, part.rect().topLeft()), part.size())


def _is_mirrored(widget: QWidget) -> None:
    images = []
    for direction in (_RIGHTWARDS, _LEFTWARDS):
        widget.setLayoutDirection(direction)
        images.append(_pixels(widget.grab().toImage()))
    assert _difference(images[0][:, ::-1], images[1]) < 0.03
    assert _difference(*images) > 0.03


def _painted(
    home: Home,
    hit: Hit | None,
    delegate: type[ResultDelegate | TileDelegate],
    direction: Qt.LayoutDirection,
    wide: int,
) -> np.ndarray:
    model = ResultsModel()
    model.show(SearchRequest("b"), SearchAnswer("b", 1.0, (hit or a_hit("/a"),), 1 if hit else 2))
    painted = delegate(HitPainter(LIGHT, Thumbnails(home)))
    index = model.index(0 if hit else 1)
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, wide, painted.sizeHint(option, index).height())
    option.state = QStyle.StateFlag.State_None
    option.direction = direction
    image = QImage(QSize(wide, option.rect.height()), QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.ground))
    painter = QPainter(image)
    painted.paint(painter, option, index)
    painter.end()
    return _pixels(image)


def _pixels(image: QImage) -> np.ndarray:
    """int16, shape (height, width, 3)."""
    plain = image.convertToFormat(QImage.Format.Format_RGBX8888)
    bits = np.frombuffer(plain.constBits(), np.uint8)
    rows = bits.reshape(plain.height(), plain.bytesPerLine())[:, : 4 * plain.width()]
    return rows.reshape(plain.height(), plain.width(), 4)[:, :, :3].astype(np.int16)


def _middle(pixels: np.ndarray, colour: str) -> float:
    """Where a colour is, from left to right, in the first lines that have it: bars, not letters."""
    wanted = QColor(colour).getRgb()[:3]
    rows, columns = np.nonzero((pixels == wanted).all(axis=2))
    assert columns.size > 20, colour
    found = columns[rows < rows.min() + 3]
    return float(found.min() + found.max()) / 2


def _difference(one: np.ndarray, other: np.ndarray) -> float:
    """The share of pixels that differ, be it as little as what hovers from the ground."""
    return float((np.abs(one - other).max(axis=2) > 3).mean())
