"""One page that holds experiments whole, and beside it their figures and plots as files."""

import dataclasses
import json
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from grsearch_desktop.errors import MissingExtraError, NoRoomError
from grsearch_desktop.evaluate.experiments.experiment import Experiment, Plot, Table
from grsearch_desktop.evaluate.showing import plots
from grsearch_desktop.evaluate.showing.figures import columns
from grsearch_desktop.evaluate.showing.palette import DARK, LIGHT
from grsearch_desktop.evaluate.showing.text import legible

_TEMPLATE = Path(__file__).parent / "report.html.j2"
PAGE, FIGURES, PLOTS = "report.html", "report.json", "plots"


@dataclass(frozen=True)
class Report:
    """Experiments, and what they were made with."""

    dataset: str
    amount: str
    """What the set holds, e.g. "1,000 questions, 2,000 documents"."""
    models: tuple[str, ...]
    made: datetime
    command: str
    """What makes it again."""
    version: str
    experiments: tuple[Experiment, ...]


def make_folder(folder: Path) -> None:
    """Before the work: what would keep the report from being written is told now.

    Raises MissingExtraError, with what to type, and NoRoomError.
    """
    try:
        import jinja2  # noqa: F401
        import matplotlib  # noqa: F401
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"A report needs a package that is not installed ({error.name}); add it with: "
            'pip install "grsearch-desktop[evaluate]"'
        ) from error
    with _told(folder):
        (folder / PLOTS).mkdir(parents=True, exist_ok=True)


def write(report: Report, folder: Path) -> Path:
    """Writes report.html, report.json and plots/NAME.png and .svg, and gives the page's path.

    What else is in the folder stays. Raises MissingExtraError, NoRoomError.
    """
    make_folder(folder)
    with _told(folder):
        for name, plot in _named_plots(report):
            (folder / PLOTS / f"{name}.png").write_bytes(plots.png(plot))
            (folder / PLOTS / f"{name}.svg").write_text(plots.svg(plot), "utf-8")
        (folder / FIGURES).write_text(f"{json.dumps(plain(report), indent=2)}\n", "utf-8")
        (folder / PAGE).write_text(page(report), "utf-8")
    return folder / PAGE


def page(report: Report) -> str:
    """The page, as one file: nothing of it is fetched, and no script is in it."""
    import jinja2

    template = jinja2.Environment(
        autoescape=True,
        finalize=lambda value: _in_prose(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    ).from_string(_TEMPLATE.read_text("utf-8"))
    return template.render(
        report=report,
        experiments=[_shown(experiment) for experiment in report.experiments],
        light=LIGHT.names(),
        dark=DARK.names(),
    )


def plain(report: Report) -> dict[str, Any]:
    """All of it as one JSON object; a figure that is not finite is null."""
    found: dict[str, Any] = _finite(dataclasses.asdict(report))
    return found | {"made": report.made.isoformat(timespec="seconds")}


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """What the file system refuses, in a sentence."""
    try:
        yield
    except OSError as error:
        raise NoRoomError(
            f"The report can't be written to {legible(str(folder))}: {error.strerror}."
        ) from error


def _named_plots(report: Report) -> Iterator[tuple[str, Plot]]:
    """Each plot with its file's name; one that two experiments have is that of both."""
    taken = set()
    for experiment in report.experiments:
        for plot in experiment.plots:
            own = plot.name if plot.name not in taken else f"{experiment.name}-{plot.name}"
            name = re.sub(r"[^\w.-]+", "-", own)
            taken.add(name)
            yield name, dataclasses.replace(plot, name=name)


def _shown(experiment: Experiment) -> dict[str, Any]:
    from markupsafe import Markup

    return {
        "name": experiment.name,
        "title": experiment.title,
        "question": experiment.question,
        "answer": experiment.answer,
        "notes": experiment.notes,
        "tables": [_shown_table(table) for table in experiment.tables],
        "plots": [
            {
                "title": plot.title,
                "says": plot.says,
                "drawing": Markup(plots.inline_svg(plot)),  # built as a tree, which escapes
            }
            for plot in experiment.plots
        ],
    }


def _in_prose(text: str) -> str:
    """Legible, and no percent sign alone at the beginning of a line."""
    return re.sub(r"(?<=\d) %", "\u00a0%", legible(text))


def _shown_table(table: Table) -> dict[str, Any]:
    found = columns(table)
    return {
        "title": table.title,
        "says": table.says,
        "columns": found,
        "rows": list(zip(*(column.figures for column in found), strict=True)),
    }


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
