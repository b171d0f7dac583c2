"""A box to choose one of some values in."""

from collections.abc import Iterable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QComboBox

from grsearch_desktop.window.icons import pixmap

_ARROW = 16
_EDGE = 10
"""Logical pixels from the arrow to the end of the box."""


class Choice(QComboBox):
    """A combo box with our own arrow, which the stylesheet can't tint."""

    def __init__(self, values: Iterable[tuple[object, str]] = (), chosen: object = None) -> None:
        super().__init__()
        self.offer(values, chosen)

    def offer(self, values: Iterable[tuple[object, str]], chosen: object) -> None:
        """Values with their words, and the one that is chosen now."""
        self.clear()
        for value, words in values:
            self.addItem(words, value)
        self.setCurrentIndex(max(self.findData(chosen), 0))

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - as Qt has it
        """Scrolls the page: nothing is to be chosen on the way."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        colour = self.palette().color(QPalette.ColorRole.PlaceholderText).name()
        arrow = pixmap("down", colour, _ARROW, self.devicePixelRatioF())
        at_left = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = _EDGE if at_left else self.width() - _ARROW - _EDGE
        QPainter(self).drawPixmap(QRect(left, (self.height() - _ARROW) // 2, _ARROW, _ARROW), arrow)
