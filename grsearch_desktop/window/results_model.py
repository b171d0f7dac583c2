"""The hits of a search as a Qt list model."""

from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QUrl,
    Signal,
)

from grsearch_desktop.engine.protocol import Hit, SearchAnswer
from grsearch_desktop.window import wording
from grsearch_desktop.window.file_actions import url_of

AnyIndex = QModelIndex | QPersistentModelIndex

FIRST_LIMIT = 40
MOST = 1280


class Role(IntEnum):
    """What a row holds beside Qt's own roles."""

    HIT = Qt.ItemDataRole.UserRole + 1
    """The whole Hit. Not its path: as a string of Qt's it would lose the bytes of an odd name."""


class ResultsModel(QAbstractListModel):
    """One row a hit, best first. Asks for more when the view has shown all it has."""

    more_wanted = Signal(int)
    """How many hits to ask for now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: tuple[Hit, ...] = ()
        self._limit = FIRST_LIMIT
        self._asked = FIRST_LIMIT

    def show(self, answer: SearchAnswer, limit: int) -> None:
        """Takes an answer in place of what is there; `limit` is how many hits were asked for."""
        self._limit = self._asked = limit
        old, new = self._hits, answer.hits
        if new == old:
            return
        if old and new[: len(old)] == old:
            self.beginInsertRows(QModelIndex(), len(old), len(new) - 1)
            self._hits = new
            self.endInsertRows()
            return
        self.beginResetModel()
        self._hits = new
        self.endResetModel()

    def clear(self) -> None:
        self.show(SearchAnswer("", 0.0, ()), FIRST_LIMIT)

    def hit(self, row: int) -> Hit | None:
        return self._hits[row] if 0 <= row < len(self._hits) else None

    def row_of(self, path: str) -> int:
        """The row of a file, or -1."""
        return next((row for row, hit in enumerate(self._hits) if hit.path == path), -1)

    @property
    def cut(self) -> bool:
        """Whether there may be more hits than these."""
        return len(self._hits) >= self._limit

    def picture_came(self, item_id: int) -> None:
        """Has the rows painted that show this item's picture."""
        for row, hit in enumerate(self._hits):
            if hit.item_id == item_id:
                place = self.index(row)
                self.dataChanged.emit(place, place, [Qt.ItemDataRole.DecorationRole])

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802 - as Qt has it
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        hit = self.hit(index.row()) if index.isValid() else None
        if hit is None:
            return None
        match role:
            case Role.HIT:
                return hit
            case Qt.ItemDataRole.DisplayRole:
                return wording.name_of(hit.path)
            case Qt.ItemDataRole.AccessibleTextRole:
                return wording.spoken(hit)
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(filter(None, [wording.shown(hit.path), wording.reason(hit.why)]))
        return None

    def canFetchMore(self, parent: AnyIndex) -> bool:  # noqa: N802
        # Once for each size: the view asks again and again while the answer is under way.
        return not parent.isValid() and self.cut and self._asked == self._limit < MOST

    def fetchMore(self, _parent: AnyIndex) -> None:  # noqa: N802
        self._asked = min(MOST, self._limit * 2)
        self.more_wanted.emit(self._asked)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:  # noqa: N802
        return ["text/uri-list"]

    def mimeData(self, indexes: Any) -> QMimeData:  # noqa: N802
        """Rows that are dragged out of the window are files for other programs."""
        dragged = QMimeData()
        urls: list[QUrl] = [url_of(index.data(Role.HIT).path) for index in indexes]
        dragged.setUrls(urls)
        return dragged

    def supportedDragActions(self) -> Qt.DropAction:  # noqa: N802
        return Qt.DropAction.CopyAction
