"""The files that there are several of, as rows: each group's head, and after it its files."""

from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSignalBlocker,
    QStringListModel,
    Qt,
)

from grsearch_desktop.engine.protocol import Duplicate, DuplicateGroup, Duplicates, Hit, Why
from grsearch_desktop.window import wording
from grsearch_desktop.window.file_drag import files_data

AnyIndex = QModelIndex | QPersistentModelIndex


class CopyRole(IntEnum):
    """What a row holds beside Qt's own roles: itself, a DuplicateGroup (its head) or a Hit."""

    ROW = Qt.ItemDataRole.UserRole + 1


class CopiesModel(QStringListModel):
    """The rows are Qt's own, each an empty text: a view asks for each how many there are, and for
    what is in them only where somebody looks."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.found = Duplicates((), 0)
        self._exact: bool | None = None
        self._rows: list[DuplicateGroup | tuple[DuplicateGroup, Duplicate]] = []
        self._by_item: dict[int, int] = {}

    def show(self, found: Duplicates) -> None:
        self.found = found
        self._make_rows()

    def choose(self, exact: bool | None) -> None:
        """Shows groups of equal files alone, or (False) of nearly equal ones; None: all."""
        self._exact = exact
        self._make_rows()

    @property
    def groups(self) -> list[DuplicateGroup]:
        """Those that are shown."""
        return [row for row in self._rows if isinstance(row, DuplicateGroup)]

    def paths(self, row: int) -> list[str]:
        """The file of a row; of a head all files of its group."""
        there = self._rows[row]
        if isinstance(there, DuplicateGroup):
            return [file.path for file in there.files]
        return [there[1].path]

    def row_of(self, path: str) -> int:
        """The row of a file, or -1."""
        rows = enumerate(self._rows)
        return next(
            (row for row, there in rows if isinstance(there, tuple) and there[1].path == path), -1
        )

    def picture_came(self, item_id: int) -> None:
        row = self._by_item.get(item_id)
        if row is not None:
            place = self.index(row)
            self.dataChanged.emit(place, place, [Qt.ItemDataRole.DecorationRole])

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        there = self._rows[index.row()]
        if isinstance(there, DuplicateGroup):
            if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                return "  ·  ".join(filter(None, wording.copies_in_words(there)))
            return there if role == CopyRole.ROW else None
        group, file = there
        match role:
            case CopyRole.ROW:
                return _hit(group, file)
            case Qt.ItemDataRole.DisplayRole:
                return wording.name_of(file.path)
            case Qt.ItemDataRole.AccessibleTextRole:
                said = wording.name_of(file.path), wording.folder_of(file.path)
                return ". ".join((*said, wording.size(file.size), wording.day(file.mtime)))
            case Qt.ItemDataRole.ToolTipRole:
                return wording.shown(file.path)
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        # Not those of a list of texts, which a person might change.
        return QAbstractListModel.flags(self, index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:  # noqa: N802 - as Qt has it
        return ["text/uri-list"]

    def mimeData(self, indexes: Any) -> QMimeData:  # noqa: N802
        paths = [path for index in indexes for path in self.paths(index.row())]
        return files_data([*dict.fromkeys(paths)])

    def supportedDragActions(self) -> Qt.DropAction:  # noqa: N802
        # Never a move: what another program takes stays where it is.
        return Qt.DropAction.CopyAction

    def _make_rows(self) -> None:
        self.beginResetModel()
        self._rows = []
        self._by_item = {}
        for group in self.found.groups:
            if self._exact is not None and self._exact != (group.why == "bytes"):
                continue
            self._rows.append(group)
            for file in group.files:
                if file.item_id is not None:
                    self._by_item[file.item_id] = len(self._rows)
                self._rows.append((group, file))
        with QSignalBlocker(self):  # it is told once, when all is as it is to be
            before, after = self.rowCount(), len(self._rows)
            if after > before:
                self.insertRows(before, after - before)
            elif after < before:
                self.removeRows(after, before - after)
        self.endResetModel()


def _hit(group: DuplicateGroup, file: Duplicate) -> Hit:
    """The file as what is painted of results."""
    return Hit(
        rank=0,
        path=file.path,
        kind="",
        item="picture" if group.why == "picture" else "page",
        page=None,
        score=0.0,
        snippet="",
        marks=(),
        why=Why(),
        item_id=file.item_id,
        modified=file.mtime,
        size=file.size,
    )
