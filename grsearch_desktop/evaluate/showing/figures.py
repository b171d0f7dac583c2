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
    both = [(_value(cell), cell) for cell in cells]
    numbers = [value for value, _ in both if value is not None and math.isfinite(value)]
    has_intervals = any(isinstance(cell, Interval) for cell in cells)
    decimals = _most_decimals(numbers) if has_intervals else _decimals(numbers)
    return Column(
        name,
        tuple(_figure(cell, decimals) for cell in cells),
        is_number=any(value is not None or _is_written_number(cell) for value, cell in both),
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
    below, above = _written(cell.below, fine), _written(cell.above, fine)
    dash = " to " if _MINUS in below + above else "–"
    return Figure(text, f"{below}{dash}{above}")


def _value(cell: Cell) -> float | None:
    if isinstance(cell, Interval):
        return cell.value
    return None if isinstance(cell, str) else cell


def _is_written_number(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(re.fullmatch(r"[+−-]?[\d.,]+", cell))


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
