"""The window: the search box, what was found, and the state of the library."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from grsearch_desktop.engine.protocol import Progress, SearchAnswer, SearchRequest, Status
from grsearch_desktop.paths import Home
from grsearch_desktop.window import wording
from grsearch_desktop.window.appearance import Appearance
from grsearch_desktop.window.asking import Asking
from grsearch_desktop.window.compact import WHOLE, CompactMode
from grsearch_desktop.window.doors import Doors
from grsearch_desktop.window.empty_states import message_for
from grsearch_desktop.window.engine_link import Engine, EngineLink
from grsearch_desktop.window.file_actions import FileActions
from grsearch_desktop.window.filter_bar import FilterBar
from grsearch_desktop.window.first_run import FirstRunPage
from grsearch_desktop.window.grouped_results import GroupedResults
from grsearch_desktop.window.hit_painting import HitPainter
from grsearch_desktop.window.library.library_window import LibraryWindow
from grsearch_desktop.window.map.map_window import MapWindow
from grsearch_desktop.window.message_page import Message, MessagePage
from grsearch_desktop.window.preview.beside import PreviewBeside
from grsearch_desktop.window.preview.preview_pane import PreviewPane
from grsearch_desktop.window.results_model import PAGE, ResultsModel
from grsearch_desktop.window.results_view import ResultsView
from grsearch_desktop.window.status_strip import StatusStrip
from grsearch_desktop.window.theme import Theme, ThemeFollower
from grsearch_desktop.window.view_switch import ViewSwitch
from grsearch_desktop.window.window_state import WindowState

_FRESH = 3000
"""Milliseconds after which a search is made again while the library grows."""


class MainWindow(QMainWindow):
    """Puts the parts together; what they want goes to the engine and to other programs."""

    painted = Signal()
    """The window is on the screen for the first time."""

    def __init__(self, home: Home, link: EngineLink, themes: ThemeFollower) -> None:
        super().__init__()
        self._home = home
        self._link = link
        self.state = WindowState(home)
        self.appearance = Appearance(self.state, themes, self)
        self.appearance.apply()
        self._theme = themes.theme
        self._map: MapWindow | None = None
        self.library: LibraryWindow | None = None
        self._status: Status | None = None
        self._progress = Progress("idle")
        self._engine = Engine.STARTING
        self._last_words = ""
        self._was_painted = False
        self.setWindowTitle(self.tr("GR Search"))
        self.setMinimumSize(520, 360)
        self.files = FileActions(self)
        self.model = ResultsModel(self)
        self._build(themes.theme)
        self._connect(themes)
        self._restore_place()
        self._show_fitting_page()
        self.box.setFocus()

    def search_for(self, query: str) -> None:
        """Types a query for the person."""
        self.box.set_text(query)

    def search_like(self, path: str) -> None:
        """Searches for what resembles a file."""
        self.asking.search_like(path)

    def choose_folder(self) -> None:
        """Asks for a folder and adds it to the library."""
        title = self.tr("Add a folder to the library")
        if folder := QFileDialog.getExistingDirectory(self, title):
            self._link.index([folder])
            self.status.show_count(self.tr("Added {0}").format(wording.in_words(folder)))

    def show_map(self) -> None:
        """Opens the library map, or brings it to the front."""
        if self._map is None:
            self._map = MapWindow(self._home, self._link.thumbnails, self._theme, self)
            self._map.open_wanted.connect(self.files.open)
        self._map.show()
        self._map.raise_()
        self._map.activateWindow()

    def show_library(self) -> None:
        """Opens the library and its settings, or brings them to the front."""
        if self.library is None:
            self.library = LibraryWindow(self._home, self._link, self.appearance, self._theme, self)
            self.library.folder_wanted.connect(self.files.show_in_folder)
            self.library.open_wanted.connect(self.files.open)
        self.library.show()
        self.library.raise_()
        self.library.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - as Qt has it
        if not self.compact.is_on:
            self.state.keep("window/place", self.saveGeometry())
        self.state.save()
        if self._map is not None:
            self._map.close()
        if self.library is not None:
            self.library.close()
        self.asking.close()
        self.preview.close_link()
        super().closeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def _build(self, theme: Theme) -> None:
        self.asking = Asking(theme, self._home, self.state, self)
        self.box, self.chips = self.asking.box, self.asking.chips
        paint = HitPainter(theme, self._link.thumbnails)
        self.list = ResultsView(self.model, paint)
        self.groups = GroupedResults(paint)
        self.page = MessagePage(theme)
        self.first = FirstRunPage(theme)
        self.status = StatusStrip(theme)
        self._stack = QStackedWidget()
        for part in (self.page, self.first, self.list, self.groups):
            self._stack.addWidget(part)
        self.halves = QSplitter(Qt.Orientation.Horizontal)
        self.halves.addWidget(self._stack)
        self.preview = PreviewPane(self._home, paint, self.state)
        self.bar = FilterBar()
        self.bar.add_filter(self.chips)
        self.ways = ViewSwitch(theme)
        self.bar.add_way(self.ways)
        self.bar.add_way(self.asking.method_button)
        self.ways.show_grid(self.state.truth("results/grid"))
        self.list.show_as_grid(self.ways.grid)
        self.groups.show_as_grid(self.ways.grid)
        self.ways.show_groups(self.state.truth("results/groups"))
        whole = QWidget()
        whole.setObjectName("page")
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._built_top())
        column.addWidget(self.bar)
        column.addWidget(self.asking.method)
        column.addWidget(self.halves, 1)
        column.addWidget(self.status)
        self.setCentralWidget(whole)
        beside = [self.bar, self.doors, self.status, self.preview]
        self.compact = CompactMode(self, self.box, beside, self.halves)
        self.beside = PreviewBeside(
            self.preview,
            self._stack,
            self.halves,
            self.state,
            lambda: self._stack.currentWidget() in (self.list, self.groups),
            lambda: self.compact.is_on,
        )
        self.bar.add_way(self.beside.button)
        self._top.addWidget(self.compact.grow_button)
        self._use(theme)

    def _built_top(self) -> QHBoxLayout:
        """The search field, and beside it what opens other parts of the program."""
        self.doors = Doors()
        self.add, self.map, self.settings = self.doors.add, self.doors.map, self.doors.settings
        self.add.clicked.connect(self.choose_folder)
        self.map.clicked.connect(self.show_map)
        self.settings.clicked.connect(self.show_library)
        self._top = top = QHBoxLayout()
        top.setContentsMargins(24, 22, 24, 12)
        top.setSpacing(12)
        top.addWidget(self.box, 1)
        top.addWidget(self.doors)
        return top

    def _connect(self, themes: ThemeFollower) -> None:
        link, files = self._link, self.files
        self.asking.changed.connect(lambda at_once: self._ask(at_once=at_once))
        self.asking.failed.connect(self.status.say)
        self.asking.undo_offered.connect(self.status.offer_undo)
        link.search_failed.connect(self._on_search_failed)
        self.box.moved.connect(lambda rows: self._results.move(rows))
        self.box.accepted.connect(lambda: self._results.open_selected())
        self.box.copy_wanted.connect(lambda: self._copy(self._results.path))
        for results in (self.list, self.groups):
            results.open_wanted.connect(files.open)
            results.folder_wanted.connect(files.show_in_folder)
            results.copy_wanted.connect(self._copy)
            for wanted in (results.open_wanted, results.folder_wanted, results.copy_wanted):
                wanted.connect(self.asking.remember)
            results.similar_wanted.connect(self.search_like)
            results.typed.connect(self._type_in_box)
            results.hit_changed.connect(self._preview)
        self.ways.grid_wanted.connect(self._show_as_grid)
        self.ways.groups_wanted.connect(self._show_groups)
        self.model.page_wanted.connect(link.fetch)
        self.groups.page_wanted.connect(link.fetch)
        link.page_came.connect(self.model.add)
        link.page_came.connect(self.groups.take)
        self.first.choice_wanted.connect(self.choose_folder)
        self.first.folders_wanted.connect(link.index)
        self.status.pause_wanted.connect(link.pause)
        files.failed.connect(self.status.say)
        link.failed.connect(self.status.say)
        link.answered.connect(self._on_answer)
        link.state_changed.connect(self._on_engine)
        link.status_read.connect(self._on_status)
        self.asking.completing.values_wanted.connect(link.read_values)
        link.values_read.connect(self.asking.completing.take_values)
        link.progressed.connect(self._on_progress)
        link.thumbnails.came.connect(self.model.picture_came)
        link.thumbnails.came.connect(self.groups.picture_came)
        themes.changed.connect(self._use)
        QShortcut(QKeySequence("Ctrl+L"), self, self.box.take_focus)
        QShortcut(QKeySequence("Ctrl+F"), self, self.box.take_focus)
        QShortcut(QKeySequence("Ctrl+,"), self, self.show_library)
        QShortcut(QKeySequence.StandardKey.Paste, self, self.asking.paste)
        QShortcut(QKeySequence("Ctrl+O"), self, self.choose_folder)
        QShortcut(QKeySequence("Ctrl+M"), self, self.show_map)
        QShortcut(QKeySequence("Ctrl+Q"), self, self.close)
        self.beside.connect_to(files, self.asking, self.status)
        self._freshen = QTimer(self, interval=_FRESH)
        self._freshen.timeout.connect(lambda: self._ask(at_once=True))

    def _use(self, theme: Theme) -> None:
        self._theme = theme
        self.doors.use(theme)
        if self.library is not None:
            self.library.use(theme)
        if self._map is not None:
            self._map.use(theme)
        parts = (self.asking, self.list, self.groups, self.page, self.first, self.status, self.ways)
        for part in (*parts, self.compact, self.beside):
            part.use(theme)

    def _show_as_grid(self, grid: bool) -> None:
        self.list.show_as_grid(grid)
        self.groups.show_as_grid(grid)
        self.state.keep("results/grid", grid)

    def _show_groups(self, groups: bool) -> None:
        self.state.keep("results/groups", groups)
        self._ask(at_once=True)
        self._show_fitting_page()

    @property
    def _results(self) -> ResultsView | GroupedResults:
        """Where the selected hit is; the sections come a moment after the list."""
        return self.groups if self.ways.groups and self.groups.path else self.list

    def _preview(self) -> None:
        """Has the selected hit looked at beside the results."""
        self.preview.follow(self._results.hit, self.model.query)

    def _type_in_box(self, letters: str) -> None:
        self.box.setFocus()
        self.box.line.end(False)
        self.box.line.insert(letters)

    def _copy(self, path: str) -> None:
        if path:
            self.files.copy_path(path)
            self.status.show_count(self.tr("Copied {0}").format(wording.in_words(path)))

    def _ask(self, *, at_once: bool = False) -> None:
        """Sends the search as it stands in the window."""
        request = self.asking.request(PAGE)
        if request is None:
            self._link.forget_search()
            self.asking.show_nothing()
            self.model.clear()
            self.groups.clear()
            self.status.show_count("")
            self._show_fitting_page()
            return
        self._link.search(request, at_once=at_once)

    def _on_answer(self, request: SearchRequest, answer: SearchAnswer) -> None:
        self.model.show(request, answer)
        self.asking.show_answer(request, answer)
        if self.ways.groups:
            self.groups.ask(request)
        found = wording.found(self.model.rowCount(), answer.took_ms, answer.corrected)
        if unknown := wording.unknown_places(answer.unknown_places):
            found = f"{unknown}  ·  {found}"
        self.status.show_count(found, self.asking.exactly(answer))
        self._show_fitting_page()
        self._preview()

    def _on_search_failed(self, request: SearchRequest, sentence: str) -> None:
        self.asking.tell(request, sentence)
        self.status.say(sentence)
        self.model.clear()
        self.groups.clear()
        self.status.show_count("")
        self._show_fitting_page()
        self.page.say(Message("nothing", self.tr("This search can't be made"), sentence))

    def _on_engine(self, state: Engine, sentence: str) -> None:
        self._engine, self._last_words = state, sentence
        if state is Engine.READY:
            self._link.thumbnails.ask_again()
            self.preview.look_again()
            self.model.ask_again()
            self._ask(at_once=True)
        else:
            self._freshen.stop()
            self.status.show_progress(Progress("idle"))
            if self.model.rowCount():
                self.status.say(self.tr("The search engine has stopped; starting it again…"))
        self._show_fitting_page()

    def _on_status(self, status: Status) -> None:
        self._status = status
        self.chips.offer_folders(tuple(folder.path for folder in status.folders))
        self._show_fitting_page()

    def _on_progress(self, now: Progress) -> None:
        went_on = now.stage != self._progress.stage
        self._progress = now
        self.status.show_progress(now)
        if went_on:
            self._link.read_status()
            self._ask(at_once=True)
        if now.stage == "idle" or now.paused:
            self._freshen.stop()
        elif not self._freshen.isActive():
            self._freshen.start()

    def _show_fitting_page(self) -> None:
        first = self._is_first_run and not self.model.rowCount()
        # Filters and views of nothing would only be in the way of the one question there is.
        self.bar.setHidden(first or self.compact.is_on)
        if first != (self._stack.currentWidget() is self.first):
            self._show_first_run(first)
        if first:
            return
        if self.model.rowCount():
            self._stack.setCurrentWidget(self.groups if self.ways.groups else self.list)
            return
        query = self.asking.spoken
        self.page.say(
            message_for(self._engine, self._last_words, self._status, self._progress, query)
        )
        self._stack.setCurrentWidget(self.page)

    def _show_first_run(self, first: bool) -> None:
        """Enter goes on with what is offered; afterwards a person may type at once."""
        if first:
            self._stack.setCurrentWidget(self.first)
        if first and not self.box.text:
            self.first.take_focus()
        else:
            self.box.setFocus()

    @property
    def _is_first_run(self) -> bool:
        status = self._status
        return (
            self._engine is Engine.READY
            and status is not None
            and not status.folders
            and not status.files.get("total")
        )

    def _restore_place(self) -> None:
        place = self.state.bytes("window/place")
        if place is None or not self.restoreGeometry(place):
            self.resize(WHOLE)
