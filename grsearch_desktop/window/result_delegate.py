"""Paints one hit: its picture, name, place, the words around what was found, and why."""

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPalette,
    QPen,
    QTextCharFormat,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from grsearch_desktop.engine.protocol import Hit
from grsearch_desktop.window import wording
from grsearch_desktop.window.hit_painting import Fonts, HitPainter, bar_width, fonts_of
from grsearch_desktop.window.results_model import AnyIndex, Role
from grsearch_desktop.window.snippet import laid_out, one_line
from grsearch_desktop.window.theme import Theme

PICTURE = QSize(116, 100)
"""Logical pixels."""
_MARGIN, _GAP = 11, 18
_SHORTEST_TITLE = 90
"""Pixels; in less room a title says nothing."""


class ResultDelegate(QStyledItemDelegate):
    """Draws the rows of the list."""

    def __init__(self, paint: HitPainter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paint = paint

    @property
    def theme(self) -> Theme:
        return self._paint.theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:  # noqa: N802
        return QSize(320, row_height(option.font))  # type: ignore[attr-defined]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        hit: Hit | None = index.data(Role.HIT)
        area: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        palette: QPalette = option.palette  # type: ignore[attr-defined]
        font: QFont = option.font  # type: ignore[attr-defined]
        right_to_left = option.direction == Qt.LayoutDirection.RightToLeft  # type: ignore[attr-defined]
        painter.save()
        painter.setLayoutDirection(option.direction)  # type: ignore[attr-defined]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(palette.text().color()))
        self._paint.ground(painter, area, state)
        begin, end = (8, 2) if right_to_left else (2, 8)
        inner = area.adjusted(_MARGIN + begin, _MARGIN, -_MARGIN - end, -_MARGIN)
        picture, words = _columns(inner, right_to_left)
        if hit is None:
            self._paint.waiting(painter, picture, words)
        else:
            self._paint.picture(painter, picture, hit, fonts_of(font))
            self._paint_words(painter, words, hit, fonts_of(font), right_to_left)
        painter.restore()

    def _paint_words(
        self, painter: QPainter, area: QRect, hit: Hit, fonts: Fonts, right_to_left: bool
    ) -> None:
        # Left is where a line begins: the painter turns it round for writing from right to left.
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        wide = bar_width(fonts)
        bar_left = area.left() if right_to_left else area.right() - wide
        self._paint.why(painter, QRect(bar_left, area.top() + 3, wide, 30), hit.why, fonts)
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
        place = wording.place_of(hit, lambda folder, rest: _shortened(folder, rest, small, line))
        painter.drawText(line, align, place)
        rest = QRect(area)
        rest.setTop(line.bottom() + 7)
        if hit.snippet.strip():
            self._paint_snippet(painter, rest, hit, fonts.plain)
        else:
            self._paint_reason(painter, rest, hit, fonts.plain, align)

    def _paint_title(
        self, painter: QPainter, line: QRect, align: Qt.AlignmentFlag, hit: Hit, fonts: Fonts
    ) -> None:
        """The name of the file, and after it the title that it gives itself, if there is room."""
        metrics = QFontMetrics(fonts.name)
        name = wording.name_in_words(hit.path)
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
        title = wording.in_words(one_line(hit.title))
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
        leftwards = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if leftwards else Qt.AlignmentFlag.AlignLeft
        layout = laid_out(text, hit.marks, found, font, area.width(), side)
        painter.setPen(QColor(self.theme.ink))
        layout.draw(painter, QPointF(area.topLeft()))

    def _paint_reason(
        self, painter: QPainter, area: QRect, hit: Hit, font: QFont, align: Qt.AlignmentFlag
    ) -> None:
        painter.setFont(font)
        painter.setPen(QColor(self.theme.muted))
        metrics = QFontMetrics(font)
        line = QRect(area.left(), area.top(), area.width(), metrics.lineSpacing())
        text = wording.plain_reason(hit.why)
        painter.drawText(
            line, align, metrics.elidedText(text, Qt.TextElideMode.ElideRight, line.width())
        )


def row_height(font: QFont) -> int:
    """Pixels of a row in a window with this font."""
    return max(PICTURE.height(), fonts_of(font).height) + 2 * _MARGIN


def _shortened(folder: str, rest: str, metrics: QFontMetrics, line: QRect) -> str:
    """The folder as far as it has room beside the rest, which is not to be cut: it is a date."""
    room = line.width() - metrics.horizontalAdvance(rest)
    return metrics.elidedText(folder, Qt.TextElideMode.ElideMiddle, room)


def _columns(inner: QRect, right_to_left: bool) -> tuple[QRect, QRect]:
    """Where the picture goes, and where the words."""
    picture = QRect(inner.topLeft(), PICTURE)
    picture.moveTop(inner.top() + (inner.height() - PICTURE.height()) // 2)
    if right_to_left:
        picture.moveRight(inner.right())
        return picture, inner.adjusted(0, 0, -PICTURE.width() - _GAP, 0)
    return picture, inner.adjusted(PICTURE.width() + _GAP, 0, 0, 0)
