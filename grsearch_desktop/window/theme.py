"""The colours of the window, dark and light, and the one stylesheet they go into."""

import re
from dataclasses import asdict, dataclass

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QGuiApplication,
    QPalette,
    QScreen,
)
from PySide6.QtWidgets import QApplication

from grsearch_desktop import paths

_OWN_FONT = "grsearch_own_font"
_OF_SCREEN = 0.94
"""The share of the screen that a window takes of itself."""
_OUR_TEXT = 13
"""Pixels; the size of plain text that the stylesheet is written for."""


@dataclass(frozen=True)
class Theme:
    """Colours by what they are for, each as #rrggbb."""

    ground: str
    desk: str
    """Below a page of paper."""
    field: str
    """What stands out from the ground: the search field, menus, tiles."""
    ink: str
    muted: str
    faint: str
    """Of drawings and of what can't be used now; too pale for a text that is to be read."""
    line: str
    hover: str
    chosen: str
    track: str
    pill: str
    accent: str
    accent_hover: str
    on_accent: str
    mark: str
    """Behind a found word."""
    on_mark: str
    mark_now: str
    """Behind the one of the found words that a person is at."""
    on_mark_now: str
    alarm: str
    words: str
    """The share of a hit that its words have; `text` and `look` likewise."""
    text: str
    look: str
    code_keyword: str
    """Of a program, on `field`; the others likewise."""
    code_name: str
    """What it defines or calls: functions, classes, tags."""
    code_string: str
    code_number: str
    code_comment: str
    dark: bool = False


LIGHT = Theme(
    ground="#fbfbfc",
    desk="#eef0f4",
    field="#ffffff",
    ink="#1b1f29",
    muted="#5a6272",
    faint="#8d94a3",
    line="#dfe2e8",
    hover="#f1f3f7",
    chosen="#e6ebfb",
    track="#d9dde6",
    pill="#e3e6ee",
    accent="#4759d6",
    accent_hover="#3a4bc2",
    on_accent="#ffffff",
    mark="#ffe49b",
    on_mark="#2b2205",
    mark_now="#f7a325",
    on_mark_now="#1f1602",
    alarm="#b3261e",
    words="#a34a00",
    text="#4759d6",
    look="#0b7771",
    code_keyword="#8a2fb5",
    code_name="#2a54c8",
    code_string="#1f7a3d",
    code_number="#a8500a",
    code_comment="#68707f",
)

DARK = Theme(
    ground="#16181d",
    desk="#101216",
    field="#20232b",
    ink="#eceef3",
    muted="#a3aab9",
    faint="#727a8b",
    line="#31353f",
    hover="#20232b",
    chosen="#2a3150",
    track="#3a3f4b",
    pill="#343945",
    accent="#8d9bff",
    accent_hover="#a3aeff",
    on_accent="#11131b",
    mark="#6b5310",
    on_mark="#fff0c2",
    mark_now="#ffc24a",
    on_mark_now="#1f1602",
    alarm="#ff8a80",
    words="#f0b13c",
    text="#8d9bff",
    look="#35c2b8",
    code_keyword="#d6a1f5",
    code_name="#8fb4ff",
    code_string="#8fd6a2",
    code_number="#f2b27a",
    code_comment="#949cad",
    dark=True,
)


class ThemeFollower(QObject):
    """Gives the application the theme that the system asks for, and follows its changes."""

    changed = Signal(object)
    """A Theme."""

    def __init__(self, app: QApplication, always: Theme | None = None) -> None:
        super().__init__(app)
        self._app = app
        self._always = always
        # The first of them: a later follower must not take an enlarged font for the system's.
        kept = app.property(_OWN_FONT)
        self._font = kept if isinstance(kept, QFont) else QFont(app.font())
        app.setProperty(_OWN_FONT, self._font)
        self.theme = always or _wanted()
        self._apply()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow)

    def use(self, theme: Theme | None) -> None:
        """Keeps to this theme from now on; None: the system's."""
        self._always = theme
        self._follow()

    def enlarge(self, percent: int) -> None:
        """Makes all text that much of the system's size, at once."""
        font = QFont(self._font)
        if font.pointSizeF() > 0:
            font.setPointSizeF(font.pointSizeF() * percent / 100)
        else:
            font.setPixelSize(round(font.pixelSize() * percent / 100))
        if font == self._app.font():
            return
        self._app.setFont(font)
        self._apply()
        # Whoever measured text measures it anew.
        self.changed.emit(self.theme)

    def _follow(self) -> None:
        theme = self._always or _wanted()
        if theme != self.theme:
            self.theme = theme
            self._apply()
            self.changed.emit(theme)

    def _apply(self) -> None:
        self._app.setPalette(_palette(self.theme))
        self._app.setStyleSheet(stylesheet(self.theme, text_scale()))


def stylesheet(theme: Theme, text_scale: float = 1.0) -> str:
    """`resources/styles/window.qss` with the theme's colours in it, and its text that much larger.

    @fixed_font is the system's font of letters of one width. Raises KeyError on an unknown name.
    """
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    names = {**asdict(theme), "fixed_font": f'"{fixed}"'}
    styles = paths.resources() / "styles"
    tick = styles / ("tick-dark.svg" if theme.dark else "tick-light.svg")
    template = (styles / "window.qss").read_text("utf-8")
    rules = re.sub(r"/\*.*?\*/", "", template, flags=re.DOTALL)
    rules = re.sub(r"@(\w+)", lambda name: str(names[name[1]]), rules)
    rules = rules.replace("url(tick)", f'url("{tick.as_posix()}")')
    return re.sub(
        r"font-size: (\d+)px",
        lambda size: f"font-size: {round(int(size[1]) * text_scale)}px",
        rules,
    )


def text_scale() -> float:
    """How much larger than ours the system wants text."""
    return max(1.0, QFontInfo(QGuiApplication.font()).pixelSize() / _OUR_TEXT)


def scaled(pixels: float) -> int:
    """What is so many pixels at the usual size of text, at the size that is wanted."""
    return round(pixels * text_scale())


def fitting(screen: QScreen, wide: int, high: int) -> QSize:
    """A good size for a window that is so many pixels at the usual size of text."""
    room = screen.availableSize() * _OF_SCREEN
    return QSize(scaled(wide), scaled(high)).boundedTo(room)


def _wanted() -> Theme:
    scheme = QGuiApplication.styleHints().colorScheme()
    return DARK if scheme == Qt.ColorScheme.Dark else LIGHT


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for where, colour in (
        (role.Window, theme.ground),
        (role.Base, theme.ground),
        (role.AlternateBase, theme.field),
        (role.Button, theme.field),
        (role.ToolTipBase, theme.field),
        (role.WindowText, theme.ink),
        (role.Text, theme.ink),
        (role.ButtonText, theme.ink),
        (role.ToolTipText, theme.ink),
        (role.PlaceholderText, theme.muted),
        (role.Mid, theme.faint),
        (role.Highlight, theme.accent),
        (role.HighlightedText, theme.on_accent),
        (role.Link, theme.accent),
    ):
        palette.setColor(where, QColor(colour))
    return palette
