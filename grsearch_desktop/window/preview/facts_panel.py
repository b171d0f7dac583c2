"""What a file says of itself, below what is seen of it: when, where and by whom it was made."""

from PySide6.QtCore import QDateTime, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from grsearch_desktop.engine.protocol import Document
from grsearch_desktop.window import wording
from grsearch_desktop.window.elided_label import ElidedLabel
from grsearch_desktop.window.language import tr as _tr

MOST = 5
"""Rows."""


class FactsPanel(QFrame):
    """A small table of names and values; it hides where there is nothing to tell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("previewFacts")
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 8, 16, 10)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        self._rows = [(QLabel(), ElidedLabel()) for _ in range(MOST)]
        for row, (name, value) in enumerate(self._rows):
            name.setObjectName("factName")
            name.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(name, row, 0)
            grid.addWidget(value, row, 1)
        self.hide()

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is shown."""
        return [(name.text(), value.text()) for name, value in self._rows if not name.isHidden()]

    def show_document(self, document: Document | None) -> None:
        told = rows(document)[:MOST] if document else []
        for place, (name, value) in enumerate(self._rows):
            there = place < len(told)
            name.setVisible(there)
            value.setVisible(there)
            if there:
                name.setText(told[place][0])
                value.show_text(told[place][1])
                value.setAccessibleName(": ".join(told[place]))
        self.setVisible(bool(told))


def rows(document: Document) -> list[tuple[str, str]]:
    """Names and values in a person's words, the most telling first."""
    facts = dict(document.facts)
    if facts.get("from"):
        facts.pop("author", None)
    if made := facts.pop("created", ""):
        day = QDateTime.fromString(made, Qt.DateFormat.ISODate).date()
        facts["created"] = wording.date_shown(day) if day.isValid() else ""
    told = [
        (_made(document.kind) if name == "created" else words, facts.get(name, ""))
        for name, words in _names().items()
    ]
    return [(words, wording.in_words(value)) for words, value in told if value]


def _made(kind: str) -> str:
    if kind in ("image", "video"):
        return _tr("Taken")
    return _tr("Sent") if kind == "mail" else _tr("Created")


def _names() -> dict[str, str]:
    return {
        "from": _tr("From"),
        "to": _tr("To"),
        "artist": _tr("Artist"),
        "album": _tr("Album"),
        "created": _tr("Created"),
        "place": _tr("Place"),
        "tags": _tr("Tags"),
        "keywords": _tr("Keywords"),
        "camera": _tr("Camera"),
        "lens": _tr("Lens"),
        "author": _tr("Author"),
        "comment": _tr("Comment"),
    }
