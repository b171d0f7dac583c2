"""What stands above a file that is looked at: its name and place, and what can be done with it."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from grsearch_desktop.engine.protocol import Hit
from grsearch_desktop.window import wording
from grsearch_desktop.window.elided_label import ElidedLabel
from grsearch_desktop.window.icons import show_icon
from grsearch_desktop.window.theme import Theme, text_scale

_ICON = 18


class DragHandle(QLabel):
    """The kind of a file on a small sheet, by which the file can be dragged out of the window."""

    dragged = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dragHandle")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip(self.tr("Drag this into another program to give it the file"))
        self._pressed: QPoint | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - as Qt has it
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._pressed is None:
            return
        moved = event.position().toPoint() - self._pressed
        if moved.manhattanLength() >= QGuiApplication.styleHints().startDragDistance():
            self._pressed = None
            self.dragged.emit()

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:  # noqa: N802
        self._pressed = None


class PreviewHeader(QFrame):
    """Says what is looked at, and what a person wants with it."""

    open_wanted = Signal()
    folder_wanted = Signal()
    copy_wanted = Signal()
    similar_wanted = Signal()
    close_wanted = Signal()
    drag_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("previewHeader")
        self.handle = DragHandle()
        self.name, self.place = (
            ElidedLabel(mode=Qt.TextElideMode.ElideMiddle),
            ElidedLabel(mode=Qt.TextElideMode.ElideMiddle),
        )
        self.name.setObjectName("previewName")
        self.place.setObjectName("tip")
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.name)
        words.addWidget(self.place)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 10, 8)
        row.setSpacing(2)
        row.addWidget(self.handle)
        row.addSpacing(8)
        row.addLayout(words, 1)
        row.addSpacing(4)
        self._buttons: dict[str, QToolButton] = {}
        for name, words_, wanted in (
            ("open", self.tr("Open (Enter)"), self.open_wanted),
            ("folder", self.tr("Show in its folder (Ctrl+Enter)"), self.folder_wanted),
            ("copy", "", self.copy_wanted),
            ("similar", self.tr("More like this"), self.similar_wanted),
            ("clear", self.tr("Close the preview (Alt+P)"), self.close_wanted),
        ):
            self._buttons[name] = button = tool_button(words_)
            button.clicked.connect(wanted)
            row.addWidget(button)
        self.handle.dragged.connect(self.drag_wanted)
        self.show_copying(picture=False)
        self.use(theme)

    def button(self, name: str) -> QToolButton:
        """By its icon: open, folder, copy, similar, clear."""
        return self._buttons[name]

    def show_hit(self, hit: Hit) -> None:
        self.name.show_text(wording.name_in_words(hit.path), wording.in_words(hit.path))
        self.place.show_text(wording.place_of(hit))
        self.handle.setText(wording.kind_of(hit))
        self._for_file(True)

    def show_nothing(self) -> None:
        self.name.show_text("")
        self.place.show_text("")
        self._for_file(False)

    def show_copying(self, *, picture: bool) -> None:
        """Says what a copy is one of."""
        words = self.tr("Copy the picture") if picture else self.tr("Copy the text")
        tell(self._buttons["copy"], words)

    def use(self, theme: Theme) -> None:
        side = round(34 * text_scale())
        self.handle.setMinimumSize(side, round(side * 1.18))
        for name, button in self._buttons.items():
            show_icon(button, name, theme.muted, _ICON)

    def _for_file(self, there: bool) -> None:
        self.handle.setVisible(there)
        for name, button in self._buttons.items():
            button.setVisible(there or name == "clear")


def tool_button(words: str, *, checkable: bool = False) -> QToolButton:
    """A small button with an icon. words: what it does, with its keys in brackets."""
    button = QToolButton()
    button.setCheckable(checkable)
    tell(button, words)
    return button


def tell(button: QToolButton, words: str) -> None:
    """Names a button for the eye and for the ear."""
    button.setToolTip(words)
    button.setAccessibleName(words.split(" (", maxsplit=1)[0])
