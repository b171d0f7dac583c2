"""Which means serve best: how much a prior should count, other ways to shrink, means of domains.

    python -m tests.benchmarks.means                # indexes papers, photos, everyday: some minutes
    python -m tests.benchmarks.means --home DIR     # a library of all three that is there already

By vectors alone, without words, names and ranking; each figure for even and odd questions, counted
from 0. Chosen was by the even ones (docs/decisions/0017).
"""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.calibrate.means import Means, calibrated, drawn
from grsearch_desktop.evaluate import metrics
from grsearch_desktop.evaluate.domains import clusters, domain_means
from grsearch_desktop.evaluate.sets.questions import HALVES
from tests.benchmarks.questions import SETS, score
from tests.benchmarks.raw_sets import (
    Array,
    RawSets,
    a_home,
    loaded,
    of_another_model,
    planted,
    unit,
)
from tests.benchmarks.table import options

Way = Callable[[Array, Array, NDArray[np.bool_]], Array]
"""Vectors of a kind, the prior mean, which are pages; gives what is taken off, (D,) or (N, D)."""
Figures = dict[str, tuple[float, float]]

_ALPHA = 0.5
_K = 10


def fixed(weight: float) -> Way:
    """The prior is worth so many vectors, whatever the library."""
    return lambda vectors, prior, _: drawn(prior, weight, vectors)


def prior_alone(vectors: Array, prior: Array, is_page: NDArray[np.bool_]) -> Array:
    return prior


def james_stein(vectors: Array, prior: Array, is_page: NDArray[np.bool_]) -> Array:
    """The own mean, drawn to the prior by what chance has in their distance."""
    if not len(vectors):
        return prior
    own = vectors.mean(axis=0)
    apart = float((own - prior) @ (own - prior))
    by_chance = (1.0 - float(own @ own)) / len(vectors)
    return prior + max(0.0, 1.0 - by_chance / max(apart, 1e-9)) * (own - prior)


def off_content(sets: RawSets, strength: float) -> Way:
    """The own mean in directions that questions hardly differ in, the prior in those they do.

    A Wiener filter: a subject lies in the directions in which contents vary, a gap does not.
    """
    moved = sets.prior_questions - sets.prior_questions.mean(axis=0)
    covariance = moved.T @ moved
    covariance /= np.trace(covariance) / len(covariance)
    taken = strength * np.linalg.inv(strength * np.eye(len(covariance)) + covariance)

    def way(vectors: Array, prior: Array, is_page: NDArray[np.bool_]) -> Array:
        if not len(vectors):
            return prior
        return (prior + taken @ (vectors.mean(axis=0) - prior)).astype(np.float32)

    return way


def of_clusters(count: int, weight: float, kind: Way) -> Way:
    """A mean for each k-means cluster, drawn to that of its kind."""

    def way(vectors: Array, prior: Array, is_page: NDArray[np.bool_]) -> Array:
        found = clusters(vectors, count)
        return domain_means(vectors, found, kind(vectors, prior, is_page), weight)[found]

    return way


def of_pages_and_pictures(weight: float, kind: Way) -> Way:
    """A mean for page images and one for pictures, drawn to that of their kind."""

    def way(vectors: Array, prior: Array, is_page: NDArray[np.bool_]) -> Array:
        if not is_page.any() or is_page.all():
            return kind(vectors, prior, is_page)
        found = is_page.astype(np.int64)
        return domain_means(vectors, found, kind(vectors, prior, is_page), weight)[found]

    return way


def measured(sets: RawSets, way: Way) -> Figures:
    """Every set alone, all in one library, and the entities."""
    none = np.zeros(len(sets.texts), bool)
    papers = calibrated(sets.texts, way(sets.texts, sets.prior.text, none))
    figures = {"papers MRR": _of_set(sets, "papers", papers, sets.text_files)}
    for name in ("photos", "everyday"):
        rows = sets.pictures_of(name)
        pictures, is_page = sets.looks[rows], sets.is_page[rows]
        alone = calibrated(pictures, way(pictures, sets.prior.image, is_page))
        figures[f"{name} {_measure(name)}"] = _of_set(sets, name, alone, sets.look_files[rows])
    looks = calibrated(sets.looks, way(sets.looks, sets.prior.image, sets.is_page))
    together = np.concatenate((papers, looks[~sets.is_page]))
    files = np.concatenate((sets.text_files, sets.look_files[~sets.is_page]))
    for name in SETS:
        figures[f"all: {name}"] = _of_set(sets, name, together, files)
    figures["entities nDCG"] = _of_entities(sets, way)
    return figures


def _measure(name: str) -> str:
    return "p@10" if name == "everyday" else "MRR"


def _of_set(
    sets: RawSets, name: str, documents: Array, files: NDArray[np.object_]
) -> tuple[float, float]:
    questions = calibrated(sets.asked[name], sets.prior.query)
    answers = [_best_files(scores, files) for scores in questions @ documents.T]
    halves = []
    for half in HALVES.values():
        scores = score(sets.questions[name][half], answers[half])
        halves.append(scores.precision_10 if name == "everyday" else scores.mrr_10)
    return halves[0], halves[1]


