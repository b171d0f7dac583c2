"""Pages that have both a text and an image, paired in the vectors in memory."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.calibrate.fusion import fused, products
from grsearch_desktop.calibrate.means import Means, Vector
from grsearch_desktop.store.compact.view import Compact, Rows, stretches

Scores = NDArray[np.float32]
"""float32, shape (N,)."""

_ALIKE = 0.35
"""The cosine of two passages of a page, calibrated, in the mean."""


@dataclass(frozen=True, eq=False)
class Pages:
    """The pages that have both a text and an image, each array of length P but `passages`.

    `passages` are rows of the texts, grouped by page: those of a page are `counts` of them, from
    `starts` on; `looks` are rows of the looks.
    """

    passages: Rows
    starts: NDArray[np.int64]
    counts: NDArray[np.int64]
    looks: Rows

    @classmethod
    def of(cls, texts: Compact, looks: Compact) -> "Pages":
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
        page_of, starts, counts = np.unique(places[passages], return_index=True, return_counts=True)
        return cls(passages, starts.astype(np.int64), counts.astype(np.int64), look_rows[page_of])

    def rough(
        self,
        texts: Callable[[Rows], Scores],
        looks: Callable[[Rows], Scores],
        alpha: float,
        chosen: NDArray[np.int64] | None = None,
    ) -> Scores:
        """About the score of each page, or of some, from rough cosines of passages and looks.

        texts, looks: give those of some rows.
        """
        if chosen is None:
            passages, starts, counts = self.passages, self.starts, self.counts
        else:
            counts = self.counts[chosen]
            passages = self.passages[stretches(self.starts[chosen], counts)]
            starts = np.cumsum(counts) - counts
        if not len(counts):
            return np.zeros(0, np.float32)
        # Passages of one page are alike by a third or so: their sum is as long as this says.
        lengths = np.sqrt(counts + _ALIKE * counts * (counts - 1))
        of_texts = np.add.reduceat(texts(passages), starts) / lengths
        of_looks = looks(self.looks if chosen is None else self.looks[chosen])
        return np.asarray(alpha * of_texts + (1.0 - alpha) * of_looks, dtype=np.float32)

    def scores(
        self,
        chosen: NDArray[np.int64],
        texts: Compact,
        looks: Compact,
        query: Vector,
        means: Means,
        alpha: float,
    ) -> tuple[Scores, Scores]:
        """The cosine of some pages with the query, and the part that the text has in it.

        The text of a page is the sum of its passages, of unit length.
        """
        if not len(chosen):
            return np.zeros(0, np.float32), np.zeros(0, np.float32)
        sums = self._sums(chosen, texts)
        text = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        image = looks.exact(self.looks[chosen])
        scores = products(fused(text, image, means, alpha), query)
        text_part = alpha * np.abs(products(text - means.text, query))
        look_part = (1.0 - alpha) * np.abs(products(image - means.image, query))
        of_text = scores * text_part / np.maximum(text_part + look_part, 1e-9)
        return scores, of_text.astype(np.float32)

    def _sums(self, chosen: NDArray[np.int64], texts: Compact) -> NDArray[np.float32]:
        """The sum of the passages of each of these pages."""
        counts = self.counts[chosen]
        vectors = texts.exact(self.passages[stretches(self.starts[chosen], counts)])
        first = np.cumsum(counts) - counts
        sums = vectors[first]
        # All second ones, all third ones, ...: a tenth of what np.add.reduceat takes.
        for step in range(1, int(counts.max())):
            more = np.flatnonzero(counts > step)
            sums[more] += vectors[first[more] + step]
        return sums


def _page_keys(part: Compact) -> NDArray[np.int64]:
    """One number for each pair of file and page; -1 for no page."""
    keys = part.file_ids * (1 << 24) + part.pages
    return np.where(part.pages > 0, keys, -1 - np.arange(len(keys)))
