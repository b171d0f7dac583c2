"""Paints the rows of copies: a head with what its files have in common, and the files."""

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from grsearch_desktop.engine.protocol import DuplicateGroup, Hit
from grsearch_desktop.window import wording
from grsearch_desktop.window.hit_painting import Fonts, HitPainter, fonts_of
from grsearch_desktop.window.library.copies_model import AnyIndex, CopyRole

PICTURE = QSize(60, 48)
"""Logical pixels."""
_MARGIN, _GAP = 8, 14


class CopiesDelegate(QStyledItemDelegate):
    def __init__(self, paint: HitPainter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paint = paint

    def sizeHint(self, option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:  # noqa: N802
        fonts = fonts_of(option.font)  # type: ignore[attr-defined]
        lines = QFontMetrics(fonts.plain).lineSpacing() + QFontMetrics(fonts.small).lineSpacing()
        return QSize(200, max(PICTURE.height(), lines + 2) + 2 * _MARGIN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row = index.data(CopyRole.ROW)
        area: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        fonts = fonts_of(option.font)  # type: ignore[attr-defined]
        painter.save()
        painter.setLayoutDirection(option.direction)  # type: ignore[attr-defined]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint.ground(painter, area, state)
        inner = area.adjusted(_MARGIN + 2, _MARGIN, -_MARGIN - 4, -_MARGIN)
        if isinstance(row, DuplicateGroup):
            self._head(painter, inner, row, fonts)
        elif row is not None:
            self._file(painter, inner, row, fonts)
        painter.restore()

    def _head(self, painter: QPainter, area: QRect, group: DuplicateGroup, fonts: Fonts) -> None:
        same, frees = wording.copies_in_words(group)
        bold = QFont(fonts.plain)
        bold.setWeight(QFont.Weight.DemiBold)
        line = QRect(area)
        # Near its files: what is above belongs to the group before.
        line.setTop(area.bottom() - QFontMetrics(bold).lineSpacing())
        left, right = _shared(painter, line, frees, fonts.small)
        self._write(painter, left, same, bold, self._paint.theme.ink)
        self._write(painter, right, frees, fonts.small, self._paint.theme.muted)

    def _file(self, painter: QPainter, area: QRect, hit: Hit, fonts: Fonts) -> None:
        leftwards = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
        picture = QRect(area.topLeft(), PICTURE)
        words = area.adjusted(PICTURE.width() + _GAP, 0, 0, 0)
        if leftwards:
            picture.moveRight(area.right())
            words = area.adjusted(0, 0, -PICTURE.width() - _GAP, 0)
        picture.moveTop(area.top() + (area.height() - PICTURE.height()) // 2)
        self._paint.picture(painter, picture, hit, fonts)
        plain, small = QFontMetrics(fonts.plain), QFontMetrics(fonts.small)
        line = QRect(words)
        line.setHeight(plain.lineSpacing())
        line.moveTop(words.center().y() - (plain.lineSpacing() + small.lineSpacing()) // 2)
        size = wording.size(hit.size or 0)
        name, right = _shared(painter, line, size, fonts.small)
        self._write(painter, name, wording.name_in_words(hit.path), fonts.plain, self._ink)
        self._write(painter, right, size, fonts.small, self._ink)
        line.translate(0, line.height())
        line.setHeight(small.lineSpacing())
        day = wording.when_of(hit)
        folder, right = _shared(painter, line, day, fonts.small)
        muted = self._paint.theme.muted
        self._write(painter, folder, wording.folder_of(hit.path), fonts.small, muted)
        self._write(painter, right, day, fonts.small, muted)

    @property
    def _ink(self) -> str:
        return self._paint.theme.ink

    def _write(self, painter: QPainter, area: QRect, text: str, font: QFont, colour: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideMiddle, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)


def _shared(painter: QPainter, line: QRect, last: str, font: QFont) -> tuple[QRect, QRect]:
    """A line shared by words at its beginning and those at its end, which are not cut."""
    wide = QFontMetrics(font).horizontalAdvance(last) + 1
    if painter.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        return line.adjusted(wide + _GAP, 0, 0, 0), QRect(
            line.left(), line.top(), wide, line.height()
        )
    at_end = QRect(line.right() - wide + 1, line.top(), wide, line.height())
    return line.adjusted(0, 0, -wide - _GAP, 0), at_end
