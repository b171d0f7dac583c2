"""A page with a drawing and a sentence or two: for when there are no results."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from grsearch_desktop.window.icons import show_drawing
from grsearch_desktop.window.theme import Theme, scaled

_PICTURE = 64
_WIDEST = 560
"""Logical pixels; longer lines are hard to read."""


@dataclass(frozen=True)
class Message:
    """What a page says."""

    icon: str
    headline: str
    sentence: str


class MessagePage(QWidget):
    """Says a Message in the middle of the window."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._theme = theme
        self._message = Message("library", "", "")
        self._picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._headline = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._headline.setObjectName("headline")
        self._sentence = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._sentence.setObjectName("sentence")
        for label in (self._headline, self._sentence):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(60, 20, 60, 60)
        column.setSpacing(10)
        column.addStretch(2)
        column.addWidget(self._picture)
        column.addSpacing(6)
        column.addLayout(_centred(self._headline))
        column.addLayout(_centred(self._sentence))
        column.addStretch(3)

    @property
    def message(self) -> Message:
        return self._message

    def say(self, message: Message) -> None:
        self._message = message
        self._headline.setText(message.headline)
        self._sentence.setText(message.sentence)
        self._paint()

    def use(self, theme: Theme) -> None:
        self._theme = theme
        self._paint()

    def _paint(self) -> None:
        show_drawing(self._picture, self._message.icon, self._theme.faint, _PICTURE)
        for label in (self._headline, self._sentence):
            label.setMaximumWidth(scaled(_WIDEST))


def _centred(label: QLabel) -> QHBoxLayout:
    """The label in the middle, as wide as it may be: alone it would take its shortest shape."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(label, 100)
    row.addStretch(1)
    return row
