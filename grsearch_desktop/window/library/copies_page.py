"""The files that there are several of: found when somebody looks, and never deleted."""

import itertools
import os

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from grsearch_desktop.engine.protocol import Duplicates, Status
from grsearch_desktop.window import wording
from grsearch_desktop.window.hit_painting import HitPainter
from grsearch_desktop.window.library.cards import Page, label
from grsearch_desktop.window.library.copies_model import CopiesModel
from grsearch_desktop.window.library.copies_view import CopiesView
from grsearch_desktop.window.library.errands import LibraryErrands
from grsearch_desktop.window.message_page import Message, MessagePage
from grsearch_desktop.window.theme import Theme
from grsearch_desktop.window.thumbnails import Thumbnails

_MOST = 10_000
"""Files that are listed: those of the groups that take most space. So many are read in a moment."""
_numbers = itertools.count(1)
_EVERY = 300
"""Milliseconds between two looks at how far a comparison is."""


class CopiesPage(Page):
    """A list of groups, those first that take most space without need."""

    open_wanted = Signal(object)
    folder_wanted = Signal(object)
    """A path of a file, to be opened, or shown in the file manager."""

    def __init__(self, theme: Theme, errands: LibraryErrands, thumbnails: Thumbnails) -> None:
        super().__init__(
            self.tr("Copies"),
            self.tr(
                "Files that are the same, or nearly the same picture or text. Nothing is deleted "
                "here: see them in their folders, and decide there what you keep."
            ),
        )
        self._errands = errands
        self._name = ""
        """Of the comparison that is under way."""
        self._known: object = None
        """What the library held when it was compared last."""
        self._now: object = None
        self.model = CopiesModel(self)
        self.list = CopiesView(self.model, HitPainter(theme, thumbnails))
        self.message = MessagePage(theme)
        self.bar = QProgressBar(textVisible=False, maximum=1000)
        self.bar.setAccessibleName(self.tr("How much is compared"))
        self.stop = QPushButton(self.tr("Stop"))
        self.again = QPushButton(self.tr("Compare again"))
        self.count = label("", "rowText")
        self._build()
        self._connect(thumbnails)
        self._show_way(False)
        self._allow()

    def show_status(self, status: Status) -> None:
        self._now = (status.files, status.items)
        if self.isVisible() and self._known is None and not self._name:
            self.compare()

    def compare(self) -> None:
        """Has all files compared, in the background."""
        self._name = f"{os.getpid()}-{next(_numbers)}"
        self._known = self._now
        self._errands.compare(self._name, _MOST)
        self._show_way(True)

    def use(self, theme: Theme) -> None:
        self.list.paint_with.theme = theme
        self.list.viewport().update()
        self.message.use(theme)

    def use_text_size(self) -> None:
        super().use_text_size()
        self.list.fit()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - as Qt has it
        super().showEvent(event)
        if not self._name and (self._known is None or self._known != self._now):
            self.compare()

    def _build(self) -> None:
        self.halves: dict[bool | None, QPushButton] = {}
        which = QButtonGroup(self)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(6)
        for exact, words in (
            (None, self.tr("All")),
            (True, self.tr("Exactly the same")),
            (False, self.tr("Nearly the same")),
        ):
            half = QPushButton(words)
            half.setCheckable(True)
            half.setChecked(exact is None)
            half.setObjectName("half")
            half.setAccessibleName(words)
            which.addButton(half)
            top.addWidget(half)
            half.clicked.connect(lambda _=False, exact=exact: self._choose(exact))
            self.halves[exact] = half
        top.addStretch(1)
        self.bar.setFixedWidth(140)
        for button in (self.stop, self.again):
            button.setObjectName("half")  # as high as those beside it
        top.addWidget(self.bar)
        top.addWidget(self.stop)
        top.addWidget(self.again)
        line = QWidget()
        line.setLayout(top)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.message)
        self._stack.addWidget(self.list)
        self.open = QPushButton(self.tr("Open"))
        self.folder = QPushButton(self.tr("Show in folder"))
        self.copy = QPushButton(self.tr("Copy path"))
        self.add(line)
        self.add(self._stack, 1)
        self.add(self.count)
        self.add_line([self.open, self.folder, self.copy])

    def _connect(self, thumbnails: Thumbnails) -> None:
        errands = self._errands
        errands.copies_found.connect(self._take)
        errands.compared.connect(self._go_on)
        errands.not_compared.connect(self._give_up)
        thumbnails.came.connect(self.model.picture_came)
        self._looks = QTimer(self, interval=_EVERY)
        self._looks.timeout.connect(lambda: errands.read_compared(self._name))
        self.stop.clicked.connect(self._stop)
        self.again.clicked.connect(self.compare)
        self.list.open_wanted.connect(self.open_wanted)
        self.list.folder_wanted.connect(self.folder_wanted)
        self.list.copy_wanted.connect(_copy)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._allow())
        self.model.modelReset.connect(self._allow)
        self.open.clicked.connect(self.list.open_selected)
        self.folder.clicked.connect(self.list.show_selected_in_folder)
        self.copy.clicked.connect(self.list.copy_selected)

    def _choose(self, exact: bool | None) -> None:
        self.model.choose(exact)
        self._show_found()

    def _stop(self) -> None:
        name, self._name = self._name, ""
        self._errands.stop_comparing(name)
        self._show_way(False)
        if not self.model.found.groups:
            self._say(self.tr("The comparison was stopped"), "")

    def _take(self, name: str, found: Duplicates) -> None:
        if name != self._name:
            return
        self._name = ""
        chosen = next(iter(self.list.paths), "")
        above = self.list.verticalScrollBar().value()
        self.model.show(found)
        self._show_way(False)
        self._show_found()
        if (row := self.model.row_of(chosen)) >= 0:
            self.list.setCurrentIndex(self.model.index(row))
            self.list.verticalScrollBar().setValue(above)

    def _go_on(self, name: str, share: float) -> None:
        if name == self._name:
            # A share of nothing is no news: it waits, or reads what is to be compared.
            self.bar.setMaximum(1000 if share else 0)
            self.bar.setValue(round(1000 * share))

    def _give_up(self, name: str, sentence: str) -> None:
        if name != self._name:
            return
        self._name, self._known = "", None
        self._show_way(False)
        if not self.model.found.groups:
            self._say(self.tr("The files could not be compared"), sentence)

    def _show_way(self, under_way: bool) -> None:
        """Whether a comparison is under way; what was found before stays."""
        self.bar.setMaximum(0 if under_way else 1000)
        self.bar.setVisible(under_way)
        self.stop.setVisible(under_way)
        self.again.setVisible(not under_way)
        for half in self.halves.values():
            half.setEnabled(bool(self.model.found.groups))
        self._looks.start() if under_way else self._looks.stop()
        if under_way and not self.model.found.groups:
            self._say(self.tr("Comparing your files…"), self.tr("Many pictures take a minute."))

    def _show_found(self) -> None:
        found, groups = self.model.found, self.model.groups
        if groups:
            self._stack.setCurrentWidget(self.list)
        elif found.groups:
            self._say(self.tr("There are none of this kind"), "")
        else:
            self._say(self.tr("No two files are the same"), "")
        self.count.setText("  ".join(wording.copies_found(groups, found)))
        self.count.setVisible(bool(self.count.text()))
        self._allow()

    def _say(self, headline: str, sentence: str) -> None:
        self.message.say(Message("copies", headline, sentence))
        self._stack.setCurrentWidget(self.message)

    def _allow(self) -> None:
        some = self.list.selectionModel().hasSelection()
        for button in (self.open, self.folder, self.copy):
            button.setEnabled(some)
        self.copy.setText(self.tr("Copy paths") if self.list.has_several else self.tr("Copy path"))


def _copy(paths: list[str]) -> None:
    QGuiApplication.clipboard().setText("\n".join(map(wording.shown, paths)))
