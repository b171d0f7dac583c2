"""How figures are written in a table, alike in the terminal and on the page."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from grsearch_desktop.evaluate.experiments.experiment import Cell, Interval, Table

_MOST_DECIMALS = 3
_MOST_OF_TENS = 1
"""Decimals of figures of 10 and more, as points and percents are."""
_TENS = 10
_NONE = "–"


@dataclass(frozen=True)
class Figure:
    """A cell as it is written."""

    text: str
    range: str = ""
    """Where it lies with 95 % certainty, e.g. "0.71–0.78"; empty where that isn't known."""


@dataclass(frozen=True)
class Column:
    name: str
    figures: tuple[Figure, ...]
    is_number: bool


def columns(table: Table) -> tuple[Column, ...]:
    """The table by its columns.

    The figures of each have as many decimals as they need, at most 3, and 1 from 10 on. One that
    is not finite is a dash.
    """
    cells = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    return tuple(_column(name, found) for name, found in zip(table.columns, cells, strict=True))


def numbers(values: Sequence[float]) -> list[str]:
    """Figures with as many decimals as the finest needs, at most 3; not finite: a dash."""
    decimals = _decimals([value for value in values if math.isfinite(value)])
    return [_written(value, decimals) if math.isfinite(value) else _NONE for value in values]


def _column(name: str, cells: tuple[Cell, ...]) -> Column:
    values = [_value(cell) for cell in cells]
    numbers = [value for value in values if value is not None and math.isfinite(value)]
    has_intervals = any(isinstance(cell, Interval) for cell in cells)
    decimals = _most_decimals(numbers) if has_intervals else _decimals(numbers)
    return Column(
        name,
        tuple(_figure(cell, decimals) for cell in cells),
        is_number=any(value is not None for value in values),
    )


def _figure(cell: Cell, decimals: int) -> Figure:
    value = _value(cell)
    if value is None:
        return Figure(str(cell))
    if not math.isfinite(value):
        return Figure(_NONE)
    if isinstance(cell, int):
        return Figure(_written(cell, 0))
    text = _written(value, decimals)
    if not isinstance(cell, Interval) or not math.isfinite(cell.below + cell.above):
        return Figure(text)
    # A range is to be judged by eye: a third decimal of it says nothing.
    fine = min(decimals, _MOST_DECIMALS - 1)
    return Figure(text, f"{_written(cell.below, fine)}–{_written(cell.above, fine)}")


def _value(cell: Cell) -> float | None:
    if isinstance(cell, Interval):
        return cell.value
    return None if isinstance(cell, str) else cell


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
    return text.replace("-", "−")
