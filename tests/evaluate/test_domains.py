"""Means for each domain: found by clusters, drawn to the kind's mean, taken off."""

import numpy as np

from grsearch_desktop.calibrate.means import calibrated
from grsearch_desktop.evaluate.domains import clusters, domain_means
from tests.calibrate.vectors import unit


def two_domains() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Contents, the same contents with a constant part of one of two domains, and whose."""
    random = np.random.default_rng(3)
    contents = unit(random.standard_normal((300, 32)))
    domains = np.repeat([0, 1], 150)
    return contents, unit(contents + 2.0 * unit(random.standard_normal((2, 32)))[domains]), domains


def test_clusters_find_the_domains_that_are_there() -> None:
    _, vectors, domains = two_domains()
    found = clusters(vectors, 2)
    assert set(found) == {0, 1}
    assert np.mean(found == domains) in (0.0, 1.0)


def test_fewer_vectors_than_clusters_are_domains_by_themselves() -> None:
    _, vectors, _ = two_domains()
    assert sorted(clusters(vectors[:3], 8)) == [0, 1, 2]
    assert clusters(vectors[:1], 8).tolist() == [0]
    assert clusters(vectors[:0], 8).shape == (0,)


def test_the_mean_of_a_domain_lies_between_its_own_and_that_of_its_kind() -> None:
    _, vectors, domains = two_domains()
    kind = vectors.mean(axis=0)
    own = np.array([vectors[domains == domain].mean(axis=0) for domain in (0, 1)])
    np.testing.assert_allclose(domain_means(vectors, domains, kind, 0.0), own, atol=1e-6)
    half_way = (own + kind) / 2
    np.testing.assert_allclose(domain_means(vectors, domains, kind, 150.0), half_way, atol=1e-6)


def test_means_of_domains_take_off_what_one_mean_leaves() -> None:
    """Each document is asked for by what it holds, without the constant part of its domain."""
    contents, vectors, domains = two_domains()
    kind = vectors.mean(axis=0)
    means = domain_means(vectors, domains, kind, 5.0)

    def at_first_place(documents: np.ndarray) -> float:
        return float(np.mean(np.argmax(contents @ documents.T, axis=1) == np.arange(300)))

    together = calibrated(vectors, kind)
    apart = calibrated(vectors, means[domains])
    assert np.linalg.norm(together[domains == 0].mean(axis=0)) > 0.5
    assert np.linalg.norm(apart[domains == 0].mean(axis=0)) < 0.15
    assert at_first_place(apart) >= at_first_place(together)


def test_no_vectors_have_no_domain_means() -> None:
    none = np.zeros((0, 8), np.float32)
    assert domain_means(none, np.zeros(0, np.int64), np.ones(8, np.float32), 1.0).shape == (0, 8)
