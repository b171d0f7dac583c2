"""`grsearch evaluate`: how good what is found is."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from grsearch_desktop import paths
from grsearch_desktop.commands.options import HomeOption, JsonOption
from grsearch_desktop.commands.outcome import print_json, stoppable
from grsearch_desktop.paths import Home


def evaluate(
    dataset: Annotated[
        str,
        typer.Argument(
            metavar="DATASET",
            help="A folder in the form of MixBench, BEIR or Karpathy's splits; a folder of files "
            "with NAME.tsv beside it, lines of question and paths; or a set by its name, as "
            "mixbench/MSCOCO or beir/nfcorpus.",
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
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Measures how good retrieval is on a data set."""
    from grsearch_desktop.commands.evaluation_table import print_evaluation
    from grsearch_desktop.evaluate.sets.shown import WAYS

    if shown and shown not in WAYS:
        raise typer.BadParameter(f"{shown} is not one of {', '.join(WAYS)}")
    with stoppable("Stopped. What was done so far is kept."):
        place = _place(dataset, paths.home(home), download)
        result = _measured(place, paths.home(home), shown or None)
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


def _measured(place: Path, home: Home, way: Any) -> dict[str, Any]:
    from grsearch_desktop.evaluate.sets import questions

    if questions.is_of_this_form(place) and way is None:
        from grsearch_desktop import terminal
        from grsearch_desktop.evaluate import asking

        with terminal.ProgressBar(lasting=False) as bar:
            return asking.measured(questions.load(place), home, bar.show)
    from grsearch_desktop.commands.step_bar import StepBar
    from grsearch_desktop.evaluate import report

    with StepBar() as bar:
        return report.evaluate(place, home, way, bar.show)


def _say(sentence: str) -> None:
    """On stderr: the output stays what was asked for."""
    print(sentence, file=sys.stderr, flush=True)
