"""What the pages of the settings are made of: a headline, cards, and rows in them."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from grsearch_desktop.window.flow_layout import FlowLayout
from grsearch_desktop.window.language import window_side
from grsearch_desktop.window.theme import scaled

_WIDEST = 760
"""Logical pixels; longer lines are hard to read."""


def label(text: str, name: str, *, wraps: bool = True) -> QLabel:
    """A label of plain text; `name` is what the stylesheet knows it by."""
    made = QLabel(text)
    made.setObjectName(name)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    made.setAlignment(window_side(made) | Qt.AlignmentFlag.AlignVCenter)
    return made


class Card(QFrame):
    """Rows that belong together, one below the other, with lines between them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def add_row(self, title: str, control: QWidget, text: str = "") -> QLabel:
        """A control with what it is called and, below that, what it does; gives the latter."""
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(title, "rowTitle"))
        said = label(text, "rowText")
        if not text:
            # Never shown here: without a parent yet it would be a window of its own.
            said.hide()
        words.addWidget(said)
        row = QHBoxLayout()
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        if not control.accessibleName():
            control.setAccessibleName(title)
        self.add(row)
        return said

    def add(self, row: QLayout) -> QWidget:
        """A row of any form; gives the widget that holds it."""
        whole = QWidget()
        whole.setObjectName("cardRow")
        whole.setProperty("first", self._column.count() == 0)
        whole.setLayout(row)
        self._column.addWidget(whole)
        return whole

    def clear(self) -> None:
        while item := self._column.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()


class Page(QScrollArea):
    """A page of the settings, which scrolls where it is too long."""

    def __init__(self, title: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settingsPage")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setObjectName("page")
        inside.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._inside = inside
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(28, 24, 28, 28)
        self._column.setSpacing(12)
        self._column.addWidget(label(title, "pageTitle"))
        if text:
            self._column.addWidget(label(text, "pageText"))
        self._column.addSpacing(4)
        self.setWidget(inside)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_focus)

    def _follow_focus(self, _: QWidget | None, now: QWidget | None) -> None:
        """Shows what Tab came to from outside: Qt scrolls only on the way from part to part."""
        if now is not None and self._inside.isAncestorOf(now):
            self.ensureWidgetVisible(now)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        self._column.addWidget(widget, stretch)

    def use_text_size(self) -> None:
        """Takes lines as long as the size of text makes them good to read."""
        self._inside.setMaximumWidth(scaled(_WIDEST))

    def allow(self, allowed: bool) -> None:
        """Whether what stands on the page can be used now."""
        self._inside.setEnabled(allowed)

    def add_heading(self, text: str) -> None:
        self._column.addSpacing(8)
        self._column.addWidget(label(text, "groupTitle"))

    def add_line(self, widgets: Iterable[QWidget]) -> None:
        """Widgets beside each other, from the line's beginning, on more lines where it must be."""
        row = FlowLayout(spacing=8)
        for widget in widgets:
            row.addWidget(widget)
        self._column.addLayout(row)

    def fill(self) -> None:
        """Called last: what room is left stays below."""
        self._column.addStretch(1)
