"""A chip: a small round button that names a filter, opens its choices, and can be emptied."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from grsearch_desktop.window.icons import show_drawing, show_icon
from grsearch_desktop.window.theme import Theme

_OPENING = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_EMPTYING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class FilterChip(QFrame):
    """Shows the name of a filter or, filled, what it is set to, with a cross that empties it."""

    emptied = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chip")
        self._name = name
        self._shown: tuple[str, str] | None = None
        self.menu = QMenu(self)
        self.face = QToolButton()
        self.face.setObjectName("chipFace")
        self.face.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.face.setMenu(self.menu)
        self.face.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._arrow = QLabel()
        self._arrow.setObjectName("chipArrow")
        self.face.installEventFilter(self)
        self.cross = QToolButton()
        self.cross.setObjectName("chipCross")
        self.cross.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.cross.clicked.connect(self._empty)
        self.cross.installEventFilter(self)
        row = QHBoxLayout(self)
        # Alike on both sides: margins don't turn with the direction of writing.
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(0)
        row.addWidget(self.face)
        row.addWidget(self._arrow)
        row.addWidget(self.cross)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.use(theme)
        self.show_value("")

    @property
    def text(self) -> str:
        return self.face.text()

    @property
    def filled(self) -> bool:
        return bool(self.property("filled"))

    def show_value(self, value: str, whole: str = "") -> None:
        """Shows what the filter is set to, or its name when that is nothing.

        whole: the same at its full length, for the tooltip and for a screen reader.
        """
        if self._shown == (value, whole):
            return  # as at most key presses
        self._shown = value, whole
        filled = bool(value)
        self.face.setText(value or self._name)
        self.face.setToolTip(whole if whole != value else "")
        spoken = self.tr("{0}: {1}").format(self._name, whole or value) if filled else self._name
        self.face.setAccessibleName(spoken)
        emptying = self.tr("Remove the filter “{0}”").format(self._name)
        self.cross.setAccessibleName(emptying)
        self.cross.setToolTip(emptying)
        self.cross.setVisible(filled)
        self.setProperty("filled", filled)
        self._polish()
        self.use(self._theme)

    def warn(self, sentence: str) -> None:
        """Says what is wrong with what the filter is set to; nothing: all is well."""
        if bool(self.property("alarm")) == bool(sentence):
            return
        self.setProperty("alarm", bool(sentence))
        if sentence:
            self.face.setToolTip(sentence)
            self.face.setAccessibleDescription(sentence)
        else:
            self._shown, shown = None, self._shown
            self.face.setAccessibleDescription("")
            self.show_value(*shown or ("",))
        self._polish()

    def use(self, theme: Theme) -> None:
        self._theme = theme
        ink = theme.ink if self.filled else theme.muted
        show_drawing(self._arrow, "down", ink, 14)
        self._arrow.setVisible(not self.filled)
        show_icon(self.cross, "clear", ink, 14)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - as Qt has it
        """Beside the words, on the arrow."""
        if event.button() == Qt.MouseButton.LeftButton and not self.filled:
            self.face.showMenu()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.setProperty("focused", self.face.hasFocus() or self.cross.hasFocus())
            self._polish()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in _EMPTYING and self.filled:
                self._empty()
                return True
            if watched is self.face and key in _OPENING:
                self.face.showMenu()
                return True
        return super().eventFilter(watched, event)

    def _empty(self) -> None:
        self.face.setFocus()
        self.emptied.emit()

    def _polish(self) -> None:
        for widget in (self, self.face, self.cross):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
