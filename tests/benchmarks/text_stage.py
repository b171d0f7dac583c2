"""The text stage against recollindex, on the same folder, in one run.

    python -m tests.benchmarks.text_stage [--rounds 3] [--folder DIR]

Both start from nothing each time, by turns (ours, theirs, ours, ...), on files that the page
cache holds; the ratio is that of the medians.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import recoll
from tests.benchmarks.program import data, program
from tests.benchmarks.table import Figure, options, show

MUST = "<= 0.6"
"""Ours to recollindex's."""


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="default: the papers")
    asked = parser.parse_args()
    recoll.need()
    folder = asked.folder.resolve() if asked.folder else data("papers")
    warm(folder)
    ours, theirs = [], []
    with tempfile.TemporaryDirectory(prefix="grsearch-bench-") as made:
        for turn in range(asked.rounds):
            with program() as grsearch:
                ours.append(grsearch.done("index", folder, "--until", "text").wall)
            theirs.append(recoll.index(folder, Path(made) / str(turn)))
    mine, yours = statistics.median(ours), statistics.median(theirs)
    figures = [
        Figure("median", mine, MUST, "s", yours, "recollindex"),
        Figure("text stage, slowest", max(ours), unit="s"),
        Figure("recollindex, slowest", max(theirs), unit="s"),
    ]
    return show(f"text stage, {folder.name}", figures, as_json=asked.json)


def warm(folder: Path) -> None:
    """Reads every file once, so that neither side pays for the disk."""
    for path in folder.rglob("*"):
        if path.is_file():
            path.read_bytes()


if __name__ == "__main__":
    sys.exit(main())
