"""How a command ends, and what it prints for a script."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import typer


def leave(sentence: str, code: int) -> NoReturn:
    """Ends the program with its last words on stderr."""
    print(sentence, file=sys.stderr)
    raise SystemExit(code)


def fail(sentence: str) -> NoReturn:
    """Ends a command with code 1 and a sentence on stderr."""
    print(sentence, file=sys.stderr)
    raise typer.Exit(1)


@contextmanager
def stoppable(sentence: str) -> Iterator[None]:
    """Ctrl-C ends the command with a sentence; the work is committed batch by batch."""
    try:
        yield
    except KeyboardInterrupt:
        leave(sentence, 130)


def print_json(value: Any) -> None:
    print(json.dumps(value, indent=2))
