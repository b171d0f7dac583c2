"""A library, wherever it can be asked: at its engine if one runs, else in this process.

Light on purpose: the command line imports it before it knows what it will need.
"""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from grsearch_desktop.errors import EngineUnreachableError
from grsearch_desktop.paths import Home

if TYPE_CHECKING:
    from grsearch_desktop.engine.client import Client
    from grsearch_desktop.engine.engine import Engine

log = logging.getLogger(__name__)

T = TypeVar("T")


def running(home: Home) -> "Client | None":
    """A client of the engine that runs on this library, if one does."""
    from grsearch_desktop.engine.client import Client

    try:
        return Client(home, timeout=None)
    except (EngineUnreachableError, OSError):
        return None


def opened(home: Home) -> "Engine":
    """The library in this process, which logs to the home from now on. Raises GRSearchError."""
    from grsearch_desktop.engine import logs
    from grsearch_desktop.engine.engine import Engine

    engine = Engine(home)
    logs.to_file(home)
    if engine.notice:
        log.warning("%s", engine.notice)
    return engine


def ask(home: Home, question: "Callable[[Client | Engine], T]") -> T:
    """Asks the engine that runs, or the library itself. Raises GRSearchError."""
    if client := running(home):
        with client:
            return question(client)
    engine = opened(home)
    try:
        return question(engine)
    finally:
        engine.close()


def change(home: Home, what: "Callable[[Client | Engine], T]") -> T:
    """As `ask`, where something is changed: no other process may be writing. Raises GRSearchError,
    BusyLibraryError among them."""
    from grsearch_desktop.engine.lock import EngineLock

    if client := running(home):
        with client:
            return what(client)
    with EngineLock(home):
        engine = opened(home)
        try:
            return what(engine)
        finally:
            engine.close()
