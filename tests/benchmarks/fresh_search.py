"""What a person waits for on the command line: a search in a fresh process, a second `index`.

python -m tests.benchmarks.fresh_search [--rounds 5] [--home DIR]
"""

import json
import statistics
import sys
from pathlib import Path

from tests.benchmarks import questions
from tests.benchmarks.program import data, program
from tests.benchmarks.table import Figure, options, show


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--home", type=Path, help="a library of the papers that is there already")
    asked = parser.parse_args()
    papers = data("papers")
    with program(asked.home) as grsearch:
        first = grsearch.done("index", papers).wall
        again = [grsearch.done("index", papers).wall for _ in range(asked.rounds)]
        walls, took = [], []
        for question in questions.read("papers")[: asked.rounds]:
            run = grsearch.done("search", question.text, "--json")
            walls.append(run.wall)
            took.append(json.loads(run.stdout)["took_ms"])
    figures = [
        Figure(
            "index of the papers" if asked.home is None else "index of this home", first, unit="s"
        ),
        Figure("index again, unchanged, median", statistics.median(again), unit="s"),
        Figure("index again, unchanged, slowest", max(again), "< 2", "s"),
        Figure("search, fresh process, median", statistics.median(walls), unit="s"),
        Figure("search, fresh process, slowest", max(walls), "< 1.5", "s"),
        Figure("took_ms, median", statistics.median(took), unit="ms"),
        Figure("took_ms, slowest", max(took), "< 100", "ms"),
    ]
    return show("fresh process, papers", figures, as_json=asked.json)


if __name__ == "__main__":
    sys.exit(main())
