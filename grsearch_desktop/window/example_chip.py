"""The picture or file in the search field that a search is to resemble."""

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from grsearch_desktop.window import wording
from grsearch_desktop.window.example import Example
from grsearch_desktop.window.icons import show_drawing, show_icon
from grsearch_desktop.window.theme import Theme, scaled

_SIDE = 30
"""Pixels of the thumbnail at the usual size of text."""
_LONGEST_NAME = 18


class ExampleChip(QFrame):
    """A thumbnail and a name with a cross; hidden while there is no example."""

    removed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exampleChip")
        self.example: Example | None = None
        self._look: QImage | None = None
        self._side = scaled(_SIDE)
        self._picture, self.name = QLabel(), QLabel()
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.cross = QToolButton()
        self.cross.setObjectName("chipCross")
        self.cross.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.cross.setAccessibleName(self.tr("Remove the picture from the search"))
        self.cross.setToolTip(self.tr("Remove the picture from the search"))
        self.cross.clicked.connect(self.removed)
        self.cross.installEventFilter(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 3, 4, 3)
        row.setSpacing(7)
        for part in (self._picture, self.name, self.cross):
            row.addWidget(part)
        self.hide()
        self.use(theme)

    def show_example(self, example: Example | None) -> None:
        self.example, self._look = example, None
        self.setVisible(example is not None)
        if example is None:
            return
        if example.pasted:
            name = self.tr("Pasted picture")
        elif example.like_file:
            name = self.tr("Like {0}").format(wording.name_in_words(example.path))
        else:
            name = wording.name_of(example.path)
        short = name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
        self.name.setText(short)
        self.setToolTip(name if example.pasted else wording.shown(example.path))
        self.setAccessibleName(name)
        self.tell("")
        self.use(self._theme)

    def show_look(self, example: Example, look: QImage) -> None:
        if example == self.example:
            self._look = look
            self.use(self._theme)

    def tell(self, trouble: str) -> None:
        """Shows that the example can't be used, and why; "" that it can."""
        if bool(self.property("alarm")) == bool(trouble):
            return
        self.setToolTip(trouble or self.name.text())
        self.setProperty("alarm", bool(trouble))
        self.style().unpolish(self)
        self.style().polish(self)
        self.name.style().polish(self.name)

    def use(self, theme: Theme) -> None:
        self._theme = theme
        self._side = scaled(_SIDE)
        show_icon(self.cross, "clear", theme.ink, 14)
        if self._look is not None:
            self._picture.setPixmap(_rounded(self._look, self._side, self.devicePixelRatioF()))
        else:
            sign = "similar" if self.example and self.example.like_file else "picture"
            show_drawing(self._picture, sign, theme.muted, round(_SIDE * 0.7))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - as Qt has it
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return):
                self.removed.emit()
                return True
        return super().eventFilter(watched, event)


def _rounded(look: QImage, side: int, scale: float) -> QPixmap:
    """The middle of a picture as a small square with round corners."""
    pixels = round(side * scale)
    size = QSize(pixels, pixels)
    fit = look.scaled(
        size,
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    made = QPixmap(size)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shape = QPainterPath()
    shape.addRoundedRect(QRectF(0, 0, pixels, pixels), 5 * scale, 5 * scale)
    painter.setClipPath(shape)
    painter.drawImage((pixels - fit.width()) // 2, (pixels - fit.height()) // 2, fit)
    painter.end()
    made.setDevicePixelRatio(scale)
    return made
