"""`kill -9` at random moments of indexing, then a last run: nothing lost, nothing twice.

    python -m tests.benchmarks.interrupted [--kills 5] [--folder DIR] [--seed N]

The library that five kills went through must hold the same items and give the same answers as
one that was never disturbed.
"""

import random
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks import questions
from tests.benchmarks.asking import Found, ask_all
from tests.benchmarks.program import Program, data, program
from tests.benchmarks.table import Figure, options, show

START = 0.3
"""Seconds, in which the program hardly does more than start."""
NOISE = 1e-4
"""Two scores that differ less are the same: batches of another size round differently."""


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="default: the papers")
    parser.add_argument("--seed", type=int, default=None, help="for the moments; default: new ones")
    asked = parser.parse_args()
    seed = asked.seed if asked.seed is not None else time.time_ns() % 100_000
    print(f"seed {seed}", file=sys.stderr)
    folder = asked.folder.resolve() if asked.folder else data("papers")
    texts = [question.text for question in questions.read("papers")]

    with program() as undisturbed:
        whole = undisturbed.done("index", folder).wall
        expected, expected_answers = state(undisturbed), ask_all(undisturbed, texts)

    moments = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="grsearch-bench-") as made:
        for attempt in range(10):
            with program(Path(made) / str(attempt)) as disturbed:
                # Each kill lets about a share of the work pass, so that all fall into the work.
                longest = START + (whole - START) / (asked.kills + attempt)
                waits = [moments.uniform(START, longest) for _ in range(asked.kills)]
                landed, orphans = kill(disturbed, folder, waits)
                if landed < asked.kills:
                    continue  # It was done before the last kill.
                last = disturbed.done("index", folder)
                found, found_answers = state(disturbed), ask_all(disturbed, texts)
            break
        else:
            raise SystemExit("The folder is too small: indexing ends before the kills.")

    differing = {key for key in expected if expected[key] != found[key]}
    for key in differing:
        print(f"{key}: undisturbed {expected[key]}, disturbed {found[key]}", file=sys.stderr)
    unlike = sum(
        not same(one, other) for one, other in zip(expected_answers, found_answers, strict=True)
    )
    figures = [
        Figure("undisturbed run", whole, unit="s"),
        Figure("kills", landed, f"= {asked.kills}"),
        Figure("last run", last.wall, unit="s"),
        Figure("children left by a killed run", orphans, "= 0"),
        Figure("counts that differ", len(differing), "= 0"),
        Figure(f"answers that differ, of {len(texts)}", unlike, "= 0"),
    ]
    return show(f"interrupted, {folder.name}", figures, as_json=asked.json)


def kill(grsearch: Program, folder: Path, waits: list[float]) -> tuple[int, int]:
    """How many kills hit a run at work, and how many children outlived it by five seconds."""
    landed = orphans = 0
    for wait in waits:
        running = grsearch.start("index", folder)
        time.sleep(wait)
        if running.poll() is None:
            landed += 1
            running.kill()
        running.wait()
        left = grsearch.left_behind(patience=5.0)
        orphans += len(left)
        for line in left:
            print(f"left behind: {line}", file=sys.stderr)
    return landed, orphans


def state(grsearch: Program) -> dict[str, object]:
    """What the library holds."""
    status = grsearch.json("status")
    errors = grsearch.json("errors")["errors"]
    return {
        "files": status["files"],
        "items": status["items"],
        "stages": status["stages"],
        "errors": sorted((error["path"], error["reason"]) for error in errors),
    }


def same(one: list[Found], other: list[Found]) -> bool:
    """The same files in the same order, but for those whose scores are as good as equal."""
    if len(one) != len(other):
        return False
    return all(
        left.path == right.path or abs(left.score - right.score) < NOISE
        for left, right in zip(one, other, strict=True)
    )


if __name__ == "__main__":
    sys.exit(main())
