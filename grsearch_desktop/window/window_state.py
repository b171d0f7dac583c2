"""What the window remembers from one start to the next, in the home's `window.ini`."""

from PySide6.QtCore import QByteArray, QSettings

from grsearch_desktop.paths import Home


class WindowState:
    """Values by name, such as "window/place". What can't be read is as if it were not there."""

    def __init__(self, home: Home) -> None:
        self._kept = QSettings(str(home.root / "window.ini"), QSettings.Format.IniFormat)

    def bytes(self, name: str) -> QByteArray | None:
        """What a widget's `saveState` or `saveGeometry` gave."""
        found = self._kept.value(name)
        return found if isinstance(found, QByteArray) else None

    def text(self, name: str, otherwise: str = "") -> str:
        found = self._kept.value(name)
        return found if isinstance(found, str) else otherwise

    def truth(self, name: str, otherwise: bool = False) -> bool:
        # An INI file holds words, and a value that was set a moment ago is still what it was.
        found = self._kept.value(name)
        return otherwise if found is None else found in (True, "true")

    def keep(self, name: str, value: QByteArray | str | bool) -> None:
        """Written to the disk soon, and by `save` at the latest."""
        self._kept.setValue(name, value)

    def save(self) -> None:
        self._kept.sync()
