"""The engine's process: watches, indexes and answers on a local socket until it is stopped.

`python -m grsearch_desktop.engine.service HOME` is how clients start it.
"""

import base64
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

from grsearch_desktop.engine import (
    adjusting,
    autostart,
    logs,
    memory,
    pause,
    protocol,
    requests,
    transport,
    viewing,
)
from grsearch_desktop.engine.client import BUSY
from grsearch_desktop.engine.comparing import Comparing
from grsearch_desktop.engine.connection import Connection
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.engine.lanes import ClosedError, Lane, Lanes
from grsearch_desktop.engine.lock import EngineLock
from grsearch_desktop.engine.surroundings import Senses
from grsearch_desktop.engine.transport import Listener, Wire
from grsearch_desktop.engine.upkeep import Upkeep
from grsearch_desktop.errors import BusyLibraryError, EngineError, GRSearchError, NoRoomError
from grsearch_desktop.paths import Home, absolute

# Not __name__: that is __main__ in the engine's own process.
log = logging.getLogger("grsearch_desktop.engine.service")

Method = Callable[[dict[str, Any]], Any]

_EVENT_EVERY = 0.2
"""Seconds between two progress events, at least."""
_LOOK_AROUND = 0.4
"""Seconds between two looks at the settings and at what is not used, at least."""
_READING = ("page_image", "page_text")
"""Methods that have a reader open a file, which may take seconds."""
_LAST_WORDS = 1.0
"""Seconds in which clients may hear what they are still to be told when the engine ends."""
_MOST_CLIENTS = 250
"""At once: each has a thread or two and a file handle, of which a process has about 1,000."""

_ENDING = [
    getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name)
]
"""Signals that ask to end; the last comes when a terminal is closed."""


