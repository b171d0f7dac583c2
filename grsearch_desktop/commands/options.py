"""Options that all commands share."""

import os
from pathlib import Path
from typing import Annotated

import typer


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
