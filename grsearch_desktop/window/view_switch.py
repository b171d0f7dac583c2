"""The two buttons that show the results as a list or as a grid."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QToolButton, QWidget

from grsearch_desktop.window.icons import icon
from grsearch_desktop.window.theme import Theme


class ViewSwitch(QFrame):
    """One of the two is down; Ctrl+1 and Ctrl+2 press them."""

    grid_wanted = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list, self._grid = QToolButton(), QToolButton()
        self._buttons = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for button, keys, words in (
            (self._list, "Ctrl+1", self.tr("Show the results as a list")),
            (self._grid, "Ctrl+2", self.tr("Show the results as a grid")),
        ):
            button.setCheckable(True)
            button.setAccessibleName(words)
            button.setToolTip(f"{words} ({keys})")
            button.setShortcut(keys)
            button.setIconSize(QSize(18, 18))
            self._buttons.addButton(button)
            row.addWidget(button)
        self._list.setChecked(True)
        self._grid.toggled.connect(self.grid_wanted)
        self.use(theme)

    @property
    def grid(self) -> bool:
        return self._grid.isChecked()

    def show_grid(self, grid: bool) -> None:
        (self._grid if grid else self._list).setChecked(True)

    def use(self, theme: Theme) -> None:
        for button, name in ((self._list, "list"), (self._grid, "grid")):
            button.setIcon(icon(name, theme.muted, 18))
