"""The window of the library map: the points, a switch, and what they come to."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QKeySequence,
    QPainter,
    QPixmap,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from grsearch_desktop.engine.protocol import LibraryMap
from grsearch_desktop.paths import Home
from grsearch_desktop.window import wording
from grsearch_desktop.window.engine_sentences import said
from grsearch_desktop.window.icons import show_icon
from grsearch_desktop.window.language import window_side
from grsearch_desktop.window.map.map_link import MapLink
from grsearch_desktop.window.map.map_view import MapView
from grsearch_desktop.window.theme import Theme, fitting
from grsearch_desktop.window.thumbnails import Thumbnails

_DOT = 11
"""Logical pixels."""


class MapWindow(QWidget):
    """Shows the map as long as it is open; the engine makes it while somebody looks."""

    open_wanted = Signal(object, object)
    """A path, and a page or None."""

    def __init__(
        self, home: Home, thumbnails: Thumbnails, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Library map"))
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.link = MapLink(home, self)
        self.view = MapView(theme, thumbnails)
        self.calibrated, self.raw = QPushButton(), QPushButton()
        self._theme = theme
        self._said = QLabel()
        self._said.setObjectName("tip")
        self._said.setWordWrap(True)
        self._said.setAlignment(window_side(self._said) | Qt.AlignmentFlag.AlignVCenter)
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar(textVisible=False, maximum=1000)
        self._bar.setAccessibleName(self.tr("How much of the map is drawn"))
        self._keys = {name: QLabel() for name in ("text", "look")}
        self._build()
        self.link.came.connect(self._show)
        self.link.failed.connect(self._said.setText)
        self.view.open_wanted.connect(self.open_wanted)
        self.calibrated.toggled.connect(self.link.begin)
        QShortcut(QKeySequence("Esc"), self, self.close)
        QShortcut(QKeySequence("Ctrl+M"), self, self.close)
        self.resize(fitting(self.screen(), 900, 700))
        self.use(theme)

    def use(self, theme: Theme) -> None:
        self._theme = theme
        self.view.use(theme)
        for name, label in self._keys.items():
            label.setPixmap(_dot(getattr(theme, name), self.devicePixelRatioF()))
        for button, name in zip(self._zooms, ("zoom-in", "zoom-out", "zoom-fit"), strict=True):
            show_icon(button, name, theme.muted, 18)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - as Qt has it
        super().showEvent(event)
        self.link.begin(self.calibrated.isChecked())
        self.view.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self.link.end()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and self.isVisible():
            if self.isMinimized():
                self.link.end()
            else:
                self.link.begin(self.calibrated.isChecked())

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(20, 16, 20, 10)
        top.setSpacing(6)
        which = QButtonGroup(self)
        for button, words, tip in (
            (
                self.calibrated,
                self.tr("Calibrated"),
                self.tr("As searches compare: the gap between texts and pictures is taken off"),
            ),
            (self.raw, self.tr("Raw"), self.tr("As the model gives them")),
        ):
            button.setText(words)
            button.setCheckable(True)
            button.setToolTip(tip)
            button.setAccessibleName(words)
            button.setObjectName("half")
            which.addButton(button)
            top.addWidget(button)
        self.calibrated.setChecked(True)
        top.addSpacing(14)
        for name, words in (("text", self.tr("Texts")), ("look", self.tr("Pictures and pages"))):
            label = QLabel(words)
            label.setObjectName("tip")
            top.addWidget(self._keys[name])
            top.addWidget(label)
            top.addSpacing(8)
        top.addStretch(1)
        self._zooms = [QToolButton(), QToolButton(), QToolButton()]
        for zoom, words, keys, work in (
            (self._zooms[0], self.tr("Closer"), "+", lambda: self.view.zoom(1.5)),
            (self._zooms[1], self.tr("Further away"), "−", lambda: self.view.zoom(1 / 1.5)),
            (self._zooms[2], self.tr("Show all"), "0", self.view.fit),
        ):
            zoom.setAccessibleName(words)
            zoom.setToolTip(f"{words} ({keys})")
            zoom.clicked.connect(work)
            top.addWidget(zoom)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 8, 20, 14)
        foot.setSpacing(16)
        self._said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        foot.addWidget(self._said, 1)
        self._bar.setFixedWidth(140)
        foot.addWidget(self._bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.view, 1)
        column.addLayout(foot)

    def _show(self, shown: LibraryMap) -> None:
        if shown.points or shown.done:
            self.view.show_map(shown)
        self._bar.setVisible(not shown.done)
        self._bar.setValue(round(shown.share * 1000))
        self._said.setText(self._words(shown))

    def _words(self, shown: LibraryMap) -> str:
        if shown.trouble:
            return said(shown.trouble)
        if not shown.points:
            if shown.done:
                return self.tr("Nothing has been learned of your files yet.")
            return self.tr("Drawing the map of your library…")
        parts = []
        if shown.sampled < shown.of:
            words = self.tr("{0} of {1} passages, pages and pictures.")
            parts.append(words.format(wording.number(shown.sampled), wording.number(shown.of)))
        else:
            words = self.tr("{0} passages, pages and pictures.")
            parts.append(words.format(wording.number(shown.sampled)))
        if shown.mixing is not None:
            words = self.tr(
                "Texts and pictures are neighbours {0} % as often as if they lay anywhere."
            )
            parts.append(words.format(round(shown.mixing * 100)))
        return " ".join(parts)


def _dot(colour: str, scale: float) -> QPixmap:
    """A point as the map has it."""
    dot = QPixmap(round(_DOT * scale), round(_DOT * scale))
    dot.setDevicePixelRatio(scale)
    dot.fill(Qt.GlobalColor.transparent)
    painter = QPainter(dot)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(0, 0, _DOT, _DOT)
    painter.end()
    return dot
