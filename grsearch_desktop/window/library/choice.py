"""A box to choose one of some values in."""

from collections.abc import Iterable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from grsearch_desktop.window.icons import pixmap
from grsearch_desktop.window.theme import scaled

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
        paint_arrow(self)


def paint_arrow(box: QWidget) -> None:
    """A small arrow at the end of a box that opens, in the colour of what is not typed yet."""
    colour = box.palette().color(QPalette.ColorRole.PlaceholderText).name()
    side, edge = scaled(_ARROW), scaled(_EDGE)
    arrow = pixmap("down", colour, side, box.devicePixelRatioF())
    at_left = box.layoutDirection() is Qt.LayoutDirection.RightToLeft
    left = edge if at_left else box.width() - side - edge
    QPainter(box).drawPixmap(QRect(left, (box.height() - side) // 2, side, side), arrow)
