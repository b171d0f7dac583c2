"""What every experiment gives: tables and curves, and in words what they say."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Interval:
    """A figure and where it lies with 95 % certainty."""

    value: float
    below: float
    above: float


Cell = str | int | float | Interval


@dataclass(frozen=True)
class Table:
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    """As long as the columns; the first cell of each says what the row is about."""
    says: str = ""
    """One sentence: what is to be seen in it."""


@dataclass(frozen=True)
class Curve:
    """One line of a plot."""

    name: str
    """The same name has the same colour in every plot: "raw", "calibrated", else its place."""
    x: tuple[float, ...]
    y: tuple[float, ...]
    below: tuple[float, ...] = ()
    """Where the interval of each y begins; none: no interval is drawn."""
    above: tuple[float, ...] = ()


@dataclass(frozen=True)
class Plot:
    name: str
    """A file's name without its ending."""
    title: str
    x_label: str
    y_label: str
    curves: tuple[Curve, ...]
    says: str = ""
    """One sentence: what is to be seen in it."""
    log_x: bool = False


@dataclass(frozen=True)
class Experiment:
    """An experiment that was made, on one data set or on several."""

    name: str
    """As it is asked for on the command line, e.g. "u-curve"."""
    title: str
    question: str
    """One or two sentences: what is asked, and how."""
    answer: str
    """What came out, in one sentence with its figures."""
    tables: tuple[Table, ...] = ()
    plots: tuple[Plot, ...] = ()
    notes: tuple[str, ...] = field(default=())
    """What has to be known to read it honestly."""
