"""The buttons beside the search field, which open other parts of the program."""

from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from grsearch_desktop.window import wording
from grsearch_desktop.window.icons import show_icon
from grsearch_desktop.window.theme import Theme


class Doors(QWidget):
    """To add a folder, and to the library's map and settings."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self.add = self._door(self.tr("Add a folder to the library"), "Ctrl+O")
        self.map = self._door(
            self.tr("Library map"), "Ctrl+M", self.tr("See the whole library as a map")
        )
        self.settings = self._door(self.tr("Library and settings"), "Ctrl+,")

    def use(self, theme: Theme) -> None:
        show_icon(self.add, "add-folder", theme.ink)
        show_icon(self.map, "map", theme.ink)
        show_icon(self.settings, "settings", theme.ink)

    def _door(self, name: str, keys: str, tip: str = "") -> QToolButton:
        button = QToolButton()
        button.setAccessibleName(name)
        button.setToolTip(wording.with_keys(tip or name, keys))
        self._row.addWidget(button)
        return button
