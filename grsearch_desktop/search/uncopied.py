"""Searching the stored vectors themselves, as long as the copy that searches read is being made."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.calibrate.means import Means, Vector
from grsearch_desktop.encode.encoder import Prior
from grsearch_desktop.search.semantic import SemanticMatch, VectorCopy
from grsearch_desktop.store.compact.rows import compacted
from grsearch_desktop.store.vectors import Model, Vectors

_NEAREST = 300
"""Vectors of each part that sqlite-vec is asked for."""
_PRIOR_ALONE = 1e12
"""Samples that the prior is worth: the sum of all vectors is not known yet."""


class UncopiedVectors:
    """What `VectorCopy` is for a search, about a second slower at a million vectors.

    sqlite-vec finds the vectors nearest to the query; the files that they are of are then searched
    as a library of their own. Texts and images are compared with the means that the model brought.
    """

    def __init__(self, vectors: Vectors, model: Model, prior: Prior) -> None:
        self._vectors = vectors
        self._prior = replace(prior, weight=_PRIOR_ALONE)
        self.model = model
        self.means = Means(prior.query, prior.text, prior.image)

    def search(
        self,
        query: Vector,
        *,
        alpha: float,
        calibrated: bool = True,
        files: NDArray[np.int64] | None = None,
        also: Callable[[], Collection[int]] = set,
    ) -> list[SemanticMatch]:
        """As `VectorCopy.search`."""
        wanted = also()
        near = self._vectors.files_nearest(self.model, query, _NEAREST, files)
        near |= self._vectors.files_of(wanted)
        return self._of(near).search(
            query, alpha=alpha, calibrated=calibrated, files=files, also=lambda: wanted
        )

    def of_file(self, file_id: int) -> Vector | None:
        """As `VectorCopy.of_file`."""
        return self._of([file_id]).of_file(file_id)

    def _of(self, file_ids: Iterable[int]) -> VectorCopy:
        chosen = np.array(sorted(file_ids), np.int64)
        texts, looks = (
            compacted(self._vectors.of_files(self.model, part, chosen), centre)
            for part, centre in (("text", self._prior.text), ("look", self._prior.image))
        )
        return VectorCopy.of(self.model, self._prior, texts, looks)
