"""The list of hits, with what can be done with each."""

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QWidget

from grsearch_desktop.engine.protocol import Hit
from grsearch_desktop.window.icons import icon
from grsearch_desktop.window.result_delegate import ResultDelegate
from grsearch_desktop.window.results_model import ResultsModel, Role
from grsearch_desktop.window.theme import Theme


class ResultsView(QListView):
    """Shows hits and says which one a person wants, and what for. Each signal carries a path.

    Paths go as Python objects: a string of Qt's can't hold a name that is not UTF-8.
    """

    open_wanted = Signal(object)
    folder_wanted = Signal(object)
    copy_wanted = Signal(object)
    similar_wanted = Signal(object)
    typed = Signal(str)
    """Letters that were typed here but are meant for the search box."""

    def __init__(
        self, model: ResultsModel, delegate: ResultDelegate, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._rows = model
        self._delegate = delegate
        self._chosen = ""
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setAccessibleName(self.tr("Results"))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(24)
        self.doubleClicked.connect(self._open)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._select_again)

    def use(self, theme: Theme) -> None:
        self._delegate.theme = theme
        self.viewport().update()

    @property
    def path(self) -> str:
        """The file that is selected, or ""."""
        index = self.currentIndex()
        return _path_of(index) if index.isValid() else ""

    def move(self, rows: int) -> None:  # type: ignore[override]
        """Moves the selection by rows, as far as there are any."""
        count = self._rows.rowCount()
        if count:
            row = self.currentIndex().row()
            wanted = min(count - 1, max(0, row + rows))
            self.setCurrentIndex(self._rows.index(wanted))

    def open_selected(self) -> None:
        if self.path:
            self.open_wanted.emit(self.path)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - as Qt has it
        path = self.path
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_selected()
        elif event.matches(QKeySequence.StandardKey.Copy) and path:
            self.copy_wanted.emit(path)
        elif event.text().isprintable() and event.text().strip():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        index = self.indexAt(event.pos())
        where = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            where = self.viewport().mapToGlobal(self.visualRect(index).center())
        if index.isValid():
            self.setCurrentIndex(index)
            self._menu_at(where, index)

    def menu_for(self, index: QModelIndex) -> QMenu:
        """What can be done with a hit."""
        path = _path_of(index)
        menu = QMenu(self)
        ink = self._delegate.theme.muted
        for name, words, keys, wanted in (
            ("open", self.tr("Open"), self.tr("Enter"), self.open_wanted),
            ("folder", self.tr("Show in its folder"), "", self.folder_wanted),
            ("copy", self.tr("Copy its path"), self.tr("Ctrl+C"), self.copy_wanted),
            ("similar", self.tr("More like this"), "", self.similar_wanted),
        ):
            if name == "similar":
                menu.addSeparator()
            # The keys are words behind a tab: as shortcuts they would clash with ours.
            action = menu.addAction(icon(name, ink), f"{words}\t{keys}" if keys else words)
            action.setObjectName(name)
            action.triggered.connect(lambda _=False, wanted=wanted: wanted.emit(path))
        return menu

    def _menu_at(self, where: QPoint, index: QModelIndex) -> None:
        menu = self.menu_for(index)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(where)

    def _open(self, index: QModelIndex) -> None:
        self.open_wanted.emit(_path_of(index))

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
    hit: Hit = index.data(Role.HIT)
    return hit.path
