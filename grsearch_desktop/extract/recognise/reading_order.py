"""In which order a person reads the lines of a picture: column after column, each from its top."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_GUTTER = 0.7
"""Between two columns, in heights of a line, at least."""
_FEWEST = 3
"""Lines of a column, at least: fewer are words that happen to stand side by side."""
_NARROW = 8.0
"""In heights of a line: cells of a table, prices, labels."""
_BESIDE = 0.3
"""How far two middles may differ, in heights of a line, for both to stand in one row."""
_MOSTLY = 0.7
_MOST_BANDS = 120
"""Rows of a block within which columns are looked for."""


@dataclass(frozen=True)
class Place:
    """Where a line stands, in any unit; x grows to the right and y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def order(places: Sequence[Place]) -> list[int]:
    """The indices of the lines as they are read.

    >>> left, right = [Place(0, y, 90, y + 8) for y in (0, 10, 20)], Place(100, 0, 190, 8)
    >>> order([right, *left])
    [0, 1, 2, 3]
    """
    if not places:
        return []
    height = median(place.height for place in places)
    return _ordered(list(enumerate(places)), height)


_Lines = list[tuple[int, Place]]


def _ordered(lines: _Lines, height: float) -> list[int]:
    rows = _rows(lines)
    if (band := _largest_band(rows, height)) is None:
        return [index for row in rows for index, _ in sorted(row, key=lambda line: line[1].left)]
    first, last, columns = band
    above = [line for row in rows[:first] for line in row]
    below = [line for row in rows[last:] for line in row]
    order = _ordered(above, height) if above else []
    for column in columns:
        order += _ordered(column, height)
    return order + (_ordered(below, height) if below else [])


def _rows(lines: _Lines) -> list[_Lines]:
    """Lines that stand beside each other, from the top down."""
    rows: list[_Lines] = []
    for line in sorted(lines, key=lambda line: line[1].middle):
        if rows and line[1].top < _middle(rows[-1]) and line[1].middle < _lowest(rows[-1]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _middle(row: _Lines) -> float:
    return sum(place.middle for _, place in row) / len(row)


def _lowest(row: _Lines) -> float:
    return max(place.bottom for _, place in row)


def _largest_band(rows: list[_Lines], height: float) -> tuple[int, int, list[_Lines]] | None:
    """From which row to before which other one there are columns, as many lines as can be."""
    best: tuple[int, int, list[_Lines]] | None = None
    most = 0
    for first in range(min(len(rows), _MOST_BANDS)):
        if sum(map(len, rows[first:])) <= most:
            break
        band: _Lines = []
        for last in range(first, len(rows)):
            band = band + rows[last]
            columns = _columns(band, height)
            if len(columns) < 2 and len(band) >= 2 * _FEWEST and not _gaps(band, height):
                break  # what stands across stays across
            if len(columns) > 1 and len(band) > most:
                best, most = (first, last + 1, columns), len(band)
    return best


def _gaps(lines: _Lines, height: float) -> list[float]:
    """The right ends of columns: after each there is room from the top to the bottom."""
    gaps = []
    reach = float("-inf")
    for place in sorted((place for _, place in lines), key=lambda place: place.left):
        if reach > float("-inf") and place.left - reach >= _GUTTER * height:
            gaps.append(reach)
        reach = max(reach, place.right)
    return gaps


def _columns(lines: _Lines, height: float) -> list[_Lines]:
    """The lines in columns, from the left; in one where there is no gap or it is a table's."""
    columns: list[_Lines] = []
    edges = [float("-inf"), *_gaps(lines, height), float("inf")]
    for after, until in pairwise(edges):
        column = [line for line in lines if after < line[1].right <= until]
        if columns and _belong_together(columns[-1], column, height):
            columns[-1].extend(column)
        else:
            columns.append(column)
    return columns


def _belong_together(left: _Lines, right: _Lines, height: float) -> bool:
    """Whether rows go on from one column to the next, as in a table or on a bill."""
    if min(len(left), len(right)) < _FEWEST:
        return True
    narrowest = min(median(p.right - p.left for _, p in side) for side in (left, right))
    if narrowest >= _NARROW * height:
        return False
    fewer, more = sorted((left, right), key=len)
    if len(fewer) < len(more) / 2:
        return False
    middles = [place.middle for _, place in more]
    beside = sum(
        any(abs(place.middle - middle) <= _BESIDE * height for middle in middles)
        for _, place in fewer
    )
    return beside >= _MOSTLY * len(fewer)
