"""`grsearch index` and `forget`: what is part of the library."""

import sys
import time
from typing import TYPE_CHECKING, Annotated

import typer

from grsearch_desktop import paths
from grsearch_desktop.commands.options import HomeOption
from grsearch_desktop.commands.outcome import fail, stoppable
from grsearch_desktop.engine import reach
from grsearch_desktop.errors import UsageError
from grsearch_desktop.paths import Home

if TYPE_CHECKING:
    from grsearch_desktop.engine.client import Client
    from grsearch_desktop.engine.protocol import Status


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
    with stoppable():
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
                fail(" ".join(problems))
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
        fail(" ".join(problems))
