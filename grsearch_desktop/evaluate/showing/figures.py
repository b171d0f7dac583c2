"""How figures are written in a table, alike in the terminal and on the page."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from grsearch_desktop.evaluate.experiments.experiment import Cell, Interval, Table

_MOST_DECIMALS = 3
_MOST_OF_TENS = 1
"""Decimals of figures of 10 and more, as points and percents are."""
_TENS = 10
_NONE = "–"
_MINUS = "−"


@dataclass(frozen=True)
class Figure:
    """A cell as it is written."""

    text: str
    range: str = ""
    """Where it lies with 95 % certainty, e.g. "0.71–0.78" or "−0.3 to 0.1"; empty where that isn't
    known."""


@dataclass(frozen=True)
class Column:
    name: str
    figures: tuple[Figure, ...]
    is_number: bool


def columns(table: Table) -> tuple[Column, ...]:
    """The table by its columns.

    Figures with an interval have one decimal where any of the table's is 10 or more (points,
    percents), else three; the others of a column have as many as they need, at most 3, and 1 from
    10 on. One that is not finite is a dash.
    """
    cells = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    measured = [cell.value for row in table.rows for cell in row if isinstance(cell, Interval)]
    decimals = _most_decimals(measured)
    return tuple(
        _column(name, found, decimals) for name, found in zip(table.columns, cells, strict=True)
    )


def numbers(values: Sequence[float]) -> list[str]:
    """Figures with as many decimals as the finest needs, at most 3; not finite: a dash."""
    decimals = _decimals([value for value in values if math.isfinite(value)])
    return [_written(value, decimals) if math.isfinite(value) else _NONE for value in values]


def _column(name: str, cells: tuple[Cell, ...], of_intervals: int) -> Column:
    plain = [cell for cell in cells if isinstance(cell, float) and math.isfinite(cell)]
    decimals = _decimals(plain)
    # Figures of several sorts in one column: a large one would leave nothing of a small one.
    of_small = max(decimals, _decimals([value for value in plain if abs(value) < _TENS]))
    figures = []
    for cell in cells:
        if isinstance(cell, Interval):
            figures.append(_with_range(cell, of_intervals))
        elif isinstance(cell, float):
            count = of_small if abs(cell) < _TENS else decimals
            figures.append(Figure(_written(cell, count) if math.isfinite(cell) else _NONE))
        else:
            figures.append(Figure(_written(cell, 0) if isinstance(cell, int) else cell))
    return Column(name, tuple(figures), any(_is_number(cell) for cell in cells))


def _with_range(found: Interval, decimals: int) -> Figure:
    if not math.isfinite(found.value):
        return Figure(_NONE)
    text = _written(found.value, decimals)
    if not math.isfinite(found.below + found.above):
        return Figure(text)
    # A range is to be judged by eye: a third decimal of it says nothing.
    fine = min(decimals, _MOST_DECIMALS - 1)
    below, above = _written(found.below, fine), _written(found.above, fine)
    dash = " to " if _MINUS in below + above else "–"
    return Figure(text, f"{below}{dash}{above}")


def _is_number(cell: Cell) -> bool:
    return not isinstance(cell, str) or bool(re.fullmatch(r"[+−-]?[\d.,]+", cell))


def _decimals(values: Sequence[float]) -> int:
    """As few as tell all of them exactly, but no more than are worth reading."""
    most = _most_decimals(values)
    for count in range(most):
        if all(math.isclose(round(value, count), value, abs_tol=1e-9) for value in values):
            return count
    return most


def _most_decimals(values: Sequence[float]) -> int:
    return _MOST_OF_TENS if any(abs(value) >= _TENS for value in values) else _MOST_DECIMALS


def _written(value: float, decimals: int) -> str:
    text = f"{value:,.{decimals}f}"
    # No figure is less than nothing by less than can be seen.
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    return text.replace("-", _MINUS)
