"""What calibration costs while a person waits: searches of 100,000 vectors, raw and calibrated.

    python -m tests.benchmarks.calibration_cost

Each query is searched both ways, one right after the other, the first by turns, with one thread,
as the engine compares vectors. A raw search takes the products as they are: nothing is taken off,
nothing is divided by, and lengths of page vectors are kept for it as for a calibrated one. Words
and the encoding of the query, which a search has too, are left out: with them the share is less.
"""

import statistics
import sys
import time

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from grsearch_desktop.calibrate.means import calibrated
from grsearch_desktop.encode.encoder import Prior
from grsearch_desktop.search.semantic import VectorCopy
from grsearch_desktop.store.compact.rows import compacted
from grsearch_desktop.store.vectors import Model, StoredVectors
from tests.benchmarks.table import Figure, options, show

TEXTS, PAGES, PICTURES = 60_000, 15_000, 25_000
"""Passages, of which each page has two; images of pages; pictures."""
DIMENSION = 384
ALPHA = 0.5
QUERIES = 200
MUST = "< 0.05"


def main() -> int:
    asked = options(__doc__).parse_args()
    with threadpool_limits(1):
        copy = library()
        raw, moved = timed(copy)
    figures = [
        Figure(
            "a calibrated search, median",
            1000 * statistics.median(moved),
            unit="ms",
            yardstick=1000 * statistics.median(raw),
            beside="a raw search",
        ),
        # Of pairs: what else the machine did fell on both alike.
        Figure("calibration, share of a raw search", overhead(raw, moved), MUST),
    ]
    return show("what calibration costs", figures, as_json=asked.json)


def library() -> VectorCopy:
    rng = np.random.default_rng(6)
    count = TEXTS + PAGES + PICTURES

    def stored(ids: NDArray[np.int64], pages: NDArray[np.int64], is_page: bool) -> StoredVectors:
        vectors = rng.standard_normal((len(ids), DIMENSION), dtype=np.float32)
        vectors[:, 0] += -8.0 if is_page else 8.0  # two cones, with a gap between them
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        files = np.where(pages > 0, pages, ids)
        return StoredVectors(ids, ids, files, np.minimum(pages, 1), pages > 0, vectors)

    of_texts, of_looks = np.arange(TEXTS), np.arange(TEXTS, count)
    texts = stored(of_texts, np.where(of_texts < 2 * PAGES, of_texts // 2 + 1, 0), False)
    looks = stored(of_looks, np.where(of_looks < TEXTS + PAGES, of_looks - TEXTS + 1, 0), True)
    prior = Prior(texts.vectors[:300].mean(axis=0), texts.vectors[0], looks.vectors[0], 0.0)
    both = (compacted(one, one.vectors.mean(axis=0)) for one in (texts, looks))
    return VectorCopy.of(Model(1, "cones", "", DIMENSION, 200), prior, *both)


def timed(copy: VectorCopy) -> tuple[list[float], list[float]]:
    """Seconds of each raw and of each calibrated search."""
    raw, moved = [], []
    rng = np.random.default_rng(7)
    for number in range(QUERIES + 10):
        query = copy.means.query + 0.05 * rng.standard_normal(DIMENSION, dtype=np.float32)
        query /= np.linalg.norm(query)
        both = [(False, query, raw), (True, calibrated(query, copy.means.query), moved)]
        for with_means, vector, times in both if number % 2 else both[::-1]:
            begun = time.perf_counter()
            copy.search(vector, alpha=ALPHA, calibrated=with_means)
            times.append(time.perf_counter() - begun)
    return raw[10:], moved[10:]  # the first ones load and keep what all others use


def overhead(raw: list[float], moved: list[float]) -> float:
    return statistics.median(b / a for a, b in zip(raw, moved, strict=True)) - 1.0


if __name__ == "__main__":
    sys.exit(main())
