"""A page with a drawing, a sentence or two, and perhaps a button: for when there are no results."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from grsearch_desktop.window.icons import icon
from grsearch_desktop.window.theme import Theme

_PICTURE = 64
_WIDEST = 560
"""Logical pixels; longer lines are hard to read."""


@dataclass(frozen=True)
class Message:
    """What a page says."""

    icon: str
    headline: str
    sentence: str
    button: str = ""


class MessagePage(QWidget):
    """Says a Message in the middle of the window."""

    button_pressed = Signal()

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
            label.setMaximumWidth(_WIDEST)
        self._button = QPushButton()
        self._button.setProperty("strong", True)
        self._button.clicked.connect(self.button_pressed)
        column = QVBoxLayout(self)
        column.setContentsMargins(60, 20, 60, 60)
        column.setSpacing(10)
        column.addStretch(2)
        column.addWidget(self._picture)
        column.addSpacing(6)
        column.addLayout(_centred(self._headline))
        column.addLayout(_centred(self._sentence))
        column.addSpacing(14)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    @property
    def message(self) -> Message:
        return self._message

    def say(self, message: Message) -> None:
        self._message = message
        self._headline.setText(message.headline)
        self._sentence.setText(message.sentence)
        self._button.setText(message.button)
        self._button.setAccessibleName(message.button)
        self._button.setVisible(bool(message.button))
        self._paint()

    def use(self, theme: Theme) -> None:
        self._theme = theme
        self._paint()

    def _paint(self) -> None:
        drawn = icon(self._message.icon, self._theme.faint, _PICTURE)
        self._picture.setPixmap(drawn.pixmap(_PICTURE, _PICTURE))
        self._button.setIcon(icon("add-folder", self._theme.on_accent))


def _centred(label: QLabel) -> QHBoxLayout:
    """The label in the middle, as wide as it may be: alone it would take its shortest shape."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(label, 100)
    row.addStretch(1)
    return row
