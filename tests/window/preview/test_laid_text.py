"""Where the characters of a text come to stand in a document of Qt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from grsearch_desktop.window.preview.laid_text import LaidText, laid_text


def _shown(laid: LaidText, begin: int, end: int) -> str:
    """What a document of Qt has between two characters of the text."""
    page = QPlainTextEdit()
    page.setPlainText(laid.document)
    cursor = QTextCursor(page.document())
    cursor.setPosition(laid.place(begin))
    cursor.setPosition(laid.place(end), QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText()


@pytest.mark.parametrize(
    "before",
    ["", "plain\n", "one\r\ntwo\r\n\r\n", "old\rMac\r", "😀 and 𝒳\n", "مرحبا\u2029", "\x00\ufffc"],
)
def test_a_mark_stands_on_its_word_whatever_comes_before_it(
    qapp: QApplication, before: str
) -> None:
    text = f"{before}the lighthouse keeper"
    start = text.index("lighthouse")
    laid = laid_text(text, [(start, start + 10)])
    assert _shown(laid, *laid.marks[0]) == "lighthouse"


def test_a_mark_in_a_line_without_end_stands_on_its_word(qapp: QApplication) -> None:
    text = "word 😀 " * 4_000 + "lighthouse" + " word" * 900
    start = text.index("lighthouse")
    laid = laid_text(text, [(start, start + 10)])
    assert _shown(laid, *laid.marks[0]) == "lighthouse"
    assert max(map(len, laid.lines)) <= 2_000
    assert laid.numbers[0] == 1 and not any(laid.numbers[1:])
    assert laid.text == text


def test_a_line_without_end_is_broken_behind_a_sentence_or_else_a_word() -> None:
    sentences = laid_text("This is a sentence of a page. " * 300)
    assert all(line.endswith("page. ") for line in sentences.lines[:-1])
    words = laid_text("word " * 2_000)
    assert all(line.endswith("word ") for line in words.lines[:-1])
    assert len(laid_text("x" * 9_000).lines) == 5


def test_lines_that_were_ended_by_their_width_flow_and_others_stay() -> None:
    wrapped = "A sentence that goes on until the writer's editor broke the line\nand then ends."
    kept = "Milk\nEggs\nFlour"
    whole = "A paragraph that its writer ended with the return key, and not its width. " * 3
    points = "- a point of a list that is as long as a line of prose would have been\n- a second"
    code = "```\na line of a program that is as long as one of prose would be as well\nx = 1\n```"
    text = "\n\n".join((wrapped, kept, points, code, f"{whole}\nAnd a second."))
    laid = laid_text(text, flows=True)
    assert laid.lines[0] == wrapped.replace("\n", " ")
    assert laid.lines[2:5] == ("Milk", "Eggs", "Flour")
    assert laid.lines[6:8] == tuple(points.split("\n"))
    assert laid.lines[9:13] == tuple(code.split("\n"))
    assert laid.lines[14:] == (whole, "And a second.")
    assert laid.text == text


def test_more_lines_than_a_document_takes_are_cut_and_it_is_said() -> None:
    laid = laid_text("a\n" * 50_000, [(0, 1), (99_998, 99_999)])
    assert laid.cut and len(laid.lines) == 10_000
    assert laid.marks == ((0, 1),)
    assert not laid_text("a\n" * 5_000).cut


@given(st.text(alphabet="ab \r\n😀ש\u2028", max_size=60), st.booleans())
def test_places_and_characters_are_each_others_inverse(text: str, flows: bool) -> None:
    laid = laid_text(text, flows=flows)
    for character in range(len(laid.text) + 1):
        assert laid.character(laid.place(character)) == character
    assert "\r" not in laid.text
