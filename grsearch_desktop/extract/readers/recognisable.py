"""Which text is no text, and the size of pictures in which text is recognised."""

import re
import unicodedata

from PIL import Image

from grsearch_desktop.extract.readers import pictures

LONGEST_SIDE = 2200
_LONG = 2.2
"""Times as long as it is broad is a long picture: screenshots of whole pages, receipts, banners."""
_BROAD = 1300
"""Pixels of the short side of a long picture..."""
_MOST_PIXELS = 12_000_000
"""...and of all of it."""
_LEAST_BROAD = 100
_FEW = 20
"""Characters that are too few to be judged."""
_LEAST_LETTERS = 0.5
_MOST_STRANGE = 0.1
_MOST_UNSPEAKABLE = 0.25
_LATIN_WORD = re.compile(r"[a-z]{4,}")
_VOWELS = re.compile("[aeiouy]")
_STRANGE = ("Co", "Cn", "Cc")
"""Categories (Unicode) of private, unassigned and control characters."""


def is_noise(text: str) -> bool:
    """Whether it is what comes of fonts that don't tell which letters they show.

    Then signs stand for letters, or letters for others: few letters, or words without a vowel.

    >>> is_noise("The quick brown fox jumps over it."), is_noise("7KH TXLFN EURZQ IR[ MXPSV")
    (False, True)
    """
    signs = [sign for sign in text if not sign.isspace()]
    if len(signs) < _FEW:
        return False
    strange = sum(sign == "\ufffd" or unicodedata.category(sign) in _STRANGE for sign in signs)
    if strange > _MOST_STRANGE * len(signs):
        return True
    if sum(map(str.isalnum, signs)) < _LEAST_LETTERS * len(signs):
        return True
    plain = unicodedata.normalize("NFKD", text).casefold()
    words = _LATIN_WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign)))
    unspeakable = sum(_VOWELS.search(word) is None for word in words)
    return unspeakable > _MOST_UNSPEAKABLE * len(words)


def is_long(width: int, height: int) -> bool:
    """Whether a picture is so long that its text would be too small when it is seen whole."""
    return max(width, height) > _LONG * min(width, height) >= _LONG * _LEAST_BROAD


def reduced_size(width: int, height: int) -> tuple[int, int]:
    """The size in pixels in which text is recognised."""
    factor = min(LONGEST_SIDE / max(width, height), 1.0)
    if is_long(width, height):
        of_area = (_MOST_PIXELS / (width * height)) ** 0.5
        factor = max(factor, min(_BROAD / min(width, height), of_area, 1.0))
    return max(1, round(width * factor)), max(1, round(height * factor))


def reduced(image: Image.Image) -> Image.Image:
    """The picture in RGB on white, its long side at most 2,200 pixels if it is no long one."""
    image = pictures.on_white(image)
    size = reduced_size(*image.size)
    if size == image.size:
        return image
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
