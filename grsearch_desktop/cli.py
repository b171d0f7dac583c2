"""The command `grsearch`. Imports little: each command loads what it needs."""

import json
import logging
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from grsearch_desktop import paths
from grsearch_desktop.engine import reach
from grsearch_desktop.errors import (
    GRSearchError,
    UsageError,
)
from grsearch_desktop.paths import Home

if TYPE_CHECKING:
    from grsearch_desktop.engine.client import Client
    from grsearch_desktop.engine.protocol import SearchAnswer, SearchRequest, Status

log = logging.getLogger("grsearch_desktop.cli")

app = typer.Typer(
    help="Finds your own files by what they mean: pages, photos, slides and notes in one ranking.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _remember_home(home: Path | None) -> Path | None:
    """Lets the last words of a failing command name the log of the right home."""
    if home is not None:
        os.environ["GRSEARCH_HOME"] = str(home)
    return home


HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home",
        metavar="DIR",
        help="The folder that holds settings, library and models; also GRSEARCH_HOME.",
        callback=_remember_home,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.callback(invoke_without_command=True)
def _window(
    context: typer.Context,
    home: HomeOption = None,
    version: Annotated[bool, typer.Option("--version", help="Say the version and end.")] = False,
) -> None:
    """Opens the window when no command is given."""
    if version:
        from grsearch_desktop import __version__

        print(f"grsearch {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        from grsearch_desktop.window.app import run

        raise typer.Exit(run(paths.home(home)))


@app.command()
def index(
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH...", help="Folders and files; none: those known already."),
    ] = None,
    home: HomeOption = None,
    until: Annotated[
        str, typer.Option(hidden=True, help="The last stage to do: names, text or meaning.")
    ] = "meaning",
) -> None:
    """Adds folders or files and brings the library up to date."""
    with _stoppable():
        from grsearch_desktop.engine.updating import STAGES

        if until not in STAGES:
            raise typer.BadParameter(f"{until} is not one of {', '.join(STAGES)}")
        place = paths.home(home)
        wanted = [paths.absolute(path) for path in what or []]
        if client := reach.running(place):
            with client:
                problems = client.index(wanted)
                _follow(client)
                _say_outcome(client.status(), problems)
        else:
            _index_here(place, wanted, until)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="Words, filters, or both.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many hits at most.")] = 10,
    as_json: JsonOption = False,
    image: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A picture to search by.")
    ] = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="Leave out the calibration, to see what it does.")
    ] = False,
    alpha: Annotated[
        float | None,
        typer.Option(min=0.0, max=1.0, help="How much a page's text counts beside its look."),
    ] = None,
    home: HomeOption = None,
) -> None:
    """Finds what answers best."""
    from grsearch_desktop.engine.protocol import SearchRequest

    picture = str(image.expanduser().absolute()) if image else ""
    request = SearchRequest(query, limit, picture, "", alpha, not raw)
    _search(paths.home(home), request, as_json)


