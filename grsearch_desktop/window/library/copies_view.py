"""The list of copies, with what can be done with them. Nothing is ever deleted."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionRange, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QStyleOptionViewItem

from grsearch_desktop.window.hit_painting import HitPainter
from grsearch_desktop.window.icons import icon
from grsearch_desktop.window.library.copies_delegate import CopiesDelegate
from grsearch_desktop.window.library.copies_model import CopiesModel


class CopiesView(QListView):
    """Paths go as Python objects: a string of Qt's can't hold a name that is not UTF-8."""

    open_wanted = Signal(object)
    folder_wanted = Signal(object)
    """A path."""
    copy_wanted = Signal(object)
    """A list of paths."""

    def __init__(self, model: CopiesModel, paint: HitPainter) -> None:
        super().__init__()
        self._rows = model
        self.paint_with = paint
        self.setObjectName("copies")
        self.setModel(model)
        self.setItemDelegate(CopiesDelegate(paint, self))
        self.setAccessibleName(self.tr("Groups of copies"))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setMinimumHeight(220)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(24)
        self.doubleClicked.connect(lambda _: self.open_selected())

    @property
    def paths(self) -> list[str]:
        """The files that are selected, each once; of a head those of its group."""
        # By stretches of rows: an index for each of thousands would keep the window.
        rows = (row for some in self._stretches() for row in range(some.top(), some.bottom() + 1))
        return [*dict.fromkeys(path for row in rows for path in self._rows.paths(row))]

    @property
    def has_several(self) -> bool:
        """Whether more than one file is selected."""
        stretches = self._stretches()
        if len(stretches) != 1 or stretches[0].height() > 1:
            return bool(stretches)
        return len(self._rows.paths(stretches[0].top())) > 1

    def _stretches(self) -> list[QItemSelectionRange]:
        return sorted(self.selectionModel().selection().toList(), key=QItemSelectionRange.top)

    def open_selected(self) -> None:
        if self.paths:
            self.open_wanted.emit(self.paths[0])

    def show_selected_in_folder(self) -> None:
        if self.paths:
            self.folder_wanted.emit(self.paths[0])

    def copy_selected(self) -> None:
        if self.paths:
            self.copy_wanted.emit(self.paths)

    def fit(self) -> None:
        """Makes the rows as high as their text needs."""
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        # A size of the grid: without one, Qt asks the model for each of all rows.
        size = self.itemDelegate().sizeHint(option, QModelIndex())
        size.setWidth(self.viewport().width())
        self.setGridSize(size)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - as Qt has it
        self.fit()
        super().resizeEvent(event)

    def dataChanged(  # noqa: N802
        self,
        first: QModelIndex | QPersistentModelIndex,
        last: QModelIndex | QPersistentModelIndex,
        roles: Sequence[int] = (),
    ) -> None:
        """Paints what came. A list of Qt's would lay out all rows anew for each picture."""
        QAbstractItemView.dataChanged(self, first, last, roles)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.show_selected_in_folder()
            else:
                self.open_selected()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selected()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        where = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            where = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        if self.paths:
            menu = self.menu()
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(where)

    def menu(self) -> QMenu:
        """What can be done with what is selected."""
        menu = QMenu(self)
        ink = self.paint_with.theme.muted
        copy = self.tr("Copy their paths") if self.has_several else self.tr("Copy its path")
        for name, words, keys, work in (
            ("open", self.tr("Open"), self.tr("Enter"), self.open_selected),
            (
                "folder",
                self.tr("Show in its folder"),
                self.tr("Ctrl+Enter"),
                self.show_selected_in_folder,
            ),
            ("copy", copy, self.tr("Ctrl+C"), self.copy_selected),
        ):
            # The keys are words behind a tab: as shortcuts they would clash with ours.
            action = menu.addAction(icon(name, ink), f"{words}\t{keys}")
            action.setObjectName(name)
            action.triggered.connect(work)
        return menu
