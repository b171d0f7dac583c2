"""Searches by meaning of a hundredth and a thousandth of a million items, beside those of all.

    python -m tests.benchmarks.vector_filters [--questions 60]

Files are drawn at random; each question is searched in all, in 1 % and in 0.1 % of them, one right
after the other. Recall is that of the ten best of each kind among the files that are searched.
"""

import statistics
import sys
import time

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.calibrate.means import Vector
from grsearch_desktop.encode import bundled
from grsearch_desktop.search.semantic import VectorCopy
from tests.benchmarks import measured_library
from tests.benchmarks.exact_search import KINDS, Exact, exact
from tests.benchmarks.laid_vectors import Layout
from tests.benchmarks.measured_library import directions
from tests.benchmarks.table import Figure, options, show

SHARES = (0.01, 0.001)


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--questions", type=int, default=60)
    asked = parser.parse_args()
    measured = measured_library.million()
    alpha = bundled.load(1).alpha
    layout = measured.laid.layout
    with measured.opened() as copy:
        queries = measured.queries[: asked.questions]
        vectors = directions(queries, copy.means, use_means=True)
        best = exact(measured.laid, vectors, copy.means, alpha)
        copy.search(vectors[0], alpha=alpha)
        figures = []
        for share in SHARES:
            figures += filtered(copy, vectors, alpha, share, layout, best)
    title = f"filters, {layout.texts + layout.looks} items"
    return show(title, figures, as_json=asked.json)


def filtered(
    copy: VectorCopy,
    vectors: list[Vector],
    alpha: float,
    share: float,
    layout: Layout,
    best: Exact,
) -> list[Figure]:
    chance = np.random.default_rng(4)
    recalls, some, every = [], [], []
    for number, vector in enumerate(vectors):
        # A set of files of its own for each question: nothing kept for the last one helps.
        count = round(share * layout.files)
        files = np.sort(chance.choice(layout.files, count, replace=False)).astype(np.int64) + 1
        for given, times in ((files, some), (None, every)):
            begun = time.perf_counter()
            found = copy.search(vector, alpha=alpha, files=given)
            times.append(time.perf_counter() - begun)
            if given is not None:
                allowed = among(layout, files)
                recalls += [best.recall(number, kind, found, allowed[kind]) for kind in KINDS]
    name = f"{100 * share:g} % of the files"
    return [
        Figure(f"recall@10, {name}", statistics.fmean(recalls), ">= 0.99"),
        Figure(
            f"search, median, {name}",
            1000 * statistics.median(some),
            "<= 1.0",
            "ms",
            1000 * statistics.median(every),
            "a search of all",
        ),
    ]


def among(layout: Layout, files: NDArray[np.int64]) -> dict[str, NDArray[np.bool_]]:
    """Which items of each kind are of these files."""
    looks = np.isin(layout.file_of_looks(), files)
    return {
        "passage": np.isin(layout.file_of_texts(), files),
        "page": looks[: layout.pages],
        "picture": looks[layout.pages :],
    }


if __name__ == "__main__":
    sys.exit(main())
