"""The libraries of vectors that searches by meaning are measured on, and how one asks them.

python -m tests.benchmarks.measured_library [--million]
"""

import contextlib
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.calibrate.means import Means, Vector, calibrated
from grsearch_desktop.encode import bundled
from grsearch_desktop.encode.encoder import Prior
from grsearch_desktop.search.semantic import VectorCopy
from grsearch_desktop.search.semantic_index import SemanticIndex
from grsearch_desktop.store.compact.keeping import CompactCopies
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.vectors import Vectors
from tests.benchmarks import real_vectors
from tests.benchmarks.drawn_vectors import COUNT, Drawn
from tests.benchmarks.laid_vectors import Laid, laid
from tests.benchmarks.real_vectors import KEPT, Array
from tests.benchmarks.table import options

PAGES = 100_000
"""Of the million."""
_FORM = 1


@dataclass(frozen=True)
class Measured:
    """A library of vectors with the questions to it."""

    laid: Laid
    queries: Array
    """Raw, of unit length, shape (Q, D)."""
    prior: Prior

    @contextlib.contextmanager
    def opened(self) -> Iterator[VectorCopy]:
        """Its vectors as searches have them."""
        database = Database(self.laid.home.library)
        try:
            vectors = Vectors(database)
            model = vectors.active()
            assert model is not None
            copies = CompactCopies(database, vectors, self.laid.home.vectors)
            yield SemanticIndex(vectors, copies).copy(model, self.prior)
        finally:
            database.close()


def million() -> Measured:
    """A million items of 512 dimensions, drawn as real ones are spread."""
    drawn = Drawn.of_real()
    texts, looks = (drawn.vectors(kind) for kind in COUNT)
    prior = bundled.load(1).prior
    of_kinds = (prior.query, prior.text, prior.image)
    query, text, image = (drawn.stretched(mean)[0] * np.linalg.norm(mean) for mean in of_kinds)
    return Measured(
        laid(KEPT / f"million-{_FORM}", texts, looks, PAGES),
        drawn.stretched(real_vectors.queries()),
        Prior(query, text, image, prior.weight),
    )


def real(count: int = real_vectors.TEXTS) -> Measured:
    """So many real passages and pages: the papers', and the papers' words cut many ways."""
    texts, looks = real_vectors.stored("text"), real_vectors.stored("look")
    of_pages, page_looks = _paired(texts, looks)
    alone = np.setdiff1d(np.arange(len(texts.ids)), of_pages)
    pictures = np.setdiff1d(np.arange(len(looks.ids)), page_looks)
    whole = texts.vectors[np.concatenate((of_pages, alone))]
    cut = real_vectors.texts(max(0, count - len(whole)))
    where = KEPT / f"real-{_FORM}-{count}"
    return Measured(
        laid(
            where,
            np.concatenate((whole, cut)),
            looks.vectors[np.concatenate((page_looks, pictures))],
            len(page_looks),
        ),
        real_vectors.queries(),
        bundled.load(1).prior,
    )


def directions(queries: Array, means: Means, *, use_means: bool) -> list[Vector]:
    """What is searched for: calibrated, or raw."""
    return list(calibrated(queries, means.query) if use_means else queries)


def _paired(
    texts: real_vectors.StoredVectors, looks: real_vectors.StoredVectors
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows of two passages of each page that has so many, page by page; those of its look."""
    passages: dict[tuple[int, int], list[int]] = {}
    keys = zip(texts.file_ids.tolist(), texts.pages.tolist(), strict=True)
    for row, key in enumerate(keys):
        passages.setdefault(key, []).append(row)
    rows, pages = [], []
    for look in np.flatnonzero(looks.is_page).tolist():
        of_page = passages.get((int(looks.file_ids[look]), int(looks.pages[look])), [])
        if len(of_page) >= 2:
            rows += of_page[:2]
            pages.append(look)
    return np.array(rows, np.int64), np.array(pages, np.int64)


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--million", action="store_true", help="that of a million drawn items")
    parser.add_argument("--anew", action="store_true", help="lay it down again")
    asked = parser.parse_args()
    if asked.anew:
        shutil.rmtree(KEPT / (f"million-{_FORM}" if asked.million else f"real-{_FORM}"))
    found = million() if asked.million else real()
    print(f"\n{found.laid.home.root}: {found.laid.layout}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
