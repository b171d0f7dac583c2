"""`grsearch status`, `errors` and `doctor`: what is known, and whether all is well."""

from typing import Annotated

import typer

from grsearch_desktop import paths
from grsearch_desktop.commands.options import HomeOption, JsonOption
from grsearch_desktop.commands.outcome import print_json
from grsearch_desktop.engine import reach


def status(as_json: JsonOption = False, home: HomeOption = None) -> None:
    """Says what is in the library and how far the work is."""
    from grsearch_desktop.engine import protocol

    found = reach.ask(paths.home(home), lambda asked: asked.status())
    if as_json:
        print_json(protocol.plain(found))
        return
    from grsearch_desktop import terminal

    terminal.print_status(found)


def errors(as_json: JsonOption = False, home: HomeOption = None) -> None:
    """Lists each file that could not be read, and why."""
    from grsearch_desktop.engine import protocol

    found = reach.ask(paths.home(home), lambda asked: asked.errors())
    if as_json:
        print_json({"errors": [protocol.plain(error) for error in found]})
        return
    from grsearch_desktop import terminal

    terminal.print_errors(found)


def doctor(
    home: HomeOption = None,
    rebuild_codes: Annotated[
        bool,
        typer.Option(
            "--rebuild-codes",
            help="First make anew what searches by meaning read, from the vectors in the library.",
        ),
    ] = False,
) -> None:
    """Checks the installation and the library, and says what to do."""
    from grsearch_desktop import terminal
    from grsearch_desktop.engine.checkup import examine

    if rebuild_codes:
        reach.change(paths.home(home), lambda asked: asked.rebuild_codes())
        print("The codes of all vectors were made anew.")
    findings = examine(paths.home(home))
    terminal.print_findings(findings)
    if any(not finding.fine for finding in findings):
        raise typer.Exit(1)
