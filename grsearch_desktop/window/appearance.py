"""How the window looks, as the person chose it; kept in the home's `window.ini`."""

from PySide6.QtCore import QObject, Signal

from grsearch_desktop.paths import Home
from grsearch_desktop.window.language import SYSTEM
from grsearch_desktop.window.theme import DARK, LIGHT, ThemeFollower
from grsearch_desktop.window.window_state import WindowState

THEMES = ("system", "light", "dark")
TEXT_SIZES = (100, 110, 125, 150, 175, 200)
"""Percent of the system's."""

_THEME, _TEXT, _LANGUAGE = "appearance/theme", "appearance/text", "appearance/language"


class Appearance(QObject):
    """Theme and text size count at once, the language from the next start."""

    changed = Signal()

    def __init__(
        self, state: WindowState, themes: ThemeFollower, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._themes = themes

    @staticmethod
    def language_of(home: Home) -> str:
        """The chosen language's code: known before there is a window."""
        return WindowState(home).text(_LANGUAGE, SYSTEM)

    def apply(self) -> None:
        """What was chosen once counts again. What was never chosen stays as it is."""
        if self.theme != THEMES[0]:
            self.use_theme(self.theme)
        if self.text_size != TEXT_SIZES[0]:
            self._themes.enlarge(self.text_size)

    @property
    def theme(self) -> str:
        found = self._state.text(_THEME)
        return found if found in THEMES else THEMES[0]

    @property
    def text_size(self) -> int:
        found = self._state.text(_TEXT)
        return int(found) if found in map(str, TEXT_SIZES) else TEXT_SIZES[0]

    @property
    def language(self) -> str:
        return self._state.text(_LANGUAGE, SYSTEM)

    def use_theme(self, name: str) -> None:
        self._state.keep(_THEME, name)
        self._themes.use({"light": LIGHT, "dark": DARK}.get(name))
        self.changed.emit()

    def use_text_size(self, percent: int) -> None:
        self._state.keep(_TEXT, str(percent))
        self._themes.enlarge(percent)
        self.changed.emit()

    def use_language(self, code: str) -> None:
        self._state.keep(_LANGUAGE, code)
        self.changed.emit()
