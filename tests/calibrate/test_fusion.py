"""Cosines out of raw vectors, and pages as one vector: as the formulas have them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from grsearch_desktop.calibrate.fusion import cosines, fused, products
from grsearch_desktop.calibrate.means import Means, calibrated
from tests.calibrate.vectors import alphas, cone, dimensions, seeds, some_means, unit

Matrix = NDArray[np.float32]

CLOSE = 2e-4
"""What float32 loses, at the worst, where a vector lies near its mean."""


@given(seeds, dimensions, st.floats(0.0, 2.0))
def test_the_cosine_from_raw_vectors_is_that_of_calibrated_ones(
    seed: int, dimension: int, narrow: float
) -> None:
    random = np.random.default_rng(seed)
    vectors = cone(random, 30, dimension, narrow)
    mean = vectors.mean(axis=0)
    query = calibrated(*cone(random, 2, dimension, narrow))
    found = cosines(vectors, query, mean)
    assert found.dtype == np.float32
    apart = np.linalg.norm(vectors - mean, axis=1) > 0.05
    np.testing.assert_allclose(found[apart], (calibrated(vectors, mean) @ query)[apart], atol=CLOSE)


@given(seeds, dimensions)
def test_a_cosine_is_the_same_to_the_last_bit_whatever_stands_beside_it(
    seed: int, dimension: int
) -> None:
    vectors = cone(np.random.default_rng(seed), 33, dimension, 1.0)
    query, mean = vectors[0], vectors[1]
    together = products(vectors, query), cosines(vectors, query, mean)
    for row in range(len(vectors)):
        alone = vectors[row : row + 1]
        assert products(alone, query)[0] == together[0][row]
        assert cosines(alone, query, mean)[0] == together[1][row]


@given(seeds, alphas)
def test_fused_vectors_follow_the_formula_in_double_precision(seed: int, alpha: float) -> None:
    random = np.random.default_rng(seed)
    texts, images = cone(random, 9, 24, 1.0), cone(random, 9, 24, 1.0)
    means = some_means(random, 24, 1.0)
    mixed = alpha * (texts.astype(np.float64) - means.text) + (1 - alpha) * (
        images.astype(np.float64) - means.image
    )
    found = fused(texts, images, means, alpha)
    assert found.dtype == np.float32
    np.testing.assert_allclose(
        found, mixed / np.linalg.norm(mixed, axis=1, keepdims=True), atol=1e-5
    )


@given(seeds, st.booleans())
def test_at_its_ends_alpha_leaves_text_or_look_alone(seed: int, text_alone: bool) -> None:
    random = np.random.default_rng(seed)
    texts, images = cone(random, 9, 24, 0.5), cone(random, 9, 24, 0.5)
    means = some_means(random, 24, 0.5)
    query = calibrated(cone(random, 1, 24, 0.5)[0], means.query)
    found = fused(texts, images, means, 1.0 if text_alone else 0.0) @ query
    alone = calibrated(texts, means.text) if text_alone else calibrated(images, means.image)
    np.testing.assert_allclose(found, alone @ query, atol=CLOSE)


@given(seeds, dimensions)
def test_a_vector_that_is_the_mean_gives_a_finite_cosine(seed: int, dimension: int) -> None:
    """|d - mu| of d = mu is a rounding error's size: no direction, and no division by zero."""
    random = np.random.default_rng(seed)
    vector = cone(random, 1, dimension, 0.0)
    mean = vector[0]
    query = unit(random.standard_normal(dimension))
    with np.errstate(divide="raise", invalid="raise"):
        found = cosines(vector, query, mean)
    assert np.isfinite(found).all()
    assert abs(found[0]) < 0.02


def test_a_vector_that_is_exactly_the_mean_has_no_cosine() -> None:
    mean = np.array([1.0, 0.0, 0.0], dtype=np.float32)
    query = np.array([0.0, 1.0, 0.0], dtype=np.float32)
    with np.errstate(all="raise"):
        found = cosines(mean[None], query, mean)
    np.testing.assert_array_equal(found, [0.0])


@pytest.mark.parametrize("alpha", [0.0, 0.3, 1.0])
def test_a_page_that_equals_both_means_has_no_cosine(alpha: float) -> None:
    texts = np.array([[1.0, 0.0, 0.0]], dtype=np.float32)
    images = np.array([[0.0, 1.0, 0.0]], dtype=np.float32)
    means = Means(np.zeros(3, np.float32), texts[0], images[0])
    with np.errstate(all="raise"):
        np.testing.assert_array_equal(fused(texts, images, means, alpha), np.zeros((1, 3)))


def test_calibration_finds_the_right_image_behind_the_texts_of_the_gap() -> None:
    """The paper's Figure 1 in small: a constant part apart, raw cosines see nothing else."""
    random = np.random.default_rng(7)
    dimension, count = 64, 200
    topics = unit(random.standard_normal((count, dimension)))
    text_gap, image_gap = 2.0 * unit(random.standard_normal((2, dimension)))
    # Each topic is one document: the first half are images, the second half texts.
    images = unit(topics[: count // 2] + image_gap)
    texts = unit(topics[count // 2 :] + text_gap)
    asked = unit(topics[: count // 2] + 0.3 * unit(random.standard_normal(dimension)) + text_gap)
    means = Means(asked.mean(axis=0), texts.mean(axis=0), images.mean(axis=0))
    raw_best, calibrated_best = [], []
    for query in asked:
        raw_best.append(np.argmax(np.concatenate((images @ query, texts @ query))))
        moved = calibrated(query, means.query)
        scores = [
            cosines(rows, moved, mean)
            for rows, mean in ((images, means.image), (texts, means.text))
        ]
        calibrated_best.append(np.argmax(np.concatenate(scores)))
    right = np.arange(count // 2)
    assert np.mean(raw_best == right) < 0.05, "raw: nearly every first place is a text's"
    assert np.mean(calibrated_best == right) > 0.95
