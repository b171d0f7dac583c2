"""The cells of a sheet as a table model of Qt, and which of them hold what was found."""

import re
from bisect import bisect_right
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QBrush, QColor

from grsearch_desktop.engine.protocol import PageText
from grsearch_desktop.window import wording
from grsearch_desktop.window.results_model import AnyIndex
from grsearch_desktop.window.theme import Theme

Cell = tuple[int, int]
"""Row and column, from 0."""

_NUMBER = re.compile(
    r"[-+−(]?\s?[$€£¥]?\s?[-+−]?\d[\d.,' \u00a0\u202f]*(?:[eE][-+]?\d+)?\s?[%$€£¥]?\)?"
)
_PIECE = 400
"""Characters of a cell that are painted; a tool tip has more."""
_TIP = 2_000


class CellsModel(QAbstractTableModel):
    """Rows and columns of text; a found cell is marked, and the one looked at more so."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cells: tuple[tuple[str, ...], ...] = ()
        self._columns = 0
        self._found: dict[Cell, int] = {}
        self._now: Cell | None = None
        self.found: list[Cell] = []
        """The cells that hold what was found, row by row."""

    def show_cells(self, text: PageText) -> None:
        self.beginResetModel()
        self._cells = text.cells
        self._columns = max(map(len, text.cells), default=0)
        self.found = found_cells(text)
        self._found = {cell: number for number, cell in enumerate(self.found)}
        self._now = None
        self.endResetModel()

    def look_at(self, number: int | None) -> QModelIndex:
        """Marks a found cell, from 0, as the one that is looked at; gives its place."""
        before, self._now = self._now, None if number is None else self.found[number]
        for cell in (before, self._now):
            if cell is not None:
                place = self.index(*cell)
                self.dataChanged.emit(place, place)
        return self.index(*self._now) if self._now else QModelIndex()

    def use(self, theme: Theme) -> None:
        self._theme = theme
        if self._cells:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._cells) - 1, 0))

    def written(self, row: int, column: int) -> str:
        """What stands in a cell; a row may end before the last column."""
        cells = self._cells[row]
        return cells[column] if column < len(cells) else ""

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802 - as Qt has it
        return 0 if parent.isValid() else len(self._cells)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else self._columns

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = (index.row(), index.column())
        text = self.written(*cell)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return wording.shown(text[:_PIECE])
            case Qt.ItemDataRole.ToolTipRole:
                return wording.shown(text[:_TIP]) if len(text) > 12 else None
            case Qt.ItemDataRole.AccessibleTextRole:
                return wording.shown(f"{column_name(cell[1])}{cell[0] + 1}: {text[:_TIP]}")
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag
                if is_number(text):
                    # At the right also in a window from right to left, as in other programs.
                    return side.AlignRight | side.AlignAbsolute | side.AlignVCenter
                return side.AlignLeft | side.AlignVCenter
            case Qt.ItemDataRole.BackgroundRole if cell in self._found:
                theme = self._theme
                return QBrush(QColor(theme.mark_now if cell == self._now else theme.mark))
            case Qt.ItemDataRole.ForegroundRole if cell in self._found:
                theme = self._theme
                return QBrush(QColor(theme.on_mark_now if cell == self._now else theme.on_mark))
        return None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return column_name(section)
        return str(section + 1)


def column_name(column: int) -> str:
    """What spreadsheet programs call a column, from 0: A to Z, then AA."""
    name = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def is_number(text: str) -> bool:
    """Whether a cell holds a number, an amount or a share, and not a word or a date."""
    return bool(_NUMBER.fullmatch(text.strip()))


def found_cells(text: PageText) -> list[Cell]:
    """The cells that hold a marked word, row by row; the text has a row in each line."""
    if not text.marks:
        return []
    lines, starts, place = [], [], 0
    for line in text.text.split("\n"):
        if line.strip():
            lines.append(line)
            starts.append(place)
        place += len(line) + 1
    first = _first_row(lines, text.cells)
    found: set[Cell] = set()
    for begin, _ in text.marks:
        number = bisect_right(starts, begin) - 1
        if number < first:
            continue
        row, column = number - first, lines[number][: begin - starts[number]].count("\t")
        if row < len(text.cells) and column < len(text.cells[row]):
            found.add((row, column))
    return sorted(found)


def _first_row(lines: list[str], cells: tuple[tuple[str, ...], ...]) -> int:
    """The line with the first row: above it may stand the name of the sheet."""
    for first in (0, 1):
        rows = zip(lines[first : first + 3], cells, strict=False)
        if all(tuple(line.split("\t"))[: len(row)] == row for line, row in rows):
            return first
    return 0
