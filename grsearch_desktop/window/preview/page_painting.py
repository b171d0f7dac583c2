"""How a page is painted, with what marks its found words."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from grsearch_desktop.window.preview.found_words import FoundWords
from grsearch_desktop.window.theme import DARK, LIGHT, Theme

_SHADOW = 6
"""Pixels."""
_AROUND = 1.5
"""Pixels that a mark is larger than its words."""
_CORNER = 2.5


def page(
    painter: QPainter, area: QRectF, picture: QImage, theme: Theme, *, quickly: bool = False
) -> None:
    """A sheet with a soft shadow; pixel by pixel where the picture was drawn for this size.

    quickly: coarse where it was not, for a size that changes under the hand.
    """
    painter.save()
    _shadow(painter, area, theme)
    device = painter.device()
    scale = device.devicePixelRatio() if device is not None else 1.0
    if picture.hasAlphaChannel():
        painter.fillRect(area, QColor(LIGHT.field))
    wide, high = picture.width() / scale, picture.height() / scale
    if abs(wide - area.width()) * scale < 1.5 and abs(high - area.height()) * scale < 1.5:
        area = QRectF(area.x(), area.y(), wide, high)
    elif not quickly:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(area, picture, QRectF(picture.rect()))
    painter.restore()


def focus(painter: QPainter, view: QRectF, theme: Theme) -> None:
    """A line around the view that keys go to."""
    painter.setPen(QPen(QColor(theme.accent), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(view.adjusted(1, 1, -1, -1))


def _shadow(painter: QPainter, area: QRectF, theme: Theme) -> None:
    """Thin strips around the sheet, fainter and fainter, and a little more of them below it.

    Strips and not shapes with smooth edges, of which each takes as long as the page itself.
    """
    for distance in range(_SHADOW):
        strength = (70 if theme.dark else 40) * (1 - distance / _SHADOW) ** 2
        colour = QColor(0, 0, 0, round(strength))
        ring = area.adjusted(-distance - 1, -distance, distance + 1, distance + 2)
        wide, high = ring.width(), ring.height()
        for strip in (
            QRectF(ring.x(), ring.y(), wide, 1),
            QRectF(ring.x(), ring.bottom() - 1, wide, 1),
            QRectF(ring.x(), ring.y() + 1, 1, high - 2),
            QRectF(ring.right() - 1, ring.y() + 1, 1, high - 2),
        ):
            painter.fillRect(strip, colour)


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
