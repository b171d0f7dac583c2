"""The field in which a person types what they look for."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from grsearch_desktop.window import wording
from grsearch_desktop.window.example import Example, holds_picture
from grsearch_desktop.window.example_chip import ExampleChip
from grsearch_desktop.window.icons import show_drawing, show_icon
from grsearch_desktop.window.language import tr as _tr
from grsearch_desktop.window.theme import Theme, scaled

_LINE = 32
"""Pixels at the usual size of text; Qt does not count the stylesheet's larger letters."""

_MINUS = 150
"""Pixels at the usual size of text: the widest that the field for what is not meant gets."""

_ROOMY = 620
"""Pixels at the usual size of text, from which on there is room for an example's name."""

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
    paste_wanted = Signal()
    """A picture lies in the clipboard."""
    escaped = Signal()
    """Esc, when there was nothing left to clear."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchField")
        self._picture = QLabel()
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("What are you looking for?"))
        self.line.setAccessibleName(self.tr("Search"))
        self.line.setFrame(False)
        self.line.setAcceptDrops(False)  # the window takes what is dropped, also here
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self._on_text)
        self.chip = ExampleChip(theme)
        self.minus = _minus_field(self)
        self.minus.installEventFilter(self)
        self._empty = QToolButton()
        self._empty.setAccessibleName(self.tr("Clear the search"))
        self._empty.setToolTip(wording.with_keys(self.tr("Clear the search"), "Esc"))
        self._empty.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._empty.clicked.connect(self.clear)
        self._empty.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(self._picture)
        row.addWidget(self.chip)
        row.addWidget(self.line, 1)
        row.addWidget(self.minus)
        self._end = QHBoxLayout()
        self._end.setSpacing(2)
        self._end.addWidget(self._empty)
        row.addLayout(self._end)
        self.use(theme)

    def add_at_end(self, control: QWidget) -> None:
        self._end.addWidget(control)

    def use(self, theme: Theme) -> None:
        self.chip.use(theme)
        show_drawing(self._picture, "search", theme.muted, 22)
        show_icon(self._empty, "clear", theme.muted, 18)
        self.line.setMinimumHeight(scaled(_LINE))
        self.minus.setMaximumWidth(scaled(_MINUS))
        self.setMinimumHeight(22 + self.line.minimumHeight())

    @property
    def text(self) -> str:
        return self.line.text()

    def set_text(self, text: str) -> None:
        self.line.setText(text)

    def set_text_quietly(self, text: str) -> None:
        """Without `typed`: for who asks at once, and once."""
        was_blocked = self.line.blockSignals(True)
        self.line.setText(text)
        self.line.blockSignals(was_blocked)
        self._show_empty()

    def show_example(self, example: Example | None) -> None:
        """Shows what is asked by beside the words, and a place for what is not meant."""
        self.chip.show_example(example)
        self.minus.setVisible(example is not None)
        was_blocked = self.minus.blockSignals(True)
        self.minus.clear()
        self.minus.blockSignals(was_blocked)
        self.line.setPlaceholderText(
            self.tr("Add words") if example else self.tr("What are you looking for?")
        )
        self._show_empty()

    def show_target(self, on: bool) -> None:
        """Shows that what is dragged can be dropped."""
        self.setProperty("focused", on or self.line.hasFocus())
        self.style().polish(self)

    def clear(self) -> None:
        """Empties the words, or the example when there are none."""
        if not self.text and self.chip.example:
            self.chip.removed.emit()
        self.line.clear()
        self.line.setFocus()

    def take_focus(self) -> None:
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - as Qt has it
        if watched is self.minus and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and event.key() in _MOVES:
                self.moved.emit(_MOVES[Qt.Key(event.key())])
                return True
        elif watched is self.line:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._on_key(event)
            if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
                self.setProperty("focused", event.type() == QEvent.Type.FocusIn)
                self.style().polish(self)
        return super().eventFilter(watched, event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Gives the focus on. A focus proxy would have Tab pass by what stands before the line."""
        self.line.setFocus(event.reason())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        # Words need the room more than a name does, which the tooltip has too.
        self.chip.name.setVisible(self.width() > scaled(_ROOMY))

    def _on_key(self, event: QKeyEvent) -> bool:
        """Whether the key was for the results and not for the line."""
        key = Qt.Key(event.key())
        if key in _MOVES:
            self.moved.emit(_MOVES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif key == Qt.Key.Key_Escape:
            if not self.line.text():
                self.escaped.emit()
            self.clear()
        elif event.matches(QKeySequence.StandardKey.Copy) and not self.line.hasSelectedText():
            self.copy_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Paste) and _picture_in_clipboard():
            self.paste_wanted.emit()
        elif key == Qt.Key.Key_Backspace and not self.text and self.chip.example:
            self.chip.removed.emit()
        else:
            return False
        return True

    def _on_text(self, text: str) -> None:
        self._show_empty()
        self.typed.emit(text)

    def _show_empty(self) -> None:
        self._empty.setVisible(bool(self.text or self.chip.example))


def _minus_field(box: SearchBox) -> QLineEdit:
    """For what is to be taken away from the meaning of picture and words."""
    field = QLineEdit()
    field.setObjectName("minus")
    field.setPlaceholderText(_tr("without …"))
    field.setAccessibleName(_tr("Without: words whose meaning is taken away"))
    field.setToolTip(_tr("Words whose meaning is taken away from the picture"))
    field.setAcceptDrops(False)
    field.returnPressed.connect(box.accepted)
    field.hide()
    return field


def _picture_in_clipboard() -> bool:
    return holds_picture(QGuiApplication.clipboard().mimeData())
