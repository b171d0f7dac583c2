"""`grsearch evaluate`: how good what is found is."""

import shlex
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from grsearch_desktop import paths
from grsearch_desktop.commands.options import HomeOption, JsonOption
from grsearch_desktop.commands.outcome import print_json, stoppable
from grsearch_desktop.errors import UsageError
from grsearch_desktop.paths import Home

PLANTED = "planted"
"""Names the made-up set, where there is no folder of that name."""


def evaluate(
    dataset: Annotated[
        str,
        typer.Argument(
            metavar="DATASET",
            help="A folder in the form of MixBench, BEIR or Karpathy's splits; a folder of files "
            "with NAME.tsv beside it, lines of question and paths; a set by its name, as "
            "mixbench/MSCOCO or beir/nfcorpus; or `planted`: a made-up set and a small CLIP with "
            "a gap of known size.",
        ),
    ],
    shown: Annotated[
        str,
        typer.Option(
            "--as",
            metavar="WAY",
            help="How documents are shown: text, pictures, both, or mixed (a third of each). A "
            "text without a picture is drawn as a page.",
        ),
    ] = "",
    download: Annotated[
        bool,
        typer.Option(
            "--download", help="Fetch the set, or pictures that it names by their addresses."
        ),
    ] = False,
    experiment: Annotated[
        list[str] | None,
        typer.Option(
            "--experiment",
            metavar="NAME",
            help="Make one of the paper's experiments instead, or several: u-curve, alpha, means, "
            "models, domains, fusion, geometry, beyond-the-mean.",
        ),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="FOLDER",
            help="Make all experiments that fit the set, or those named, and write report.html, "
            "report.json and plots into this folder.",
        ),
    ] = None,
    model: Annotated[
        list[str] | None,
        typer.Option(
            "--model",
            metavar="NAME",
            help="Instead of the model in use; several are compared in the experiment `models`.",
        ),
    ] = None,
    other: Annotated[
        list[str] | None,
        typer.Option(
            "--means-of",
            metavar="DATASET",
            help="Another set whose means are tried on this one, in the experiment `means`.",
        ),
    ] = None,
    gap: Annotated[
        float | None,
        typer.Option(
            "--plant-gap",
            metavar="LENGTH",
            min=0.0,
            help="Move the first model's texts and pictures apart by this, beside vectors of "
            "length 1, in experiments: 1.5 shows what calibration does where a model has a gap.",
        ),
    ] = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Measures how good retrieval is on a data set, and makes the paper's experiments with it."""
    from grsearch_desktop.evaluate.sets.shown import WAYS

    if shown and shown not in WAYS:
        raise typer.BadParameter(f"{shown} is not one of {', '.join(WAYS)}")
    names, models, others = experiment or [], model or [], other or []
    is_planted = dataset == PLANTED and not Path(dataset).exists()
    is_experiment = bool(names or report)
    _check(names, models, others, shown, is_planted=is_planted, is_experiment=is_experiment)
    _check_gap(gap, is_planted=is_planted, is_experiment=is_experiment)
    where = paths.home(home)
    with stoppable("Stopped. What was done so far is kept."):
        place = None if is_planted else _place(dataset, where, download)
        if not names and report is None:
            _measure(place, where, shown or None, models, as_json=as_json)
            return
        from grsearch_desktop.commands import experimenting

        wanted = experimenting.Wanted(
            place,
            shown or None,
            names,
            models,
            [_place(one, where, download) for one in others],
            report.expanduser().absolute() if report else None,
            _command(dataset, shown, names, models, others, report, gap),
            gap,
        )
        experimenting.experiment(wanted, where, as_json=as_json)


def _check(
    names: list[str],
    models: list[str],
    others: list[str],
    shown: str,
    *,
    is_planted: bool,
    is_experiment: bool,
) -> None:
    """Tells what makes no sense before any work is done. Raises BadParameter."""
    if names:
        from grsearch_desktop.evaluate.experiments.run import NAMES

        for name in names:
            if name not in NAMES:
                raise typer.BadParameter(
                    f"there is no experiment {name}; there are {', '.join(NAMES)}"
                )
    if is_planted and (models or shown):
        raise typer.BadParameter(
            "the planted set is as it is and understood by the planted CLIP alone: it takes "
            "neither --model nor --as"
        )
    if not is_experiment and len(models) > 1:
        raise typer.BadParameter("several models are compared with --experiment models or --report")
    if not is_experiment and others:
        raise typer.BadParameter("--means-of goes with --experiment means or --report")


