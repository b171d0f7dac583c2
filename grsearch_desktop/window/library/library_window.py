"""The window "Library and settings": a list of pages, and the page that is chosen."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from grsearch_desktop.engine.protocol import Progress, Status
from grsearch_desktop.paths import Home
from grsearch_desktop.window.appearance import Appearance
from grsearch_desktop.window.engine_link import Engine, EngineLink
from grsearch_desktop.window.icons import icon
from grsearch_desktop.window.library.about_page import AboutPage
from grsearch_desktop.window.library.appearance_page import AppearancePage
from grsearch_desktop.window.library.cards import Page, label
from grsearch_desktop.window.library.folders_page import FoldersPage
from grsearch_desktop.window.library.models_page import ModelsPage
from grsearch_desktop.window.library.problems_page import ProblemsPage
from grsearch_desktop.window.library.progress_page import ProgressPage
from grsearch_desktop.window.library.reading_page import ReadingPage
from grsearch_desktop.window.theme import Theme, fitting, text_scale

_ICON = 20
"""Logical pixels, where text is of our size."""
_EVERY = 1500
"""Milliseconds between two looks at how far the library is, while this can be seen."""


class LibraryWindow(QWidget):
    """Follows the engine while it is open; without one it says so and waits for it."""

    folder_wanted = Signal(object)
    """A path, to be shown in the file manager."""

    def __init__(
        self,
        home: Home,
        link: EngineLink,
        appearance: Appearance,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Library and settings"))
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.errands = link.library
        self.folders = FoldersPage(theme, self.errands)
        self.progress = ProgressPage(self.errands)
        self.problems = ProblemsPage(self.errands)
        self.models = ModelsPage(self.errands)
        self.reading = ReadingPage(self.errands)
        self.appearance = AppearancePage(appearance)
        self.about = AboutPage(home)
        self._errors: int | None = None
        self._link = link
        self._build()
        self._connect(link)
        self.use(theme)
        self._on_engine(link.state, "")
        self.resize(fitting(self.screen(), 900, 640))

    def open_page(self, page: QWidget) -> None:
        """Shows one of the pages."""
        listed: list[QWidget] = [one for _, _, one in self._listed()]
        self.pages.setCurrentRow(listed.index(page))

    def use(self, theme: Theme) -> None:
        side = round(_ICON * text_scale())
        for row, (drawing, _, _) in enumerate(self._listed()):
            self.pages.item(row).setIcon(icon(drawing, theme.muted, side))
        self.pages.setIconSize(QSize(side, side))
        self.folders.use(theme)
        for _, _, page in self._listed():
            page.use_text_size()
        self.pages.ensurePolished()
        self.pages.setFixedWidth(self.pages.sizeHintForColumn(0) + 48)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - as Qt has it
        super().showEvent(event)
        self._read_all()
        self._looks.start()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self._looks.stop()
        # Not undone until now is meant.
        self.folders.let_go()
        super().closeEvent(event)

    def _listed(self) -> list[tuple[str, str, Page]]:
        return [
            ("folder", self.tr("Folders"), self.folders),
            ("progress", self.tr("Progress"), self.progress),
            ("alert", self.tr("Problems"), self.problems),
            ("model", self.tr("Models"), self.models),
            ("reading", self.tr("What is read"), self.reading),
            ("appearance", self.tr("Appearance"), self.appearance),
            ("about", self.tr("About"), self.about),
        ]

    def _build(self) -> None:
        self.pages = QListWidget()
        self.pages.setObjectName("sidebar")
        self.pages.setAccessibleName(self.tr("Pages"))
        self.pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack = QStackedWidget()
        for _, name, _ in self._listed():
            self.pages.addItem(QListWidgetItem(name))
        # One page in each turn of the event loop: all at once would keep the windows for too long.
        self._filling = QTimer(self, interval=0)
        self._filling.timeout.connect(lambda: self._fill_until(self._stack.count()))
        self.pages.currentRowChanged.connect(self._show_page)
        self.pages.setCurrentRow(0)
        self._filling.start()
        self.banner = label("", "banner")
        self.said = label("", "banner")
        self.said.setProperty("alarm", True)
        self.said.hide()
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.banner)
        right.addWidget(self.said)
        right.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.pages)
        row.addLayout(right, 1)

    def _show_page(self, row: int) -> None:
        self._fill_until(row)
        self._stack.setCurrentIndex(row)

    def _fill_until(self, row: int) -> None:
        """Puts the pages as far as this one where they are seen; they are made already."""
        listed = [page for _, _, page in self._listed()]
        for page in listed[self._stack.count() : row + 1]:
            self._stack.addWidget(page)
        if self._stack.count() == len(listed):
            self._filling.stop()

    def _connect(self, link: EngineLink) -> None:
        errands = self.errands
        errands.status_read.connect(self._on_status)
        link.status_read.connect(self._on_status)
        link.progressed.connect(self._on_progress)
        link.model_progressed.connect(self.models.show_progress)
        link.state_changed.connect(self._on_engine)
        errands.problems_read.connect(self.problems.show_problems)
        errands.models_read.connect(self.models.show_models)
        errands.settings_read.connect(self.reading.show_settings)
        errands.failed.connect(self._say)
        errands.refused.connect(self._show_what_stayed)
        self.folders.folder_wanted.connect(self.folder_wanted)
        self.problems.folder_wanted.connect(self.folder_wanted)
        self.about.folder_wanted.connect(self.folder_wanted)
        QShortcut(QKeySequence("Esc"), self, self.close)
        QShortcut(QKeySequence("Ctrl+,"), self, self.close)
        self._looks = QTimer(self, interval=_EVERY)
        self._looks.timeout.connect(errands.read_status)
        self._said_for = QTimer(self, interval=12_000, singleShot=True)
        self._said_for.timeout.connect(self.said.hide)

    def _read_all(self) -> None:
        for read in (
            self.errands.read_status,
            self.errands.read_models,
            self.errands.read_settings,
            self.errands.read_problems,
        ):
            read()

    def _on_status(self, status: Status) -> None:
        for page in (self.folders, self.progress, self.models, self.reading, self.about):
            page.show_status(status)
        if status.errors != self._errors and self.isVisible():
            self._errors = status.errors
            self.errands.read_problems()

    def _on_progress(self, now: Progress) -> None:
        self.progress.show_progress(now)

    def _on_engine(self, state: Engine, _: str) -> None:
        ready = state is Engine.READY
        for page in (self.folders, self.progress, self.problems, self.models, self.reading):
            page.allow(ready)
        self.banner.setVisible(not ready)
        if ready:
            if self.isVisible():
                self._read_all()
            return
        self.models.forget_progress()
        self.banner.setText(
            self.tr("The search engine has stopped; starting it again…")
            if state is Engine.GONE
            else self.tr("Opening your library…")
        )

    def _say(self, sentence: str) -> None:
        if self._stack.currentWidget() is self.reading:
            self.reading.show_trouble(sentence)
        else:
            self.said.setText(sentence)
            self.said.show()
            self._said_for.start()

    def _show_what_stayed(self) -> None:
        self.models.refresh()
        self.errands.read_settings()
        self.errands.read_status()
