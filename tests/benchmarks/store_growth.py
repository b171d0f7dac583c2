"""What laying an item down costs the store in libraries of several sizes, by turns.

    python -m tests.benchmarks.store_growth [--sizes 10000 100000 1000000] [--rounds 6]

Copies of the libraries of `large_library` get the same batches, one right after the other: whatever
else the machine does, it does to all of them. Seconds of a core.
"""

import itertools
import shutil
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from grsearch_desktop.encode import bundled
from grsearch_desktop.store.database import Database
from tests.benchmarks import large_library
from tests.benchmarks.growth import FLAT, SIZES
from tests.benchmarks.large_library import (
    KEPT,
    Laid,
    endless_texts,
    likeness_kept,
    made_file,
    real_seed,
)
from tests.benchmarks.table import Figure, options, show

BATCH = 1_000
"""Items that are laid down at once."""


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--rounds", type=int, default=6)
    asked = parser.parse_args()
    folders = [_copied(items) for items in sorted(asked.sizes)]
    try:
        figures = measured(sorted(asked.sizes), folders, asked.rounds)
    finally:
        for folder in folders:
            shutil.rmtree(folder)
    return show("growth of the store, by turns", figures, as_json=asked.json)


def _copied(items: int) -> Path:
    folder = KEPT / f"growing-{items}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(large_library.prepared(items).library, folder / "library.db")
    return folder


def measured(sizes: Sequence[int], folders: Sequence[Path], rounds: int) -> list[Figure]:
    real, encoder = real_seed(), bundled.load(1)
    databases = [Database(folder / "library.db") for folder in folders]
    laid = [
        Laid(database, encoder.name, encoder.dimension, encoder.token_limit)
        for database in databases
    ]
    texts, numbers = endless_texts(real.passages), itertools.count(10**7)
    costs: list[list[float]] = [[] for _ in sizes]
    with likeness_kept():
        for number in range(rounds + 1):
            made = [made_file(folders[0], next(numbers), real, texts) for _ in range(BATCH)]
            for one, kept in zip(laid, costs, strict=True):
                root = one.files.folders()[0]
                one.down(root.id, made, real, np.random.default_rng(number))
                if number:  # the first one reads what the others find in memory
                    kept.append(1000 * one.batches[-1].processor / BATCH)
    for database in databases:
        database.close()
    figures = [
        Figure(f"{items} items: store, of a core for each more", statistics.mean(kept), unit="ms")
        for items, kept in zip(sizes, costs, strict=True)
    ]
    least, most = statistics.mean(costs[0]), statistics.mean(costs[-1])
    beside = f"{sizes[0]} items"
    return [*figures, Figure("store, for one more of the largest", most, FLAT, "ms", least, beside)]


if __name__ == "__main__":
    sys.exit(main())