def _check_gap(gap: float | None, *, is_planted: bool, is_experiment: bool) -> None:
    """Raises BadParameter where a planted gap would change nothing."""
    if gap is not None and is_planted:
        raise typer.BadParameter("the planted set has its gaps already: --plant-gap is for others")
    if gap is not None and not is_experiment:
        raise typer.BadParameter("--plant-gap goes with --experiment or --report")


def _command(
    dataset: str,
    shown: str,
    names: list[str],
    models: list[str],
    others: list[str],
    report: Path | None,
    gap: float | None,
) -> str:
    """What makes the same experiments again."""
    parts = ["grsearch", "evaluate", dataset]
    parts += ["--as", shown] if shown else []
    for option, values in (("--experiment", names), ("--model", models), ("--means-of", others)):
        for value in values:
            parts += [option, value]
    parts += [] if gap is None else ["--plant-gap", f"{gap:g}"]
    parts += ["--report", str(report)] if report else []
    return shlex.join(parts)


def _measure(place: Path | None, home: Home, way: Any, models: list[str], *, as_json: bool) -> None:
    """One set, one model; place: None for the planted set."""
    from grsearch_desktop.commands.evaluation_table import print_evaluation

    if place is None:
        from grsearch_desktop.commands import experimenting

        result = experimenting.planted(home)
    else:
        result = _measured(place, home, way, models[0] if models else None)
    if as_json:
        print_json(result)
    else:
        print_evaluation(result)


def _place(dataset: str, home: Home, download: bool) -> Path:
    """Where the set is, fetched first if that was asked for."""
    from grsearch_desktop.evaluate.sets import loading, published

    cache = home.root / "cache"
    if not download:
        return loading.place_of(dataset, cache)
    known = None if Path(dataset).expanduser().exists() else published.named(dataset)
    if known and not known.place(cache).is_dir():
        _fetch(known, home)
    place = loading.place_of(dataset, cache)
    _fetch_pictures(place, cache)
    return place


def _fetch(known: Any, home: Home) -> None:
    from grsearch_desktop import terminal
    from grsearch_desktop.commands.step_bar import StepBar
    from grsearch_desktop.evaluate.sets import published

    home.create()
    total = published.size(known)
    amount = f", {terminal.size(total)}" if total else ""
    _say(f"Fetching {known.name}{amount}.")
    with StepBar() as bar:
        published.fetch(known, home.root / "cache", total, bar.show_bytes)


def _fetch_pictures(place: Path, cache: Path) -> None:
    from grsearch_desktop.commands.step_bar import StepBar
    from grsearch_desktop.evaluate.sets import published

    with StepBar() as bar:
        failed = published.fetch_pictures(
            place, cache / "pictures", lambda done, total: bar.show("fetching", done, total)
        )
    if failed:
        what = "1 picture" if failed == 1 else f"{failed:,} pictures"
        _say(f"{what} could not be fetched; their documents keep their text.")


def _measured(place: Path, home: Home, way: Any, model: str | None) -> dict[str, Any]:
    from grsearch_desktop.evaluate.sets import questions

    if questions.is_of_this_form(place) and way is None:
        if model:
            raise UsageError(
                "A folder's questions are asked of a library with the model in use; --model goes "
                "with --as, --experiment or --report here."
            )
        from grsearch_desktop import terminal
        from grsearch_desktop.evaluate import asking

        with terminal.ProgressBar(lasting=False) as bar:
            return asking.measured(questions.load(place), home, bar.show)
    from grsearch_desktop.commands.step_bar import StepBar
    from grsearch_desktop.evaluate import report

    with StepBar() as bar:
        return report.evaluate(place, home, way, bar.show, model)


def _say(sentence: str) -> None:
    """On stderr: the output stays what was asked for."""
    print(sentence, file=sys.stderr, flush=True)
