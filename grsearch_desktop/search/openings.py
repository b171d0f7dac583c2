"""What a file begins with: title, summary, first words. It says what the whole file is about."""

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.store.compact.view import Compact, Rows

PASSAGES = 3
"""The first passages of a file: title and abstract of a paper, the head of a letter."""


def openings(texts: Compact, file_ids: NDArray[np.int64]) -> tuple[Rows, NDArray[np.bool_]]:
    """The rows of the first passages of these files, shape (F, PASSAGES), the first one again
    where a file has fewer; and which of them have any text, shape (F,)."""
    first = np.searchsorted(texts.files_in_order, file_ids, "left")
    after = np.searchsorted(texts.files_in_order, file_ids, "right")
    steps = np.arange(PASSAGES)
    places = first[:, None] + np.where(steps < (after - first)[:, None], steps, 0)
    has_text = after > first
    places[~has_text] = 0
    rows = texts.by_file[places] if len(texts.ids) else np.zeros(places.shape, np.int64)
    return rows, has_text
