"""From ranked files to hits that a person can read: path, snippet, and why."""

from dataclasses import dataclass

from grsearch_desktop.search.ranking import RankedFile
from grsearch_desktop.store import cjk
from grsearch_desktop.store.files import FileDetails
from grsearch_desktop.store.text import Text, Token

SNIPPET = 240
"""Characters of text that a hit shows, at most."""


@dataclass(frozen=True)
class Snippet:
    text: str
    marks: tuple[tuple[int, int], ...] = ()
    """Character ranges that hold a word of the query."""


@dataclass(frozen=True)
class Shares:
    """How much each part has to do with a hit; those that are not None sum to 1."""

    words: float | None
    text: float | None
    look: float | None


@dataclass(frozen=True)
class Result:
    ranked: RankedFile
    file: FileDetails
    snippet: Snippet
    shares: Shares
    page: int | None
    copies: tuple[str, ...] = ()
    """The paths of other files that are nearly or wholly the same."""
    recognised: bool = False
    """Whether the snippet is of a text that was recognised in a picture."""
    part: str | None = None
    """What the page is called, where it has a name."""


def shares(ranked: RankedFile) -> Shares:
    """What of a score came from words, text and look. A part that speaks against a hit has 0."""
    parts = [ranked.words, ranked.text, ranked.look]
    total = sum(max(part, 0.0) for part in parts if part is not None)
    if total <= 0.0:
        return Shares(*(None if part is None else 0.0 for part in parts))
    return Shares(*(None if part is None else round(max(part, 0.0) / total, 4) for part in parts))


def snippet(passage: str, terms: frozenset[str], text: Text) -> Snippet:
    """The stretch of a passage that holds most different words of the query, words marked."""
    flat = " ".join(passage.split())
    found = _found(flat, terms, text)
    if not found:
        return Snippet(_cut(flat, 0))
    best, best_count = 0, 0
    for first, token in enumerate(found):
        within = {other.term for other in found[first:] if other.end - token.start <= SNIPPET - 40}
        if len(within) > best_count:
            best, best_count = first, len(within)
    begin = _word_start(flat, max(found[best].start - 40, 0))
    shown = _cut(flat, begin)
    shift = begin - (1 if begin else 0)
    whole = len(shown) - (1 if shown.endswith("…") else 0)
    marks = tuple(
        (token.start - shift, token.end - shift)
        for token in found
        if token.start >= begin and token.end - shift <= whole
    )
    return Snippet(shown, marks)


def marks(words: str, terms: frozenset[str], text: Text) -> tuple[tuple[int, int], ...]:
    """Character ranges of a text that hold a word of the query."""
    return tuple((token.start, token.end) for token in _found(words, terms, text))


def _found(words: str, terms: frozenset[str], text: Text) -> list[Token]:
    """Words of the query; of Chinese, Japanese and Korean stretches of their pairs of characters,
    each stretch as one word."""
    if not terms:
        return []
    found: list[Token] = []
    tokens = [token for _, token in text.marked(words, terms)]
    for place, token in enumerate(tokens):
        start, end, term = token
        if term.isascii() or not cjk.holds(term):
            if term in terms:
                found.append(token)
            continue
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        if following and following.start == end and term + following.term in terms:
            end, term = following.end, term + following.term
        elif term not in terms:
            continue
        if found and start <= found[-1].end and cjk.holds(found[-1].term):
            first = found.pop()
            start, term = first.start, first.term[: start - first.start] + term
            end = max(end, first.end)
        found.append(Token(start, end, term))
    return found


def _word_start(text: str, at: int) -> int:
    """`at`, or the begin of the next word when it falls inside one."""
    if at == 0 or text[at - 1] == " ":
        return at
    space = text.find(" ", at, at + 30)
    return space + 1 if space >= 0 else at


def _cut(text: str, begin: int) -> str:
    shown = text[begin : begin + SNIPPET]
    if begin + SNIPPET < len(text):
        space = shown.rfind(" ", SNIPPET - 40)
        shown = (shown[:space] if space > 0 else shown) + "…"
    return ("…" if begin else "") + shown
