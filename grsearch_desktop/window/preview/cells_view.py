"""The cells of a workbook, sheet by sheet, with those that hold what was found."""

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTabBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from grsearch_desktop.engine.protocol import PageText
from grsearch_desktop.window import wording
from grsearch_desktop.window.preview.cells_model import CellsModel
from grsearch_desktop.window.preview.cut_notice import CutNotice
from grsearch_desktop.window.preview.walking import WalkedMatches
from grsearch_desktop.window.results_model import AnyIndex
from grsearch_desktop.window.theme import Theme

_LOOKED_AT = 60
"""Rows by which the width of a column is set: all 2,000 would hold the window up."""
_NARROWEST, _WIDEST = 6, 34
"""Average characters of a column; wider ones are cut, and can be pulled open."""
_PADDING = 20
_LONGEST_NAME = 26
"""Characters of a sheet's name on its tab; the tool tip has all of it."""


class CellsView(QWidget, WalkedMatches):
    """Shows a sheet to be looked through and copied, and walks through what was found in it."""

    sheet_wanted = Signal(int)
    """A person chose another sheet, from 1."""
    match_changed = Signal(int, int)
    """Which of the found cells is looked at, from 1, and how many there are; 0 and 0 for none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = CellsModel(theme, self)
        self.table = _Table(self)
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Cells of the sheet"))
        self.sheets = QTabBar()
        self.sheets.setObjectName("sheets")
        self.sheets.setAccessibleName(self.tr("Sheets"))
        self.sheets.setShape(QTabBar.Shape.RoundedSouth)
        self.sheets.setDrawBase(False)
        self.sheets.setExpanding(False)
        self.sheets.setUsesScrollButtons(True)
        self.sheets.setElideMode(Qt.TextElideMode.ElideNone)
        self.sheets.currentChanged.connect(lambda tab: self.sheet_wanted.emit(tab + 1))
        self._cut = CutNotice(self.tr("Only a part of the sheet is shown here; it goes on."))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self._cut)
        column.addWidget(self.sheets)
        self.setFocusProxy(self.table)

    def show_cells(self, text: PageText, names: tuple[str, ...], sheet: int) -> None:
        """Shows a sheet, from 1, of those with these names, at the first cell that was found."""
        self._name_sheets(names, sheet)
        self.model.show_cells(text)
        self._fit_columns()
        self._cut.setVisible(text.cut)
        self.table.scrollToTop()
        self._go_to(1 if self.matches else 0)

    def clear(self) -> None:
        self.show_cells(PageText(""), (), 0)

    @property
    def matches(self) -> int:
        """How many cells hold what was found."""
        return len(self.model.found)

    def copy(self) -> None:
        """Copies the selected cells, or all: with tabs between, as other tables take them."""
        self.table.copy()

    def use(self, theme: Theme) -> None:
        self.model.use(theme)
        self._fit_columns()

    def _go_to(self, number: int) -> None:
        self._at = number
        place = self.model.look_at(number - 1 if number else None)
        if place.isValid():
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            # Not selected: the colour of the selection would hide that of the mark.
            self.table.selectionModel().setCurrentIndex(place, flag)
            self.table.scrollTo(place, QAbstractItemView.ScrollHint.EnsureVisible)
        self.match_changed.emit(number, self.matches)

    def _name_sheets(self, names: tuple[str, ...], sheet: int) -> None:
        was = self.sheets.blockSignals(True)
        if tuple(self.sheets.tabData(tab) for tab in range(self.sheets.count())) != names:
            while self.sheets.count():
                self.sheets.removeTab(0)
            for name in names:
                # An ampersand would be taken for the mark of a key.
                tab = self.sheets.addTab(_short(wording.shown(name)).replace("&", "&&"))
                self.sheets.setTabData(tab, name)
                self.sheets.setTabToolTip(tab, wording.shown(name))
        self.sheets.setCurrentIndex(sheet - 1)
        self.sheets.blockSignals(was)
        self.sheets.setVisible(len(names) > 1)

    def _fit_columns(self) -> None:
        """Makes the columns as wide as the first rows want them, within reason."""
        metrics = QFontMetrics(self.table.font())
        letter = metrics.averageCharWidth()
        rows = range(min(_LOOKED_AT, self.model.rowCount()))
        for column in range(self.model.columnCount()):
            texts = (self.model.written(row, column)[: 2 * _WIDEST] for row in rows)
            longest = max(texts, key=len, default="")
            wanted = metrics.horizontalAdvance(longest)
            wide = min(max(wanted, _NARROWEST * letter), _WIDEST * letter) + _PADDING
            self.table.setColumnWidth(column, wide)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


class _CellPainter(QStyledItemDelegate):
    """Puts the colour of a mark below a cell, which a stylesheet would leave out."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        if mark := index.data(Qt.ItemDataRole.BackgroundRole):
            painter.fillRect(option.rect, mark)  # type: ignore[attr-defined]
        super().paint(painter, option, index)


class _Table(QTableView):
    """Cells to be looked at."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("cells")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setItemDelegate(_CellPainter(self))
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        for header in (rows, columns):
            header.setHighlightSections(True)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - as Qt has it
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        model = self.model()
        if not isinstance(model, CellsModel):
            return
        chosen = self.selectionModel().selection()
        rows, columns = range(model.rowCount()), range(model.columnCount())
        if not chosen.isEmpty():
            block = chosen.first()
            rows = range(block.top(), block.bottom() + 1)
            columns = range(block.left(), block.right() + 1)
        lines = ("\t".join(model.written(row, column) for column in columns) for row in rows)
        QGuiApplication.clipboard().setText(wording.shown("\n".join(lines)))
