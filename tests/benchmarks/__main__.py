"""Runs every benchmark, each in a process of its own, and puts all in one table: `make bench`.

    python -m tests.benchmarks [--quick] [--only NAME ...] [--without NAME ...] [--rows FILE]

The table is printed and written to `build/bench.json`, a list of {"name", "ours", "yardstick",
"unit", "ratio", "must", "holds"}. Ours and yardstick of a row are of one run. A benchmark that
can't be run, or whose yardstick is not installed, is one row that does not hold and says why. Each
benchmark prints more than its rows when it is run by itself: python -m tests.benchmarks.NAME.
"""

import argparse
import importlib.util
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks.program import ROOT
from tests.benchmarks.table import Row, written

ALL = {
    "vector_search": ["vector_search"],
    "vector_recall": ["vector_recall"],
    "vector_filters": ["vector_filters"],
    "growth": ["growth"],
    "memory": ["memory"],
    "image_stage": ["image_stage"],
    "text_stage": ["text_stage"],
    "meaning_stage": ["meaning_stage"],
    "whole_index": ["whole_index"],
    "model_swap": ["model_swap"],
    "recognition": ["recognition", "--most", "60"],
    "ocr": ["ocr", "--screenshots", "12", "--scans"],
    "quality": ["quality"],
    "quality-both": ["quality", "papers", "photos", "--both"],
    "quality-recoll": ["quality", "papers", "--recoll"],
    "fresh_search": ["fresh_search"],
    "calibration_cost": ["calibration_cost"],
    "words": ["words"],
    "window_start": ["window_start"],
    "window_typing": ["window_typing"],
    "window_scroll": ["window_scroll"],
    "preview": ["preview"],
    "text_view": ["text_view"],
    "misfits": ["misfits"],
    "means": ["means"],
    "interrupted": ["interrupted"],
    "robustness": ["robustness", "--names"],
}
QUICK = ("vector_search", "vector_recall", "vector_filters", "text_stage", "image_stage", "memory")
"""What is measured within some minutes, once the vectors are there."""
KEPT = ROOT / "build" / "bench.json"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help=f"these alone: {', '.join(QUICK)}")
    parser.add_argument("--only", nargs="*", choices=ALL, help="these alone")
    parser.add_argument("--without", nargs="*", choices=ALL, default=[], help="all but these")
    parser.add_argument("--rows", type=Path, default=KEPT, help="default: build/bench.json")
    asked = parser.parse_args()
    chosen = asked.only or (QUICK if asked.quick else ALL)
    rows: list[Row] = []
    for name in chosen:
        if name not in asked.without:
            print(f"{name} ...", file=sys.stderr, flush=True)
            rows += measured(name, ALL[name])
            # After each: who stops it half-way has what was measured until then.
            keep(rows, asked.rows)
    print(written(rows))
    return 0 if all(row.holds for row in rows) else 1


def measured(name: str, command: Sequence[str]) -> list[Row]:
    """The rows of one benchmark; one that says why where it gave none."""
    module, *arguments = command
    if importlib.util.find_spec(f"tests.benchmarks.{module}") is None:
        return [Row.missing(name, "there is no such benchmark")]
    ended = subprocess.run(
        [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments, "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    rows = rows_of(ended.stdout)
    if ended.returncode and (ended.returncode != 1 or all(row.holds for row in rows)):
        said = (ended.stderr.strip() or f"it ended with {ended.returncode}").splitlines()[-1]
        rows.append(Row.missing(name, said[:200]))
    return rows


def rows_of(printed: str) -> list[Row]:
    """What a benchmark printed with `--json`: one object in a line for each group of figures."""
    rows = []
    for line in printed.splitlines():
        if not line.startswith('{"benchmark"'):
            continue
        group = json.loads(line)
        figures = group.get("figures", ())
        rows += [Row.of(group["benchmark"], one) for one in figures if one["told"]]
    return rows


def keep(rows: Sequence[Row], where: Path) -> None:
    where.parent.mkdir(parents=True, exist_ok=True)
    part = where.with_name(f"{where.name}.part")
    part.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", "utf-8")
    part.replace(where)


if __name__ == "__main__":
    sys.exit(main())
