"""Passages that are longer than a model's limit, encoded window by window.

Passages are cut once, when a file is read, by the limit of the model that answers then. A model
with a smaller limit gets them in windows: consecutive stretches within its limit, cut at the ends
of sentences, or of words where a sentence is too long, and about equally long. The vector of the
passage is the mean of its windows' vectors, made of unit length again. So a change of the model
reads no file again, and a found passage is the same for every model.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from grsearch_desktop.encode.encoder import Encoder, Vectors
from grsearch_desktop.extract.content import PageText
from grsearch_desktop.extract.passages import split

_SLACK = 1.25
"""Times an even share: how much longer a window may be, so that sentences stay whole."""


Windows = tuple[str, ...]
"""What is to be encoded of one passage."""


def windows(passage: str, tokens: int, encoder: Encoder) -> list[str]:
    """A passage of so many tokens in windows within the model's limit; itself where it fits."""
    limit = encoder.token_limit
    if tokens <= limit:
        return [passage]
    fewest = -(-tokens // limit)
    even = min(round(_SLACK * tokens / fewest), limit)
    cut = _cut(passage, encoder, even)
    if len(cut) > fewest and even < limit:
        cut = min(cut, _cut(passage, encoder, limit), key=len)
    return cut or [passage]


def means_of_windows(vectors: Vectors, counts: Sequence[int]) -> Vectors:
    """The vector of each passage, float32, shape (N, D), unit length.

    vectors: of all windows in a row, unit length; counts: how many windows each passage has.
    """
    if len(vectors) == len(counts):
        return vectors
    ends = np.cumsum([0, *counts])
    return np.stack([_mean(vectors[begin:end]) for begin, end in pairwise(ends)])


def _mean(vectors: Vectors) -> Vectors:
    if len(vectors) == 1:
        return vectors[0]
    mean = vectors.mean(axis=0)
    length = float(np.linalg.norm(mean))
    # Windows that are opposites of each other have no mean; the first one says something at least.
    return np.asarray(mean / length if length > 1e-6 else vectors[0], dtype=np.float32)


def _cut(passage: str, encoder: Encoder, limit: int) -> list[str]:
    found = split([PageText(None, passage)], encoder.count_tokens, limit)
    return [window.text for window in found]
