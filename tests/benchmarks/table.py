"""The form that all figures have: what was measured, beside what, and what it must be.

A benchmark gives `Figure`s to `show`, which prints them as a person reads them or (`--json`) as one
JSON object in a line; a figure that is not what it must be ends the program with 1. `make bench`
gathers those lines into one table.
"""

import argparse
import json
import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

_COMPARE = {"<": operator.lt, "<=": operator.le, ">=": operator.ge, "=": operator.eq}


@dataclass(frozen=True)
class Figure:
    """A measured number, beside a yardstick of the same run if it has one."""

    name: str
    ours: float
    must: str = ""
    """A comparison and a number, e.g. ">= 0.75"; empty: for information. It is for the ratio where
    there is a yardstick, else for `ours`."""
    unit: str = ""
    yardstick: float | None = None
    beside: str = ""
    """What the yardstick is of."""
    told: bool = False
    """Whether it stands in the table of all, though nothing is demanded of it."""

    @property
    def ratio(self) -> float | None:
        """Ours to the yardstick's."""
        if self.yardstick is None:
            return None
        return self.ours / self.yardstick if self.yardstick else float("inf")

    @property
    def holds(self) -> bool:
        if not self.must:
            return True
        sign, bound = self.must.split()
        compared = self.ours if self.ratio is None else self.ratio
        return bool(_COMPARE[sign](compared, float(bound)))


@dataclass(frozen=True)
class Row:
    """A line of the table of all benchmarks, and an entry of its JSON."""

    name: str
    ours: float | None
    yardstick: float | None
    unit: str
    ratio: float | None
    must: str
    holds: bool

    @classmethod
    def of(cls, benchmark: str, figure: dict[str, Any]) -> "Row":
        """A figure of a benchmark as `show` wrote it."""
        name = f"{benchmark}: {figure['name']}"
        if figure["beside"]:
            name += f", beside {figure['beside']}"
        kept = {key: figure[key] for key in ("ours", "yardstick", "unit", "ratio", "must", "holds")}
        return cls(name, **kept)

    @classmethod
    def missing(cls, benchmark: str, why: str, *, holds: bool = False) -> "Row":
        """A benchmark, or its yardstick, that could not be run."""
        return cls(f"{benchmark}: {why}", None, None, "", None, "", holds)


def show(title: str, figures: Sequence[Figure], *, as_json: bool = False) -> int:
    """Prints the figures; the exit code that they deserve."""
    if as_json:
        print(json.dumps({"benchmark": title, "figures": [as_plain(one) for one in figures]}))
    else:
        width = max(len(figure.name) for figure in figures)
        print(f"\n{title}")
        for figure in figures:
            print(_line(figure, width))
    return 0 if all(figure.holds for figure in figures) else 1


def as_plain(figure: Figure) -> dict[str, Any]:
    """A figure as JSON types."""
    return {
        "name": figure.name,
        "ours": figure.ours,
        "yardstick": figure.yardstick,
        "beside": figure.beside,
        "unit": figure.unit,
        "ratio": figure.ratio,
        "must": figure.must,
        "holds": figure.holds,
        "told": figure.told or bool(figure.must) or figure.yardstick is not None,
    }


def written(rows: Iterable[Row]) -> str:
    """The table as a person reads it."""
    head = ("figure", "ours", "yardstick", "unit", "ratio", "must", "holds")
    lines = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in (0, 3, 5, 6) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def options(description: str | None) -> argparse.ArgumentParser:
    """What every benchmark takes."""
    parser = argparse.ArgumentParser(description=(description or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.4g}" if abs(value) < 1000 else f"{value:.0f}"


def _line(figure: Figure, width: int) -> str:
    line = f"  {figure.name:<{width}}  {number(figure.ours):>8} {figure.unit:<9}"
    if figure.yardstick is not None:
        beside = f" ({figure.beside})" if figure.beside else ""
        line += f"against {number(figure.yardstick)}{beside}: {number(figure.ratio)}  "
    elif figure.beside:
        line += f"({figure.beside})  "
    if figure.must:
        line += f"must be {figure.must}: " + ("yes" if figure.holds else "NO")
    return line.rstrip()


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.name,
        number(row.ours),
        number(row.yardstick),
        row.unit,
        number(row.ratio),
        row.must,
        "" if row.holds and not row.must else "yes" if row.holds else "NO",
    )
