"""Sign bits: where a vector lies as seen from the middle of all, in 64 bytes.

Each bit says on which side of a plane through the centre a vector lies. Two vectors at the angle t
differ in about B t / pi of B bits (M. Charikar, Similarity estimation techniques from rounding
algorithms, 2002); planes that stand at right angles to each other tell more than random ones (J. Ji
and others, Super-bit locality-sensitive hashing, 2012). A vector of which all is known tells more
of its angle with a code than its own code does (J. Gao and C. Long, RaBitQ, 2024).
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

Codes = NDArray[np.uint8]
"""uint8, shape (N, B / 8)."""

_LEAST = 512
"""Bits of a code; more where a vector has more dimensions."""
_SEED = 2507
_BLOCK = 4_096
"""Codes that the processor's cache holds beside the tables."""


def bits(dimension: int) -> int:
    """How many bits a code has: a multiple of 64, no fewer than dimensions."""
    return max(_LEAST, -(-dimension // 64) * 64)


def codes(offsets: NDArray[np.float32]) -> Codes:
    """The codes of vectors, given as they lie from the centre: float32, shape (N, D)."""
    return np.packbits(offsets @ _directions(offsets.shape[1]) > 0.0, axis=1)


def finer(query: NDArray[np.float32], codes: Codes) -> NDArray[np.float32]:
    """About the cosine of a query, float32, shape (D,), unit length, with what each code is of.

    By a table of what each of the 256 forms of a byte adds: shape (N,), a tenth of the time of a
    product with the bits.
    """
    turned = query @ _directions(len(query))
    signs = 2.0 * np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1) - 1.0
    table = (turned.reshape(-1, 8) @ signs.T.astype(np.float32)).astype(np.float32)
    found = np.zeros(len(codes), np.float32)
    for first in range(0, len(codes), _BLOCK):
        block = slice(first, first + _BLOCK)
        for adds, column in zip(table, np.ascontiguousarray(codes[block].T), strict=True):
            found[block] += adds.take(column)
    # The sum of a unit vector's B coordinates, whatever their signs, is about sqrt(2 B / pi).
    return found / np.float32(np.sqrt(2.0 * len(turned) / np.pi))


@lru_cache(maxsize=2)
def _directions(dimension: int) -> NDArray[np.float32]:
    """What stands upright on each plane, float32, shape (D, B): the same at all times."""
    count = bits(dimension)
    drawn = np.random.default_rng(_SEED).standard_normal((count, count))
    # On several threads that wait for each other by spinning it takes 40 to 80 times the processor.
    with threadpool_limits(1, "blas"):
        turned, above = np.linalg.qr(drawn)
    # Which way each one points is left open by the method, and differs between its makers.
    upright = turned * np.sign(np.diag(above))
    return np.ascontiguousarray(upright[:dimension], dtype=np.float32)
