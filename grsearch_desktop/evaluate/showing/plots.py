"""Plots of experiments, as pictures and as drawings; the same plot gives the same bytes."""

import io
import math
import textwrap
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from grsearch_desktop.evaluate.experiments.experiment import Curve, Plot
from grsearch_desktop.evaluate.showing import curve_names, plot_svg
from grsearch_desktop.evaluate.showing.figures import numbers
from grsearch_desktop.evaluate.showing.palette import LIGHT, METHODS, OTHERS
from grsearch_desktop.evaluate.showing.text import legible

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SIZE = (7.6, 4.1)
"""Inches, as wide as a column of the page."""
_DPI = 100
_LEFT = 0.012
"""Where titles begin, of the width."""
_TITLE_WIDTH = 68
"""Characters."""
_PAD = 0.07
"""Inches around all; a page gives its own."""
_LEGEND_ROW = 0.175
"""Inches."""
_FONT = 10.0
"""Points."""
_LEAST_SPAN = 0.1
"""Of the whole, on a y axis of shares or points: a smaller difference is to look small."""
_MOST_BANDS = 4
"""Beyond that, intervals are drawn faintly: they lie upon each other."""
_DASHES = ("-", (0, (5, 2)), (0, (1.2, 1.6)), (0, (5, 2, 1.2, 2)))
_MARKS = ("o", "s", "^", "D", "v", "P", "X")
_FINE = 25
"""Points of a curve from which marks would hide it."""


def png(plot: Plot) -> bytes:
    """A picture at twice the size of the drawing, on a light ground."""
    with _drawn(plot, titled=True) as figure:
        # A fixed name of the program: versions of it would change the bytes.
        return _saved(figure, "png", {"Software": None}, dpi=2 * _DPI)


def svg(plot: Plot) -> str:
    """A drawing with its texts as text, on a light ground."""
    with _drawn(plot, titled=True) as figure:
        drawing = _saved(figure, "svg", plot_svg.NO_METADATA)
    return plot_svg.alone(drawing.decode(), legible(plot.title), legible(plot.says))


def inline_svg(plot: Plot) -> str:
    """For a page that shows the title itself and has the palette's colours as variables: --NAME.

    An element `svg` of HTML, on no ground.
    """
    with _drawn(plot, titled=False) as figure:
        drawing = _saved(figure, "svg", plot_svg.NO_METADATA)
    label = ". ".join(filter(None, (legible(plot.title), legible(plot.says))))
    return plot_svg.within_page(drawing.decode(), label, prefix=plot.name)


def _saved(
    figure: "Figure", form: str, metadata: dict[str, str | None], dpi: float = _DPI
) -> bytes:
    into = io.BytesIO()
    figure.savefig(into, format=form, metadata=metadata, dpi=dpi)
    return into.getvalue()


@contextmanager
def _drawn(plot: Plot, *, titled: bool) -> "Iterator[Figure]":
    """The plot, with the settings under which it is to be saved."""
    import matplotlib

    settings: dict[Any, Any] = _settings(plot)
    with matplotlib.rc_context(), warnings.catch_warnings():
        # What a person has set for plots of their own must not change these.
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(settings)
        # A sign that the font lacks is a box in the picture, and itself in the drawing.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield _figure(plot, titled=titled)


def _settings(plot: Plot) -> dict[str, object]:
    return {
        "font.family": ["DejaVu Sans"],  # the one that matplotlib brings
        "font.size": _FONT,
        "svg.fonttype": "none",
        "svg.hashsalt": plot.name,
        "figure.facecolor": LIGHT.ground,
        "axes.facecolor": "none",
        "axes.edgecolor": LIGHT.line,
        "axes.unicode_minus": True,
        "text.color": LIGHT.ink,
        "xtick.color": LIGHT.muted,
        "ytick.color": LIGHT.muted,
        "grid.color": LIGHT.line,
        "legend.labelcolor": LIGHT.ink,
    }


def _figure(plot: Plot, *, titled: bool) -> "Figure":
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=_SIZE, dpi=_DPI, layout="constrained")
    FigureCanvasAgg(figure)
    if not titled:
        figure.patch.set_visible(False)
    axes = figure.add_subplot()
    curves = [curve for curve in plot.curves if _points(curve)]
    styles = list(_styles(curves))
    for curve, style in zip(curves, styles, strict=True):
        _draw_curve(axes, curve, *style, alpha=0.14 if len(curves) <= _MOST_BANDS else 0.06)
    _draw_axes(axes, plot, curves)
    if titled:
        title = textwrap.fill(legible(plot.title), _TITLE_WIDTH)
        figure.suptitle(title, x=_LEFT, ha="left", weight="bold", size=12, parse_math=False)
    above = axes.set_title(
        legible(plot.y_label), loc="left", size=_FONT, color=LIGHT.muted, parse_math=False
    )
    labels = curve_names.at_ends(axes, curves, [style[0] for style in styles])
    _lay_out(figure, titled=titled)
    if not labels or not curve_names.spread(labels):
        for label in labels:
            label.remove()
        if len(curves) > 1:
            rows = curve_names.draw_legend(axes)
            figure.set_size_inches(_SIZE[0], _SIZE[1] + rows * _LEGEND_ROW)
        _lay_out(figure, titled=titled)
    # What the y axis shows is written above it, where it is read first.
    left = figure.bbox.width * _LEFT if titled else 0.0
    above.set_x(axes.transAxes.inverted().transform((left, 0.0))[0])
    return figure


