"""Headings are told from sentences, rows of tables and references by how they are written."""

import pytest

from grsearch_desktop.extract.headings import heading_of, last_heading


@pytest.mark.parametrize(
    "line, heading",
    [
        ("3.2 Failure Detection", "Failure Detection"),
        ("IV. Related Work", "Related Work"),
        ("A. Proof of the Lemma", "Proof of the Lemma"),
        ("12 Überblick", "Überblick"),
        ("## Ways to mend it ##", "Ways to mend it"),
        ("CONCLUSIONS AND OUTLOOK", "Conclusions and outlook"),
    ],
)
def test_a_heading_is_told_without_its_number_or_marks(line: str, heading: str) -> None:
    assert heading_of(line) == heading


@pytest.mark.parametrize(
    "line",
    [
        "",
        "We show that this holds for all cases.",
        "3.2 of these were read twice",
        "1. J. Smith and A. Hen. On foxes and the hunting of hares in open country, 1971.",
        "12 34 56 78",
        "1995 1.2 3.4 5.6",
        "#hashtag",
        "The quick brown fox",
    ],
)
def test_other_lines_are_no_headings(line: str) -> None:
    assert heading_of(line) == ""


def test_the_last_heading_of_a_text_is_the_one_in_force() -> None:
    text = "1 Introduction\nIt begins here.\n\n2 Method\nWe do this and that.\n"
    assert last_heading(text) == "Method"
    assert last_heading("nothing of the sort\nhere either") == ""
