"""The names of a plot's curves: at the ends of their lines, or in a legend below."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from grsearch_desktop.evaluate.experiments.experiment import Curve
from grsearch_desktop.evaluate.showing.palette import METHODS
from grsearch_desktop.evaluate.showing.text import legible

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Annotation

_LONGEST = 26
"""Characters beside the end of a line; longer names go into a legend."""
_MOST = 8
_LINES_APART = 1.25
"""Of the size of the font: from the middle of one name to that of the next."""
_FARTHEST = 2.0
"""Lines that a name may lie from the end of its curve."""
_LEGEND_WIDTH = 96
"""Characters, with what stands before each name."""


def at_ends(axes: "Axes", curves: Sequence[Curve], colours: Sequence[str]) -> "list[Annotation]":
    """The names at the ends of their lines; none where a legend serves better."""
    ends = []
    for curve, colour in zip(curves, colours, strict=True):
        points = zip(curve.x, curve.y, strict=True)
        end = max((x, y) for x, y in points if math.isfinite(y))
        ends.append((end, legible(curve.name), colour))
    if (
        len(ends) > _MOST
        or len({end[0] for end, _, _ in ends}) > 1
        or any(len(name) > _LONGEST for _, name, _ in ends)
    ):
        return []
    return [
        axes.annotate(
            name,
            end,
            xytext=(9, 0),
            textcoords="offset points",
            va="center_baseline",
            color=colour,
            weight="bold" if name in METHODS else "normal",
            annotation_clip=False,
            parse_math=False,
        )
        for end, name, colour in ends
    ]


def spread(labels: "Sequence[Annotation]") -> bool:
    """Moves labels apart, up and down; False where one would come too far from its line."""
    line = float(labels[0].get_fontsize()) * _LINES_APART
    axes = labels[0].axes
    assert axes is not None
    figure = axes.get_figure(root=True)
    assert figure is not None
    # Points, as offsets are.
    ends = [axes.transData.transform(label.xy)[1] * 72 / figure.dpi for label in labels]
    order = sorted(range(len(labels)), key=ends.__getitem__)
    groups: list[list[int]] = []
    for at in order:
        groups.append([at])
        # Those that touch lie evenly about their middle, and may then touch those below.
        while (
            len(groups) > 1 and _low(groups[-1], ends, line) < _high(groups[-2], ends, line) + line
        ):
            last = groups.pop()
            groups[-1].extend(last)
    farthest = 0.0
    for group in groups:
        for place, at in enumerate(group):
            offset = _low(group, ends, line) + place * line - ends[at]
            labels[at].xyann = (9, offset)
            farthest = max(farthest, abs(offset))
    return farthest <= _FARTHEST * line


def _low(group: Sequence[int], ends: Sequence[float], line: float) -> float:
    """Where the lowest label of a group lies when all lie about the middle of their ends."""
    middle = sum(ends[at] for at in group) / len(group)
    return middle - line * (len(group) - 1) / 2


def _high(group: Sequence[int], ends: Sequence[float], line: float) -> float:
    return _low(group, ends, line) + line * (len(group) - 1)


def draw_legend(axes: "Axes") -> int:
    """The names below all, each beside a piece of its line. Gives how many rows they take."""
    handles, names = axes.get_legend_handles_labels()
    figure = axes.get_figure(root=True)
    assert figure is not None
    columns = max(1, min(len(names), _LEGEND_WIDTH // (max(map(len, names)) + 8)))
    legend = figure.legend(
        handles,
        names,
        loc="outside lower left",
        ncols=columns,
        frameon=False,
        handlelength=2.6,
        columnspacing=1.8,
    )
    for text in legend.get_texts():
        text.set_parse_math(False)
    return -(-len(names) // columns)
