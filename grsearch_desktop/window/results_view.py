"""The hits as a list or as a grid, with what can be done with each."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QMenu,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from grsearch_desktop.engine.protocol import Hit
from grsearch_desktop.window import wording
from grsearch_desktop.window.file_drag import drag_hit
from grsearch_desktop.window.hit_painting import HitPainter
from grsearch_desktop.window.icons import icon
from grsearch_desktop.window.result_delegate import PICTURE as ROW_PICTURE
from grsearch_desktop.window.result_delegate import ResultDelegate
from grsearch_desktop.window.results_model import ResultsModel, Role
from grsearch_desktop.window.theme import Theme
from grsearch_desktop.window.tile_delegate import PICTURE as TILE_PICTURE
from grsearch_desktop.window.tile_delegate import TileDelegate

_COPIES = 12
"""Copies of a hit that its menu offers."""


class ResultsView(QListView):
    """Shows hits and says which one a person wants, and what for. Each signal carries a path.

    A hit may be dragged out to another program.

    Paths go as Python objects: a string of Qt's can't hold a name that is not UTF-8.
    """

    open_wanted = Signal(object, object)
    """A path, and the page that was found, from 1, or None."""
    folder_wanted = Signal(object)
    copy_wanted = Signal(object)
    similar_wanted = Signal(object)
    typed = Signal(str)
    """Letters that were typed here but are meant for the search box."""
    hit_changed = Signal()
    """Another hit is selected, or what is known of it has come."""
    left_upwards = Signal()
    left_downwards = Signal()
    """An arrow key had no hit to go to in that direction."""

    def __init__(
        self,
        model: ResultsModel,
        paint: HitPainter,
        parent: QWidget | None = None,
        *,
        selects: bool = True,
    ) -> None:
        """selects: whether the best hit is selected by itself."""
        super().__init__(parent)
        self._rows = model
        self._paint = paint
        self._chosen = ""
        self._list = ResultDelegate(paint, self)
        self._tiles = TileDelegate(paint, self)
        self._columns = 1
        self.setModel(model)
        self.setItemDelegate(self._list)
        self.setAccessibleName(self.tr("Results"))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(24)
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentChanged.connect(lambda *_: self.hit_changed.emit())
        model.dataChanged.connect(lambda *_: self.hit_changed.emit())
        if selects:
            model.modelAboutToBeReset.connect(self._remember)
            model.modelReset.connect(self._select_again)

    def use(self, theme: Theme) -> None:
        self._paint.theme = theme
        self._fit()
        self.viewport().update()

    @property
    def columns(self) -> int:
        """Tiles side by side; 1 in the list."""
        return self._columns

    @property
    def row_height(self) -> int:
        """Pixels of a row of the list, or of tiles."""
        return self._size_of_a_hit().height()

    @property
    def is_grid(self) -> bool:
        return self.isWrapping()

    def show_as_grid(self, grid: bool) -> None:
        """Shows tiles side by side, or rows one below the other; the same hit stays selected."""
        # A list that wraps, not Qt's icon mode: that one keeps an object for each of 100,000 hits.
        self.setFlow(QListView.Flow.LeftToRight if grid else QListView.Flow.TopToBottom)
        self.setWrapping(grid)
        self.setResizeMode(QListView.ResizeMode.Adjust if grid else QListView.ResizeMode.Fixed)
        self.setItemDelegate(self._tiles if grid else self._list)
        self._fit()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - as Qt has it
        # First: Qt lays out the tiles in the event, as wide as they are then.
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        # Qt leaves room for a scroll bar when it wraps, whether one is there or not.
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)
        room = self.viewport().width() - bar
        self._columns = self._tiles.fit(room) if self.is_grid else 1
        # Also in the list: without it, Qt asks the model for each of 100,000 rows.
        self.setGridSize(self._size_of_a_hit())

    def _size_of_a_hit(self) -> QSize:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        return (self._tiles if self.is_grid else self._list).sizeHint(option, QModelIndex())

    def dataChanged(  # noqa: N802 - as Qt has it
        self,
        first: QModelIndex | QPersistentModelIndex,
        last: QModelIndex | QPersistentModelIndex,
        roles: Sequence[int] = (),
    ) -> None:
        """Paints the hits that came. A list of Qt's would lay out all 100,000 anew, a tenth of a
        second for each picture that comes; ours are of one size whatever they hold."""
        QAbstractItemView.dataChanged(self, first, last, roles)

    @property
    def hit(self) -> Hit | None:
        """What is selected; None when nothing is, or when it is on its way."""
        index = self.currentIndex()
        return index.data(Role.HIT) if index.isValid() else None

    @property
    def path(self) -> str:
        """The file that is selected, or ""."""
        return self.hit.path if self.hit else ""

    def move(self, rows: int) -> None:  # type: ignore[override]
        """Moves the selection by rows, of the list or of tiles, as far as there are any."""
        count = self._rows.rowCount()
        if count:
            row = self.currentIndex().row()
            wanted = min(count - 1, max(0, row + rows * self._columns))
            self.setCurrentIndex(self._rows.index(wanted))

    def open_selected(self) -> None:
        self._open(self.currentIndex())

    def show_selected_in_folder(self) -> None:
        if self.path:
            self.folder_wanted.emit(self.path)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - as Qt has it
        super().focusInEvent(event)
        # Qt makes a hit current without selecting it; nobody would see where the focus is.
        if self._rows.rowCount() and not self.selectionModel().hasSelection():
            self.setCurrentIndex(self._rows.index(max(0, self.currentIndex().row())))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - as Qt has it
        path = self.path
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.show_selected_in_folder()
            else:
                self.open_selected()
        elif event.matches(QKeySequence.StandardKey.Copy) and path:
            self.copy_wanted.emit(path)
        elif event.text().isprintable() and event.text().strip():
            self.typed.emit(event.text())
        else:
            before = self.currentIndex()
            super().keyPressEvent(event)
            if self.currentIndex() == before and event.key() == Qt.Key.Key_Up:
                self.left_upwards.emit()
            elif self.currentIndex() == before and event.key() == Qt.Key.Key_Down:
                self.left_downwards.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        index = self.indexAt(event.pos())
        where = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            where = self.viewport().mapToGlobal(self.visualRect(index).center())
        if _path_of(index):
            self.setCurrentIndex(index)
            self._menu_at(where, index)

    def menu_for(self, index: QModelIndex) -> QMenu:
        """What can be done with a hit."""
        hit: Hit | None = index.data(Role.HIT)
        path, page = (hit.path, hit.page) if hit is not None else ("", None)
        menu = QMenu(self)
        ink = self._paint.theme.muted
        folder, copy, like = self.folder_wanted, self.copy_wanted, self.similar_wanted
        for name, words, keys, wanted, what in (
            ("open", self.tr("Open"), self.tr("Enter"), self.open_wanted, (path, page)),
            ("folder", self.tr("Show in its folder"), self.tr("Ctrl+Enter"), folder, (path,)),
            ("copy", self.tr("Copy its path"), self.tr("Ctrl+C"), copy, (path,)),
            ("similar", self.tr("More like this"), "", like, (path,)),
        ):
            if name == "similar":
                menu.addSeparator()
            # The keys are words behind a tab: as shortcuts they would clash with ours.
            action = menu.addAction(icon(name, ink), f"{words}\t{keys}" if keys else words)
            action.setObjectName(name)
            action.triggered.connect(lambda _=False, do=wanted.emit, what=what: do(*what))
        if hit is not None and hit.copies:
            self._add_copies(menu, hit)
        return menu

    def _add_copies(self, menu: QMenu, hit: Hit) -> None:
        """The places of the same file: each is shown in its folder."""
        copies = menu.addMenu(self.tr("Copies"))
        copies.setIcon(icon("copies", self._paint.theme.muted))
        copies.setObjectName("copies")
        for path in hit.copies[:_COPIES]:
            action = copies.addAction(wording.home_shown(path).replace("&", "&&"))
            action.triggered.connect(lambda _=False, path=path: self.folder_wanted.emit(path))
        if (more := len(hit.copies) - _COPIES) > 0:
            copies.addAction(self.tr("%Ln more", "", more)).setEnabled(False)

    def _menu_at(self, where: QPoint, index: QModelIndex) -> None:
        menu = self.menu_for(index)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(where)

    def _open(self, index: QModelIndex) -> None:
        hit: Hit | None = index.data(Role.HIT)
        if hit is not None:
            self.open_wanted.emit(hit.path, hit.page)

    def startDrag(self, _actions: Qt.DropAction) -> None:  # noqa: N802 - as Qt has it
        hit: Hit | None = self.currentIndex().data(Role.HIT)
        if hit is not None:
            drag_hit(self, hit, self._paint, TILE_PICTURE if self.is_grid else ROW_PICTURE)

    def _remember(self) -> None:
        self._chosen = self.path

    def _select_again(self) -> None:
        """The file that was selected stays so if it is still there, else the best one is."""
        if self._rows.rowCount():
            row = max(0, self._rows.row_of(self._chosen))
            self.setCurrentIndex(self._rows.index(row))
            if row == 0:
                self.scrollToTop()


def _path_of(index: QModelIndex) -> str:
    """The file of a row, or "" while the row is on its way."""
    hit: Hit | None = index.data(Role.HIT)
    return hit.path if hit else ""
