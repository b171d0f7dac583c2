"""A library, wherever it can be asked: at its engine if one runs, else in this process.

Light on purpose: the command line imports it before it knows what it will need.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from grsearch_desktop.errors import EngineUnreachableError
from grsearch_desktop.paths import Home

if TYPE_CHECKING:
    from grsearch_desktop.engine.client import Client
    from grsearch_desktop.engine.engine import Engine
    from grsearch_desktop.extract.pool import ReaderPool

log = logging.getLogger(__name__)

T = TypeVar("T")


def running(home: Home) -> "Client | None":
    """A client of the engine that runs on this library, if one does."""
    from grsearch_desktop.engine.client import Client

    try:
        return Client(home, timeout=None)
    except (EngineUnreachableError, OSError):
        return None


def readers(home: Home) -> "ReaderPool":
    """Readers that load their libraries while this process loads its own. Raises SettingsError."""
    from grsearch_desktop import settings
    from grsearch_desktop.engine.governor import workers
    from grsearch_desktop.extract.pool import ReaderPool

    pool = ReaderPool(workers(settings.load(home.settings)))
    pool.prepare()
    return pool


def opened(home: Home, readers: "ReaderPool | None" = None) -> "Engine":
    """The library in this process, which logs to the home from now on. Raises GRSearchError.

    readers: those that were started ahead; they end with it.
    """
    try:
        from grsearch_desktop.engine import logs
        from grsearch_desktop.engine.engine import Engine

        engine = Engine(home, readers)
    except BaseException:
        if readers:
            readers.close()
        raise
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


@contextmanager
def writing(home: Home, *, ahead: bool = False) -> "Iterator[Engine]":
    """The library in this process, as the one that writes to it. Raises GRSearchError,
    BusyLibraryError among them.

    ahead: its readers are started before it is opened.
    """
    from grsearch_desktop.engine.lock import EngineLock

    with EngineLock(home):
        engine = opened(home, readers(home) if ahead else None)
        try:
            yield engine
        finally:
            engine.close()


def change(home: Home, what: "Callable[[Client | Engine], T]") -> T:
    """As `ask`, where something is changed. Raises GRSearchError."""
    if client := running(home):
        with client:
            return what(client)
    with writing(home) as engine:
        return what(engine)
