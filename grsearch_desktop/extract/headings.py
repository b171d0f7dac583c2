"""Finds the headings in a text by how they are written: numbered, in capitals, or as Markdown."""

import re

_NUMBERED = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,4}\.|[A-Z]\.)\s+(?=[^\W\d_a-z])(?P<words>.{3,80})"
)
_MARKDOWN = re.compile(r"#{1,6}\s+(?P<words>\S.{1,100}?)\s*#*")
_LONGEST = 80
"""Characters."""
_MOST_WORDS = 10
_LETTERS = 0.6
"""Of a heading's characters; a row of a table has fewer."""


def last_heading(text: str) -> str:
    """The last line of a text that is a heading, without its number or marks; "" for none."""
    for line in reversed(text.split("\n")):
        if heading := heading_of(line.strip()):
            return heading
    return ""


def heading_of(line: str) -> str:
    """What a line says if it is a heading, else "".

    >>> heading_of("3.2 Failure Detection")
    'Failure Detection'
    >>> heading_of("## Ways to mend it")
    'Ways to mend it'
    """
    if match := _MARKDOWN.fullmatch(line):
        return match["words"]
    if not 4 <= len(line) <= _LONGEST or line[-1] in ".,;:?!":
        return ""
    if sum(map(str.isalpha, line)) < _LETTERS * len(line) or len(line.split()) > _MOST_WORDS:
        return ""
    if match := _NUMBERED.fullmatch(line):
        return match["words"]
    return line.capitalize() if line.isupper() else ""