def _lay_out(figure: "Figure", *, titled: bool) -> None:
    """Finds a place for everything; from then on nothing moves but what is moved."""
    width, height = (_PAD, _PAD) if titled else (0.02, 0.05)
    figure.set_layout_engine("constrained", w_pad=width, h_pad=height)
    figure.canvas.draw()
    figure.set_layout_engine("none")


def _points(curve: Curve) -> bool:
    return any(math.isfinite(y) for y in curve.y)


def _styles(curves: Sequence[Curve]) -> Iterator[tuple[str, Any, str]]:
    """Colour, dashes and mark of each: a method has its hue, a variant of it other dashes."""
    of_method: dict[str, int] = {}
    others = 0
    for place, curve in enumerate(curves):
        method = next(
            (name for name in METHODS if curve.name == name or _is_variant(curve.name, name)), None
        )
        if method is not None:
            turn = of_method.get(method, 0)
            of_method[method] = turn + 1
            colour, dash = METHODS[method], _DASHES[turn % len(_DASHES)]
        else:
            turn, at = divmod(others, len(OTHERS))
            others += 1
            colour, dash = OTHERS[at], _DASHES[turn % len(_DASHES)]
        yield getattr(LIGHT, colour), dash, _MARKS[place % len(_MARKS)]


def _is_variant(name: str, method: str) -> bool:
    return name.startswith((f"{method},", f"{method} ", f"{method}:"))


def _draw_curve(
    axes: "Axes", curve: Curve, colour: str, dash: Any, mark: str, *, alpha: float
) -> None:
    if curve.below and curve.above:
        band = (curve.x, curve.below, curve.above)
        axes.fill_between(*band, color=colour, alpha=alpha, linewidth=0, zorder=2)
    axes.plot(
        curve.x,
        curve.y,
        color=colour,
        linestyle=dash,
        linewidth=2,
        marker=mark if len(curve.x) < _FINE else "",
        markersize=5.5,
        markeredgecolor=LIGHT.ground,
        markeredgewidth=0.8,
        label=_legend_name(curve.name),
        zorder=3,
    )


def _legend_name(name: str) -> str:
    # A name that begins with an underscore would be left out; a thin space before it helps.
    shown = legible(name)
    return f"\u2009{shown}" if shown.startswith("_") else shown


def _draw_axes(axes: "Axes", plot: Plot, curves: Sequence[Curve]) -> None:
    from matplotlib.ticker import Formatter, MaxNLocator, NullFormatter

    # Ticks lie where a few digits tell them exactly.
    axes.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    if plot.log_x:
        axes.set_xscale("log")
        axes.xaxis.set_minor_formatter(NullFormatter())
    elif len({x for curve in curves for x in curve.x}) > 1:
        axes.xaxis.set_major_locator(MaxNLocator(8, steps=[1, 2, 2.5, 5, 10]))

    class Alike(Formatter):
        """Ticks with as many decimals as the finest of them."""

        def __call__(self, x: float, pos: int | None = None) -> str:  # noqa: ARG002
            return numbers([x])[0]

        def format_ticks(self, values: Sequence[float]) -> list[str]:
            return numbers([float(value) for value in values])

    axes.xaxis.set_major_formatter(Alike())
    axes.yaxis.set_major_formatter(Alike())
    axes.set_xlabel(legible(plot.x_label), color=LIGHT.muted, parse_math=False)
    axes.spines[["top", "left", "right"]].set_visible(False)
    axes.tick_params(length=0, pad=5)
    axes.tick_params(axis="x", which="minor", length=0)
    axes.grid(axis="y", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set_ylim(*_limits(plot, curves))


def _limits(plot: Plot, curves: Sequence[Curve]) -> tuple[float, float]:
    """Of the y axis: what is drawn and some room; parts of a whole neither leave it nor are blown
    up."""
    found = [
        y for curve in curves for y in (*curve.y, *curve.below, *curve.above) if math.isfinite(y)
    ]
    if not found:
        return 0.0, 1.0
    low, high = min(found), max(found)
    whole = 100.0 if "points" in plot.y_label or "%" in plot.y_label else 1.0
    is_part = low >= 0 and high <= whole
    span = max(high - low, _LEAST_SPAN * whole if is_part else 1e-6 * max(abs(low), abs(high), 1))
    room = (span - (high - low)) / 2 + 0.07 * span
    low, high = low - room, high + room
    if is_part:
        # Marks at 0 and at the whole lie within.
        return max(low, -0.03 * span), min(high, whole + 0.03 * span)
    return low, high
