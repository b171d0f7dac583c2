"""What a hit is painted of, in a row of the list and in a tile of the grid."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QStyle

from grsearch_desktop.engine.protocol import Hit, Why
from grsearch_desktop.window import wording
from grsearch_desktop.window.snippet import LINES
from grsearch_desktop.window.theme import Theme
from grsearch_desktop.window.thumbnails import Thumbnails

CORNER = 9.0
"""Pixels; of pictures and of what stands in their place."""
_CARD_CORNER = 12
_BAR = 5
_SHEET = QSize(52, 66)
_EDGE = 0.14
"""How much of the ink the line around a picture has."""


@dataclass(frozen=True)
class Fonts:
    name: QFont
    plain: QFont
    small: QFont

    @property
    def height(self) -> int:
        """What the lines of a row need, in pixels."""
        name, plain, small = (QFontMetrics(font).lineSpacing() for font in self.all)
        return name + small + 8 + LINES * (plain + 3)

    @property
    def all(self) -> tuple[QFont, QFont, QFont]:
        return self.name, self.plain, self.small


class HitPainter:
    """Paints in the colours of `theme`, which may be replaced at any time."""

    def __init__(self, theme: Theme, thumbnails: Thumbnails) -> None:
        self.theme = theme
        self._thumbnails = thumbnails

    def ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag) -> None:
        """Shows whether a hit is selected, or under the mouse."""
        card = QRectF(area).adjusted(1, 1, -1, -1)
        shape = QPainterPath()
        shape.addRoundedRect(card, _CARD_CORNER, _CARD_CORNER)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillPath(shape, QColor(self.theme.chosen))
            if state & QStyle.StateFlag.State_HasFocus:
                painter.strokePath(shape, QPen(QColor(self.theme.accent), 1.5))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillPath(shape, QColor(self.theme.hover))

    def waiting(self, painter: QPainter, picture: QRect, words: QRect) -> None:
        """The place of a hit that is on its way."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.hover if not self.theme.dark else self.theme.field))
        painter.drawRoundedRect(picture, CORNER, CORNER)
        for number, share in enumerate((0.4, 0.7)):
            line = QRect(words.left(), words.top() + 6 + 26 * number, 0, 12)
            line.setWidth(round(words.width() * share))
            if painter.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                line.moveRight(words.right())
            painter.drawRoundedRect(line, 6, 6)

    def picture(self, painter: QPainter, area: QRect, hit: Hit, fonts: Fonts) -> None:
        """The hit's picture, or a sheet with its kind."""
        device = painter.device()
        scale = device.devicePixelRatio() if device is not None else 1.0
        picture = self.look(hit, area.size(), scale)
        frame = QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5)
        if picture is None:
            self._sheet(painter, frame, wording.kind_of(hit), fonts)
        else:
            # Behind a page that lies, and does not fill the place.
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.hover))
            painter.drawRoundedRect(frame, CORNER, CORNER)
            painter.drawPixmap(area.topLeft(), picture)
        # Through which a dark picture is seen: a line of its own would fray its corners.
        edge = QColor(self.theme.ink)
        edge.setAlphaF(_EDGE)
        painter.setPen(QPen(edge, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, CORNER - 0.5, CORNER - 0.5)

    def look(self, hit: Hit, size: QSize, scale: float) -> QPixmap | None:
        """The hit's picture in that size, if it has one and it is here."""
        return self._thumbnails.picture(hit, size, scale)

    def _sheet(self, painter: QPainter, area: QRectF, kind: str, fonts: Fonts) -> None:
        """A sheet with the kind of file on it, where there is no picture."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.hover if not self.theme.dark else self.theme.field))
        painter.drawRoundedRect(area, CORNER, CORNER)
        font = QFont(fonts.small)
        font.setWeight(QFont.Weight.Bold)
        larger = (QFontMetrics(font).horizontalAdvance(kind) + 14) / _SHEET.width()
        larger = min(max(larger, 1.0), (area.height() - 12) / _SHEET.height())
        sheet = QRectF(0, 0, _SHEET.width() * larger, _SHEET.height() * larger)
        sheet.moveCenter(area.center())
        fold = 14 * larger
        shape = QPainterPath(QPointF(sheet.left(), sheet.top()))
        for corner in (
            QPointF(sheet.right() - fold, sheet.top()),
            QPointF(sheet.right(), sheet.top() + fold),
            sheet.bottomRight(),
            sheet.bottomLeft(),
        ):
            shape.lineTo(corner)
        shape.closeSubpath()
        painter.setPen(QPen(QColor(self.theme.faint), 1.4, j=Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(QColor(self.theme.field))
        painter.drawPath(shape)
        fold_at = QPointF(sheet.right() - fold, sheet.top() + fold)
        painter.drawPolyline(
            [QPointF(fold_at.x(), sheet.top()), fold_at, QPointF(sheet.right(), fold_at.y())]
        )
        painter.setPen(QColor(self.theme.muted))
        room = (sheet.width() - 8) / max(QFontMetrics(font).horizontalAdvance(kind), 1)
        if room < 1:
            font.setPixelSize(int(font.pixelSize() * room))
        painter.setFont(font)
        painter.drawText(sheet.adjusted(0, 12 * larger, 0, 0), Qt.AlignmentFlag.AlignCenter, kind)

    def why(self, painter: QPainter, area: QRect, why: Why, fonts: Fonts | None) -> None:
        """A bar cut into the shares; with fonts, the names of the large ones below it in the same
        colours."""
        theme = self.theme
        colours = {"words": theme.words, "text": theme.text, "look": theme.look}
        shares = [(name, getattr(why, name) or 0.0) for name in colours]
        whole = sum(share for _, share in shares)
        if whole <= 0:
            return
        bar = QRectF(area.left(), area.top() + 3, area.width(), _BAR)
        shape = QPainterPath()
        shape.addRoundedRect(bar, 2.5, 2.5)
        painter.save()
        painter.setClipPath(shape)
        leftwards = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
        begun = 0.0
        for name, share in shares:
            part = QRectF(bar.left() + begun, bar.top(), bar.width() * share / whole, bar.height())
            begun += part.width()
            if leftwards:
                part.moveLeft(bar.right() - begun)
            painter.fillRect(part, QColor(colours[name]))
        painter.restore()
        if fonts is None:
            return
        small = QFont(fonts.small)
        small.setPixelSize(max(9, round(QFontInfo(fonts.small).pixelSize() * 0.92)))
        painter.setFont(small)
        metrics, begun = QFontMetrics(small), 0.0
        for name, share in shares:
            if share / whole < 0.12:
                continue
            painter.setPen(QColor(colours[name]))
            word = wording.part_name(name)
            wide = metrics.horizontalAdvance(word)
            left = bar.right() - begun - wide if leftwards else bar.left() + begun
            painter.drawText(QPointF(left, bar.bottom() + metrics.ascent() + 4), word)
            begun += wide + 8


def fonts_of(base: QFont) -> Fonts:
    """The fonts of a hit, from that of the window."""
    size = max(13, QFontInfo(base).pixelSize())
    made = []
    for scale, weight in ((1.22, QFont.Weight.DemiBold), (1.05, None), (0.95, None)):
        font = QFont(base)
        font.setPixelSize(round(size * scale))
        if weight is not None:
            font.setWeight(weight)
        made.append(font)
    return Fonts(*made)


def bar_width(fonts: Fonts) -> int:
    """Room for the names of all parts below the bar."""
    names = "".join(wording.part_name(part) for part in ("words", "text", "look"))
    return QFontMetrics(fonts.small).horizontalAdvance(names) + 20
