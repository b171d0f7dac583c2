"""Fonts that come with MuPDF: what the person has installed must not change a vector."""

from functools import lru_cache

import pymupdf

REGULAR = "helv"
BOLD = "hebo"
EVERY_SCRIPT = "cjk"
"""Chinese, Japanese and Korean too; not bold, and a hundred times as large."""


@lru_cache(maxsize=3)
def font_file(name: str) -> bytes:
    """The file of one of these fonts, as FreeType reads it."""
    return bytes(pymupdf.Font(name).buffer)


def can_write(name: str, text: str) -> bool:
    """Whether the font has every letter of the text; spaces of any kind need none."""
    font = pymupdf.Font(name)
    return all(font.has_glyph(ord(letter)) for letter in set(text) if not letter.isspace())
