"""The hits in three sections: pages, pictures, and notes with everything else."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from grsearch_desktop.engine.protocol import Hit, SearchAnswer, SearchRequest
from grsearch_desktop.window import wording
from grsearch_desktop.window.hit_painting import HitPainter
from grsearch_desktop.window.results_model import ResultsModel
from grsearch_desktop.window.results_view import ResultsView
from grsearch_desktop.window.theme import Theme

_ROWS = 3
"""Rows of the list that a section shows before it is opened."""
_TILE_ROWS = 2


@dataclass(frozen=True)
class Group:
    """A section: a heading, and the kinds of file that belong to it."""

    heading: str
    kinds: tuple[str, ...]


class GroupedResults(QScrollArea):
    """Shows the best few of each section; one that is opened shows all it has, and nothing else.

    Each section asks for its own hits: in a list of 100,000 the best note may be far below.
    """

    open_wanted = Signal(object, object)
    """A path, and the page that was found, from 1, or None."""
    folder_wanted = Signal(object)
    copy_wanted = Signal(object)
    similar_wanted = Signal(object)
    typed = Signal(str)
    hit_changed = Signal()
    page_wanted = Signal(object)
    """A SearchRequest for the hits of a section."""

    def __init__(self, paint: HitPainter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._request = SearchRequest()
        self._was_chosen = False
        groups = (
            Group(self.tr("Pages"), ("pdf", "book", "document", "slides", "sheet", "web")),
            Group(self.tr("Pictures"), ("image",)),
            Group(self.tr("Films and sound"), ("video", "audio")),
            Group(self.tr("Notes and other files"), ("text", "code", "mail", "archive", "other")),
        )
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._whole = whole = QWidget()
        whole.setObjectName("page")
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(4)
        self.sections = [Section(group, paint) for group in groups]
        for section in self.sections:
            column.addWidget(section)
            self._connect(section)
        column.addStretch(1)
        self.setWidget(whole)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_focus)

    @property
    def views(self) -> list[ResultsView]:
        """The views of the sections, of which one at most has a hit selected."""
        return [section.view for section in self.sections]

    def show_as_grid(self, grid: bool) -> None:
        for section in self.sections:
            section.view.show_as_grid(grid)
            section.fit(self._room(section))

    def ask(self, request: SearchRequest) -> None:
        """Has the sections of a search asked for; what is there stays until they come."""
        if request != self._request:
            self._was_chosen = False
            self._open(None)
        self._request = request
        for section in self.sections:
            self.page_wanted.emit(replace(request, kinds=section.group.kinds))

    def take(self, request: SearchRequest, answer: SearchAnswer) -> None:
        """Takes hits that were asked for; those of an earlier search are passed by."""
        for section in self.sections:
            if request.kinds == section.group.kinds:
                if replace(request, kinds=(), offset=0) != self._request:
                    return
                if request.offset:
                    section.model.add(request, answer)
                else:
                    section.show_answer(request, answer)
                    section.fit(self._room(section))
                self._select_first()

    def picture_came(self, item_id: int) -> None:
        for section in self.sections:
            section.model.picture_came(item_id)

    def clear(self) -> None:
        self._request = SearchRequest()
        for section in self.sections:
            section.model.clear()

    def move(self, rows: int) -> None:  # type: ignore[override]
        """Moves the selection by rows, from one section into the next."""
        views = list(self._with_hits())
        view = self._selected()
        if view is None or view not in views:
            return
        before = view.currentIndex()
        view.move(rows)
        if view.currentIndex() == before and rows:
            step = 1 if rows > 0 else -1
            place = views.index(view) + step
            if 0 <= place < len(views):
                following = views[place]
                row = 0 if step > 0 else following.model().rowCount() - 1
                following.setCurrentIndex(following.model().index(row, 0))
        self._reveal()

    @property
    def hit(self) -> Hit | None:
        """What is selected, in any section."""
        view = self._selected()
        return view.hit if view else None

    @property
    def path(self) -> str:
        """The file that is selected, or ""."""
        view = self._selected()
        return view.path if view else ""

    def open_selected(self) -> None:
        if view := self._selected():
            view.open_selected()

    def show_selected_in_folder(self) -> None:
        if view := self._selected():
            view.show_selected_in_folder()

    def use(self, theme: Theme) -> None:
        for section in self.sections:
            section.view.use(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - as Qt has it
        super().resizeEvent(event)
        for section in self.sections:
            section.fit(self._room(section))

    def _connect(self, section: "Section") -> None:
        view = section.view
        for ours, its in (
            (self.open_wanted, view.open_wanted),
            (self.folder_wanted, view.folder_wanted),
            (self.copy_wanted, view.copy_wanted),
            (self.similar_wanted, view.similar_wanted),
            (self.typed, view.typed),
            (self.hit_changed, view.hit_changed),
        ):
            its.connect(ours)
        view.left_upwards.connect(lambda: self.move(-1))
        view.left_downwards.connect(lambda: self.move(1))
        view.selectionModel().currentChanged.connect(lambda now, _: self._selected_in(section, now))
        section.model.page_wanted.connect(self.page_wanted)
        section.opened.connect(lambda: self._open(section if not section.is_open else None))

    def _selected_in(self, section: "Section", now: QModelIndex) -> None:
        if now.isValid():
            self._was_chosen = True
            for other in self.sections:
                if other is not section:
                    other.view.selectionModel().clear()

    def _select_first(self) -> None:
        """The first hit there is, unless somebody chose another; sections come in any order."""
        if self._selected() is not None and self._was_chosen:
            return
        self._was_chosen = False
        for view in self._with_hits():
            view.setCurrentIndex(view.model().index(0, 0))
            self._was_chosen = False
            return

    def _selected(self) -> ResultsView | None:
        return next((view for view in self.views if view.currentIndex().isValid()), None)

    def _with_hits(self) -> Iterator[ResultsView]:
        for section in self.sections:
            if not section.isHidden() and section.model.rowCount():
                yield section.view

    def _open(self, opened: "Section | None") -> None:
        for section in self.sections:
            section.set_open(section is opened)
            section.setHidden(
                (opened is not None and section is not opened) or not section.model.rowCount()
            )
            section.fit(self._room(section))

    def _room(self, section: "Section") -> int:
        """Pixels of height for a section that is open."""
        return self.viewport().height() - section.heading_height - 20

    def _follow_focus(self, _: QWidget | None, now: QWidget | None) -> None:
        """Shows what Tab came to from outside: Qt scrolls only on the way from part to part."""
        if isinstance(now, ResultsView) and now in self.views:
            self._reveal()
        elif now is not None and self._whole.isAncestorOf(now):
            self.ensureWidgetVisible(now)

    def _reveal(self) -> None:
        if view := self._selected():
            row = view.visualRect(view.currentIndex())
            below = view.mapTo(self._whole, row.bottomLeft())
            above = view.mapTo(self._whole, row.topLeft())
            self.ensureVisible(0, below.y(), 0, 8)
            self.ensureVisible(0, above.y(), 0, 8)


class Section(QWidget):
    """A heading with a count, and the best hits of some kinds below it."""

    opened = Signal()
    """A person wants to see all of it, or again the best few of each."""

    def __init__(self, group: Group, paint: HitPainter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.group = group
        self.model = ResultsModel(self)
        self.view = ResultsView(self.model, paint, selects=False)
        self.view.setAccessibleName(group.heading)
        self._heading = QLabel(group.heading)
        self._heading.setObjectName("heading")
        self._count = QLabel()
        self._count.setObjectName("tip")
        self.all = QPushButton()
        self.all.setObjectName("quiet")
        self.all.clicked.connect(self.opened)
        line = QHBoxLayout()
        line.setContentsMargins(26, 10, 24, 4)
        line.setSpacing(8)
        line.addWidget(self._heading)
        line.addWidget(self._count)
        line.addStretch(1)
        line.addWidget(self.all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self.view)
        self.set_open(False)
        self.hide()

    @property
    def heading_height(self) -> int:
        return self.all.sizeHint().height() + 14

    def show_answer(self, request: SearchRequest, answer: SearchAnswer) -> None:
        """Takes the first hits, and the count of all."""
        self.model.show(request, answer)
        self._count.setText(wording.number(self.model.total))
        if not self.is_open:
            self.setVisible(self.model.rowCount() > 0)

    def set_open(self, is_open: bool) -> None:
        self.is_open = is_open
        words = self.tr("Show all kinds") if is_open else self.tr("Show all")
        self.all.setText(words)
        self.all.setAccessibleName(f"{self.group.heading}: {words}")

    def fit(self, room: int) -> None:
        """Makes the view as high as the rows it is to show; `room`: pixels if it is open."""
        view, columns = self.view, self.view.columns
        most = _TILE_ROWS if view.is_grid else _ROWS
        self.model.show_at_most(None if self.is_open else most * columns)
        rows = -(-self.model.rowCount() // columns)
        bar = Qt.ScrollBarPolicy
        view.setVerticalScrollBarPolicy(
            bar.ScrollBarAsNeeded if self.is_open else bar.ScrollBarAlwaysOff
        )
        high = view.row_height
        view.setFixedHeight(max(room, high) if self.is_open else rows * high + 4)
        self.all.setVisible(self.is_open or self.model.total > most * columns)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - as Qt has it
        if self.is_open and event.key() == Qt.Key.Key_Escape:
            self.opened.emit()
        else:
            super().keyPressEvent(event)
