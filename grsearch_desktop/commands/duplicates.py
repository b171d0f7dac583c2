"""`grsearch duplicates`: files that there are several of."""

from pathlib import Path
from typing import Annotated

import typer

from grsearch_desktop import paths
from grsearch_desktop.commands.options import HomeOption, JsonOption
from grsearch_desktop.commands.outcome import print_json
from grsearch_desktop.engine import reach


def duplicates(
    places: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH...", help="Groups alone that have a file here."),
    ] = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Lists files that are the same, or nearly the same picture or text. Deletes nothing."""
    from grsearch_desktop import terminal
    from grsearch_desktop.engine import protocol

    asked = [paths.absolute(str(place)) for place in places or ()]
    with terminal.waiting("Comparing files…"):
        found = reach.ask(paths.home(home), lambda library: library.duplicates(asked))
    if as_json:
        print_json(protocol.plain(found))
        return
    terminal.print_duplicates(found)
