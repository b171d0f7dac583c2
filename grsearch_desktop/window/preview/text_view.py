"""The text of a page or file, with the words that were found."""

import re
from pathlib import PurePath

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from grsearch_desktop.engine.protocol import PageText
from grsearch_desktop.window.preview.cut_notice import CutNotice
from grsearch_desktop.window.preview.laid_text import laid_text
from grsearch_desktop.window.preview.text_page import Setting, TextPage
from grsearch_desktop.window.preview.walking import WalkedMatches
from grsearch_desktop.window.theme import Theme

_PLAIN = ("code", "text")
"""Kinds of file whose text is what was written, and not what was read out of something else."""
_PROSE = frozenset(
    ("", ".txt", ".text", ".md", ".markdown", ".rst", ".adoc", ".asciidoc", ".org", ".me")
)
_COLUMNS = re.compile(r"\S(?: {3,}|\t)\S|[│┃║╔╚┌└█▀▄]")
"""What shows that a line was meant for letters of one width."""
_LOOKED_AT = 20_000
"""Characters of a text by which it is known how to set it."""


class TextView(QWidget, WalkedMatches):
    """Shows a text to be read, selected and copied, and walks through what was found in it."""

    match_changed = Signal(int, int)
    """Which of the found words is looked at, from 1, and how many there are; 0 and 0 for none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = TextPage(theme)
        self.page.setAccessibleName(self.tr("Text of the file"))
        self._cut = CutNotice(self.tr("Only the beginning is shown here; the file goes on."))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.page, 1)
        column.addWidget(self._cut)
        self.setFocusProxy(self.page)

    def show_text(self, text: PageText, name: str, kind: str) -> None:
        """Shows the text of a file of that name and kind, at the first word that was found."""
        setting = setting_for(text.text, name, kind)
        laid = laid_text(text.text, text.marks, flows=not setting.fixed)
        self.page.show_laid(laid, setting, name if kind in _PLAIN else "")
        self._cut.setVisible(text.cut or laid.cut)
        self._go_to(1 if laid.marks else 0)

    def clear(self) -> None:
        self.show_text(PageText(""), "", "")

    @property
    def matches(self) -> int:
        """How many words were found."""
        return len(self.page.laid.marks)

    def copy(self) -> None:
        """Copies what is selected, or all of it."""
        QGuiApplication.clipboard().setText(self.page.chosen_text or self.page.laid.text)

    def use(self, theme: Theme) -> None:
        self.page.use(theme)

    def _go_to(self, number: int) -> None:
        self._at = number
        self.page.show_mark(number - 1 if number else None)
        self.match_changed.emit(number, self.matches)


def setting_for(text: str, name: str, kind: str) -> Setting:
    """How a file's text is set: as a program, as a table drawn with letters, or as prose."""
    ending = PurePath(name).suffix.lower()
    if kind == "code" or (kind == "text" and ending not in _PROSE):
        return Setting(fixed=True, numbers=True)
    lines = [line for line in text[:_LOOKED_AT].splitlines() if line.strip()]
    drawn = sum(bool(_COLUMNS.search(line)) for line in lines)
    if kind == "text" and lines and drawn / len(lines) > 0.25:
        return Setting(fixed=True, wraps=False)
    return Setting()
