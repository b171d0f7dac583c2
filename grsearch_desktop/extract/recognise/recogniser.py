"""Chooses what recognises text in pictures, and keeps it for the next picture."""

import re
from functools import lru_cache
from typing import Protocol

from PIL import Image

from grsearch_desktop.extract.content import RecognisedLine, Recognition

_WORD = re.compile(r"\w+")
_MOSTLY = 0.8
"""Of a line's words: where so many stand in the page's text, the line does."""


class Recogniser(Protocol):
    """Reads the text in one picture after another."""

    def lines(self, image: Image.Image) -> tuple[RecognisedLine, ...]:
        """The lines of an upright RGB picture, in reading order; none where it has no text."""


@lru_cache(maxsize=1)
def chosen(preferences: Recognition) -> Recogniser:
    """The recogniser that the person prefers. Raises UnreadableFileError where it is missing."""
    if preferences.engine == "tesseract":
        from grsearch_desktop.extract.recognise.tesseract import TesseractRecogniser

        return TesseractRecogniser(preferences)
    from grsearch_desktop.extract.recognise.rapid import RapidRecogniser

    return RapidRecogniser(preferences)


def beyond(known: str, lines: tuple[RecognisedLine, ...]) -> tuple[RecognisedLine, ...]:
    """The lines that say more than is known from the text of their page."""
    if not known:
        return lines
    words = set(_words(known))
    return tuple(line for line in lines if not _is_among(_words(line.text), words))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _is_among(line: list[str], words: set[str]) -> bool:
    return sum(word in words for word in line) >= _MOSTLY * len(line)


def load() -> None:
    """Imports what the default needs, before the first picture comes."""
    chosen(Recognition())
