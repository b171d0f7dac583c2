"""The files that could not be read, as rows; thousands of them cost no more than those in sight."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from grsearch_desktop.engine.protocol import FileError
from grsearch_desktop.window import wording
from grsearch_desktop.window.engine_sentences import said

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class ProblemsModel(QAbstractTableModel):
    """File, reason, folder. `filter` leaves those that hold some words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[FileError, ...] = ()
        self._shown: list[FileError] = []
        self._words = ""

    def show(self, problems: tuple[FileError, ...]) -> None:
        if problems == self._all:
            return
        self._all = problems
        self._choose()

    def filter(self, words: str) -> None:
        self._words = words.casefold()
        self._choose()

    def problem(self, row: int) -> FileError:
        return self._shown[row]

    @property
    def total(self) -> int:
        return len(self._all)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 - as Qt has it
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802
        return 0 if parent.isValid() else 3

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("File"), self.tr("Why"), self.tr("Folder"))[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        problem = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            if index.column() == 0:
                return wording.name_of(problem.path)
            return said(problem.reason) if index.column() == 1 else wording.folder_of(problem.path)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{wording.in_words(problem.path)}\n{said(problem.reason)}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{wording.name_of(problem.path)}. {said(problem.reason)}"
        return None

    def _choose(self) -> None:
        self.beginResetModel()
        self._shown = [
            problem
            for problem in self._all
            if self._words in wording.shown(f"{problem.path} {said(problem.reason)}").casefold()
        ]
        self.endResetModel()
