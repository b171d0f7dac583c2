"""Paints one hit: its picture, name, place, the words around what was found, and why."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPalette,
    QPen,
    QTextCharFormat,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from grsearch_desktop.engine.protocol import Hit, Why
from grsearch_desktop.window import wording
from grsearch_desktop.window.results_model import AnyIndex, Role
from grsearch_desktop.window.snippet import LINES, laid_out, one_line
from grsearch_desktop.window.theme import Theme
from grsearch_desktop.window.thumbnails import Thumbnails

PICTURE = QSize(116, 100)
"""Logical pixels."""
_MARGIN, _GAP, _CORNER = 11, 18, 12
_BAR = 5
_LEFT_TO_RIGHT = "\u2066{}\u2069"
"""Keeps the slashes of a path where they belong in a window from right to left."""
_SHORTEST_TITLE = 90
"""Pixels; in less room a title says nothing."""


@dataclass(frozen=True)
class _Fonts:
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


class ResultDelegate(QStyledItemDelegate):
    """Draws rows in the colours of `theme`, which may be replaced at any time."""

    def __init__(self, theme: Theme, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._thumbnails = thumbnails

    def sizeHint(self, option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:  # noqa: N802
        high = max(PICTURE.height(), _fonts(option.font).height) + 2 * _MARGIN  # type: ignore[attr-defined]
        return QSize(320, high)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        hit: Hit = index.data(Role.HIT)
        area: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        palette: QPalette = option.palette  # type: ignore[attr-defined]
        font: QFont = option.font  # type: ignore[attr-defined]
        right_to_left = option.direction == Qt.LayoutDirection.RightToLeft  # type: ignore[attr-defined]
        painter.save()
        painter.setLayoutDirection(option.direction)  # type: ignore[attr-defined]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(palette.text().color()))
        self._paint_ground(painter, area, state)
        inner = area.adjusted(_MARGIN + 2, _MARGIN, -_MARGIN - 8, -_MARGIN)
        picture, words = _columns(inner, right_to_left)
        self._paint_picture(painter, picture, hit, _fonts(font))
        self._paint_words(painter, words, hit, _fonts(font), right_to_left)
        painter.restore()

    def _paint_ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag) -> None:
        card = QRectF(area).adjusted(1, 1, -1, -1)
        shape = QPainterPath()
        shape.addRoundedRect(card, _CORNER, _CORNER)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillPath(shape, QColor(self.theme.chosen))
            if state & QStyle.StateFlag.State_HasFocus:
                painter.strokePath(shape, QPen(QColor(self.theme.accent), 1.5))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillPath(shape, QColor(self.theme.hover))

    def _paint_picture(self, painter: QPainter, area: QRect, hit: Hit, fonts: _Fonts) -> None:
        device = painter.device()
        scale = device.devicePixelRatio() if device is not None else 1.0
        picture = self._thumbnails.picture(hit, PICTURE, scale)
        frame = QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5)
        if picture is None:
            self._paint_tile(painter, frame, wording.kind_of(hit), fonts)
        else:
            painter.drawPixmap(area.topLeft(), picture)
        painter.setPen(QPen(QColor(self.theme.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 9, 9)

    def _paint_tile(self, painter: QPainter, area: QRectF, kind: str, fonts: _Fonts) -> None:
        """A sheet with the kind of file on it, where there is no picture."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.hover if not self.theme.dark else self.theme.field))
        painter.drawRoundedRect(area, 9, 9)
        sheet = QRectF(0, 0, 52, 66)
        sheet.moveCenter(area.center())
        fold = 14
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
        font = QFont(fonts.small)
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        painter.drawText(sheet.adjusted(0, 12, 0, 0), Qt.AlignmentFlag.AlignCenter, kind)

    def _paint_words(
        self, painter: QPainter, area: QRect, hit: Hit, fonts: _Fonts, right_to_left: bool
    ) -> None:
        # Left is where a line begins: the painter turns it round for writing from right to left.
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        wide = _bar_width(fonts)
        bar_left = area.left() if right_to_left else area.right() - wide
        self._paint_why(painter, QRect(bar_left, area.top() + 3, wide, 30), hit.why, fonts)
        name, small = QFontMetrics(fonts.name), QFontMetrics(fonts.small)
        beside = wide + _GAP
        line = QRect(area.left(), area.top(), area.width() - beside, name.lineSpacing())
        if right_to_left:
            line.translate(beside, 0)
        self._paint_title(painter, line, align, hit, fonts)
        line.translate(0, name.lineSpacing() + 1)
        line.setHeight(small.lineSpacing())
        painter.setFont(fonts.small)
        painter.setPen(QColor(self.theme.muted))
        if page := wording.page_of(hit):
            self._paint_pill(painter, line, page, right_to_left)
        place = small.elidedText(wording.place_of(hit), Qt.TextElideMode.ElideMiddle, line.width())
        painter.drawText(line, align, _LEFT_TO_RIGHT.format(place) if right_to_left else place)
        rest = QRect(area)
        rest.setTop(line.bottom() + 7)
        if hit.snippet.strip():
            self._paint_snippet(painter, rest, hit, fonts.plain)
        else:
            self._paint_reason(painter, rest, hit, fonts.plain, align)

    def _paint_title(
        self, painter: QPainter, line: QRect, align: Qt.AlignmentFlag, hit: Hit, fonts: _Fonts
    ) -> None:
        """The name of the file, and after it the title that it gives itself, if there is room."""
        metrics = QFontMetrics(fonts.name)
        name = wording.name_of(hit.path)
        painter.setFont(fonts.name)
        painter.setPen(QColor(self.theme.ink))
        painter.drawText(
            line, align, metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, line.width())
        )
        beside = metrics.horizontalAdvance(name) + 12
        room = line.width() - beside
        if not hit.title or room < _SHORTEST_TITLE:
            return
        rest = line.adjusted(beside, 1, 0, 0)
        if painter.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            rest = line.adjusted(0, 1, -beside, 0)
        painter.setFont(fonts.plain)
        painter.setPen(QColor(self.theme.muted))
        title = one_line(wording.shown(hit.title))
        elided = QFontMetrics(fonts.plain).elidedText(title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(rest, align, elided)

    def _paint_pill(self, painter: QPainter, line: QRect, text: str, right_to_left: bool) -> None:
        """The page in a rounded field at the start of a line, which is made that much shorter."""
        wide = painter.fontMetrics().horizontalAdvance(text) + 14
        left = line.right() - wide if right_to_left else line.left()
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.pill))
        field = QRectF(left, line.top() - 0.5, wide, line.height() + 1)
        painter.drawRoundedRect(field, field.height() / 2, field.height() / 2)
        painter.setPen(QColor(self.theme.ink))
        painter.drawText(field, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()
        line.adjust(0 if right_to_left else wide + 8, 0, -wide - 8 if right_to_left else 0, 0)

    def _paint_snippet(self, painter: QPainter, area: QRect, hit: Hit, font: QFont) -> None:
        text = one_line(wording.shown(hit.snippet))
        found = QTextCharFormat()
        found.setBackground(QColor(self.theme.mark))
        found.setForeground(QColor(self.theme.on_mark))
        found.setFontWeight(QFont.Weight.DemiBold)
        layout = laid_out(text, hit.marks, found, font, area.width())
        painter.setPen(QColor(self.theme.ink))
        layout.draw(painter, QPointF(area.topLeft()))

    def _paint_reason(
        self, painter: QPainter, area: QRect, hit: Hit, font: QFont, align: Qt.AlignmentFlag
    ) -> None:
        painter.setFont(font)
        painter.setPen(QColor(self.theme.faint))
        metrics = QFontMetrics(font)
        line = QRect(area.left(), area.top(), area.width(), metrics.lineSpacing())
        text = wording.plain_reason(hit.why)
        painter.drawText(
            line, align, metrics.elidedText(text, Qt.TextElideMode.ElideRight, line.width())
        )

    def _paint_why(self, painter: QPainter, area: QRect, why: Why, fonts: _Fonts) -> None:
        """A bar cut into the shares, and the names of the large ones in the same colours."""
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
        left = bar.left()
        for name, share in shares:
            wide = bar.width() * share / whole
            painter.fillRect(QRectF(left, bar.top(), wide, bar.height()), QColor(colours[name]))
            left += wide
        painter.restore()
        small = QFont(fonts.small)
        small.setPixelSize(max(9, round(QFontInfo(fonts.small).pixelSize() * 0.92)))
        painter.setFont(small)
        metrics, left = QFontMetrics(small), bar.left()
        for name, share in shares:
            if share / whole < 0.12:
                continue
            painter.setPen(QColor(colours[name]))
            word = wording.part_name(name)
            painter.drawText(QPointF(left, bar.bottom() + metrics.ascent() + 4), word)
            left += metrics.horizontalAdvance(word) + 8


def _bar_width(fonts: _Fonts) -> int:
    """Room for the names of all parts below the bar."""
    names = "".join(wording.part_name(part) for part in ("words", "text", "look"))
    return QFontMetrics(fonts.small).horizontalAdvance(names) + 20


def _fonts(base: QFont) -> _Fonts:
    size = max(13, QFontInfo(base).pixelSize())
    made = []
    for scale, weight in ((1.22, QFont.Weight.DemiBold), (1.05, None), (0.95, None)):
        font = QFont(base)
        font.setPixelSize(round(size * scale))
        if weight is not None:
            font.setWeight(weight)
        made.append(font)
    return _Fonts(*made)


def _columns(inner: QRect, right_to_left: bool) -> tuple[QRect, QRect]:
    """Where the picture goes, and where the words."""
    picture = QRect(inner.topLeft(), PICTURE)
    picture.moveTop(inner.top() + (inner.height() - PICTURE.height()) // 2)
    if right_to_left:
        picture.moveRight(inner.right())
        return picture, inner.adjusted(0, 0, -PICTURE.width() - _GAP, 0)
    return picture, inner.adjusted(PICTURE.width() + _GAP, 0, 0, 0)
