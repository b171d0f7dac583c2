"""A switch: on or off, as phones have it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QCheckBox, QWidget


class Switch(QCheckBox):
    """A check box without words of its own; its name is that of its row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:  # noqa: N802 - as Qt has it
        height = self.fontMetrics().height() + 8
        return QSize(round(height * 1.8), height)

    def hitButton(self, _: object) -> bool:  # noqa: N802
        return True

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        colours = self.palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = self.sizeHint()
        leftwards = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        beside = self.width() - size.width() if leftwards else 0
        body = QRectF(beside + 2, (self.height() - size.height()) / 2 + 2, size.width() - 4, 0)
        body.setHeight(size.height() - 4)
        role = QPalette.ColorRole.Highlight if self.isChecked() else QPalette.ColorRole.Mid
        painter.setOpacity(1.0 if self.isEnabled() else 0.4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.color(role))
        radius = body.height() / 2
        painter.drawRoundedRect(body, radius, radius)
        knob = body.height() - 6
        at_right = self.isChecked() != leftwards
        left = body.right() - knob - 3 if at_right else body.left() + 3
        painter.setBrush(colours.color(QPalette.ColorRole.HighlightedText))
        painter.drawEllipse(QRectF(left, body.top() + 3, knob, knob))
        if self.hasFocus():
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setWidthF(1.5)
            pen.setColor(colours.color(QPalette.ColorRole.WindowText))
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(body.adjusted(-1, -1, 1, 1), radius + 1, radius + 1)
