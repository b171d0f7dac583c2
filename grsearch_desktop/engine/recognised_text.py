"""What was recognised in one picture as passages, whose words know where they are. Pure."""

from collections.abc import Callable, Iterator, Sequence

from grsearch_desktop.extract.content import PageText, Recognised, RecognisedLine
from grsearch_desktop.extract.passages import Passage, split
from grsearch_desktop.store.recognised import LookedThrough, RecognisedPassage, WordPlace

_LEAST = 2
"""Letters or digits without which nothing was said: a stain is taken for a dash."""


def looked_through(
    found: Recognised, count_tokens: Callable[[Sequence[str]], list[int]], limit: int
) -> LookedThrough:
    """limit: of a passage, in tokens."""
    text, lines = "", []
    for line in found.lines:
        start = len(text) + 1 if text else 0
        text = f"{text}\n{line.text}" if text else line.text
        lines.append((start, line))
    passages = [
        _recognised(passage, lines)
        for passage in split([PageText(found.page, text)], count_tokens, limit)
        if sum(map(str.isalnum, passage.text)) >= _LEAST
    ]
    return LookedThrough(found.page, found.digest, passages)


def _recognised(passage: Passage, lines: Sequence[tuple[int, RecognisedLine]]) -> RecognisedPassage:
    sure = characters = 0.0
    places = []
    for start, line in lines:
        inside = min(passage.end, start + len(line.text)) - max(passage.start, start)
        if inside > 0:
            sure += inside * line.confidence
            characters += inside
            places += [
                WordPlace(word.start - passage.start, word.end - passage.start, word.area)
                for word in _placed(start, line)
                if passage.start <= word.start and word.end <= passage.end
            ]
    return RecognisedPassage(passage.start, passage.text, sure / max(characters, 1.0), places)


def _placed(start: int, line: RecognisedLine) -> Iterator[WordPlace]:
    """The words of a line that begins at `start`, each where it stands in the text."""
    at = 0
    for word in line.words:
        found = line.text.find(word.text, at)
        if found >= 0 and word.text:
            at = found + len(word.text)
            yield WordPlace(start + found, start + at, word.area)
