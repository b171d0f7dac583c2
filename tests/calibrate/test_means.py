"""The means: drawn from a prior to the library's own, and taken off."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grsearch_desktop.calibrate.means import Means, calibrated, drawn
from tests.calibrate.vectors import cone, dimensions, seeds


@given(seeds, dimensions, st.integers(0, 60), st.floats(0.0, 500.0))
def test_a_mean_is_the_weighted_sum_of_prior_and_library(
    seed: int, dimension: int, count: int, weight: float
) -> None:
    random = np.random.default_rng(seed)
    prior = cone(random, 5, dimension, 1.0).mean(axis=0)
    vectors = cone(random, count, dimension, 2.0)
    wanted = np.zeros(dimension)
    if weight + count > 0:
        total = weight * prior.astype(np.float64) + np.sum(vectors.astype(np.float64), axis=0)
        wanted = total / (weight + count)
    mean = drawn(prior, weight, vectors)
    assert mean.dtype == np.float32
    np.testing.assert_allclose(mean, wanted, atol=1e-6)


@given(seeds, st.integers(2, 60))
def test_the_order_of_the_vectors_does_not_move_a_mean(seed: int, count: int) -> None:
    random = np.random.default_rng(seed)
    prior = cone(random, 5, 16, 1.0).mean(axis=0)
    vectors = cone(random, count, 16, 1.0)
    shuffled = vectors[random.permutation(count)]
    np.testing.assert_allclose(
        drawn(prior, 20.0, vectors), drawn(prior, 20.0, shuffled), rtol=0, atol=1e-7
    )


def test_an_empty_library_has_the_mean_of_the_prior() -> None:
    prior = np.array([0.6, 0.0, 0.2], dtype=np.float32)
    np.testing.assert_array_equal(drawn(prior, 100.0, np.zeros((0, 3), np.float32)), prior)


def test_a_large_library_has_its_own_mean() -> None:
    random = np.random.default_rng(3)
    vectors = cone(random, 50_000, 8, 3.0)
    mean = drawn(np.ones(8, np.float32), 10.0, vectors)
    np.testing.assert_allclose(mean, vectors.mean(axis=0, dtype=np.float64), atol=1e-3)


def test_without_prior_and_library_nothing_is_taken_off() -> None:
    mean = drawn(np.ones(4, np.float32), 0.0, np.zeros((0, 4), np.float32))
    np.testing.assert_array_equal(mean, np.zeros(4))


@given(seeds, dimensions, st.floats(0.0, 3.0))
def test_calibrated_vectors_have_unit_length_and_the_mean_taken_off(
    seed: int, dimension: int, narrow: float
) -> None:
    random = np.random.default_rng(seed)
    vectors = cone(random, 12, dimension, narrow)
    mean = vectors.mean(axis=0)
    result = calibrated(vectors, mean)
    assert result.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(result, axis=1), 1.0, atol=1e-5)
    moved = vectors.astype(np.float64) - mean
    along = np.einsum("nd,nd->n", result, moved)
    np.testing.assert_allclose(along, np.linalg.norm(moved, axis=1), atol=1e-5)


def test_one_vector_is_calibrated_like_a_row_of_many() -> None:
    vectors = cone(np.random.default_rng(1), 4, 10, 1.0)
    mean = vectors.mean(axis=0)
    np.testing.assert_allclose(
        calibrated(vectors[2], mean), calibrated(vectors, mean)[2], rtol=0, atol=1e-7
    )


def test_a_vector_that_equals_the_mean_stays_zero() -> None:
    vector = np.array([0.6, 0.8], dtype=np.float32)
    with np.errstate(all="raise"):
        np.testing.assert_array_equal(calibrated(vector, vector), [0.0, 0.0])


def test_no_means_leave_a_vector_as_it_is() -> None:
    vectors = cone(np.random.default_rng(5), 6, 7, 1.0)
    none = Means.none(7)
    for mean in (none.query, none.text, none.image):
        np.testing.assert_allclose(calibrated(vectors, mean), vectors, atol=1e-6)


@pytest.mark.parametrize("weight", [1.0, 7.5])
def test_a_prior_counts_as_many_samples_as_its_weight_says(weight: float) -> None:
    prior = np.array([1.0, 0.0], dtype=np.float32)
    own = np.array([[0.0, 1.0]] * 5, dtype=np.float32)
    share = weight / (weight + 5)
    np.testing.assert_allclose(drawn(prior, weight, own), [share, 1 - share], atol=1e-7)
