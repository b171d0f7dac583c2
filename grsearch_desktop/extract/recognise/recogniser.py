"""Chooses what recognises text in pictures, and keeps it for the next picture."""

from functools import lru_cache
from typing import Protocol

from PIL import Image

from grsearch_desktop.extract.content import RecognisedLine, Recognition


class Recogniser(Protocol):
    """Reads the text in one picture after another."""

    def lines(self, image: Image.Image) -> tuple[RecognisedLine, ...]:
        """The lines of an upright RGB picture, in reading order; none where it has no text."""


@lru_cache(maxsize=1)
def chosen(preferences: Recognition) -> Recogniser:
    """The recogniser that the person prefers. Raises UnreadableFileError where it is missing."""
    from grsearch_desktop.extract.recognise.rapid import RapidRecogniser

    return RapidRecogniser(preferences)


def load() -> None:
    """Imports what the default needs, before the first picture comes."""
    chosen(Recognition())
