"""A search by meaning among a million items, beside sqlite-vec's own and FAISS by hand.

    python -m tests.benchmarks.vector_search [--questions 200] [--slow 15]

Real questions are encoded by the bundled model and searched in a million vectors of 512 dimensions
that are spread as real ones are. Each question is searched in every way, one right after the
other. FAISS looks at as many candidates as it needs to find as many of the ten best passages as
ours, with one thread or with all, whichever is faster; it knows nothing of pages.
"""

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import faiss
from threadpoolctl import threadpool_limits

from grsearch_desktop.calibrate.means import Vector
from grsearch_desktop.encode import bundled
from grsearch_desktop.engine.governor import cores
from tests.benchmarks import measured_library, real_vectors
from tests.benchmarks.exact_search import BEST, Exact, exact
from tests.benchmarks.measured_library import Measured, directions
from tests.benchmarks.table import Figure, options, show
from tests.benchmarks.vector_yardsticks import FaissByHand, SqliteVec

Found = TypeVar("Found")
_CANDIDATES = (200, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000)
_JUDGED = 50
"""Questions by which recall is compared."""


@dataclass
class Times:
    """Seconds that each question took, in each way."""

    encoding: list[float] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)
    faiss: list[float] = field(default_factory=list)
    faiss_threads: list[float] = field(default_factory=list)
    sqlite_vec: list[float] = field(default_factory=list)


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--questions", type=int, default=real_vectors.QUESTIONS)
    parser.add_argument("--slow", type=int, default=15, help="questions that sqlite-vec is asked")
    asked = parser.parse_args()
    measured = measured_library.million()
    with threadpool_limits(1, user_api="blas"):  # as the engine has it
        figures = searched(measured, asked.questions, asked.slow)
    layout = measured.laid.layout
    title = f"search by meaning, {layout.texts + layout.looks} x {measured.queries.shape[1]}"
    return show(title, figures, as_json=asked.json)


def searched(measured: Measured, count: int, slow: int) -> list[Figure]:
    encoder = bundled.load(1)
    alpha, texts = encoder.alpha, real_vectors.asked(count)
    encoder.encode_texts(["ready"])
    times = Times()
    sqlite_vec = SqliteVec(measured.laid.home.library)
    began = time.perf_counter()
    with measured.opened() as copy:
        vectors = directions(measured.queries[:count], copy.means, use_means=True)
        copy.search(vectors[0], alpha=alpha)
        first = time.perf_counter() - began
        by_hand = FaissByHand(measured.laid, copy.means)
        judged = vectors[:_JUDGED]
        best = exact(measured.laid, judged, copy.means, alpha)
        found = [copy.search(vector, alpha=alpha) for vector in judged]
        ours = statistics.fmean(best.recall(n, "passage", one) for n, one in enumerate(found))
        candidates, theirs = enough(by_hand, judged, best, ours)
        for number, (text, vector) in enumerate(zip(texts, vectors, strict=False)):
            timed(times.encoding, lambda text=text: encoder.encode_texts([text]))
            timed(times.ours, lambda vector=vector: copy.search(vector, alpha=alpha))
            for threads, kept in ((1, times.faiss), (cores(), times.faiss_threads)):
                faiss.omp_set_num_threads(threads)
                timed(kept, lambda vector=vector: by_hand.search(vector, candidates))
            if number < slow:
                raw = measured.queries[number]
                timed(times.sqlite_vec, lambda raw=raw: sqlite_vec.search(raw))
    sqlite_vec.close()
    recalls = [
        Figure("recall@10 of passages", ours, ">= 0.99"),
        Figure("recall@10 of passages, FAISS by hand", theirs),
        Figure("candidates, FAISS by hand", candidates),
        Figure("copy in memory and first search", first, unit="s"),
    ]
    return [*figures(times), *recalls]


def figures(times: Times) -> list[Figure]:
    whole = [1000 * (a + b) for a, b in zip(times.encoding, times.ours, strict=True)]
    by_hand = min(times.faiss, times.faiss_threads, key=statistics.median)
    middle = 1000 * statistics.median(times.ours)
    return [
        Figure("encoding the question and search, p95", p95(whole), "< 100", "ms"),
        Figure("encoding the question and search, median", statistics.median(whole), unit="ms"),
        Figure("of which encoding, median", 1000 * statistics.median(times.encoding), unit="ms"),
        Figure(
            "search alone, median",
            middle,
            "<= 0.1",
            "ms",
            1000 * statistics.median(times.sqlite_vec),
            "sqlite-vec's search of float vectors",
        ),
        Figure(
            "search alone, median",
            middle,
            "<= 1.3",
            "ms",
            1000 * statistics.median(by_hand),
            "FAISS flat binary and rescoring by hand",
        ),
        Figure(
            "search alone, p95",
            1000 * p95(times.ours),
            "",
            "ms",
            1000 * p95(by_hand),
            "FAISS flat binary and rescoring by hand",
        ),
    ]


def enough(
    by_hand: FaissByHand, vectors: Sequence[Vector], best: Exact, wanted: float
) -> tuple[int, float]:
    """How many candidates FAISS needs for that recall of passages, and what it has with them."""
    recall = 0.0
    for candidates in _CANDIDATES:
        found = [by_hand.search(vector, candidates)[0][0] for vector in vectors]
        recall = statistics.fmean(
            best.share(number, "passage", rows[:BEST]) for number, rows in enumerate(found)
        )
        if recall >= wanted:
            break
    return candidates, recall


def timed(kept: list[float], work: Callable[[], Found]) -> Found:
    begun = time.perf_counter()
    found = work()
    kept.append(time.perf_counter() - begun)
    return found


def p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


if __name__ == "__main__":
    sys.exit(main())
