"""The line at the foot of the window: what was found, and the engine's work, which can pause."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QToolButton,
    QWidget,
)

from grsearch_desktop.engine.protocol import Progress
from grsearch_desktop.window import wording
from grsearch_desktop.window.elided_label import ElidedLabel
from grsearch_desktop.window.icons import show_icon
from grsearch_desktop.window.theme import Theme

_SAID_FOR = 8000
"""Milliseconds that a sentence stays."""


class StatusStrip(QFrame):
    """Results on the left, work on the right; a sentence that matters takes the left for a time."""

    pause_wanted = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusStrip")
        self._theme = theme
        self._counted = ""
        self._paused = False
        self._left = ElidedLabel()
        self._work = ElidedLabel()
        self._bar = QProgressBar(textVisible=False)
        self._bar.setFixedWidth(120)
        self._bar.setAccessibleName(self.tr("How much of the library is read"))
        self._pause = QToolButton()
        self._pause.clicked.connect(lambda: self.pause_wanted.emit(not self._paused))
        self.undo = QPushButton(self.tr("Undo"))
        self.undo.setObjectName("undo")
        self.undo.setAccessibleName(self.tr("Undo"))
        self.undo.clicked.connect(self._undo)
        self.undo.hide()
        self._undoing: Callable[[], object] | None = None
        self.exact = QPushButton(self.tr("Search for exactly this"))
        self.exact.setObjectName("exact")
        self.exact.setAccessibleName(self.tr("Search for exactly this"))
        self.exact.clicked.connect(lambda: self._asking_exactly and self._asking_exactly())
        self.exact.hide()
        self._asking_exactly: Callable[[], object] | None = None
        self._said = QTimer(self, interval=_SAID_FOR, singleShot=True)
        self._said.timeout.connect(self._say_nothing)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 14, 0)
        row.setSpacing(12)
        row.addWidget(self._left, 1)
        row.addWidget(self.undo)
        row.addWidget(self.exact)
        row.addWidget(self._work)
        row.addWidget(self._bar)
        row.addWidget(self._pause)
        self.setMinimumHeight(38)
        self.show_progress(Progress("idle"))

    @property
    def text(self) -> str:
        """The line as it stands there."""
        return "  ".join(filter(None, [self._left.text(), self._work.text()]))

    def use(self, theme: Theme) -> None:
        self._theme = theme
        self._paint_pause()

    def show_count(self, text: str, exactly: Callable[[], object] | None = None) -> None:
        """exactly: asks for the words as they were written, where some were taken for others."""
        self._counted = text
        self._asking_exactly = exactly
        if not self._said.isActive():
            self._say_nothing()

    def say(self, sentence: str) -> None:
        """Shows a sentence for some seconds."""
        self._left.setText(sentence)
        self._left.setToolTip(sentence)
        self._set_alarm(True)
        self.undo.hide()
        self.exact.hide()
        self._said.start()

    def offer_undo(self, sentence: str, undo: Callable[[], object]) -> None:
        """Says for some seconds what was done, with a button that undoes it."""
        self.say(sentence)
        self._set_alarm(False)
        self._undoing = undo
        self.undo.show()

    def show_progress(self, now: Progress) -> None:
        words = wording.progress(now)
        self._paused = now.paused
        self._work.setText(words)
        self._work.setVisible(bool(words))
        self._bar.setVisible(bool(words) and not now.paused)
        # A total of 0 makes Qt's bar run to and fro, which is right while nothing is counted yet.
        self._bar.setRange(0, now.total)
        self._bar.setValue(now.done)
        self._pause.setVisible(bool(words))
        self._paint_pause()

    def _paint_pause(self) -> None:
        words = self.tr("Go on with the work") if self._paused else self.tr("Pause the work")
        self._pause.setToolTip(words)
        self._pause.setAccessibleName(words)
        show_icon(self._pause, "resume" if self._paused else "pause", self._theme.muted, 16)

    def _undo(self) -> None:
        self._said.stop()
        self._say_nothing()
        if self._undoing is not None:
            self._undoing()

    def _say_nothing(self) -> None:
        self.undo.hide()
        self.exact.setVisible(self._asking_exactly is not None)
        self._left.setText(self._counted)
        self._left.setToolTip("")
        self._set_alarm(False)

    def _set_alarm(self, alarm: bool) -> None:
        self._left.setProperty("alarm", alarm)
        self._left.style().polish(self._left)
