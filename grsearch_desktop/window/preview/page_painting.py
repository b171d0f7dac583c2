"""How a page is painted, with what marks its found words."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from grsearch_desktop.window.preview.found_words import FoundWords
from grsearch_desktop.window.theme import DARK, LIGHT, Theme

_SHADOW = 6
"""Pixels."""
_AROUND = 1.5
"""Pixels that a mark is larger than its words."""
_CORNER = 2.5


def page(painter: QPainter, area: QRectF, picture: QPixmap, theme: Theme) -> None:
    """A sheet with a soft shadow; pixel by pixel where the picture was drawn for this size."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    for distance in range(_SHADOW, 0, -1):
        shade = QColor(0, 0, 0, 10 if not theme.dark else 26)
        painter.setBrush(shade)
        around = area.adjusted(-distance, -distance + 2, distance, distance + 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawRoundedRect(around, distance, distance)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    device = painter.device()
    scale = device.devicePixelRatio() if device is not None else 1.0
    fits = (
        abs(picture.width() - area.width() * scale) < 1.5
        and abs(picture.height() - area.height() * scale) < 1.5
    )
    if picture.hasAlphaChannel():
        painter.fillRect(area, QColor(LIGHT.field))
    if fits:
        sharp = QPixmap(picture)
        sharp.setDevicePixelRatio(scale)
        painter.drawPixmap(area.topLeft(), sharp)
    else:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(area, picture, QRectF(picture.rect()))
    painter.restore()


def words(painter: QPainter, page: QRectF, found: Sequence[FoundWords], current: int) -> None:
    """Marks found words as with a felt pen, and draws a line around those that are looked at.

    The page is paper, whatever the theme is: dark words on light are darkened by a light colour,
    light words on dark are lightened by a dark one.
    """
    modes = QPainter.CompositionMode
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for number, words in enumerate(found):
        area = _around(words, page)
        painter.setCompositionMode(
            modes.CompositionMode_Screen if words.on_dark else modes.CompositionMode_Multiply
        )
        theme = DARK if words.on_dark else LIGHT
        is_now = number == current and not words.on_dark
        painter.setBrush(QColor(theme.mark_now if is_now else theme.mark))
        painter.drawRoundedRect(area, _CORNER, _CORNER)
    painter.setCompositionMode(modes.CompositionMode_SourceOver)
    if 0 <= current < len(found):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ring = _around(found[current], page).adjusted(-1, -1, 1, 1)
        painter.setPen(QPen(QColor((DARK if found[current].on_dark else LIGHT).words), 2))
        painter.drawRoundedRect(ring, _CORNER + 1.5, _CORNER + 1.5)
    painter.restore()


def _around(words: FoundWords, page: QRectF) -> QRectF:
    place = words.within(page)
    centre = QPointF(place.center())
    grown = place.adjusted(-_AROUND, -_AROUND / 2, _AROUND, _AROUND / 2)
    grown.moveCenter(centre)
    return grown
