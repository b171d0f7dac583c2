"""The pane beside the results, in which the selected file is looked at."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from grsearch_desktop.engine.protocol import Hit
from grsearch_desktop.paths import Home
from grsearch_desktop.window.message_page import Message, MessagePage
from grsearch_desktop.window.preview.page_view import PageView
from grsearch_desktop.window.preview.preview_link import DrawnPage, PreviewLink
from grsearch_desktop.window.preview.reading import Reading
from grsearch_desktop.window.theme import Theme

_RESTED = 70
"""Milliseconds that a hit must stay selected: who walks down the list waits for no page."""


class PreviewPane(QFrame):
    """A header, and below it the page, its text, its cells or a sentence."""

    def __init__(self, home: Home, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self._theme = theme
        self._next: tuple[Hit | None, str] = (None, "")
        self.link = PreviewLink(home, self)
        self.view = PageView(theme)
        self.message = MessagePage(theme)
        self.reading = Reading(self.link, lambda: self.view.side, self)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.message)
        self._stack.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack, 1)
        self._resting = QTimer(self, interval=_RESTED, singleShot=True)
        self._resting.timeout.connect(self._look)
        self.reading.said.connect(self._say)
        self.reading.drawn.connect(self._show_page)
        self.view.side_wanted.connect(self.reading.draw)
        self.view.step_wanted.connect(lambda step: self.reading.step(step, from_end=step < 0))

    def follow(self, hit: Hit | None, query: str) -> None:
        """Shows a hit soon, unless another one is selected by then."""
        if (hit, query) != self._next:
            self._next = hit, query
            self._resting.start()

    def close_link(self) -> None:
        self.link.close()

    def use(self, theme: Theme) -> None:
        self._theme = theme
        self.view.use(theme)
        self.message.use(theme)

    def _look(self) -> None:
        self.reading.look_at(*self._next)

    def _say(self, message: Message) -> None:
        self.message.say(message)
        self._stack.setCurrentWidget(self.message)

    def _show_page(self, page: DrawnPage, at_end: bool) -> None:
        self._stack.setCurrentWidget(self.view)
        self.view.show_page(page, at_end=at_end)
