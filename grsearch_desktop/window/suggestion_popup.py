"""The list below the search field: how a filter may go on, and searches made before."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from grsearch_desktop.window import filter_wording, wording
from grsearch_desktop.window.completion import Suggestion
from grsearch_desktop.window.icons import icon
from grsearch_desktop.window.language import isolated
from grsearch_desktop.window.theme import Theme, scaled

_ICONS = {"key": "tune", "value": "tune", "recent": "recent", "saved": "star"}


class SuggestionPopup(QFrame):
    """Lies over the window below a field, which keeps the focus and says what the keys do."""

    taken = Signal(object)
    """A Suggestion that was clicked."""

    def __init__(self, theme: Theme, below: QWidget) -> None:
        super().__init__(below)
        self.setObjectName("suggestions")
        self._theme = theme
        self._below = below
        self._offered: tuple[Suggestion, ...] = ()
        self.rows = QTreeWidget()
        self.rows.setColumnCount(2)
        self.rows.setHeaderHidden(True)
        self.rows.setRootIsDecorated(False)
        self.rows.setAccessibleName(self.tr("Suggestions"))
        # Not by a click, which would take the focus from the field and hide this.
        self.rows.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.rows.setMouseTracking(True)
        self.rows.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.header().setStretchLastSection(False)
        self.rows.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.rows.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.rows.itemClicked.connect(self._on_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.rows)
        self.hide()

    @property
    def chosen(self) -> Suggestion | None:
        row = self.rows.currentIndex().row()
        return self._offered[row] if 0 <= row < len(self._offered) else None

    @property
    def offered(self) -> tuple[Suggestion, ...]:
        return () if self.isHidden() else self._offered

    def offer(self, suggestions: tuple[Suggestion, ...], *, choose_first: bool) -> None:
        """Shows these, or goes away when there are none."""
        self._offered = suggestions
        self.rows.clear()
        side = scaled(16)
        self.rows.setIconSize(QSize(side, side))
        for one in suggestions:
            row = QTreeWidgetItem([_words(one), _hint(one)])
            row.setIcon(0, icon(_ICONS[one.kind], self._theme.muted, side))
            row.setForeground(1, QColor(self._theme.muted))
            self.rows.addTopLevelItem(row)
        if not suggestions:
            self.hide()
            return
        if choose_first:
            self.move_choice(1)
        self._place()
        self.show()
        self.raise_()

    def move_choice(self, rows: int) -> None:
        """Goes round: from the last one to none, and then to the first."""
        count = len(self._offered) + 1
        now = self.rows.currentIndex().row()
        row = (now + 1 + rows) % count - 1
        self.rows.setCurrentIndex(self.rows.model().index(row, 0))
        if row < 0:
            self.rows.clearSelection()

    def use(self, theme: Theme) -> None:
        self._theme = theme

    def _place(self) -> None:
        window = self._below.window()
        self.setParent(window)
        top = self._below.mapTo(window, QPoint(0, self._below.height() + 4))
        row = self.rows.sizeHintForRow(0)
        wanted = row * len(self._offered) + 16
        self.setGeometry(
            top.x(), top.y(), self._below.width(), min(wanted, window.height() - top.y() - 8)
        )

    def _on_clicked(self, row: QTreeWidgetItem, _column: int) -> None:
        self.taken.emit(self._offered[self.rows.indexOfTopLevelItem(row)])


def _words(one: Suggestion) -> str:
    if one.kind == "key":
        return isolated(f"{one.text}:")
    if one.kind == "value" and one.key == "in":
        return wording.name_in_words(one.text)
    return isolated(one.text)


def _hint(one: Suggestion) -> str:
    if one.kind == "key":
        return filter_wording.key_hint(one.text)
    if one.kind == "saved":
        return isolated(one.query) if one.query != one.text else ""
    if one.kind != "value":
        return ""
    if one.key in ("type", "kind"):
        return filter_wording.kind_name(one.text)
    if one.key == "in":
        return wording.folder_of(one.text)
    return filter_wording.value_hint(one.key, one.text)
