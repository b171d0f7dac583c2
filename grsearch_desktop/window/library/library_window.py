"""The window "Library and settings": a list of pages, and the page that is chosen."""

from functools import cached_property, partial
from typing import TypeVar

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

from grsearch_desktop.engine.protocol import Status
from grsearch_desktop.paths import Home
from grsearch_desktop.window.appearance import Appearance
from grsearch_desktop.window.engine_link import Engine, EngineLink
from grsearch_desktop.window.icons import icon
from grsearch_desktop.window.library.about_page import AboutPage
from grsearch_desktop.window.library.appearance_page import AppearancePage
from grsearch_desktop.window.library.cards import Page, label
from grsearch_desktop.window.library.copies_page import CopiesPage
from grsearch_desktop.window.library.folders_page import FoldersPage
from grsearch_desktop.window.library.models_page import ModelsPage
from grsearch_desktop.window.library.problems_page import ProblemsPage
from grsearch_desktop.window.library.progress_page import ProgressPage
from grsearch_desktop.window.library.reading_page import ReadingPage
from grsearch_desktop.window.library.turns import InTurns
from grsearch_desktop.window.theme import Theme, fitting, text_scale

P = TypeVar("P", bound=Page)

_ICON = 20
"""Logical pixels, where text is of our size."""
_EVERY = 1500
"""Milliseconds between two looks at how far the library is, while this can be seen."""
_WITHOUT_ENGINE = (AppearancePage, AboutPage)
"""Pages that need no engine."""


