"""`grsearch evaluate --experiment` and `--report`: the paper's experiments, shown or written."""

import contextlib
import functools
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grsearch_desktop.commands.outcome import fail, print_json
from grsearch_desktop.commands.step_bar import StepBar
from grsearch_desktop.errors import NoRoomError
from grsearch_desktop.paths import Home

if TYPE_CHECKING:
    from grsearch_desktop.encode.encoder import Encoder
    from grsearch_desktop.evaluate.dataset import DataSet
    from grsearch_desktop.evaluate.experiments.experiment import Experiment
    from grsearch_desktop.evaluate.experiments.setting import Setting
    from grsearch_desktop.evaluate.sets.shown import Way

_PLANTED = "planted"
"""The folder of the made-up set's pictures, within the cache."""
_PLANTED_GAPS = (0.5, 1.0, 3.0)
"""Of the models beside it; its own is 1.5."""


@dataclass(frozen=True)
class Wanted:
    """What was asked for on the command line, checked as far as it can be without any work."""

    place: Path | None
    """Of the set; None: the planted one."""
    way: "Way | None"
    experiments: Sequence[str]
    """None named: all that fit the set."""
    models: Sequence[str]
    """The first is the one that the experiments are made with; none: the one in use."""
    others: Sequence[Path]
    """Sets whose means are tried."""
    report: Path | None
    command: str
    gap: float | None = None
    """Planted in the first model; the model as it is stands beside it."""

    def has(self, name: str) -> bool:
        """Whether this experiment is to be made: what only others need isn't got ready."""
        return not self.experiments or name in self.experiments


def experiment(wanted: Wanted, home: Home, *, as_json: bool) -> None:
    """Makes the experiments and shows them: tables, or with a report what came out.

    Raises GRSearchError.
    """
    from grsearch_desktop.commands import experiment_tables
    from grsearch_desktop.evaluate.showing import html_report

    if wanted.report:
        html_report.make_folder(wanted.report)
    with contextlib.suppress(NoRoomError):
        # Without a home the vectors can't be kept, which the log says; the figures can be had.
        home.create()
    setting, found = _made(wanted, home)
    told = _told(wanted, setting, found)
    page = html_report.write(told, wanted.report) if wanted.report else None
    if as_json:
        print_json(html_report.plain(told))
    elif page:
        experiment_tables.print_answers(found)
        print(f"\nThe report is {page}")
    else:
        experiment_tables.print_experiments(found)


def planted(home: Home) -> dict[str, Any]:
    """The figures of the planted CLIP on its set, as `evaluate.report` gives them."""
    from grsearch_desktop.evaluate import planted, report

    cache = home.root / "cache"
    with StepBar() as bar:
        dataset = planted.planted_set(cache / _PLANTED)
        return report.measured(dataset, planted.PlantedClip(), cache, bar.show)


def _made(wanted: Wanted, home: Home) -> "tuple[Setting, list[Experiment]]":
    """The experiments that fit, and what they were made with."""
    from grsearch_desktop.evaluate.experiments import run
    from grsearch_desktop.evaluate.experiments.setting import Setting

    cache = home.root / "cache"
    with StepBar() as bar:
        dataset, others = _sets(wanted, cache, bar)
        encoder, *encoders = _models(wanted, home)
        setting = Setting(dataset, encoder, cache, tuple(others), tuple(encoders), bar.show)
        found = run.run(setting, wanted.experiments, bar.show_experiment)
    if left_out := [name for name in wanted.experiments if name not in {x.name for x in found}]:
        sentence = f"Left out, for they don't fit this set or need more: {', '.join(left_out)}."
        if not found:
            fail(sentence)
        print(sentence, file=sys.stderr)
    return setting, found


def _sets(wanted: Wanted, cache: Path, bar: StepBar) -> "tuple[DataSet, list[DataSet]]":
    """The set, and those whose means are tried on it."""
    from grsearch_desktop.evaluate.experiments import means_of_others
    from grsearch_desktop.evaluate.planted import SUBJECTS, planted_set
    from grsearch_desktop.evaluate.sets import loading

    on_file = functools.partial(bar.show, "files")
    wants_others = wanted.has(means_of_others.NAME)
    places = wanted.others if wants_others else ()
    others = [loading.load(place, cache, wanted.way, on_file) for place in places]
    if wanted.place:
        return loading.load(wanted.place, cache, wanted.way, on_file), others
    folder = cache / _PLANTED
    count = SUBJECTS if wants_others else 0
    subjects = [planted_set(folder, subject=subject) for subject in range(count)]
    return planted_set(folder), [*others, *subjects]


def _models(wanted: Wanted, home: Home) -> "list[Encoder]":
    """The model that is used first, then those that are compared with it."""
    from grsearch_desktop import settings
    from grsearch_desktop.encode import models
    from grsearch_desktop.engine.governor import cores
    from grsearch_desktop.evaluate.experiments import models as side_by_side
    from grsearch_desktop.evaluate.planted import Planted, PlantedClip, WithGap

    most = None if wanted.has(side_by_side.NAME) else 1
    if wanted.place is None:
        gaps = (Planted.gap, *_PLANTED_GAPS)
        return [PlantedClip(Planted(gap=gap)) for gap in gaps[:most]]
    names = list(dict.fromkeys(wanted.models or [settings.load(home.settings).model]))
    loaded = [models.load(name, home.models, cores()) for name in names[:most]]
    if wanted.gap is None:
        return loaded
    return [WithGap(loaded[0], wanted.gap), *loaded][:most]


def _told(wanted: Wanted, setting: "Setting", found: "list[Experiment]") -> Any:
    from datetime import datetime

    from grsearch_desktop import __version__
    from grsearch_desktop.commands.evaluation_table import amount
    from grsearch_desktop.evaluate.showing.html_report import Report

    kinds = setting.encoded.kinds().tolist()
    counts = {kind: kinds.count(kind) for kind in ("text", "image", "both")}
    return Report(
        setting.dataset.name,
        amount(len(setting.dataset.queries), counts),
        tuple(model.name for model in (setting.encoder, *setting.encoders)),
        datetime.now().astimezone(),
        wanted.command,
        __version__,
        tuple(found),
    )
