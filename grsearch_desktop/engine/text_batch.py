"""The texts of a batch, each encoded once: what was encoded before is taken over."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from grsearch_desktop.encode.encoder import Encoder, Vectors
from grsearch_desktop.engine.passage_context import in_context
from grsearch_desktop.engine.pipeline import Tools
from grsearch_desktop.engine.windows import Windows
from grsearch_desktop.store.text import Item
from grsearch_desktop.store.vectors import Model

_REMEMBERED = 512
"""Texts whose vectors are at hand: what a copy has is not saved yet when the next batch is made."""


def taken_over(
    items: Sequence[Item], texts: Sequence[Windows], tools: Tools, model: Model, encoder: Encoder
) -> dict[Windows, Vectors]:
    """The vectors, float32, shape (D,), that copies of the passages' files have of these texts.

    texts: what is to be encoded of the items. A passage of a copy may have another title in front.
    """
    places = tools.twins.passages(model, ((item.id, item.file_id) for item in items))
    if not places:
        return {}
    theirs = tools.text.items(places.values())
    wanted = dict(zip((item.id for item in items), texts, strict=True))
    others = in_context(list(theirs.values()), tools.text, encoder)
    text_of = dict(zip(theirs, others, strict=True))
    same = {other: wanted[id] for id, other in places.items() if text_of.get(other) == wanted[id]}
    vectors = tools.twins.text_vectors(model, same)
    return {same[other]: vector for other, vector in vectors.items()}


class Remembered:
    """The vectors of the texts that were encoded last. For one thread at a time."""

    def __init__(self) -> None:
        self._vectors: OrderedDict[Windows, Vectors] = OrderedDict()

    def encoded(
        self,
        texts: Sequence[Windows],
        known: Mapping[Windows, Vectors],
        encode: Callable[[list[Windows]], Vectors],
        dimension: int,
    ) -> Vectors:
        """float32, shape (N, D), in the order of the texts; the longest are encoded first, so that
        no core waits for another one at the end.

        known: vectors, shape (D,), that need not be made.
        """
        at_hand = {text: known[text] for text in texts if text in known}
        at_hand |= {text: self._vectors[text] for text in texts if text in self._vectors}
        new = sorted({text for text in texts if text not in at_hand}, key=_characters, reverse=True)
        made = encode(new)
        at_hand.update(zip(new, made, strict=True))
        for text in new:
            self._vectors[text] = at_hand[text]
        while len(self._vectors) > _REMEMBERED:
            self._vectors.popitem(last=False)
        if not texts:
            return np.zeros((0, dimension), np.float32)
        return np.stack([at_hand[text] for text in texts])


def _characters(windows: Windows) -> int:
    return sum(map(len, windows))
