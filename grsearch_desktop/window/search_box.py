"""The field in which a person types what they look for."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from grsearch_desktop.window.icons import icon
from grsearch_desktop.window.theme import Theme, text_scale

_LINE = 32
"""Pixels at the usual size of text; Qt does not count the stylesheet's larger letters."""

_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 5,
    Qt.Key.Key_PageUp: -5,
}


class SearchBox(QFrame):
    """A line of text with a magnifier and a way to empty it; its arrow keys walk the results."""

    typed = Signal(str)
    moved = Signal(int)
    """Rows by which the selection is to move."""
    accepted = Signal()
    """Enter: open what is selected."""
    copy_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchField")
        self._picture = QLabel()
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("What are you looking for?"))
        self.line.setAccessibleName(self.tr("Search"))
        self.line.setFrame(False)
        self.line.setMinimumHeight(round(_LINE * text_scale()))
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self._on_text)
        self._empty = QToolButton()
        self._empty.setAccessibleName(self.tr("Clear the search"))
        self._empty.setToolTip(self.tr("Clear the search (Esc)"))
        self._empty.setIconSize(QSize(18, 18))
        self._empty.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._empty.clicked.connect(self.clear)
        self._empty.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(self._picture)
        row.addWidget(self.line, 1)
        row.addWidget(self._empty)
        self.setMinimumHeight(22 + self.line.minimumHeight())
        self.setFocusProxy(self.line)
        self.use(theme)

    def use(self, theme: Theme) -> None:
        self._picture.setPixmap(icon("search", theme.muted, 22).pixmap(22, 22))
        self._empty.setIcon(icon("clear", theme.muted, 18))

    @property
    def text(self) -> str:
        return self.line.text()

    def set_text(self, text: str) -> None:
        self.line.setText(text)

    def clear(self) -> None:
        self.line.clear()
        self.line.setFocus()

    def take_focus(self) -> None:
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - as Qt has it
        if watched is self.line:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._on_key(event)
            if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
                self.setProperty("focused", event.type() == QEvent.Type.FocusIn)
                self.style().polish(self)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        """Whether the key was for the results and not for the line."""
        key = Qt.Key(event.key())
        if key in _MOVES:
            self.moved.emit(_MOVES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif key == Qt.Key.Key_Escape:
            self.clear()
        elif event.matches(QKeySequence.StandardKey.Copy) and not self.line.hasSelectedText():
            self.copy_wanted.emit()
        else:
            return False
        return True

    def _on_text(self, text: str) -> None:
        self._empty.setVisible(bool(text))
        self.typed.emit(text)
