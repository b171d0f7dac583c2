"""The window as a small search field in the middle of the screen, which grows when it is wanted."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QToolButton, QWidget

from grsearch_desktop.window import wording
from grsearch_desktop.window.icons import show_icon
from grsearch_desktop.window.result_delegate import row_height
from grsearch_desktop.window.search_box import SearchBox
from grsearch_desktop.window.theme import Theme, scaled

WHOLE = QSize(1120, 760)
"""Pixels of a window that never had a place."""
_WIDE = 680
_ROWS = 5
"""Results that are seen at once."""
_FROM_ABOVE = 0.2
"""Of the screen's height."""


class CompactMode(QObject):
    """Takes all but the search field and the results off a window, and its frame.

    window: with its parts already in it; beside: what is not seen while it is small; results: what
    is seen once something was typed.
    """

    left = Signal()
    """The person wants none of it: Esc on an empty field, or another program."""

    def __init__(
        self, window: QMainWindow, box: SearchBox, beside: list[QWidget], results: QWidget
    ) -> None:
        super().__init__(window)
        self._window = window
        self._box = box
        self._beside = beside
        self._results = results
        self._smallest = QSize()
        self._place: QRect | None = None
        self._shown_before: list[QWidget] = []
        self.is_on = False
        self.leaves_when_unused = False
        """Whether a click elsewhere is a leave; only where there is a way back."""
        self.grow_button = QToolButton()
        self.grow_button.setAccessibleName(self.tr("Open the whole window"))
        self.grow_button.setToolTip(wording.with_keys(self.tr("Open the whole window"), "Ctrl+E"))
        self.grow_button.clicked.connect(self.grow)
        self.grow_button.hide()
        self._grows = QShortcut(QKeySequence("Ctrl+E"), window, self.grow)
        box.typed.connect(lambda _: self.fit())
        box.escaped.connect(self._on_escape)
        window.installEventFilter(self)

    def use(self, theme: Theme) -> None:
        show_icon(self.grow_button, "grow", theme.ink)

    def shrink(self) -> None:
        """Makes the window small, empties its field and brings it to the front."""
        if not self.is_on:
            self.is_on = True
            self._smallest = self._window.minimumSize()
            self._place = self._window.geometry() if self._window.isVisible() else None
            self._shown_before = [part for part in self._beside if not part.isHidden()]
            for part in self._beside:
                part.hide()
            self.grow_button.show()
            self._set_border(True)
            self._window.setMinimumSize(320, 60)
            self._window.setWindowFlag(Qt.WindowType.FramelessWindowHint, True)
        self._box.clear()
        self.fit()
        self._window.move(self._corner())
        self._come_forward()

    def grow(self) -> None:
        """Gives the window back what was taken off it; what was typed stays."""
        if not self.is_on:
            return
        self.is_on = False
        self._window.setWindowFlag(Qt.WindowType.FramelessWindowHint, False)
        self._window.setMinimumSize(self._smallest)
        self._window.setMaximumHeight(16_777_215)
        self.grow_button.hide()
        self._set_border(False)
        for part in self._shown_before:
            part.show()
        self._results.show()
        if self._place is not None:
            self._window.setGeometry(self._place)
        else:
            self._window.resize(WHOLE)
        self._come_forward()

    def fit(self) -> None:
        """Makes the window as high as what it shows."""
        if not self.is_on:
            return
        wide = scaled(_WIDE)
        has_words = bool(self._box.text.strip())
        self._results.setVisible(has_words)
        field = self._box.sizeHint().height() + 36
        high = field + (_ROWS * row_height(self._window.font()) if has_words else 0)
        screen = self._window.screen().availableGeometry()
        self._window.setFixedHeight(min(high, round(screen.height() * (0.95 - _FROM_ABOVE))))
        self._window.resize(min(wide, screen.width() - 40), self._window.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - as Qt has it
        if (
            event.type() == QEvent.Type.WindowDeactivate
            and self.is_on
            and self.leaves_when_unused
            and self._window.isVisible()
        ):
            self.left.emit()
        return super().eventFilter(watched, event)

    def _set_border(self, border: bool) -> None:
        """A line where the frame was, with room for it: what lies in the window would hide it."""
        if whole := self._window.centralWidget():
            edge = 1 if border else 0
            whole.setContentsMargins(edge, edge, edge, edge)
            whole.setProperty("compact", border)
            whole.style().polish(whole)

    def _on_escape(self) -> None:
        if self.is_on:
            self.left.emit()

    def _corner(self) -> QPoint:
        screen = self._window.screen().availableGeometry()
        left = screen.left() + (screen.width() - self._window.width()) // 2
        return QPoint(left, screen.top() + round(screen.height() * _FROM_ABOVE))

    def _come_forward(self) -> None:
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        self._box.take_focus()
