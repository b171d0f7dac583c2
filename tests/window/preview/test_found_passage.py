"""A long text is entered where it was found."""

import re

from grsearch_desktop.engine.protocol import PageText
from grsearch_desktop.window.preview.found_passage import first_match_of

NOTE = "The lemon is yellow.\n\nBake the\n  lemon tart slowly.\nA lemon keeps for weeks."
TEXT = PageText(NOTE, tuple(found.span() for found in re.finditer("lemon", NOTE)))


def test_the_first_found_word_of_the_passage_is_told() -> None:
    assert first_match_of("…Bake the lemon tart slowly. A lemon…", TEXT) == 2
    assert first_match_of("A lemon keeps", TEXT) == 3


def test_a_passage_that_is_not_there_any_more_leads_to_the_first_word() -> None:
    assert first_match_of("Peel the orange", TEXT) == 1
    assert first_match_of("", TEXT) == 1
    assert first_match_of("keeps for weeks.", TEXT) == 1