@app.command()
def similar(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of the library.")],
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many hits at most.")] = 10,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Finds more like a file of the library."""
    from grsearch_desktop.engine.protocol import SearchRequest

    path = paths.absolute(str(file))
    _search(paths.home(home), SearchRequest("", limit, "", path), as_json)


@app.command()
def watch(home: HomeOption = None) -> None:
    """Keeps the library up to date until stopped."""
    from grsearch_desktop.engine.service import serve

    place = paths.home(home)
    if reach.running(place):
        print("The library is being kept up to date already.")
        return
    print("Keeping the library up to date; Ctrl-C stops.", flush=True)
    serve(place)


@app.command()
def status(as_json: JsonOption = False, home: HomeOption = None) -> None:
    """Says what is in the library and how far the work is."""
    from grsearch_desktop.engine import protocol

    found = reach.ask(paths.home(home), lambda asked: asked.status())
    if as_json:
        _print_json(protocol.plain(found))
        return
    from grsearch_desktop import terminal

    terminal.print_status(found)


@app.command()
def errors(as_json: JsonOption = False, home: HomeOption = None) -> None:
    """Lists each file that could not be read, and why."""
    from grsearch_desktop.engine import protocol

    found = reach.ask(paths.home(home), lambda asked: asked.errors())
    if as_json:
        _print_json({"errors": [protocol.plain(error) for error in found]})
        return
    from grsearch_desktop import terminal

    terminal.print_errors(found)


@app.command()
def forget(
    what: Annotated[list[str], typer.Argument(metavar="PATH...", help="Folders of the library.")],
    home: HomeOption = None,
) -> None:
    """Takes folders out of the library; touches none of your files."""
    from grsearch_desktop.engine.lock import EngineLock

    place = paths.home(home)
    wanted = [paths.absolute(path) for path in what]
    if client := reach.running(place):
        with client:
            count = client.forget(wanted)
    else:
        with EngineLock(place):
            engine = reach.opened(place)
            try:
                count = engine.forget(wanted)
            finally:
                engine.close()
    print(f"{count:,} {'file' if count == 1 else 'files'} taken out of the library.")


@app.command("models")
def models_command(
    action: Annotated[str, typer.Argument(metavar="[list|use|get]")] = "list",
    name: Annotated[str, typer.Argument(metavar="[NAME]")] = "",
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Lists models, gets one, or chooses the one that searches."""
    from dataclasses import asdict, replace

    from grsearch_desktop import settings as settings_file
    from grsearch_desktop import terminal
    from grsearch_desktop.encode import models

    place = paths.home(home)
    settings = settings_file.load(place.settings)
    if action == "list":
        known = models.catalogue(place.models)
        if as_json:
            _print_json({"models": [asdict(model) for model in known], "used": settings.model})
        else:
            terminal.print_models(known, settings.model)
        return
    if action not in ("use", "get") or not name:
        raise typer.BadParameter("say `models`, `models use NAME` or `models get NAME`")
    if action == "get":
        place.create()
        name = models.get(name, place.models, lambda step: print(step, flush=True))
        print(f"{name} is installed; `grsearch models use {name}` chooses it.")
        return
    encoder = models.load(name, place.models, 1)
    place.create()
    settings_file.save(place.settings, replace(settings, model=name))
    if client := reach.running(place):
        client.close()
        print(f"{encoder.name} is chosen; the engine that runs encodes the library with it.")
    else:
        print(f"{encoder.name} is chosen; `grsearch index` encodes the library with it.")


@app.command()
def evaluate(
    dataset: Annotated[Path, typer.Argument(metavar="DATASET", help="A folder in MixBench form.")],
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Measures how good retrieval is on a data set."""
    from grsearch_desktop.evaluate import report

    result = report.evaluate(dataset, paths.home(home))
    if as_json:
        _print_json(result)
    else:
        from grsearch_desktop import terminal

        terminal.print_evaluation(result)


@app.command()
def doctor(home: HomeOption = None) -> None:
    """Checks the installation and the library, and says what to do."""
    from grsearch_desktop import terminal
    from grsearch_desktop.engine.checkup import examine

    findings = examine(paths.home(home))
    terminal.print_findings(findings)
    if any(not finding.fine for finding in findings):
        raise typer.Exit(1)


def main() -> NoReturn:
    """The command's entry: every failure ends in one sentence on stderr."""
    for stream in (sys.stdout, sys.stderr):
        # Names that the terminal's encoding lacks are shown with a sign, never as a crash.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app(standalone_mode=True)
    except GRSearchError as error:
        _leave(str(error), 1)
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except Exception as error:  # noqa: BLE001 - a person gets a sentence, the log the traceback
        _log_unexpected(paths.home())
        _leave(
            f"Something went wrong that should not have: {error}. "
            f"The log has the details: {paths.home().log}",
            1,
        )
    raise SystemExit(0)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Ctrl-C ends the command with a sentence; the work is committed batch by batch."""
    try:
        yield
    except KeyboardInterrupt:
        _leave("Stopped. What was done so far is kept.", 130)


def _log_unexpected(home: Home) -> None:
    """Writes the error under way to the home's log, which may not have been opened yet."""
    from grsearch_desktop.engine import logs

    logs.to_file(home)
    log.exception("unexpected")


def _leave(sentence: str, code: int) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise SystemExit(code)


def _fail(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise typer.Exit(1)


def _search(home: Home, request: "SearchRequest", as_json: bool) -> None:
    answer: SearchAnswer
    if client := reach.running(home):
        with client:
            answer = client.search(request)
    else:
        engine = reach.opened(home)
        try:
            # Loading is not searching: `took_ms` is what a running engine would take.
            engine.prepare()
            answer = engine.search(request)
        finally:
            engine.close()
    if as_json:
        from grsearch_desktop.engine import protocol

        _print_json(protocol.plain(answer))
        return
    from grsearch_desktop import terminal

    terminal.print_answer(answer)


def _index_here(home: Home, wanted: list[str], until: str) -> None:
    """Does in this process what an engine would do in its own."""
    from grsearch_desktop.engine.lock import EngineLock
    from grsearch_desktop.terminal import ProgressBar

    with EngineLock(home):
        engine = reach.opened(home)
        if engine.notice:
            print(engine.notice, file=sys.stderr)
        try:
            problems = engine.add(wanted)
            if wanted and len(problems) == len(wanted):
                _fail(" ".join(problems))
            if not engine.folders():
                raise UsageError("There is nothing to index yet: name a folder.")
            with ProgressBar() as bar:
                engine.update(bar.show, until)
            _say_outcome(engine.status(), problems)
        finally:
            engine.close()


def _follow(client: "Client") -> None:
    """Shows the engine's progress until it has nothing to do, or is held."""
    from grsearch_desktop.terminal import ProgressBar

    with ProgressBar() as bar:
        idle = 0
        # It may not have begun yet: idle counts when it is seen some times in a row.
        while idle < 3:
            progress = client.progress()
            if progress.paused:
                print("The work is paused; it goes on when it is resumed.", file=sys.stderr)
                return
            idle = idle + 1 if progress.stage == "idle" else 0
            bar.show(progress)
            time.sleep(0.2)


def _say_outcome(status: "Status", problems: list[str]) -> None:
    by_state = status.files["by_state"]
    items = status.items
    print(
        f"{by_state['read']:,} of {status.files['total']:,} files are searchable by their content: "
        f"{items['passages']:,} passages, {items['pages']:,} pages, {items['pictures']:,} pictures."
    )
    if by_state["error"]:
        verb = "file" if by_state["error"] == 1 else "files"
        print(
            f"{by_state['error']:,} {verb} could not be read and can be found by name alone; "
            "`grsearch errors` says why."
        )
    if problems:
        _fail(" ".join(problems))


def _print_json(value: Any) -> None:
    print(json.dumps(value, indent=2))


if __name__ == "__main__":
    main()