def _best_files(scores: Array, files: NDArray[np.object_]) -> list[Path]:
    best: dict[Path, None] = {}
    for row in np.argsort(-scores, kind="stable"):
        best.setdefault(files[row])
        if len(best) == _K:
            break
    return list(best)


def _of_entities(sets: RawSets, way: Way) -> tuple[float, float]:
    texts, images = sets.encoded.texts, sets.encoded.images
    parts = []
    for vectors, prior, share in (
        (texts, sets.prior.text, _ALPHA),
        (images, sets.prior.image, 1.0 - _ALPHA),
    ):
        there = vectors.any(axis=1)
        part = np.zeros_like(vectors)
        mean = way(vectors[there], prior, np.zeros(there.sum(), bool))
        part[there] = share * (vectors[there] - mean)
        parts.append(part)
    documents = unit(parts[0] + parts[1])
    rows = {one.corpus_id: row for row, one in enumerate(sets.entities.documents)}
    found = []
    for query, scores in zip(
        sets.entities.queries,
        calibrated(sets.encoded.queries, sets.prior.query) @ documents.T,
        strict=True,
    ):
        judged = sets.entities.gains[query.query_id]
        gains = [0.0] * _K
        for corpus_id, gain in judged.items():
            rank = int((scores > scores[rows[corpus_id]]).sum())
            if rank < _K:
                gains[rank] = gain
        found.append(metrics.ndcg(gains, list(judged.values()), _K))
    even, odd = (float(np.mean(found[half])) for half in HALVES.values())
    return even, odd


def show(title: str, rows: dict[str, Figures], *, as_json: bool) -> None:
    """A table, each cell even / odd."""
    if as_json:
        print(json.dumps({"benchmark": title, "even, odd": rows}))
        return
    names = list(next(iter(rows.values())))
    print(f"\n{title}\n\n| taken off | {' | '.join(names)} | mean of the even |")
    print("| --- " * (len(names) + 2) + "|")
    for row, figures in rows.items():
        cells = " | ".join(f"{figures[name][0]:.3f} / {figures[name][1]:.3f}" for name in names)
        even = np.mean([figures[name][0] for name in names])
        print(f"| {row} | {cells} | {even:.3f} |", flush=True)


def shrinkage(sets: RawSets) -> dict[str, Figures]:
    ways: dict[str, Way] = {
        "own mean alone": fixed(0),
        **{f"prior worth {weight:,}": fixed(weight) for weight in (100, 300, 1_000, 10_000)},
        "prior alone": prior_alone,
        "James-Stein": james_stein,
        "off content, 0.1": off_content(sets, 0.1),
        "off content, 0.3": off_content(sets, 0.3),
    }
    return {name: measured(sets, way) for name, way in ways.items()}


def domains(sets: RawSets, weight: float) -> dict[str, Figures]:
    kind = fixed(weight)
    ways = {f"one mean, prior worth {weight:,.0f}": kind}
    for worth in (100, 1_000):
        ways[f"pages and pictures apart, kind worth {worth:,}"] = of_pages_and_pictures(worth, kind)
        for count in (2, 4, 8, 16):
            ways[f"{count} clusters, kind worth {worth:,}"] = of_clusters(count, worth, kind)
    return {name: measured(sets, way) for name, way in ways.items()}


def with_domains_planted(sets: RawSets) -> RawSets:
    """Pages, photos of one set and all other pictures get a constant part of their own."""
    random = np.random.default_rng(3)
    own = np.zeros((3, sets.looks.shape[1]))
    own[:, -16:] = 0.8 * unit(random.standard_normal((3, 16)))
    domain = np.where(sets.is_page, 0, 1)
    domain[sets.pictures_of("everyday")] = 2
    return replace(sets, looks=unit(sets.looks + own[domain]))


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--home", type=Path, help="a library of the three sets")
    asked = parser.parse_args()
    with a_home(asked.home) as home:
        sets = loaded(home)
    gap = planted(sets)
    of_drawn = Means(gap.prior.query, gap.prior.text, gap.drawn.mean(axis=0))
    other = of_another_model(gap.prior)
    wrong = Means(gap.prior.query, other.text, other.image)
    tables = {
        "The bundled model": lambda: shrinkage(sets),
        "A gap, and a prior that fits": lambda: shrinkage(gap),
        "A gap, and a prior of drawn images": lambda: shrinkage(replace(gap, prior=of_drawn)),
        "A gap, and another model's means": lambda: shrinkage(replace(gap, prior=wrong)),
        "The bundled model, by domain": lambda: domains(sets, sets.prior_weight),
        "Domains planted": lambda: domains(with_domains_planted(gap), 1_000),
    }
    for title, rows in tables.items():
        show(title, rows(), as_json=asked.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
