"""Pages that have both a text and an image, paired in the vectors in memory."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.calibrate.fusion import Scalars
from grsearch_desktop.store.vectors import StoredVectors


@dataclass(frozen=True)
class Pages:
    """The pages that have both a text and an image, each array of length P.

    `passages` (rows of the texts, grouped by page) begin at `starts`; `looks` are rows of the
    looks; `length` is |sum of a page's passage vectors|, which its text vector is divided by.
    """

    passages: NDArray[np.int64]
    starts: NDArray[np.int64]
    looks: NDArray[np.int64]
    length: Scalars
    text_image: Scalars

    @classmethod
    def of(cls, texts: StoredVectors, looks: StoredVectors) -> "Pages":
        """Pairs the passages of a page with its image."""
        look_rows = np.flatnonzero(looks.is_page)
        text_keys = _page_keys(texts)
        look_keys = _page_keys(looks)[look_rows]
        order = np.argsort(look_keys, kind="stable")
        look_rows, look_keys = look_rows[order], look_keys[order]
        places = np.searchsorted(look_keys, text_keys)
        inside = places < len(look_keys)
        paired = np.zeros(len(text_keys), dtype=bool)
        paired[inside] = look_keys[places[inside]] == text_keys[inside]
        passages = np.flatnonzero(paired)
        passages = passages[np.argsort(places[passages], kind="stable")]
        page_of, starts = np.unique(places[passages], return_index=True)
        rows = look_rows[page_of]
        if not len(rows):
            none = np.zeros(0, dtype=np.int64)
            return cls(none, none, none, np.zeros(0, np.float32), np.zeros(0, np.float32))
        sums = np.add.reduceat(texts.vectors[passages], starts, axis=0)
        length = np.maximum(np.linalg.norm(sums, axis=1), 1e-9).astype(np.float32)
        between = np.einsum("pd,pd->p", sums, looks.vectors[rows]) / length
        return cls(passages, starts, rows, length, between.astype(np.float32))

    def of_texts(self, dots: Scalars) -> Scalars:
        """The product of each page's text vector with something, from those of its passages."""
        if not len(self.looks):
            return np.zeros(0, dtype=np.float32)
        sums = np.add.reduceat(dots[self.passages], self.starts)
        return np.asarray(sums / self.length, dtype=np.float32)


def _page_keys(stored: StoredVectors) -> NDArray[np.int64]:
    """One number for each pair of file and page; -1 for no page."""
    keys = stored.file_ids * (1 << 24) + stored.pages
    return np.where(stored.pages > 0, keys, -1 - np.arange(len(keys)))
