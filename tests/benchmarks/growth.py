"""What an item costs in a library of 10,000, of 100,000 and of a million.

    python -m tests.benchmarks.growth [--sizes 10000 100000 1000000] [--without-whole]

The libraries are those of `large_library`, laid down through the store: its seconds of a core are
what indexing an item costs beside reading and encoding it, which know nothing of a library's size.
A real engine then answers 200 real questions. Memory and file grow by so much for each item more
between two sizes; what an item costs must be the same within a fifth. Last, the whole program
indexes the 10,000 small files of the smallest library.
"""

import json
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import large_library, real_vectors
from tests.benchmarks.engine_process import PATIENCE, Memory, running
from tests.benchmarks.program import program
from tests.benchmarks.table import Figure, options, show

SIZES = (10_000, 100_000, 1_000_000)
FLAT = "<= 1.2"
SEARCH = {100_000: "< 50", 1_000_000: "< 100"}
"""Milliseconds, p95."""
FIRST = "< 3"
"""Seconds from the engine's start to its first answer."""


@dataclass(frozen=True)
class Size:
    """A library of one size, measured."""

    items: int
    laying: float
    """Milliseconds of a core that the store took for an item."""
    bytes: float
    """Of the library's file, for an item."""
    first: float
    """Seconds from the engine's start to its first answer."""
    at_rest: float | None
    """... and until it had looked at all files; None where it was not waited for so long."""
    median: float
    """Milliseconds."""
    p95: float
    memory: Memory


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--questions", type=int, default=real_vectors.QUESTIONS)
    parser.add_argument("--patience", type=float, default=PATIENCE, help="seconds for its rest")
    parser.add_argument("--without-whole", action="store_true", help="index no files in the end")
    asked = parser.parse_args()
    sizes = []
    for items in sorted(asked.sizes):
        sizes.append(measured(items, asked.questions, asked.patience))
        print(sizes[-1], file=sys.stderr)
    figures = [figure for size in sizes for figure in figures_of(size)]
    figures += flatness(sizes)
    if not asked.without_whole:
        figures += whole(large_library.prepared(SIZES[0]).root.parent / "files")
    return show("growth", figures, as_json=asked.json)


def measured(items: int, count: int, patience: float) -> Size:
    home = large_library.prepared(items)
    laid = json.loads((home.root.parent / "laid.json").read_text("utf-8"))
    questions = real_vectors.asked(count)
    with running(home, questions[0], patience) as engine:
        engine.times(questions[:5])
        walls = engine.times(questions)
        memory = engine.memory()
        answers, at_rest = engine.answers, engine.at_rest
    return Size(
        items,
        1000 * sum(batch["processor"] for batch in laid) / items,
        home.library.stat().st_size / items,
        answers,
        at_rest,
        1000 * statistics.median(walls),
        1000 * statistics.quantiles(walls, n=20, method="inclusive")[-1],
        memory,
    )


def figures_of(size: Size) -> list[Figure]:
    of = f"{size.items} items"
    rest = []
    if size.at_rest is not None:
        rest.append(Figure(f"{of}: engine's start to its rest", size.at_rest, unit="s"))
    return [
        *rest,
        Figure(f"{of}: store, of a core for each", size.laying, unit="ms", told=True),
        Figure(f"{of}: file, for each", size.bytes, unit="bytes", told=True),
        Figure(f"{of}: engine's start to its first answer", size.first, FIRST, "s"),
        Figure(f"{of}: search, median", size.median, unit="ms", told=True),
        Figure(f"{of}: search, p95", size.p95, SEARCH.get(size.items, ""), "ms", told=True),
        Figure(f"{of}: engine's memory (PSS)", size.memory.shared_out, unit="MB", told=True),
        Figure(f"{of}: engine's memory (RSS)", size.memory.resident, unit="MB", told=True),
    ]


def flatness(sizes: list[Size]) -> list[Figure]:
    """What an item costs in the largest library, beside the smallest."""
    if len(sizes) < 2:
        return []
    small, large = sizes[0], sizes[-1]
    beside = f"{small.items} items"
    rows = [
        Figure("store, for an item of the largest", large.laying, FLAT, "ms", small.laying, beside),
        Figure("file, for an item of the largest", large.bytes, FLAT, "bytes", small.bytes, beside),
    ]
    if len(sizes) > 2:
        # The model and the program themselves take the same whatever the size.
        later, sooner = (
            1024 * (b.memory.shared_out - a.memory.shared_out) / (b.items - a.items) * 1024
            for a, b in ((sizes[-2], large), (small, sizes[-2]))
        )
        step = f"from {small.items} to {sizes[-2].items}"
        rows.append(Figure("memory, for each item more", later, FLAT, "bytes", sooner, step))
    return rows


def whole(files: Path) -> list[Figure]:
    """The whole program on real small files."""
    with program() as grsearch:
        wall = grsearch.done("index", files).wall
        number = grsearch.json("status")["files"]["total"]
    return [
        Figure(f"index of {number} small files, whole program", wall, unit="s", told=True),
        Figure("index of small files, for each", 1000 * wall / number, unit="ms", told=True),
    ]


if __name__ == "__main__":
    sys.exit(main())
