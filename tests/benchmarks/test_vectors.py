"""What searches by meaning are measured against is itself right: the vectors, the exact search."""

from pathlib import Path

import numpy as np
import pytest

from grsearch_desktop.calibrate.means import Means, calibrated
from grsearch_desktop.encode.encoder import Prior
from tests.benchmarks.drawn_vectors import Drawn, unit
from tests.benchmarks.exact_search import KINDS, exact
from tests.benchmarks.laid_vectors import laid
from tests.benchmarks.measured_library import Measured, directions
from tests.benchmarks.vector_filters import among
from tests.benchmarks.vector_yardsticks import FaissByHand, SqliteVec

DIMENSION = 64
ALPHA = 0.35


@pytest.fixture
def measured(tmp_path: Path) -> Measured:
    chance = np.random.default_rng(3)
    cones = 3 * chance.standard_normal((2, DIMENSION))
    texts, looks = (
        unit(chance.standard_normal((count, DIMENSION)) + cone)
        for count, cone in zip((700, 300), cones, strict=True)
    )
    queries = unit(chance.standard_normal((5, DIMENSION)) + cones[0])
    prior = Prior(queries.mean(axis=0), texts[0], looks[0], 10.0)
    return Measured(laid(tmp_path / "library", texts, looks, pages=100), queries, prior)


@pytest.mark.parametrize("use_means", [True, False])
def test_a_search_finds_what_the_exact_one_finds(measured: Measured, use_means: bool) -> None:
    with measured.opened() as copy:
        means = copy.means if use_means else Means.none(DIMENSION)
        vectors = directions(measured.queries, copy.means, use_means=use_means)
        best = exact(measured.laid, vectors, means, ALPHA)
        for number, vector in enumerate(vectors):
            found = copy.search(vector, alpha=ALPHA, calibrated=use_means)
            # Halves tell two apart that are as good as equal in float32.
            assert min(best.recall(number, kind, found) for kind in KINDS) >= 0.9
            # Of another question it finds something else.
            other = best.recall((number + 1) % len(vectors), "passage", found)
            assert other < 1.0


def test_only_items_of_the_allowed_files_are_expected(measured: Measured) -> None:
    layout = measured.laid.layout
    files = np.arange(1, layout.files + 1, 7)
    allowed = among(layout, files)
    with measured.opened() as copy:
        vectors = directions(measured.queries, copy.means, use_means=True)
        best = exact(measured.laid, vectors, copy.means, ALPHA)
        found = copy.search(vectors[0], alpha=ALPHA, files=files)
    for kind in KINDS:
        assert best.recall(0, kind, found, allowed[kind]) == 1.0
        assert best.recall(0, kind, [], allowed[kind]) == 0.0
        rows = [one.item_id - best.first_ids[kind] for one in found if one.kind == kind]
        assert allowed[kind][rows].all()


def test_the_yardsticks_find_the_nearest_too(measured: Measured) -> None:
    with measured.opened() as copy:
        means = copy.means
    vectors = directions(measured.queries, means, use_means=True)
    best = exact(measured.laid, vectors, means, ALPHA)
    rows, scores = FaissByHand(measured.laid, means).search(vectors[0], candidates=600)[0]
    assert best.share(0, "passage", rows.tolist()[:10]) == 1.0
    assert scores[0] == pytest.approx(best.scores["passage"][0].max(), abs=1e-5)
    sqlite_vec = SqliteVec(measured.laid.home.library)
    texts, looks = sqlite_vec.search(measured.queries[0])
    sqlite_vec.close()
    for nearest, vectors in (
        (texts[0] - 1, measured.laid.texts),
        (looks[0] - 701, measured.laid.looks),
    ):
        scores = vectors @ measured.queries[0]
        assert scores[nearest] == pytest.approx(scores.max(), abs=5e-3), "8 bits tell no more"


def test_drawn_vectors_are_spread_as_the_real_ones() -> None:
    chance = np.random.default_rng(8)
    lengths = np.exp(-np.arange(48) / 12)
    texts = unit(chance.standard_normal((4_000, 48)) * lengths + 0.6 * np.eye(48)[3])
    looks = unit(chance.standard_normal((4_000, 48)) * lengths[::-1] - 0.6 * np.eye(48)[5])
    drawn = Drawn(texts, looks, DIMENSION)
    for kind, real in (("texts", texts), ("looks", looks)):
        made = drawn.draw(kind, 4_000, chance)
        assert made.shape == (4_000, DIMENSION)
        assert np.linalg.norm(made.mean(axis=0)) == pytest.approx(
            np.linalg.norm(real.mean(axis=0)), abs=0.05
        )
        assert made.var(axis=0).sum() == pytest.approx(real.var(axis=0).sum(), abs=0.05)
        spectrum, of_real = (
            np.sort(np.linalg.eigvalsh(np.cov(vectors, rowvar=False)))[::-1]
            for vectors in (made, real)
        )
        # The same share of the spread lies in the same share of the axes.
        assert spectrum[:16].sum() / spectrum.sum() == pytest.approx(
            of_real[:12].sum() / of_real.sum(), abs=0.05
        )
    across = drawn.stretched(texts[:50]) @ drawn.stretched(looks[:50]).T
    assert np.corrcoef(across.ravel(), (texts[:50] @ looks[:50].T).ravel())[0, 1] > 0.9
    assert calibrated(made, made.mean(axis=0)).shape == made.shape
