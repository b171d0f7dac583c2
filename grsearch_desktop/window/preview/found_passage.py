"""Where in a text the passage stands that a hit was found by."""

import re

from grsearch_desktop.engine.protocol import PageText

_WORDS = 8
"""Of the passage, by which its place is known."""


def first_match_of(passage: str, text: PageText) -> int:
    """The number, from 1, of the first found word in a passage of a text.

    passage: as a hit shows it: white space in it may be other than in the text, and its ends may be
    cut. 1 where it is not found.
    """
    words = passage.strip("… \n\t").split()[:_WORDS]
    place = re.search(r"\s+".join(map(re.escape, words)), text.text) if words else None
    if place is None:
        return 1
    later = (number for number, mark in enumerate(text.marks, 1) if mark[0] >= place.start())
    return next(later, 1)
