"""What else could close the gap between texts and images, beside the mean alone: vectors only.

    python -m tests.benchmarks.beyond_the_mean                    # all four sets, about 5 minutes
    python -m tests.benchmarks.beyond_the_mean photos everyday --rows
    python -m tests.benchmarks.beyond_the_mean /data/mscoco --model openclip:ViT-B-32/laion2b

A family's setting is the one that gains most on even questions, one for all sets; it is judged on
odd ones. Vectors and page images are kept below build/evaluate, so that a second run is quick.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from grsearch_desktop import paths
from grsearch_desktop.encode import models
from grsearch_desktop.evaluate.methods.beyond import compare
from tests.benchmarks.program import ROOT, data
from tests.benchmarks.table import options

SETS = ("papers", "photos", "everyday", "entities")


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("sets", nargs="*", default=SETS, help="names in shared/data, or folders")
    parser.add_argument("--model", default="bundled", help="as the settings name it")
    parser.add_argument("--rows", action="store_true", help="print each set and fault too")
    parser.add_argument("--cache", type=Path, default=ROOT / "build" / "evaluate")
    asked = parser.parse_args()
    encoder = models.load(asked.model, paths.home().models, threads=2)
    places = [Path(name) if Path(name).exists() else data(name) for name in asked.sets]
    found = compare(places, encoder, asked.cache, lambda step: print(step, file=sys.stderr))
    figures = found.figures()
    if asked.json:
        print(json.dumps({"benchmark": "beyond the mean", "model": encoder.name, **figures}))
    else:
        show(encoder.name, figures, asked)
    return 0


def show(model: str, figures: dict[str, Any], asked: argparse.Namespace) -> None:
    print(f"\n{model}, {', '.join(map(str, asked.sets))}: gain over the mean alone, odd questions")
    for one in figures["verdicts"]:
        low, high = one["interval"]
        parts = [
            f"  {one['setting']:<58} {one['gain']:+.3f} ({low:+.3f} to {high:+.3f})",
            f"{one['trials']} trials",
            *(f"better: {name}" for name in one["better"]),
            *(f"worse: {name}" for name in one["worse"]),
            *(["WINS"] if one["wins"] else []),
        ]
        print("; ".join(parts))
    if not asked.rows:
        return
    trials = dict.fromkeys(row["trial"] for row in figures["results"])
    for trial in trials:
        print(f"\n{trial}: nDCG@10 even, odd; distinct answers in the first ten; largest hub")
        for row in figures["results"]:
            if row["trial"] == trial:
                low, high = row["gain odd interval"]
                print(
                    f"  {row['setting']:<58} {row['ndcg@10 even']:.3f} {row['ndcg@10 odd']:.3f} "
                    f"({row['gain odd']:+.3f}: {low:+.3f} to {high:+.3f}) "
                    f"{row['distinct']:.2f} {row['hub']:.2f}"
                )


if __name__ == "__main__":
    sys.exit(main())
