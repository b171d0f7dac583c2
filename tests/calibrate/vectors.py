"""Random vectors for the formulas: unit length, in cones that lie apart like a model's."""

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from grsearch_desktop.calibrate.means import Means

seeds = st.integers(0, 2**32 - 1)
dimensions = st.integers(2, 48)
alphas = st.floats(0.0, 1.0, width=32)


def unit(vectors: NDArray[np.float64]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return (vectors / np.maximum(lengths, 1e-12)).astype(np.float32)


def cone(
    random: np.random.Generator, count: int, dimension: int, narrow: float
) -> NDArray[np.float32]:
    """Unit vectors around one direction; the larger `narrow`, the closer together."""
    middle = unit(random.standard_normal((1, dimension)))
    return unit(middle * narrow + random.standard_normal((count, dimension)) / dimension**0.5)


def some_means(random: np.random.Generator, dimension: int, narrow: float) -> Means:
    return Means(*(cone(random, 20, dimension, narrow).mean(axis=0) for _ in range(3)))
