"""A line of text that gives way where there is no room for all of it."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QToolTip, QWidget

_SHORTEST = 24
"""Letters that a line keeps in the narrowest window."""


class ElidedLabel(QLabel):
    """Never makes a window wider; what is left out is in its tooltip.

    mode: where letters are left out.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(parent)
        self._mode = mode
        self.setTextFormat(Qt.TextFormat.PlainText)

    def show_text(self, text: str, tip: str = "") -> None:
        """tip: what the tooltip has in place of the text."""
        self.setText(text)
        self.setToolTip(tip or text)

    @property
    def is_elided(self) -> bool:
        return self._shown() != self.text()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - as Qt has it
        least = self.fontMetrics().averageCharWidth() * _SHORTEST
        return super().minimumSizeHint().boundedTo(QSize(least, 1 << 20))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self.is_elided and not self.toolTip():
            QToolTip.showText(event.globalPos(), self.text(), self)
            return True
        return super().event(event)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        self.style().drawItemText(
            QPainter(self),
            self.contentsRect(),
            Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter,
            self.palette(),
            self.isEnabled(),
            self._shown(),
            self.foregroundRole(),
        )

    def _shown(self) -> str:
        return self.fontMetrics().elidedText(self.text(), self._mode, self.contentsRect().width())
