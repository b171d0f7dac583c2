"""What a short passage is part of, put in front of it when it is encoded.

A slide of five words, or the last lines of a chapter, means little by itself. Only its vector knows
what stands in front: the stored text, and so what is found by words and shown, stays as it is.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from grsearch_desktop.encode.encoder import Encoder
from grsearch_desktop.engine.windows import Windows, windows
from grsearch_desktop.extract.headings import heading_of, last_heading
from grsearch_desktop.store.text import Item, Text

FORM = 1
"""Raised when passages are put in context in another way: they are encoded anew once."""
_SHORT = 0.5
"""Of the model's limit: a longer passage says itself what it is about."""
_MOST_CHARACTERS = 5
"""For each token: a longer passage is not short, and not counted."""
_BEFORE = 6
"""Passages in front of one in which its heading is looked for."""
_TELLING_WORDS = 2
_PARTS = re.compile(r"[\W_]+|(?<=[a-z])(?=[A-Z])")


def shortest_long(token_limit: int) -> int:
    """Characters from which on a passage is never put in context."""
    return int(token_limit * _SHORT * _MOST_CHARACTERS)


def in_context(items: Sequence[Item], text: Text, encoder: Encoder) -> list[Windows]:
    """What is to be encoded for these passages, each in as many windows as it takes (see
    `windows`): short ones with title and heading in front."""
    return [
        tuple(
            _in_context(replace(item, text=window), text, encoder, cut[:number])
            for number, window in enumerate(cut)
        )
        for item, cut in zip(items, _cut(items, encoder), strict=True)
    ]


def _cut(items: Sequence[Item], encoder: Encoder) -> list[list[str]]:
    counts = encoder.count_tokens([item.text for item in items])
    return [windows(item.text, count, encoder) for item, count in zip(items, counts, strict=True)]


def _in_context(item: Item, text: Text, encoder: Encoder, before: Sequence[str]) -> str:
    """before: windows of the same passage in front of this one."""
    limit = encoder.token_limit
    if len(item.text) >= shortest_long(limit):
        return item.text
    count = encoder.count_tokens([item.text])[0]
    if count > limit * _SHORT:
        return item.text
    around = text.around(item, _BEFORE)
    title = around.title or _telling(around.name)
    in_front = (*reversed(before), *around.before)
    heading = next(filter(None, map(last_heading, in_front)), "")
    if _begins_with_heading(item.text) or heading.casefold() in title.casefold():
        heading = ""
    front = ". ".join(filter(None, (title, heading)))
    taken = encoder.count_tokens([front])[0] + 2
    if not front or item.text.startswith(front) or taken > limit - count:
        return item.text
    return f"{front}.\n{item.text}"


def _begins_with_heading(text: str) -> bool:
    return bool(heading_of(text.lstrip().partition("\n")[0].strip()))


def _telling(name: str) -> str:
    """The words of a file's name, unless it is one that a machine gave."""
    words = " ".join(_PARTS.split(PurePath(name).stem)).strip()
    telling = [word for word in words.split() if sum(map(str.isalpha, word)) > 2]
    return words if len(telling) >= _TELLING_WORDS else ""
