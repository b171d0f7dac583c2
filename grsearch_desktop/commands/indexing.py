"""`grsearch index` and `forget`: what is part of the library."""

import sys
import time
from typing import TYPE_CHECKING, Annotated

import typer

from grsearch_desktop import paths
from grsearch_desktop.commands.options import HomeOption
from grsearch_desktop.commands.outcome import fail, stoppable
from grsearch_desktop.engine import reach
from grsearch_desktop.engine.stages import STAGES
from grsearch_desktop.errors import EngineError, UsageError
from grsearch_desktop.paths import Home

if TYPE_CHECKING:
    from grsearch_desktop.engine.client import Client
    from grsearch_desktop.engine.protocol import Status

_IDLE_LOOKS = 3


def index(
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH...", help="Folders and files; none: those known already."),
    ] = None,
    home: HomeOption = None,
    until: Annotated[
        str, typer.Option(hidden=True, help=f"The last stage to do: {', '.join(STAGES)}.")
    ] = STAGES[-1],
) -> None:
    """Adds folders or files and brings the library up to date."""
    with stoppable("Stopped. What was done so far is kept."):
        if until not in STAGES:
            raise typer.BadParameter(f"{until} is not one of {', '.join(STAGES)}")
        place = paths.home(home)
        wanted = [paths.absolute(path) for path in what or []]
        if client := reach.running(place):
            with client, stoppable("This command has ended; the engine goes on with the work."):
                problems = client.index(wanted)
                if wanted and len(problems) == len(wanted):
                    fail(" ".join(problems))
                _follow(client)
                _say_outcome(client.status(), problems)
        else:
            _index_here(place, wanted, until)


def forget(
    what: Annotated[list[str], typer.Argument(metavar="PATH...", help="Folders of the library.")],
    home: HomeOption = None,
) -> None:
    """Takes folders out of the library; touches none of your files."""
    place = paths.home(home)
    wanted = [paths.absolute(path) for path in what]
    if client := reach.running(place):
        with client:
            count = client.forget(wanted)
    else:
        with reach.writing(place) as engine, engine.patience.kept(_say):
            count = engine.forget(wanted)
    print(f"{count:,} {'file' if count == 1 else 'files'} taken out of the library.")


def _index_here(home: Home, wanted: list[str], until: str) -> None:
    """Does in this process what an engine would do in its own."""
    with reach.writing(home, ahead=bool(wanted) and until != "names") as engine:
        if engine.notice:
            _say(engine.notice)
        with engine.patience.kept(_say):
            problems = engine.add(wanted)
            if wanted and len(problems) == len(wanted):
                fail(" ".join(problems))
            if not engine.folders():
                raise UsageError("There is nothing to index yet: name a folder.")
            from grsearch_desktop.terminal import ProgressBar

            with ProgressBar() as bar:
                engine.update(bar.show, until)
        _say_outcome(engine.status(), problems)


def _say(sentence: str) -> None:
    """On stderr: the output stays what was asked for."""
    print(sentence, file=sys.stderr, flush=True)


def _follow(client: "Client") -> None:
    """Shows the engine's progress until it has nothing to do, and says what it waits for."""
    from grsearch_desktop.commands.showing import Hindrances
    from grsearch_desktop.terminal import ProgressBar

    with ProgressBar() as bar:
        hindrances = Hindrances(bar)
        idle = 0
        # It may not have begun yet: idle counts when it is seen some times in a row.
        while idle < _IDLE_LOOKS:
            progress = client.progress()
            if progress.trouble:
                raise EngineError(progress.trouble)
            idle = idle + 1 if progress.stage == "idle" else 0
            hindrances.tell(progress)
            bar.show(progress)
            time.sleep(0.2)


def _say_outcome(status: "Status", problems: list[str]) -> None:
    from grsearch_desktop.commands.showing import outcome

    for sentence in outcome(status):
        print(sentence)
    if problems:
        fail(" ".join(problems))
