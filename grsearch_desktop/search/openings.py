"""What a file begins with: title, summary, first words. It says what the whole file is about."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.calibrate.fusion import Scalars
from grsearch_desktop.store.vectors import StoredVectors

PASSAGES = 3
"""The first passages of a file: title and abstract of a paper, the head of a letter."""


@dataclass(frozen=True)
class Openings:
    """The rows of the first passages of each file.

    file_ids: int64, shape (F,), ascending; rows: int64, shape (F, PASSAGES), the first one again
    where a file has fewer.
    """

    file_ids: NDArray[np.int64]
    rows: NDArray[np.int64]

    @classmethod
    def of(cls, texts: StoredVectors) -> "Openings":
        # Passages have their ids in the order of the text; vectors come in any order.
        order = np.lexsort((texts.item_ids, texts.file_ids))
        file_ids, starts, counts = np.unique(
            texts.file_ids[order], return_index=True, return_counts=True
        )
        steps = np.arange(PASSAGES)
        places = starts[:, None] + np.where(steps < counts[:, None], steps, 0)
        return cls(file_ids, order[places])

    def scores(self, scores: Scalars, file_ids: NDArray[np.int64]) -> list[float | None]:
        """For each of these files the best score of its first passages; None: it has no text.

        scores: of all texts.
        """
        if not len(self.file_ids):
            return [None] * len(file_ids)
        places = np.minimum(np.searchsorted(self.file_ids, file_ids), len(self.file_ids) - 1)
        known = self.file_ids[places] == file_ids
        best = scores[self.rows[places]].max(axis=1)
        return [
            score if is_known else None
            for score, is_known in zip(best.tolist(), known.tolist(), strict=True)
        ]
