"""What sign bits tell of angles."""

import numpy as np
import pytest

from grsearch_desktop.store.compact import signs
from tests.store.shelf import unit


@pytest.mark.parametrize(
    ("dimension", "count"), [(8, 512), (384, 512), (512, 512), (640, 640), (1152, 1152), (770, 832)]
)
def test_a_code_has_512_bits_or_as_many_as_dimensions(dimension: int, count: int) -> None:
    codes = signs.codes(unit(np.random.default_rng(1), 3, dimension))
    assert codes.shape == (3, count / 8) == (3, signs.bits(dimension) / 8)


@pytest.mark.parametrize("dimension", [384, 512, 768])
def test_the_share_of_bits_that_differ_is_the_angle(dimension: int) -> None:
    chance = np.random.default_rng(2)
    one = unit(chance, 1, dimension)
    for wanted in (0.0, 0.3, 0.8, 1.0):
        other = unit(chance, 400, dimension)
        other -= (other @ one[0])[:, None] * one
        other /= np.linalg.norm(other, axis=1, keepdims=True)
        near = (wanted * one + np.sqrt(1.0 - wanted**2) * other).astype(np.float32)
        bits = np.unpackbits(signs.codes(near) ^ signs.codes(one), axis=1)
        assert np.cos(np.pi * bits.mean()) == pytest.approx(wanted, abs=0.02)
        assert signs.finer(one[0], signs.codes(near)).mean() == pytest.approx(wanted, abs=0.02)


def test_the_query_itself_tells_more_than_its_code() -> None:
    chance = np.random.default_rng(3)
    vectors, queries = unit(chance, 3_000, 384), unit(chance, 20, 384)
    codes = signs.codes(vectors)
    for query in queries:
        exact = vectors @ query
        bits = np.unpackbits(codes ^ signs.codes(query[None]), axis=1).mean(axis=1)
        rough, finer = np.cos(np.pi * bits), signs.finer(query, codes)
        assert np.abs(finer - exact).std() < 0.85 * np.abs(rough - exact).std()


def test_codes_are_the_same_in_every_process() -> None:
    """They are kept in files: a sum over them that changes would spoil all that exist."""
    vectors = np.random.default_rng(4).standard_normal((50, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    assert signs.codes(vectors).sum(dtype=np.int64) == pytest.approx(405_764, rel=1e-4)
