"""The page of a first start: which folders shall be searched?"""

import logging
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from grsearch_desktop.window import wording
from grsearch_desktop.window.icons import show_drawing
from grsearch_desktop.window.theme import Theme, scaled

log = logging.getLogger(__name__)

_ICON = 72
_WIDE = 620
"""Logical pixels; longer lines are hard to read."""


class FirstRunPage(QWidget):
    """Offers the folders in which people keep their files, and any other."""

    folders_wanted = Signal(object)
    """A list of paths to be searched."""
    choice_wanted = Signal()
    """The person wants to choose a folder that is not offered."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        headline = QLabel(self.tr("Which folders would you like to search?"))
        headline.setObjectName("headline")
        sentence = QLabel(
            self.tr(
                "Your files are read on this computer and stay here. Nothing is sent anywhere, and "
                "no file is changed. You can search while they are still being read."
            )
        )
        sentence.setObjectName("sentence")
        self.offers: dict[str, QCheckBox] = {}
        self.start = QPushButton(self.tr("Start"))
        self.start.setProperty("strong", True)
        self.start.setAccessibleName(self.tr("Start to read these folders"))
        self.start.clicked.connect(self._on_start)
        self.start.setAutoDefault(True)  # Enter presses it, as Space does
        self.other = QPushButton()
        self.other.clicked.connect(self.choice_wanted)
        self.other.setAutoDefault(True)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(self._picture)
        for label in (headline, sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addSpacing(8)
        self._offers = QVBoxLayout()
        self._offers.setSpacing(10)
        column.addLayout(_centred(self._offers))
        column.addSpacing(8)
        buttons = QHBoxLayout()
        buttons.addWidget(self.other)
        buttons.addWidget(self.start)
        column.addLayout(_centred(buttons))
        self._inner = inner = QWidget()
        inner.setLayout(column)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(inner, 100)
        row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addLayout(row)
        whole.addStretch(3)
        self.offer(_usual_folders())
        self.use(theme)

    def offer(self, paths: list[str]) -> None:
        """Lets the person choose among these folders; all are chosen at first."""
        for path in paths:
            offer = QCheckBox(wording.home_shown(path))
            offer.setChecked(True)
            offer.toggled.connect(lambda _: self._allow_start())
            self.offers[path] = offer
            self._offers.addWidget(offer)
            self.setTabOrder(offer, self.other)
        self._allow_start()

    def use(self, theme: Theme) -> None:
        show_drawing(self._picture, "grsearch", theme.ink, _ICON)
        self._inner.setMaximumWidth(scaled(_WIDE))

    def take_focus(self) -> None:
        """So that Enter goes on with what is offered."""
        (self.start if self.start.isEnabled() and self.offers else self.other).setFocus()

    def _allow_start(self) -> None:
        self.start.setVisible(bool(self.offers))
        some = bool(self.offers)
        self.other.setText(self.tr("Another folder…") if some else self.tr("Choose a folder…"))
        self.other.setAccessibleName(
            self.tr("Choose another folder") if some else self.tr("Choose a folder")
        )
        self.other.setProperty("strong", not some)
        self.other.style().polish(self.other)
        self.start.setEnabled(any(offer.isChecked() for offer in self.offers.values()))

    def _on_start(self) -> None:
        self.folders_wanted.emit([path for path, offer in self.offers.items() if offer.isChecked()])


def _centred(inner: QHBoxLayout | QVBoxLayout) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    row.addLayout(inner)
    row.addStretch(1)
    return row


def _usual_folders() -> list[str]:
    """Where people keep their files on this system, as far as there is something in it."""
    places = QStandardPaths.StandardLocation
    found: list[str] = []
    for place in (places.DocumentsLocation, places.PicturesLocation, places.DesktopLocation):
        path = QStandardPaths.writableLocation(place)
        # A system without such a folder names the home: all of it is not meant.
        if path and Path(path) != Path.home() and path not in found and _has_files(path):
            found.append(path)
    return found


def _has_files(path: str) -> bool:
    try:
        return any(True for _ in Path(path).iterdir())
    except OSError:
        return False
