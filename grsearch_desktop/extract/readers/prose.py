"""Makes text that came out of a file fit to be searched, shown and stored."""

import re

_LEFT_OUT = re.compile(
    r"[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"  # controls
    r"\u00ad\u200b\u2060\ufeff]"  # what is invisible
)
_LIGATURES = tuple(zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))
_LINE_END = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028")
_PARAGRAPH_END = re.compile("\u2029")
_SPACES_AT_LINE_END = re.compile(r"[ \t\u00a0]+(?=\n|$)")
_MANY_LINES = re.compile(r"\n{3,}")
_ANY_SPACE = re.compile(r"\s+")


def tidy(text: str) -> str:
    """Text without control characters, soft hyphens and ligatures; at most one empty line in a row.

    Lines and indentation stay: they carry meaning in notes, tables and programs.
    """
    if not text.replace("\n", "").isprintable():
        text = _without_controls(text)
    if not text.isascii():
        for ligature, letters in _LIGATURES:
            text = text.replace(ligature, letters)
    if " \n" in text or text.endswith(" "):
        text = _SPACES_AT_LINE_END.sub("", text)
    if "\n\n\n" in text:
        text = _MANY_LINES.sub("\n\n", text)
    return text.strip("\n")


def _without_controls(text: str) -> str:
    text = _LINE_END.sub("\n", text)
    text = _PARAGRAPH_END.sub("\n\n", text)
    text = _LEFT_OUT.sub("", text)
    return _SPACES_AT_LINE_END.sub("", text)


def one_line(text: str, longest: int = 500) -> str:
    """Text for a title or a caption: one line, at most `longest` characters."""
    return _ANY_SPACE.sub(" ", tidy(text)).strip()[:longest]
