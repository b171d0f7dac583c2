"""The hits of a search as a Qt list model: a row for each, of which those that are looked at are
here."""

from collections import OrderedDict, deque
from dataclasses import replace
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
    Signal,
)

from grsearch_desktop.engine.protocol import Hit, SearchAnswer, SearchRequest
from grsearch_desktop.window import wording
from grsearch_desktop.window.file_drag import files_data

AnyIndex = QModelIndex | QPersistentModelIndex

PAGE = 30
"""Hits that are asked for at once."""
PAGES_ASKED = 4
"""Pages on their way at most; older wishes are for rows that have scrolled away."""
_NAMED = 8
"""Copies of a hit that are named when one points at it."""
_KEPT = 40
"""Pages of hits that are here at most, so that a long scroll does not fill the memory."""


class Role(IntEnum):
    """What a row holds beside Qt's own roles."""

    HIT = Qt.ItemDataRole.UserRole + 1
    """The whole Hit, or None while it is on its way. Not its path: as a string of Qt's it would
    lose the bytes of an odd name."""


class ResultsModel(QStringListModel):
    """As many rows as there are hits, best first; a hit is fetched when its row is looked at.

    A person may drag the scroll bar to the middle of 100,000 hits: those before it never come.

    The rows are Qt's own, each an empty text: a view that lays them out asks for each of them how
    many there are. Answered in Python, 100,000 would keep the window for a tenth of a second.
    """

    page_wanted = Signal(object)
    """A SearchRequest for hits that a row was asked for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._request = SearchRequest()
        self._total = 0
        self._most: int | None = None
        self._pages: OrderedDict[int, tuple[Hit, ...]] = OrderedDict()
        self._asked: deque[int] = deque(maxlen=PAGES_ASKED)

    def show(self, request: SearchRequest, answer: SearchAnswer) -> None:
        """Takes the first page of a search in place of what is there."""
        total = max(answer.total, len(answer.hits))
        known = self._pages.get(0)
        if request == self._request and known == answer.hits and total == self._total:
            return
        self.beginResetModel()
        self._request, self._total = request, total
        self._pages = OrderedDict({0: answer.hits})
        self._asked.clear()
        with QSignalBlocker(self):  # it is told once, when all is as it is to be
            self._make_rows()
        self.endResetModel()

    def add(self, request: SearchRequest, answer: SearchAnswer) -> None:
        """Takes a page that was asked for; one of an earlier search is passed by."""
        if replace(request, offset=0) != self._request:
            return
        number = request.offset // PAGE
        if number in self._asked:
            self._asked.remove(number)
        self._pages[number] = answer.hits
        while len(self._pages) > _KEPT:
            # The first one stays: what is best is gone back to.
            oldest = next(kept for kept in self._pages if kept)
            del self._pages[oldest]
        first = self.index(min(request.offset, self._total - 1))
        last = self.index(min(request.offset + PAGE, self._total) - 1)
        self.dataChanged.emit(first, last)

    @property
    def query(self) -> str:
        """What was searched for."""
        return self._request.query

    @property
    def total(self) -> int:
        """How many hits there are, shown or not."""
        return self._total

    def show_at_most(self, rows: int | None) -> None:
        """Shows the best `rows` hits alone; None: all."""
        self._most = rows
        self._make_rows()

    def ask_again(self) -> None:
        """Forgets what was asked for: the engine that should have answered has gone."""
        self._asked.clear()

    def clear(self) -> None:
        self.show(SearchRequest(), SearchAnswer("", 0.0, ()))

    def hit(self, row: int) -> Hit | None:
        """The hit of a row; None when there is none, or when it is on its way."""
        if not 0 <= row < self._total:
            return None
        number, place = divmod(row, PAGE)
        hits = self._pages.get(number)
        if hits is None:
            self._want(number)
            return None
        if number:
            self._pages.move_to_end(number)
        # Fewer than there should be: files that went since the ranking was made.
        return hits[place] if place < len(hits) else None

    def row_of(self, path: str) -> int:
        """The row of a file among those that are here, or -1."""
        return next((row for row, hit in self._here() if hit.path == path), -1)

    def picture_came(self, item_id: int) -> None:
        """Has the rows painted that show this item's picture."""
        for row, hit in self._here():
            if hit.item_id == item_id:
                place = self.index(row)
                self.dataChanged.emit(place, place, [Qt.ItemDataRole.DecorationRole])

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
                paths = [wording.shown(path) for path in (hit.path, *hit.copies[:_NAMED])]
                return "\n".join(filter(None, [*paths, wording.reason(hit.why)]))
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        # Not those of a list of texts, which a person might change.
        return QAbstractListModel.flags(self, index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:  # noqa: N802
        return ["text/uri-list"]

    def mimeData(self, indexes: Any) -> QMimeData:  # noqa: N802
        """Rows that are dragged out of the window are files for other programs."""
        hits = [index.data(Role.HIT) for index in indexes]
        return files_data([hit.path for hit in hits if hit is not None])

    def supportedDragActions(self) -> Qt.DropAction:  # noqa: N802
        return Qt.DropAction.CopyAction

    def _make_rows(self) -> None:
        before = self.rowCount()
        after = self._total if self._most is None else min(self._most, self._total)
        if after > before:
            self.insertRows(before, after - before)
        elif after < before:
            self.removeRows(after, before - after)

    def _here(self) -> list[tuple[int, Hit]]:
        return [
            (number * PAGE + place, hit)
            for number, hits in self._pages.items()
            for place, hit in enumerate(hits)
        ]

    def _want(self, number: int) -> None:
        if number not in self._asked:
            self._asked.append(number)
            self.page_wanted.emit(replace(self._request, offset=number * PAGE, limit=PAGE))
