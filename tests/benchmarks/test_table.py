"""The form of the figures: what one must be, how it is read again, and what stands in the table."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import ALL, keep, measured, rows_of
from tests.benchmarks.table import Figure, Row, show, written

COLUMNS = {"name", "ours", "yardstick", "unit", "ratio", "must", "holds"}


def test_what_must_be_is_of_the_ratio_where_there_is_a_yardstick() -> None:
    assert Figure("search", 40.0, "<= 0.1", "ms", yardstick=500.0).holds
    assert not Figure("search", 60.0, "<= 0.1", "ms", yardstick=500.0).holds
    assert Figure("search, p95", 60.0, "< 100", "ms").holds
    assert not Figure("recall", 0.98, ">= 0.99").holds


def test_a_row_has_the_figures_of_one_run_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    figures = [
        Figure("files", 92),
        Figure("median", 4.8, "<= 0.6", "s", 8.0, "recollindex"),
        Figure("whole", 180.0, unit="s", told=True),
    ]
    assert show("text stage", figures, as_json=True) == 0
    rows = rows_of("a warning\n" + capsys.readouterr().out)
    assert [row.name for row in rows] == [
        "text stage: median, beside recollindex",
        "text stage: whole",
    ]
    assert asdict(rows[0]) == {
        "name": "text stage: median, beside recollindex",
        "ours": 4.8,
        "yardstick": 8.0,
        "unit": "s",
        "ratio": pytest.approx(0.6),
        "must": "<= 0.6",
        "holds": True,
    }


def test_the_rows_are_written_as_a_list_of_objects(tmp_path: Path) -> None:
    rows = [
        Row("recall", 0.98, None, "", None, ">= 0.99", False),
        Row.missing("text_stage", "recollindex is missing"),
    ]
    keep(rows, tmp_path / "build" / "bench.json")
    found = json.loads((tmp_path / "build" / "bench.json").read_text("utf-8"))
    assert [set(row) for row in found] == [COLUMNS, COLUMNS]
    lines = written(rows).splitlines()
    assert len(lines) == 3
    assert lines[1].split()[-1] == lines[2].split()[-1] == "NO"


def test_a_benchmark_that_fails_is_one_row_that_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [row.holds for row in measured("none", ["no_such_benchmark"])] == [False]
    monkeypatch.setenv("GRSEARCH_BENCH_DATA", "/nowhere/to/be/found")
    rows = measured("quality", ALL["quality"])
    assert len(rows) == 1
    assert "/nowhere/to/be/found" in rows[0].name
    assert not rows[0].holds
    assert sys.executable not in rows[0].name
