"""A small drawing of how the first hits changed places."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from grsearch_desktop.window.comparison import FIRST, Shift
from grsearch_desktop.window.theme import Theme, text_scale

_WIDE, _HIGH = 92, 34
"""Pixels at the usual size of text."""


class ShiftView(QWidget):
    """A line for each hit, from its usual rank to the one it has now."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shift = Shift((), 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - as Qt has it
        return QSize(round(_WIDE * text_scale()), round(_HIGH * text_scale()))

    def show_shift(self, shift: Shift, words: str) -> None:
        """words: the same for a screen reader."""
        self._shift = shift
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def use(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        left, right, step = 4.0, self.width() - 4.0, (self.height() - 6) / (FIRST - 1)
        for now, before in enumerate(self._shift.ranks_before):
            end = QPointF(right, 3 + now * step)
            colour = QColor(self._colour(now, before))
            painter.setPen(QPen(colour, 1.6))
            if before is not None:
                painter.drawLine(QPointF(left, 3 + before * step), end)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(end, 2.2, 2.2)

    def _colour(self, now: int, before: int | None) -> str:
        if before is None:
            return self._theme.look
        if before == now:
            return self._theme.track
        return self._theme.accent if now < before else self._theme.words
