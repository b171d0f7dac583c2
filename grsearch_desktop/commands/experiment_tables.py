"""What `grsearch evaluate --experiment` shows a person: question, tables, answer."""

from collections.abc import Sequence

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as Shown
from rich.text import Text

from grsearch_desktop.evaluate.experiments.experiment import Experiment, Table
from grsearch_desktop.evaluate.showing.figures import Column, Figure, columns
from grsearch_desktop.evaluate.showing.text import legible

_WIDEST = 110
"""Columns beyond which a sentence is hard to read."""


def print_experiments(experiments: Sequence[Experiment]) -> None:
    console = Console(highlight=False)
    for at, experiment in enumerate(experiments):
        if at:
            console.print()
        _print_experiment(console, experiment)


def print_answers(experiments: Sequence[Experiment]) -> None:
    """Of a report: each experiment's title and what came out."""
    console = Console(highlight=False)
    width = min(console.width, _WIDEST)
    for experiment in experiments:
        console.print(Text(legible(experiment.title), style="bold"), width=width)
        answer = Text(legible(experiment.answer))
        console.print(Padding(answer, (0, 0, 0, 2)), width=width)


def _print_experiment(console: Console, experiment: Experiment) -> None:
    width = min(console.width, _WIDEST)
    console.print(Text(legible(experiment.title), style="bold"), width=width)
    console.print(Text(legible(experiment.question), style="dim"), width=width)
    for table in experiment.tables:
        console.print()
        console.print(Text(legible(table.title)), width=width)
        console.print(_fitting(console, table))
        if table.says:
            console.print(Text(legible(table.says), style="dim"), width=width)
    console.print()
    console.print(Text(legible(experiment.answer), style="bold green"), width=width)
    for note in experiment.notes:
        console.print(Text(legible(note), style="dim"), width=width)


def _fitting(console: Console, table: Table) -> RenderableType:
    """The table with its ranges below the figures; where that is too wide, without; else turned
    on its side, which is narrow where it has many columns and few rows."""
    found = columns(table)
    ways = (
        _drawn(found, with_ranges=True),
        _drawn(found, with_ranges=False),
        _drawn(_turned(found), with_ranges=True),
    )
    for way in ways:
        if console.measure(way, options=console.options.update(width=10_000)).maximum <= (
            console.width
        ):
            return way
    return ways[1]


def _turned(found: Sequence[Column]) -> list[Column]:
    """Rows for columns; their names are those of the first column."""
    first, *others = found
    names = Column(first.name, tuple(Figure(other.name) for other in others), is_number=False)
    rows = zip(*(other.figures for other in others), strict=True)
    return [
        names,
        *(
            Column(name.text, figures, is_number=True)
            for name, figures in zip(first.figures, rows, strict=False)
        ),
    ]


def _drawn(found: Sequence[Column], *, with_ranges: bool) -> Shown:
    shown = Shown(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for column in found:
        shown.add_column(
            Text(legible(column.name)), justify="right" if column.is_number else "left"
        )
    for row in zip(*(column.figures for column in found), strict=True):
        shown.add_row(*(_cell(figure, with_range=with_ranges) for figure in row))
    return shown


def _cell(figure: Figure, *, with_range: bool) -> Text:
    cell = Text(legible(figure.text))
    if with_range and figure.range:
        cell.append(f"\n{figure.range}", style="dim")
    return cell
