"""Paints one hit as a tile of the grid: its picture large, its name, and why as a bar."""

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from grsearch_desktop.engine.protocol import Hit
from grsearch_desktop.window import wording
from grsearch_desktop.window.hit_painting import HitPainter, fonts_of
from grsearch_desktop.window.results_model import AnyIndex, Role
from grsearch_desktop.window.theme import text_scale

_NARROWEST = 176
"""Pixels of a tile at the usual size of text."""
_MARGIN = 10
PICTURE = QSize(164, 132)
"""Logical pixels: of all tiles the same, so that a window that is made wider needs no new ones."""
_BAR_ROOM = 12


class TileDelegate(QStyledItemDelegate):
    """Draws tiles as wide as `fit` made them."""

    def __init__(self, paint: HitPainter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paint = paint
        self._wide = _NARROWEST

    def fit(self, room: int) -> int:
        """Shares a width among as many tiles as have a place side by side; gives their number."""
        narrowest = _larger(_NARROWEST)
        columns = max(1, room // narrowest)
        self._wide = max(narrowest, room // columns)
        return columns

    def sizeHint(self, option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:  # noqa: N802
        fonts = fonts_of(option.font)  # type: ignore[attr-defined]
        lines = QFontMetrics(fonts.plain).lineSpacing() + QFontMetrics(fonts.small).lineSpacing()
        return QSize(self._wide, _larger(PICTURE.height()) + lines + _BAR_ROOM + 2 * _MARGIN + 6)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        hit: Hit | None = index.data(Role.HIT)
        area: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        base: QFont = option.font  # type: ignore[attr-defined]
        painter.save()
        painter.setLayoutDirection(option.direction)  # type: ignore[attr-defined]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint.ground(painter, area.adjusted(2, 2, -2, -2), state)
        picture = QRect(0, 0, _larger(PICTURE.width()), _larger(PICTURE.height()))
        picture.moveCenter(area.center())
        picture.moveTop(area.top() + _MARGIN)
        words = QRect(picture)
        words.setTop(picture.bottom() + 8)
        words.setBottom(area.bottom() - _MARGIN)
        if hit is None:
            self._paint.waiting(painter, picture, words)
        else:
            fonts = fonts_of(base)
            self._paint.picture(painter, picture, hit, fonts)
            self._words(painter, words, hit, fonts.plain, fonts.small)
        painter.restore()

    def _words(self, painter: QPainter, area: QRect, hit: Hit, plain: QFont, small: QFont) -> None:
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        line = QRect(area)
        where = wording.page_of(hit) or wording.when_of(hit)
        where = "  ·  ".join(filter(None, (where, wording.copies_of(hit))))
        for text, font, colour in (
            (wording.name_in_words(hit.path), plain, self._paint.theme.ink),
            (where, small, self._paint.theme.muted),
        ):
            metrics = QFontMetrics(font)
            line.setHeight(metrics.lineSpacing())
            painter.setFont(font)
            painter.setPen(QColor(colour))
            elided = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, line.width())
            painter.drawText(line, align, elided)
            line.translate(0, line.height())
        self._paint.why(painter, line, hit.why, None)


def _larger(pixels: int) -> int:
    """Room for larger text, but less than that much more: else few tiles would be left."""
    return round(pixels * (1 + (text_scale() - 1) * 0.6))
