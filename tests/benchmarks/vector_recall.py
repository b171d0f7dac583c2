"""How many of the ten best of each kind a search by meaning finds, of 100,000 real items.

    python -m tests.benchmarks.vector_recall [--items 100000] [--million]

The yardstick is an exact search in float32 by the formulas themselves; an item with as good a score
as the tenth counts as well. Calibrated and raw, for 200 questions.
"""

import statistics
import sys

from grsearch_desktop.calibrate.means import Means
from grsearch_desktop.encode import bundled
from tests.benchmarks import measured_library, real_vectors
from tests.benchmarks.exact_search import KINDS, exact
from tests.benchmarks.measured_library import Measured, directions
from tests.benchmarks.table import Figure, options, show

MUST = ">= 0.99"


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--items", type=int, default=real_vectors.TEXTS)
    parser.add_argument("--million", action="store_true", help="a million drawn items instead")
    asked = parser.parse_args()
    measured = measured_library.million() if asked.million else measured_library.real(asked.items)
    alpha = bundled.load(1).alpha
    figures = []
    for use_means in (True, False):
        figures += recalls(measured, alpha, use_means=use_means)
    layout = measured.laid.layout
    kind = "drawn" if asked.million else "real"
    title = f"recall of the nearest, {layout.texts + layout.looks} {kind} items"
    return show(title, figures, as_json=asked.json)


def recalls(measured: Measured, alpha: float, *, use_means: bool) -> list[Figure]:
    name = "calibrated" if use_means else "raw"
    with measured.opened() as copy:
        means = copy.means if use_means else Means.none(copy.model.dimension)
        vectors = directions(measured.queries, copy.means, use_means=use_means)
        best = exact(measured.laid, vectors, means, alpha)
        found: dict[str, list[float]] = {kind: [] for kind in KINDS}
        for number, vector in enumerate(vectors):
            matches = copy.search(vector, alpha=alpha, calibrated=use_means)
            for kind in KINDS:
                found[kind].append(best.recall(number, kind, matches))
    every = [recall for recalls in found.values() for recall in recalls]
    figures = [Figure(f"recall@10, {name}", _mean(every), MUST)]
    for kind in KINDS:
        figures.append(Figure(f"recall@10, {name}, {kind}s", _mean(found[kind]), MUST))
        worst = min(found[kind])
        figures.append(Figure(f"of the worst question, {name}, {kind}s", worst))
    return figures


def _mean(values: list[float]) -> float:
    return statistics.fmean(values) if values else 1.0


if __name__ == "__main__":
    sys.exit(main())
