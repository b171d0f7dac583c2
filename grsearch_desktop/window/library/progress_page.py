"""How far the library is, stage by stage, with pause, and what keeps it from going on."""

import re
import time
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from grsearch_desktop.engine.protocol import Progress, Status
from grsearch_desktop.window import wording
from grsearch_desktop.window.engine_sentences import said
from grsearch_desktop.window.library.cards import Card, Page, label
from grsearch_desktop.window.library.errands import LibraryErrands

_COMMAND = re.compile(r"sudo [\w .=-]*\w")
"""What an engine's sentence tells a person to type."""
_HOUR = 3600


class ProgressPage(Page):
    """A bar for each stage."""

    def __init__(self, errands: LibraryErrands) -> None:
        super().__init__(
            self.tr("Progress"),
            self.tr("What has been read can be found at once, while the rest goes on."),
        )
        self._errands = errands
        self._progress = Progress("idle")
        self._stages: dict[str, tuple[QProgressBar, QLabel]] = {}
        self._told: tuple[str, ...] = ()
        self._misfit = ""
        """What the engine says of a model whose averages don't fit."""
        self.card = Card()
        self.said = label("", "rowText")
        self.notices = QWidget()
        self._notices = QVBoxLayout(self.notices)
        self._notices.setContentsMargins(0, 0, 0, 0)
        self.add(self.notices)
        self.add(self.card)
        self.add(self.said)
        self.pause = self._built_pause()
        self.go_on = QPushButton(self.tr("Go on"))
        self.go_on.setAccessibleName(self.tr("Go on with the work"))
        self.go_on.setProperty("strong", True)
        self.go_on.clicked.connect(lambda: errands.pause(False))
        self.add_line([self.pause, self.go_on])
        self.fill()
        self.show_progress(self._progress)

    def show_status(self, status: Status) -> None:
        for stage, counts in status.stages.items():
            self._show_stage(stage, counts)
        compared = status.calibration
        misfit = compared.sentence if compared.fits is False else ""
        if (status.notices, misfit) != (self._told, self._misfit):
            self._told, self._misfit = status.notices, misfit
            self._show_notices()
        self.show_progress(status.progress)

    def show_progress(self, now: Progress) -> None:
        self._progress = now
        self.said.setText(wording.progress(now) or self.tr("Everything is up to date."))
        self.pause.setVisible(not now.paused)
        self.go_on.setVisible(now.paused)

    def bar(self, stage: str) -> QProgressBar:
        return self._stages[stage][0]

    def _built_pause(self) -> QPushButton:
        button = QPushButton(self.tr("Pause"))
        button.setAccessibleName(self.tr("Pause the work"))
        menu = QMenu(button)
        pause = self._errands.pause
        menu.addAction(self.tr("For an hour"), lambda: pause(True, time.time() + _HOUR))
        menu.addAction(self.tr("Until the next start"), lambda: pause(True, "restart"))
        menu.addAction(self.tr("Until I let it go on"), lambda: pause(True, "good"))
        button.setMenu(menu)
        return button

    def _show_stage(self, stage: str, counts: dict[str, Any]) -> None:
        if stage not in self._stages:
            self._stages[stage] = self._add_stage(stage)
        bar, words = self._stages[stage]
        done, total = int(counts["done"]), int(counts["total"])
        bar.setRange(0, max(total, 1))
        # What has nothing to do is done.
        bar.setValue(done if total else 1)
        words.setText(
            self.tr("{0} of {1}").format(wording.number(done), wording.number(total))
            if done < total
            else self.tr("{0}, all done").format(wording.number(total))
        )
        bar.setAccessibleDescription(words.text())

    def _add_stage(self, stage: str) -> tuple[QProgressBar, QLabel]:
        name = wording.stage_name(stage)
        bar = QProgressBar(textVisible=False)
        bar.setAccessibleName(name)
        words = label("", "rowText", wraps=False)
        line = QHBoxLayout()
        line.addWidget(label(name, "rowTitle"), 1)
        line.addWidget(words)
        column = QVBoxLayout()
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(8)
        column.addLayout(line)
        column.addWidget(bar)
        self.card.add(column)
        return bar, words

    def _show_notices(self) -> None:
        while item := self._notices.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for sentence in self._told:
            self._notices.addWidget(self._notice(sentence))
        if self._misfit:
            advice = self.tr("{0} Under Models you can get the model again, or use another one.")
            self._notices.addWidget(self._notice(self._misfit, advice))

    def _notice(self, sentence: str, around: str = "{0}") -> QFrame:
        frame = QFrame()
        frame.setObjectName("notice")
        column = QVBoxLayout(frame)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(10)
        column.addWidget(label(wording.shown(around.format(said(sentence))), "rowText"))
        if found := _COMMAND.search(sentence):
            command = found[0]
            copy = QPushButton(self.tr("Copy the command"))
            copy.setAccessibleName(self.tr("Copy the command"))
            copy.setToolTip(command)
            copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(command))
            column.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeading)
        return frame
