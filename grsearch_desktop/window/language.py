"""The language of the window: the system's, or the one that a person chose."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from grsearch_desktop import paths

SYSTEM = ""
_OWN = "en"
"""The language that the strings in the code are written in."""


def available() -> list[tuple[str, str]]:
    """Codes and names of the languages that the window has words in, each in its own tongue."""
    found = {path.stem.partition("_")[2] for path in _folder().glob("grsearch_*.qm")}
    return [(code, _name(code)) for code in [_OWN, *sorted(found - {_OWN})]]


def speak(app: QCoreApplication, code: str) -> None:
    """Takes effect for what is made afterwards: to be called before any widget is there."""
    locale = QLocale.system() if code == SYSTEM else QLocale(code)
    QLocale.setDefault(locale)
    of_qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in (("qtbase", of_qt), ("grsearch", str(_folder()))):
        words = QTranslator(app)
        if words.load(locale, name, "_", folder):
            app.installTranslator(words)


def _folder() -> Path:
    return paths.resources() / "translations"


def _name(code: str) -> str:
    name = QLocale(code).nativeLanguageName()
    return "English" if code == _OWN else name[:1].upper() + name[1:]
