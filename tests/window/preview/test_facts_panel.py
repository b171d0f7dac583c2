"""What a file says of itself, as the preview tells it."""

from pytestqt.qtbot import QtBot

from grsearch_desktop.engine.protocol import Document
from grsearch_desktop.window.preview.facts_panel import MOST, FactsPanel, rows

PHOTO = Document(
    *("/a.jpg", "image", 0),
    facts=(
        ("camera", "Canon EOS R5"),
        ("created", "2023-07-14T09:00:00"),
        ("place", "Belém, Lisbon, Portugal"),
        ("strange", "never shown"),
    ),
)
MAIL = Document(
    *("/a.eml", "mail", 0),
    facts=(("author", "Anna"), ("from", "Anna"), ("created", "nonsense"), ("tags", "holiday")),
)


def test_a_photo_tells_when_where_and_with_what_it_was_taken(qtbot: QtBot) -> None:
    panel = FactsPanel()
    qtbot.addWidget(panel)
    panel.show_document(PHOTO)
    assert panel.facts == [
        ("Taken", "14 Jul 2023"),
        ("Place", "Belém, Lisbon, Portugal"),
        ("Camera", "Canon EOS R5"),
    ]
    panel.show_document(MAIL)
    assert panel.facts == [("From", "Anna"), ("Tags", "holiday")], "a sender is named once"
    panel.show_document(Document("/a.txt", "text", 0))
    assert panel.isHidden() and panel.facts == []


def test_there_are_never_more_than_some_rows(qtbot: QtBot) -> None:
    names = ("from", "to", "artist", "album", "place", "tags", "camera", "lens")
    many = Document("/a", "mail", 0, facts=tuple((name, name) for name in names))
    panel = FactsPanel()
    qtbot.addWidget(panel)
    panel.show_document(many)
    assert len(rows(many)) > len(panel.facts) == MOST
