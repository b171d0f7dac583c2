"""The language of the window: the system's, or the one that a person chose."""

from pathlib import Path
from unicodedata import bidirectional

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from grsearch_desktop import paths

SYSTEM = ""
_OWN = "en"
"""The language that the strings in the code are written in."""


def available() -> list[tuple[str, str]]:
    """Codes and names of the languages that the window has words in, each in its own tongue."""
    return [(code, _name(code)) for code in [_OWN, *sorted(_spoken() - {_OWN})]]


def speak(app: QCoreApplication, code: str) -> None:
    """Takes effect for what is made afterwards: to be called before any widget is there."""
    system = QLocale.system()
    wanted = system.uiLanguages() if code == SYSTEM else [code]
    chosen = _first_spoken(wanted)
    # The country of the system, where it speaks this language: it writes dates and numbers.
    locale = system if system.language() == QLocale(chosen).language() else QLocale(chosen)
    QLocale.setDefault(locale)
    _listen_to(app, chosen)
    QGuiApplication.setLayoutDirection(locale.textDirection())


def tr(text: str, comment: str = "", count: int = -1) -> str:
    """The words for `text` in the language that is spoken, where there is no QObject to ask.

    comment: tells two meanings of one text apart; count: is `%Ln` in it, and chooses between
    singular and plural.
    """
    return QCoreApplication.translate("", text, comment, count)


def isolated(name: str) -> str:
    """A path or name that keeps its own direction among words of another (UAX #9).

    The parts of a path stay in order from left to right within Arabic words, and an Arabic name
    turns no English sentence round. What reads from left to right anyway stays as it is.
    """
    leftwards = QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    if not leftwards and all(bidirectional(letter) not in ("R", "AL") for letter in name):
        return name
    is_path = "/" in name or "\\" in name
    begin = "\N{LEFT-TO-RIGHT ISOLATE}" if is_path else "\N{FIRST STRONG ISOLATE}"
    return f"{begin}{name}\N{POP DIRECTIONAL ISOLATE}"


def window_side(widget: QWidget) -> Qt.AlignmentFlag:
    """Where lines begin in this window. Qt's labels would go by the direction of each text, so that
    a path in an Arabic window lay at the other end."""
    leftwards = widget.layoutDirection() is Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if leftwards else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute


def _listen_to(app: QCoreApplication, code: str) -> None:
    for before in app.findChildren(QTranslator):
        app.removeTranslator(before)
    of_qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    # English first, whose words of our own are but its plurals: what a language lacks is found
    # there. What is installed last is asked first.
    for name, folder, spoken in (
        ("grsearch", str(_folder()), _OWN),
        ("qtbase", of_qt, code),
        ("grsearch", str(_folder()), code),
    ):
        words = QTranslator(app)
        if words.load(f"{name}_{spoken}", folder):
            app.installTranslator(words)


def _first_spoken(wanted: list[str]) -> str:
    """The first of a person's languages that there are words in: "de-CH" is heard as "de"."""
    for tag in wanted:
        for code in (tag.replace("-", "_"), tag.partition("-")[0]):
            if code in _spoken() | {_OWN}:
                return code
    return _OWN


def _spoken() -> set[str]:
    return {path.stem.partition("_")[2] for path in _folder().glob("grsearch_*.qm")}


def _folder() -> Path:
    return paths.resources() / "translations"


def _name(code: str) -> str:
    name = QLocale(code).nativeLanguageName()
    return "English" if code == _OWN else name[:1].upper() + name[1:]
