"""The buttons that show the results as a list or as a grid, and by kind."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QToolButton, QWidget

from grsearch_desktop.window import wording
from grsearch_desktop.window.icons import show_icon
from grsearch_desktop.window.theme import Theme


class ViewSwitch(QFrame):
    """Either list or grid is down; Ctrl+1, Ctrl+2 and Ctrl+3 press the buttons."""

    grid_wanted = Signal(bool)
    groups_wanted = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list, self._grid, self._groups = QToolButton(), QToolButton(), QToolButton()
        self._buttons = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for button, keys, words in (
            (self._list, "Ctrl+1", self.tr("Show the results as a list")),
            (self._grid, "Ctrl+2", self.tr("Show the results as a grid")),
            (self._groups, "Ctrl+3", self.tr("Group the results by kind")),
        ):
            button.setCheckable(True)
            button.setAccessibleName(words)
            button.setToolTip(wording.with_keys(words, keys))
            button.setShortcut(keys)
            row.addWidget(button)
        self._buttons.addButton(self._list)
        self._buttons.addButton(self._grid)
        self._list.setChecked(True)
        self._groups.toggled.connect(self.groups_wanted)
        self._grid.toggled.connect(self.grid_wanted)
        self.use(theme)

    @property
    def grid(self) -> bool:
        return self._grid.isChecked()

    def show_grid(self, grid: bool) -> None:
        (self._grid if grid else self._list).setChecked(True)

    @property
    def groups(self) -> bool:
        return self._groups.isChecked()

    def show_groups(self, groups: bool) -> None:
        self._groups.setChecked(groups)

    def use(self, theme: Theme) -> None:
        for button, name in (
            (self._list, "list"),
            (self._grid, "grid"),
            (self._groups, "group"),
        ):
            show_icon(button, name, theme.muted, 18)
