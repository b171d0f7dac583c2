"""What the window says, in plain words."""

from dataclasses import replace

import pytest

from grsearch_desktop.engine.protocol import Progress, Why
from grsearch_desktop.window import wording
from grsearch_desktop.window.empty_states import message_for
from grsearch_desktop.window.engine_link import Engine
from tests.window.fake_engine import a_hit, a_status

REST = Progress("idle")


def test_an_engine_at_rest_needs_no_words() -> None:
    assert wording.progress(REST) == ""


def test_progress_before_anything_is_counted_names_the_stage_alone() -> None:
    assert wording.progress(Progress("names")) == "Looking through your folders"


def test_a_model_that_is_filled_is_told_with_the_one_that_answers() -> None:
    now = Progress("meaning", 12, 90, "items", 8.0, 300.0, model="large", answers="bundled")
    assert wording.progress(now) == (
        "Encoding with large  ·  12 of 90 items  ·  8.0 a second  ·  about 5 minutes left  ·  "
        "bundled answers meanwhile"
    )


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (3, "a few seconds left"),
        (42, "about 40 seconds left"),
        (300, "about 5 minutes left"),
        (7500, "about 2 hours left"),
    ],
)
def test_time_left_is_said_roughly(seconds: float, said: str) -> None:
    assert wording.time_left(seconds) == said


def test_the_strongest_reason_comes_first_and_absent_ones_are_not_named() -> None:
    said = wording.reason(Why(words=0.3, text=None, look=0.7))
    assert said == "Found by how it looks (70 %) and its words (30 %)."
    assert wording.reason(Why()) == ""


def test_half_characters_of_any_sort_can_be_shown() -> None:
    assert wording.shown("caf\udce9 \ud83d") == "caf\ufffd \ufffd"
    wording.shown("\ud800\udfff").encode()


def test_slides_and_sheets_are_not_called_pages() -> None:
    assert wording.page_of(a_hit("/a/talk.pptx", page=4)) == "slide 4"
    assert wording.page_of(a_hit("/a/budget.xlsx", page=2)) == "sheet 2"
    assert wording.page_of(a_hit("/a/book.pdf", page=4)) == "page 4"
    assert wording.page_of(a_hit("/a/note.txt")) == ""


def test_text_that_was_recognised_in_a_picture_is_said_to_be() -> None:
    hit = a_hit("/a/board.png")
    assert "text in picture" in wording.place_of(replace(hit, recognised=True))
    assert "text in picture" not in wording.place_of(hit)
    assert wording.progress(Progress("ocr", 3, 9, "pictures")) == (
        "Reading text in pictures  ·  3 of 9 pictures"
    )


def test_a_page_with_a_name_is_called_by_it() -> None:
    part = "letters/2021/to the harbour master of Cuxhaven.docx"
    hit = a_hit("/a/boats.zip", page=3, part=part)
    assert wording.page_of(hit) == "…2021/to the harbour master of Cuxhaven.docx"
    assert wording.page_among("archive", 3, 9, "a.txt") == "a.txt (3 of 9)"


def test_there_is_a_message_for_each_way_things_can_stand() -> None:
    full = a_status()
    starting = message_for(Engine.STARTING, "", None, REST, "")
    gone = message_for(Engine.GONE, "The disk is full.", full, REST, "boat")
    nothing = message_for(Engine.READY, "", full, REST, "boat")
    working = message_for(Engine.READY, "", full, Progress("text"), "boat")
    assert starting.headline == "Opening your library…"
    assert "The disk is full." in gone.sentence
    assert nothing.headline == "Nothing was found for “boat”"
    assert "still being read" in working.sentence
