"""Text as a document of Qt takes it, and where each of its characters comes to stand there.

Python counts characters, Qt counts UTF-16 units; and a line without end would take a document
seconds to lay out, so it is broken.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LONGEST = 2_000
"""Characters of a line; longer ones go on in the next."""
_ENDS = re.compile("\r\n|\r|\u2029")
_MISREAD = re.compile("[\x00\ud800-\udfff\ufdd0\ufdd1\ufffc]")
"""What a document would take for something else than a character."""
_MOST_LINES = 10_000
"""A program of 200,000 characters has some 6,000."""
_NEAR_END = 300
"""Characters before the end of a part within which the end of a sentence or word is looked for."""

_FULL, _FULLEST = 56, 120
"""Characters of a line that may have been ended by its width and not by its writer."""
_NEARLY = 0.8
"""Of the longest line: one that the next word would not have made longer than that ended early."""
_FENCE = re.compile(r"\s*(?:```|~~~)")
_GOES_ON = re.compile(r"[^\W\d_]|[\"'(“‘«„]")
"""How a line begins that goes on with the one above it, and is no heading or point of a list."""

Marks = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class LaidText:
    """Lines, and where each begins."""

    text: str
    """Lines end with a line feed alone."""
    marks: Marks
    """Ranges of characters of `text`."""
    lines: tuple[str, ...]
    starts: tuple[int, ...]
    """Of each line: its first character in `text`."""
    places: tuple[int, ...]
    """Of each line: its first position in the document, in UTF-16 units."""
    numbers: tuple[int, ...]
    """Of each line: which it is, from 1; 0 where it goes on with the one above."""
    cut: bool = False
    """Whether there were more lines than a document takes."""

    def place(self, character: int) -> int:
        """The position in the document of a character of `text`."""
        line = self.line(character)
        into = character - self.starts[line]
        return self.places[line] + units(self.lines[line][:into])

    def character(self, place: int) -> int:
        """The character of `text` that stands at a position in the document."""
        line = max(0, bisect_right(self.places, place) - 1)
        content, into = self.lines[line], place - self.places[line]
        if units(content) != len(content):
            encoded = content.encode("utf-16-le")[: 2 * into]
            into = len(encoded.decode("utf-16-le", "ignore"))
        return self.starts[line] + min(into, len(content))

    def line(self, character: int) -> int:
        """The line, from 0, in which a character of `text` stands."""
        return max(0, bisect_right(self.starts, character) - 1)

    @property
    def document(self) -> str:
        """What the document is given."""
        return "\n".join(self.lines)


def laid_text(text: str, marks: Iterable[tuple[int, int]] = (), *, flows: bool = False) -> LaidText:
    """The text in lines, with the marks (ranges of characters) where their words have gone.

    flows: the lines of a paragraph of prose are put behind one another, to be broken anew.
    """
    ends = [match.start() for match in re.finditer("\r\n", text)]
    moved = tuple(
        (start - bisect_left(ends, start), end - bisect_left(ends, end)) for start, end in marks
    )
    text = _MISREAD.sub("\N{REPLACEMENT CHARACTER}", _ENDS.sub("\n", text))
    lines: list[str] = []
    starts, places, numbers = list[int](), list[int](), list[int]()
    start = place = 0
    cut = False
    written = text.split("\n")
    for number, whole in enumerate(_paragraphs(written) if flows else written, start=1):
        if len(lines) >= _MOST_LINES:
            cut, text = True, text[: start - 1]
            moved = tuple(mark for mark in moved if mark[1] <= len(text))
            break
        begin = start
        for part in _parts(whole) if len(whole) > _LONGEST else (whole,):
            lines.append(part)
            starts.append(start)
            places.append(place)
            numbers.append(number if start == begin else 0)
            start += len(part)
            place += units(part) + 1
        start += 1
    return LaidText(text, moved, tuple(lines), tuple(starts), tuple(places), tuple(numbers), cut)


def units(text: str) -> int:
    """The length in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """The lines, with a space for the line feed after those that were ended by their width."""
    paragraph, last, fenced = "", "", False
    width = max((len(line) for line in lines if len(line) <= _FULLEST), default=0)
    for number, line in enumerate(lines):
        was_fenced = fenced
        if _FENCE.match(line):
            fenced = not fenced
        full = _FULL <= len(last) <= _FULLEST and not last.startswith((" ", "\t", "|", "#"))
        joins = full and not was_fenced and not fenced and _GOES_ON.match(line)
        if joins and len(last) + len(line.split(maxsplit=1)[0]) >= _NEARLY * width:
            paragraph += " " + line
        else:
            if number:
                yield paragraph
            paragraph = line
        last = line
    yield paragraph


def _parts(line: str) -> Iterator[str]:
    """A line in parts that a document lays out fast, broken behind a sentence, or else a word."""
    begin = 0
    while len(line) - begin > _LONGEST:
        end = begin + _LONGEST
        for ending in (". ", " "):
            found = line.rfind(ending, end - _NEAR_END, end)
            if found >= 0:
                end = found + len(ending)
                break
        yield line[begin:end]
        begin = end
    yield line[begin:]
