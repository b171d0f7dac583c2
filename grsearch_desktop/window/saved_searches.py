"""The star in the search field: saves a search, and has the saved ones and the recent ones."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QInputDialog, QMenu, QToolButton, QWidget

from grsearch_desktop.window.icons import icon, show_icon
from grsearch_desktop.window.language import tr as _tr
from grsearch_desktop.window.search_history import SavedSearch, SearchHistory
from grsearch_desktop.window.theme import Theme


class SavedSearches(QToolButton):
    """A star, full when the search is saved; its menu does the rest."""

    wanted = Signal(str)
    """A query to be made."""
    deleted = Signal(object)
    """A SavedSearch, which `history.save` can bring back."""

    def __init__(self, theme: Theme, history: SearchHistory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._history = theme, history
        self._query = ""
        self.setObjectName("star")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setAccessibleName(self.tr("Saved and recent searches"))
        self.setToolTip(self.tr("Saved and recent searches"))
        self.menu_ = QMenu(self)
        self.menu_.aboutToShow.connect(self._fill)
        self.setMenu(self.menu_)
        history.changed.connect(self._show)
        self._show()

    def follow(self, query: str) -> None:
        """Shows whether this query is saved."""
        self._query = query.strip()
        self._show()

    def use(self, theme: Theme) -> None:
        self._theme = theme
        self._show()

    @property
    def full(self) -> bool:
        return bool(self._query) and bool(self._history.name_of(self._query))

    def save_as(self, name: str) -> None:
        if self._query:
            self._history.save(name, self._query)

    def _show(self) -> None:
        name, colour = "star", self._theme.muted
        if self.full:
            name, colour = "star-full", self._theme.accent
        show_icon(self, name, colour, 18)

    def _fill(self) -> None:
        menu, history = self.menu_, self._history
        menu.clear()
        save = menu.addAction(icon("star", self._theme.muted), self.tr("Save this search…"))
        save.setEnabled(bool(self._query) and not self.full)
        save.triggered.connect(self._ask_for_name)
        if history.saved:
            menu.addSeparator()
            for one in history.saved:
                action = menu.addAction(_plain(one.name))
                action.setToolTip(one.query)
                action.triggered.connect(lambda _=False, one=one: self.wanted.emit(one.query))
            menu.setToolTipsVisible(True)
            menu.addSeparator()
            renaming = menu.addMenu(self.tr("Rename"))
            deleting = menu.addMenu(self.tr("Delete"))
            for one in history.saved:
                rename = renaming.addAction(_plain(one.name))
                rename.triggered.connect(lambda _=False, one=one: self._ask_for_other_name(one))
                delete = deleting.addAction(_plain(one.name))
                delete.triggered.connect(lambda _=False, one=one: self._delete(one))
        menu.addSeparator()
        remember = menu.addAction(self.tr("Remember recent searches"))
        remember.setCheckable(True)
        remember.setChecked(history.remembers)
        remember.triggered.connect(history.remember_from_now)
        clear = menu.addAction(self.tr("Clear recent searches"))
        clear.setEnabled(bool(history.recent))
        clear.triggered.connect(history.clear)

    def _delete(self, one: SavedSearch) -> None:
        self._history.delete(one)
        self.deleted.emit(one)

    def _ask_for_name(self) -> None:
        dialog = _name_dialog(self, self.tr("Save this search"), self._query)
        dialog.textValueSelected.connect(self.save_as)
        dialog.open()

    def _ask_for_other_name(self, one: SavedSearch) -> None:
        dialog = _name_dialog(self, self.tr("Rename a saved search"), one.name)
        dialog.textValueSelected.connect(lambda name: self._history.rename(one, name))
        dialog.open()


def _name_dialog(star: QWidget, title: str, name: str) -> QInputDialog:
    dialog = QInputDialog(star)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    dialog.setLabelText(_tr("Name"))
    dialog.setTextValue(name)
    return dialog


def _plain(words: str) -> str:
    """A name in which & is no sign for a key."""
    return words.replace("&", "&&")
