"""The text of a file, with its found words and the colours of a program."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from grsearch_desktop.engine.client import Client
from grsearch_desktop.engine.protocol import PageText
from grsearch_desktop.paths import Home
from grsearch_desktop.window.preview.text_view import TextView, setting_for
from grsearch_desktop.window.theme import DARK, LIGHT, Theme, ThemeFollower
from tests.window.watchdog import assert_never_blocked

PROGRAM = Path(__file__).read_text("utf-8")


def _text(text: str, word: str, *, cut: bool = False) -> PageText:
    return PageText(text, tuple(found.span() for found in re.finditer(word, text)), (), cut)


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> TextView:
    # The stylesheet has a part in the letters.
    ThemeFollower(qapp, always=LIGHT)
    made = TextView(LIGHT)
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def _marked(view: TextView, colour: str) -> list[str]:
    """The texts that lie on a colour, of those that are seen."""
    return [
        chosen.cursor.selectedText()
        for chosen in view.page.extraSelections()
        if chosen.format.background().color() == QColor(colour)
    ]


def _colour_of(view: TextView, words: str) -> str:
    """The colour in which words are written, "" for that of plain text."""
    place = view.page.document().find(words).selectionStart()
    block = view.page.document().findBlock(place)
    for span in block.layout().formats():
        if span.start <= place - block.position() < span.start + span.length:
            return str(span.format.foreground().color().name())
    return ""


def test_found_words_are_marked_and_the_one_looked_at_differs(view: TextView) -> None:
    view.show_text(_text("a lighthouse 😀\r\nand a lighthouse", "lighthouse"), "notes.txt", "text")
    assert view.matches == 2
    assert _marked(view, LIGHT.mark_now) == ["lighthouse"]
    assert _marked(view, LIGHT.mark) == ["lighthouse"]


def test_the_matches_are_walked_through_to_the_last_and_back(view: TextView, qtbot: QtBot) -> None:
    text = "\n\n".join(f"{number} a lighthouse of many" for number in range(200))
    view.match_changed.connect(lambda number, of: told.append((number, of)))
    told: list[tuple[int, int]] = []
    view.show_text(_text(text, "lighthouse"), "notes.txt", "text")
    assert not view.previous_match()
    for _ in range(199):
        assert view.next_match()
    assert not view.next_match()
    assert told == [(number, 200) for number in range(1, 201)]
    seen = view.page.cursorRect()
    assert view.page.viewport().rect().contains(seen), "the last one can be seen"
    assert _marked(view, LIGHT.mark_now) == ["lighthouse"]
    assert view.previous_match()
    assert told[-1] == (199, 200)
    assert view.show_match(1) and not view.show_match(0) and not view.show_match(201)


def test_a_text_without_found_words_says_so(view: TextView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.match_changed) as told:
        view.show_text(PageText("nothing"), "notes.txt", "text")
    assert told.args == [0, 0]
    assert not view.next_match() and not view.previous_match()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_program_has_the_colours_of_its_parts(view: TextView, qtbot: QtBot, theme: Theme) -> None:
    view.show_text(PageText('def greet():\n    return "hi"  # a word'), "greet.py", "code")
    view.use(theme)
    qtbot.waitUntil(lambda: _colour_of(view, "# a word") == theme.code_comment)
    assert _colour_of(view, "def") == theme.code_keyword
    assert _colour_of(view, "greet") == theme.code_name
    assert _colour_of(view, '"hi"') == theme.code_string


def test_parts_far_below_are_coloured_when_they_are_looked_at(view: TextView, qtbot: QtBot) -> None:
    view.show_text(PageText("x = 1\n" * 1500 + "# the last"), "long.py", "code")
    qtbot.waitUntil(lambda: view.page.syntax.done_lines >= 1500)
    assert _colour_of(view, "# the last") == ""
    view.page.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.waitUntil(lambda: _colour_of(view, "# the last") == LIGHT.code_comment)


def test_text_that_was_read_out_of_a_document_is_no_program(view: TextView, qtbot: QtBot) -> None:
    view.show_text(PageText("class and return"), "letter.html", "web")
    assert not view.page.syntax.is_busy
    assert setting_for("class", "letter.html", "web").fixed is False


@pytest.mark.parametrize(
    ("name", "kind", "text", "fixed", "numbers"),
    [
        ("a.py", "code", "x = 1", True, True),
        ("data.json", "text", "{}", True, True),
        ("notes.md", "text", "# Notes", False, False),
        ("letter.docx", "document", "a    b    c", False, False),
        ("table.txt", "text", "tea      2.50\ncoffee   3.00", True, False),
    ],
)
def test_each_kind_of_text_is_set_as_it_is_read_best(
    name: str, kind: str, text: str, fixed: bool, numbers: bool
) -> None:
    setting = setting_for(text, name, kind)
    assert (setting.fixed, setting.numbers) == (fixed, numbers)


def test_programs_have_letters_of_one_width_and_prose_has_not(view: TextView) -> None:
    view.show_text(PageText("x = 1"), "a.py", "code")
    metrics = view.page.fontMetrics()
    assert metrics.horizontalAdvance("iiii") == metrics.horizontalAdvance("MMMM")
    view.show_text(PageText("Dear reader"), "a.txt", "text")
    metrics = view.page.fontMetrics()
    assert metrics.horizontalAdvance("iiii") < metrics.horizontalAdvance("MMMM")


def test_a_cut_text_says_so(view: TextView) -> None:
    view.show_text(PageText("much", cut=True), "a.txt", "text")
    assert view._cut.isVisible()
    view.show_text(PageText("all"), "a.txt", "text")
    assert not view._cut.isVisible()


def test_what_is_copied_is_what_stands_in_the_file(view: TextView, qtbot: QtBot) -> None:
    long = "word 😀 " * 2_000
    text = f"{long}\r\nA paragraph that was broken because it had come to the end\nof its line."
    view.show_text(PageText(text), "a.txt", "text")
    view.copy()
    assert QGuiApplication.clipboard().text() == text.replace("\r\n", "\n")
    view.page.setFocus()
    view.page.moveCursor(QTextCursor.MoveOperation.End)
    view.page.moveCursor(QTextCursor.MoveOperation.StartOfBlock, QTextCursor.MoveMode.KeepAnchor)
    qtbot.keyClick(view.page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == text.split("\r\n")[1]
    view.copy()
    assert QGuiApplication.clipboard().text() == text.split("\r\n")[1]


def test_writing_from_right_to_left_begins_at_the_right(view: TextView) -> None:
    view.show_text(PageText("שלום\nhello"), "a.txt", "text")
    block = view.page.document().firstBlock()
    assert block.textDirection() == Qt.LayoutDirection.RightToLeft
    assert block.next().textDirection() == Qt.LayoutDirection.LeftToRight
    view.show_text(PageText("שלום לכולם\nhello"), "a.txt", "text")
    view.page.moveCursor(QTextCursor.MoveOperation.Start)
    assert view.page.cursorRect().left() > view.page.viewport().width() / 2
    view.show_text(PageText("hello to you all\nשלום"), "a.txt", "text")
    assert view.page.cursorRect().left() < view.page.viewport().width() / 2
    view.page.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    view.show_text(PageText("x = 1"), "a.py", "code")
    assert view.page.layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_a_large_program_never_holds_the_window_up(view: TextView, qtbot: QtBot) -> None:
    text = (PROGRAM * (200_000 // len(PROGRAM) + 1))[:200_000]
    syntax = view.page.syntax

    def act(shown: TextView) -> None:
        shown.show_text(_text(text, "view"), "big.py", "code")
        qtbot.waitUntil(lambda: syntax.is_busy)
        qtbot.waitUntil(lambda: not syntax.is_busy, timeout=60_000)
        assert syntax.done_lines >= text.count("\n")

    def prepare() -> TextView:
        view.clear()
        return view

    assert_never_blocked(prepare, act)


def test_a_note_of_the_library_is_shown_with_the_words_of_the_search(
    view: TextView, sample: Path, sample_home: Home
) -> None:
    note = str(sample / "notes" / "lemon-tart.md")
    with Client(sample_home) as client:
        view.show_text(client.page_text(note, None, "lemon"), note, "text")
    assert view.matches >= 2
    assert {word.casefold() for word in _marked(view, LIGHT.mark)} <= {"lemon", "lemons"}
    assert [word.casefold() for word in _marked(view, LIGHT.mark_now)] == ["lemon"]