class LibraryWindow(QWidget):
    """Follows the engine while it is open; without one it says so and waits for it."""

    folder_wanted = Signal(object)
    """A path, to be shown in the file manager."""
    open_wanted = Signal(object)
    """A path of a file, to be opened."""

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
        self._home = home
        self._appearance = appearance
        self._theme = theme
        self._errors: int | None = None
        self._link = link
        self._joined: list[Page] = []
        self._turns = InTurns(self)
        self._build()
        self._connect(link)
        self.use(theme)
        self._on_engine(link.state, "")
        self.resize(fitting(self.screen(), 900, 640))

    @cached_property
    def folders(self) -> FoldersPage:
        page = self._join(FoldersPage(self._theme, self.errands))
        page.folder_wanted.connect(self.folder_wanted)
        return page

    @cached_property
    def progress(self) -> ProgressPage:
        return self._join(ProgressPage(self.errands))

    @cached_property
    def problems(self) -> ProblemsPage:
        page = self._join(ProblemsPage(self.errands))
        page.folder_wanted.connect(self.folder_wanted)
        return page

    @cached_property
    def copies(self) -> CopiesPage:
        page = self._join(CopiesPage(self._theme, self.errands, self._link.thumbnails))
        page.folder_wanted.connect(self.folder_wanted)
        page.open_wanted.connect(self.open_wanted)
        return page

    @cached_property
    def models(self) -> ModelsPage:
        return self._join(ModelsPage(self.errands))

    @cached_property
    def reading(self) -> ReadingPage:
        return self._join(ReadingPage(self.errands))

    @cached_property
    def appearance(self) -> AppearancePage:
        return self._join(AppearancePage(self._appearance))

    @cached_property
    def about(self) -> AboutPage:
        page = self._join(AboutPage(self._home))
        page.folder_wanted.connect(self.folder_wanted)
        return page

    def open_page(self, page: QWidget) -> None:
        """Shows one of the pages."""
        rows = range(self.pages.count())
        self.pages.setCurrentRow(next(row for row in rows if self._page(row) is page))

    def use(self, theme: Theme) -> None:
        self._theme = theme
        side = round(_ICON * text_scale())
        for row, (drawing, _) in enumerate(self._listed().values()):
            self.pages.item(row).setIcon(icon(drawing, theme.muted, side))
        self.pages.setIconSize(QSize(side, side))
        self.folders.use(theme)
        if "copies" in vars(self):
            self.copies.use(theme)
        for page in self._joined:
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

    def _listed(self) -> dict[str, tuple[str, str]]:
        """The pages, as this window has them: icon and what they are called."""
        return {
            "folders": ("folder", self.tr("Folders")),
            "progress": ("progress", self.tr("Progress")),
            "problems": ("alert", self.tr("Problems")),
            "copies": ("copies", self.tr("Copies")),
            "models": ("model", self.tr("Models")),
            "reading": ("reading", self.tr("What is read")),
            "appearance": ("appearance", self.tr("Appearance")),
            "about": ("about", self.tr("About")),
        }

    def _page(self, row: int) -> Page:
        """The page, which is made when it is asked for first."""
        page = getattr(self, list(self._listed())[row])
        assert isinstance(page, Page)
        return page

    def _join(self, page: P) -> P:
        """Puts a page that was just made among those that can be seen."""
        page.use_text_size()
        page.allow(self._link.state is Engine.READY or isinstance(page, _WITHOUT_ENGINE))
        self._joined.append(page)
        self._stack.addWidget(page)
        return page

    def _build(self) -> None:
        self.pages = QListWidget()
        self.pages.setObjectName("sidebar")
        self.pages.setAccessibleName(self.tr("Pages"))
        self.pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack = QStackedWidget()
        for _, name in self._listed().values():
            self.pages.addItem(QListWidgetItem(name))
        self.pages.currentRowChanged.connect(
            lambda row: self._stack.setCurrentWidget(self._page(row))
        )
        self.pages.setCurrentRow(0)
        # All at once would keep the windows for too long.
        for row in range(self.pages.count()):
            self._turns.do(row, partial(self._page, row))
        self.banner = label("", "banner")
        self.said = label("", "banner")
        self.said.setProperty("alarm", True)
        self.said.hide()
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.banner)
        right.addWidget(self.said)
        right.addWidget(self._stack, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.pages)
        line.addLayout(right, 1)

    def _connect(self, link: EngineLink) -> None:
        """Nothing is connected to a page itself, which need not be there yet."""
        errands = self.errands
        turn = self._turns.do
        errands.status_read.connect(self._on_status)
        link.status_read.connect(self._on_status)
        link.progressed.connect(lambda now: self.progress.show_progress(now))
        link.model_progressed.connect(lambda now: self.models.show_progress(now))
        link.state_changed.connect(self._on_engine)
        errands.problems_read.connect(
            lambda found: turn("problems", lambda: self.problems.show_problems(found))
        )
        errands.models_read.connect(
            lambda found: turn("models", lambda: self.models.show_models(found))
        )
        errands.settings_read.connect(
            lambda found: turn("settings", lambda: self.reading.show_settings(found))
        )
        errands.settings_read.connect(
            lambda found: turn("settings of models", lambda: self.models.show_settings(found))
        )
        errands.failed.connect(self._say)
        errands.refused.connect(self._show_what_stayed)
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
        turn = self._turns.do
        turn("status of folders", lambda: self.folders.show_status(status))
        turn("status of progress", lambda: self.progress.show_status(status))
        turn("status of copies", lambda: self.copies.show_status(status))
        turn("status of models", lambda: self.models.show_status(status))
        turn("status of reading", lambda: self.reading.show_status(status))
        turn("status of about", lambda: self.about.show_status(status))
        if status.errors != self._errors and self.isVisible():
            self._errors = status.errors
            self.errands.read_problems()

    def _on_engine(self, state: Engine, _: str) -> None:
        ready = state is Engine.READY
        for page in self._joined:
            page.allow(ready or isinstance(page, _WITHOUT_ENGINE))
        self.banner.setVisible(not ready)
        if ready:
            if self.isVisible():
                self._read_all()
            return
        self._turns.do("engine of models", lambda: self.models.forget_progress())
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