class Service:
    """Answers clients, and keeps the library up to date in a thread of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._stopping = threading.Event()
        self._upkeep = Upkeep(engine, self._tell)
        self._held = (False, "", "")
        """Whether work was paused, why it waited, and what was wrong with the settings, when that
        was looked at last."""
        engine.governor.heed(Senses(engine.home.root).now)
        if kept := pause.load(engine.home):
            engine.governor.pause(True, kept)
        self._pause_is_kept = kept is not None
        self._looked = 0.0
        self._connections: set[Connection] = set()
        self._subscribers: set[Connection] = set()
        self._lanes = Lanes()
        self._comparing = Comparing(engine)
        self._told = 0.0
        # In no lane: what is known at once.
        self._methods: dict[str, tuple[Lane | None, Method]] = {
            "search": (Lane.SEARCHES, self._search),
            "status": (Lane.LOOKS, self._status),
            "errors": (
                Lane.LOOKS,
                lambda _: {"errors": [protocol.plain(error) for error in engine.errors()]},
            ),
            "duplicates": (Lane.COMPARISONS, self._comparing.duplicates),
            "compared": (None, self._comparing.compared),
            "stop_comparing": (None, self._comparing.stop),
            "thumbnail": (Lane.LOOKS, self._thumbnail),
            "index": (Lane.CHANGES, self._index),
            "forget": (Lane.CHANGES, self._forget),
            "rebuild_codes": (Lane.CHANGES, self._rebuild_codes),
            "retry": (Lane.CHANGES, self._retry),
            "progress": (None, lambda _: protocol.plain(self._upkeep.progress())),
            "pause": (None, self._pause),
            "autostart": (Lane.CHANGES, self._autostart),
            "stop": (None, self._stop),
            **{
                name: (Lane.DRAWINGS if name in _READING else Lane.LOOKS, answer)
                for name, answer in viewing.methods(engine).items()
            },
            **adjusting.methods(engine, self._tell_lasting, lambda: self._upkeep.update_soon([])),
        }

    def run(self, listener: Listener) -> None:
        """Serves until `stop` or a signal."""
        self._begin_warm_up()
        self._upkeep.start()
        while not self._stopping.is_set():
            if wire := listener.accept():
                self._welcome(wire)
            self._look_around()
        self._upkeep.close()
        self._comparing.stop_all()
        self._lanes.close()
        deadline = time.monotonic() + _LAST_WORDS
        for connection in list(self._connections):
            connection.finish(max(deadline - time.monotonic(), 0.0))
        self._engine.close()

    def stop(self) -> None:
        self._stopping.set()
        self._upkeep.end()

    def _welcome(self, wire: Wire) -> None:
        connection = Connection(wire, self._answer, self._ended)
        try:
            if len(self._connections) >= _MOST_CLIENTS:
                raise RuntimeError
            self._connections.add(connection)
            connection.start()
        except RuntimeError:
            log.warning("a client was refused: there are %d", len(self._connections))
            self._ended(connection)
            with suppress(OSError):
                wire.send(protocol.error_line(None, "Too many programs talk to the engine."))
            wire.close()

    def _answer(self, connection: Connection, line: bytes) -> bytes:
        """The line that answers a line. Nothing that a client sends ends the engine.

        Raises ClosedError when the engine is ending.
        """
        number = None
        try:
            message = protocol.parse_line(line)
            number = message.get("id") if isinstance(message.get("id"), int) else None
            method, params = message.get("method"), message.get("params") or {}
            if not isinstance(params, dict):
                raise EngineError("The parameters are not a JSON object.")
            if method == "subscribe":
                connection.subscribe()
                self._subscribers.add(connection)
                connection.tell(self._progress_line())
                if self._engine.has_let_go:
                    # A window opens: its first search is to find everything ready.
                    self._begin_warm_up()
                return protocol.result_line(number or 0, {})
            if not isinstance(method, str) or method not in self._methods:
                named = repr(method[:40]) if isinstance(method, str) else "of that form"
                raise EngineError(f"There is no method {named}.")
            lane, answer = self._methods[method]
            if method == "search" and params.get("image"):
                lane = Lane.PICTURES
            result = (
                answer(params) if lane is None else self._lanes.run(lane, lambda: answer(params))
            )
            return protocol.result_line(number or 0, result)
        except GRSearchError as error:
            return protocol.error_line(number, str(error))
        except ClosedError:
            raise
        except Exception:
            log.exception("a request failed")
            return protocol.error_line(number, "Something went wrong; the engine's log says what.")

    def _ended(self, connection: Connection) -> None:
        self._subscribers.discard(connection)
        self._connections.discard(connection)

    def _search(self, params: dict[str, Any]) -> Any:
        return protocol.plain(self._engine.search(requests.search(params)))

    def _status(self, _: dict[str, Any]) -> Any:
        engine = self._engine
        own = (engine.notice, engine.followed.trouble, engine.recognising_trouble)
        notices = (*filter(None, own), *self._upkeep.notices())
        return protocol.plain(
            replace(self._engine.status(), progress=self._upkeep.progress(), notices=notices)
        )

    def _index(self, params: dict[str, Any]) -> Any:
        paths = requests.paths(params)
        problems = self._engine.add(paths)
        self._upkeep.update_soon([absolute(path) for path in paths])
        return {"problems": problems}

    def _rebuild_codes(self, _: dict[str, Any]) -> Any:
        self._engine.rebuild_codes()
        return {}

    def _forget(self, params: dict[str, Any]) -> Any:
        before = set(self._engine.folders())
        count = self._engine.forget(requests.paths(params))
        self._upkeep.forget(before - set(self._engine.folders()))
        self._upkeep.update_soon([])
        return {"files": count}

    def _retry(self, params: dict[str, Any]) -> Any:
        self._engine.retry(requests.paths(params) if "paths" in params else None)
        self._upkeep.update_soon(None)
        return {}

    def _pause(self, params: dict[str, Any]) -> Any:
        if requests.yes_or_no(params, "paused"):
            asked, outlives = pause.asked(params.get("until"))
            self._engine.governor.pause(True, asked)
        else:
            asked, outlives = None, False
            self._engine.governor.pause(False)
        self._tell(at_once=True)
        pause.keep(self._engine.home, asked if outlives else None)
        self._pause_is_kept = outlives
        return {}

    def _autostart(self, params: dict[str, Any]) -> Any:
        home = self._engine.home
        (autostart.enable if requests.yes_or_no(params, "wanted") else autostart.disable)(home)
        return {"enabled": autostart.is_enabled(home)}

    def _look_around(self) -> None:
        """Called at least every half second, and seen to twice a second at most."""
        now = time.monotonic()
        if now - self._looked < _LOOK_AROUND:
            return
        self._looked = now
        self._tell_what_holds()
        if self._engine.followed.look():
            self._upkeep.update_soon(None)
        self._engine.let_go_when_unused()

    def _tell_what_holds(self) -> None:
        """A pause may end by itself, and a battery run down while nothing is done."""
        now = self._upkeep.progress()
        trouble = self._engine.followed.trouble
        before, self._held = self._held, (now.paused, now.waits, trouble)
        if before != self._held:
            self._tell(at_once=True)
        if self._pause_is_kept and not now.paused:
            # By the clock on the wall it may be to come: the next start is not to wait for it.
            with suppress(NoRoomError):
                pause.keep(self._engine.home, None)
                self._pause_is_kept = False

    def _thumbnail(self, params: dict[str, Any]) -> Any:
        jpeg = self._engine.thumbnail(requests.item_id(params))
        return {"jpeg": base64.b64encode(jpeg).decode("ascii")}

    def _stop(self, _: dict[str, Any]) -> Any:
        self._tell_lasting(protocol.event_line("stopped", {}))
        # Answered first: the client learns that it was heard.
        threading.Timer(0.05, self.stop).start()
        return {}

    def _begin_warm_up(self) -> None:
        threading.Thread(target=self._warm_up, name="warm-up", daemon=True).start()

    def _warm_up(self) -> None:
        try:
            self._engine.prepare()
            self._upkeep.may_begin.set()
            self._engine.read_ahead()
        except GRSearchError as error:
            if not self._stopping.is_set():  # else its library is being closed under it
                log.warning("%s", error)
        finally:
            self._upkeep.may_begin.set()

    def _tell(self, at_once: bool = False) -> None:
        now = time.monotonic()
        if not at_once and now - self._told < _EVENT_EVERY:
            return
        self._told = now
        self._tell_all(self._progress_line())

    def _progress_line(self) -> bytes:
        return protocol.event_line("progress", protocol.plain(self._upkeep.progress()))

    def _tell_all(self, line: bytes) -> None:
        for connection in list(self._subscribers):
            connection.tell(line)

    def _tell_lasting(self, line: bytes) -> None:
        """What no later event takes the place of."""
        for connection in list(self._subscribers):
            connection.tell(line, lasting=True)


def serve(home: Home, listening: Callable[[], None] = lambda: None) -> None:
    """Runs the engine of a home until it is stopped. Raises GRSearchError when it can't.

    listening: called when clients may come.
    """
    memory.hold_little()
    with EngineLock(home):
        # The engine shares the machine with whoever works on it.
        if hasattr(os, "nice"):
            os.nice(5)
        logs.to_file(home)
        # The products of a search wait for memory, not for cores: with all of them it takes three
        # times as much work and no less time, and its words are looked up meanwhile.
        threadpool_limits(1, user_api="blas")
        engine = Engine(home)
        if engine.notice:
            log.warning("%s", engine.notice)
        service = Service(engine)
        for number in _ENDING:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, lambda *_: service.stop())
        try:
            listener = transport.listen(home.socket)
        except OSError as error:
            engine.close()
            raise EngineError(
                f"The engine can't listen for its clients: {error.strerror or error}."
            ) from error
        log.info("serving")
        listening()
        try:
            service.run(listener)
        finally:
            listener.close()


def _fall_silent() -> None:
    """Who started the engine reads what it says only until it serves."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stderr.fileno())
    os.close(nowhere)


def _main() -> int:
    try:
        serve(Home(Path(sys.argv[1])), _fall_silent)
    except GRSearchError as error:
        log.error("%s", error)
        sys.stderr.write(f"{error}\n")
        return BUSY if isinstance(error, BusyLibraryError) else 1
    return 0


if __name__ == "__main__":
    raise SystemExit(_main())
