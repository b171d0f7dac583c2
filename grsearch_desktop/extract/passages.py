"""Cuts a text into passages that fit a model, at the ends of paragraphs and sentences."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from grsearch_desktop.extract.content import PageText

CountTokens = Callable[[Sequence[str]], list[int]]

_FULL_ENOUGH = 0.5
"""Of the limit: a passage this full ends at a paragraph end rather than in the next paragraph."""

_WIDE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
"""Kana and Chinese characters: written without spaces."""

_NO_END = "".join(
    rf"(?<!\b{word}\.)"
    for word in ("Fig", "fig", "Eq", "eq", "vs", "cf", "al", "Dr", "Mr", "Mrs", "No", "St", "pp",
                 "vol", "Prof", "bzw", "ca", "[A-Za-z]")
)  # fmt: skip
"""Abbreviations, and initials as in "J. Smith": their stop ends no sentence."""
_SENTENCE_END = re.compile(
    # One set of characters comes first: the search skips to them, which makes it 5 times as fast.
    "[.!?\u2026\u0964\u06d4\u061f\u3002\uff01\uff1f\uff0e\uff61\n](?:"
    # An empty line, and a line that begins a list item or a heading.
    r"(?<=\n)(?:[ \t]*(?=\n)|(?=[ \t]*(?:[-*\u2022\u2023\u25e6]|\d{1,3}[.)]|#{1,6})\s))"
    # Full-width stops need no space after them.
    r"|(?<=[\u3002\uff01\uff1f\uff0e\uff61])[\u3002\uff01\uff1f\uff0e\uff61]*"
    r"[\u300d\u300f\uff09\u201d\u2019]*"
    # Any other stop, with what closes it.
    rf"|(?<!\n){_NO_END}"
    r"[\"'\u201d\u2019\u00bb)\]]*(?=\s+[^\sa-z]))"
)
_PARAGRAPH_GAP = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*#{1,6}\s)")
_SPACE = re.compile(r"\s*")
_LINE_END = re.compile(r"\n")
_WORD_END = re.compile(rf"\s+|(?<=[{_WIDE}]{{8}})|(?<=[\u3001\uff0c\uff1b])")
_CHARACTERS = 8
"""A word that alone is beyond the limit (a code, an address) is cut into pieces of this length."""

_MOST_CHARACTERS = 64
"""For each token: a longer stretch is cut without counting, which would take a tokenizer long."""


@dataclass(frozen=True)
class Passage:
    """A stretch of a page's text: `text == page.text[start:end]`, never empty."""

    page: int | None
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class _Piece:
    """What is never cut again: a sentence, or a part of one that was too long."""

    start: int
    end: int
    tokens: int
    ends_paragraph: bool


_Range = tuple[int, int]
_Cut = Callable[[str, int, int], Iterator[_Range]]


def split(pages: Sequence[PageText], count_tokens: CountTokens, limit: int) -> list[Passage]:
    """Passages of at most `limit` tokens, as long as fits, that cover all words of all pages.

    `count_tokens` gives the number of tokens of each text; what it adds to every text (marks for
    begin and end) may be counted or not, as long as `limit` is meant likewise. It is called once
    for all sentences, and again only for those beyond the limit. A passage never spans two pages,
    and goes over the limit only where a single character does.
    """
    extra = count_tokens([""])[0]
    room = max(1, limit - extra)
    pieces = _pieces(pages, count_tokens, extra, room)
    passages = []
    for page, found in zip(pages, pieces, strict=True):
        for start, end in _packed(found, room):
            passages.append(Passage(page.page, start, end, page.text[start:end]))
    return passages


def _pieces(
    pages: Sequence[PageText], count_tokens: CountTokens, extra: int, room: int
) -> list[list[_Piece]]:
    """Each page's text in pieces that fit, cut more finely only where that is needed."""
    texts = [page.text for page in pages]
    todo = [(index, 0, len(text)) for index, text in enumerate(texts)]
    done: list[list[_Piece]] = [[] for _ in pages]
    cuts: tuple[_Cut, ...] = (_sentences, _lines, _words, _chunks, _characters)
    for cut in cuts:
        ranges = [
            (index, *trimmed)
            for index, start, end in todo
            for part in cut(texts[index], start, end)
            if (trimmed := _trimmed(texts[index], *part)) is not None
        ]
        if not ranges:
            break
        todo = [part for part in ranges if part[2] - part[1] > room * _MOST_CHARACTERS]
        ranges = [part for part in ranges if part[2] - part[1] <= room * _MOST_CHARACTERS]
        counts = count_tokens([texts[index][start:end] for index, start, end in ranges])
        for (index, start, end), count in zip(ranges, counts, strict=True):
            tokens = max(1, count - extra)
            if tokens > room and cut is not _characters:
                todo.append((index, start, end))
            else:
                done[index].append(_Piece(start, end, tokens, _ends_paragraph(texts[index], end)))
    for found in done:
        found.sort(key=lambda piece: piece.start)
    return done


def _packed(pieces: list[_Piece], room: int) -> Iterator[_Range]:
    """Joins neighbours while they fit."""
    first = 0
    used = 0
    for at, piece in enumerate(pieces):
        if at > first:
            is_full = used + piece.tokens > room
            if is_full or _better_apart(pieces, at, used, room):
                yield pieces[first].start, pieces[at - 1].end
                first, used = at, 0
        used += piece.tokens
    if pieces:
        yield pieces[first].start, pieces[-1].end


def _better_apart(pieces: list[_Piece], at: int, used: int, room: int) -> bool:
    """Whether the paragraph that begins at `at` is better left whole for the next passage."""
    if used < room * _FULL_ENOUGH or not pieces[at - 1].ends_paragraph:
        return False
    paragraph = 0
    for piece in pieces[at:]:
        paragraph += piece.tokens
        if paragraph > room - used:
            return True
        if piece.ends_paragraph:
            return False
    return False


def _cut_after(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[_Range]:
    begin = start
    for match in pattern.finditer(text, start, end):
        if match.end() > begin:
            yield begin, match.end()
            begin = match.end()
    if begin < end:
        yield begin, end


def _sentences(text: str, start: int, end: int) -> Iterator[_Range]:
    return _cut_after(_SENTENCE_END, text, start, end)


def _lines(text: str, start: int, end: int) -> Iterator[_Range]:
    return _cut_after(_LINE_END, text, start, end)


def _words(text: str, start: int, end: int) -> Iterator[_Range]:
    return _cut_after(_WORD_END, text, start, end)


def _chunks(_text: str, start: int, end: int) -> Iterator[_Range]:
    for begin in range(start, end, _CHARACTERS):
        yield begin, min(begin + _CHARACTERS, end)


def _characters(_text: str, start: int, end: int) -> Iterator[_Range]:
    for begin in range(start, end):
        yield begin, begin + 1


def _trimmed(text: str, start: int, end: int) -> _Range | None:
    """The range without white space at its ends; None where nothing is left."""
    part = text[start:end]
    stripped = part.lstrip()
    start += len(part) - len(stripped)
    end = start + len(stripped.rstrip())
    return (start, end) if start < end else None


def _ends_paragraph(text: str, end: int) -> bool:
    gap = _SPACE.match(text, end)
    assert gap is not None
    return gap.end() == len(text) or _PARAGRAPH_GAP.search(gap.group()) is not None
