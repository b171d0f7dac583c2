"""The command `grsearch`. Imports little: each command loads what it needs."""

import logging
import os
import sys
from typing import Annotated, NoReturn

import typer

from grsearch_desktop import paths
from grsearch_desktop.commands import (
    duplicates,
    evaluating,
    indexing,
    models,
    searching,
    telling,
    watching,
)
from grsearch_desktop.commands.options import HomeOption
from grsearch_desktop.commands.outcome import leave
from grsearch_desktop.errors import GRSearchError
from grsearch_desktop.paths import Home

log = logging.getLogger("grsearch_desktop.cli")

app = typer.Typer(
    help="Finds your own files by what they mean: pages, photos, slides and notes in one ranking.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def _window(
    context: typer.Context,
    home: HomeOption = None,
    quick: Annotated[bool, typer.Option("--quick", help="Open the small search field.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Say the version and end.")] = False,
) -> None:
    """Opens the window when no command is given."""
    if version:
        from grsearch_desktop import __version__

        print(f"grsearch {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        from grsearch_desktop.window.app import run

        raise typer.Exit(run(paths.home(home), quick=quick))


for command in (
    indexing.index,
    searching.search,
    searching.similar,
    watching.watch,
    telling.status,
    telling.errors,
    duplicates.duplicates,
    indexing.forget,
    models.models,
    evaluating.evaluate,
    telling.doctor,
):
    app.command()(command)


def main() -> NoReturn:
    """The command's entry: every failure ends in one sentence on stderr."""
    for stream in (sys.stdout, sys.stderr):
        # Names that the terminal's encoding lacks are shown with a sign, never as a crash.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app(standalone_mode=True)
    except GRSearchError as error:
        leave(str(error), 1)
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except Exception as error:  # noqa: BLE001 - a person gets a sentence, the log the traceback
        _log_unexpected(paths.home())
        leave(
            f"Something went wrong that should not have: {error}. "
            f"The log has the details: {paths.home().log}",
            1,
        )
    raise SystemExit(0)


def _log_unexpected(home: Home) -> None:
    """Writes the error under way to the home's log, which may not have been opened yet."""
    from grsearch_desktop.engine import logs

    logs.to_file(home)
    log.exception("unexpected")


if __name__ == "__main__":
    main()
