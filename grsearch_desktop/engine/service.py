"""The engine's process: watches, indexes and answers on a local socket until it is stopped.

`python -m grsearch_desktop.engine.service HOME` is how clients start it.
"""

import base64
import logging
import os
import signal
import socket
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from grsearch_desktop.engine import logs, pause, protocol, viewing
from grsearch_desktop.engine.connection import Connection
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.engine.governor import BegunAnewError, EndedError
from grsearch_desktop.engine.jobs import concerned
from grsearch_desktop.engine.lock import EngineLock
from grsearch_desktop.engine.protocol import Progress, SearchRequest
from grsearch_desktop.engine.surroundings import Senses
from grsearch_desktop.errors import EngineError, GRSearchError, UsageError
from grsearch_desktop.library.watch import Watch
from grsearch_desktop.paths import Home, absolute

# Not __name__: that is __main__ in the engine's own process.
log = logging.getLogger("grsearch_desktop.engine.service")

_EVENT_EVERY = 0.2
"""Seconds between two progress events, at least."""
_LONG_UPDATE = 30.0
"""Seconds after which an update begins anew when files change, so that new ones are not last."""
_ANSWERING = 4
"""Requests that are answered at once."""
_LOOK_AROUND = 0.4
"""Seconds between two looks at the settings and at what is not used, at least."""
_RESCAN = 600.0
"""Seconds after which folders are looked at even if no change was told: some drives tell none."""
_RARELY, _RAREST = 500, 6 * 3600.0
"""Such a look comes after this many times what the last one took (0.2 % of a core), at the
earliest, and after so many seconds at the latest."""
_REST = 10.0
"""Seconds of rest after an update that failed, whatever changes meanwhile."""
_RETRY = 60.0
"""Seconds after which an update that failed is tried again even if nothing changed."""


class Service:
    """Answers clients, and keeps the library up to date in a thread of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._wanted = threading.Event()
        self._stopping = threading.Event()
        self._watch = Watch(self._changed)
        self._folders: list[str] = []
        self._was_paused = False
        engine.governor.heed(Senses(engine.home.root).now)
        if kept := pause.load(engine.home):
            engine.governor.pause(True, kept)
        self._began = 0.0
        self._looked = 0.0
        self._beginning = False
        """What was asked for has been taken up, and is not told of yet."""
        self._trouble = ""
        """Why the last update could not be done."""
        self._subscribers: set[Connection] = set()
        # Few threads answer, however many clients there are: each holds a database connection.
        self._answering = ThreadPoolExecutor(_ANSWERING, thread_name_prefix="answer")
        self._told = 0.0
        self._methods = {
            "search": self._search,
            "status": self._status,
            "errors": lambda _: {"errors": [protocol.plain(e) for e in engine.errors()]},
            "progress": lambda _: protocol.plain(self._progress()),
            "index": self._index,
            "forget": self._forget,
            "retry": self._retry,
            "pause": self._pause,
            "thumbnail": self._thumbnail,
            "stop": self._stop,
            **viewing.methods(engine, self._tell_all),
        }

    def run(self, listener: socket.socket) -> None:
        """Serves until `stop` or a signal."""
        self._begin_warm_up()
        worker = threading.Thread(target=self._work, name="work")
        worker.start()
        self._wanted.set()
        listener.settimeout(0.5)
        while not self._stopping.is_set():
            try:
                accepted, _ = listener.accept()
            except TimeoutError:
                continue
            finally:
                self._look_around()
            accepted.settimeout(None)
            connection = Connection(accepted, self._queued, self._ended)
            connection.start()
        self._watch.close()
        self._engine.end()
        self._wanted.set()
        worker.join()
        self._answering.shutdown()
        self._engine.close()

    def stop(self) -> None:
        self._stopping.set()
        self._engine.governor.end()
        self._wanted.set()

    def _queued(self, connection: Connection, line: bytes) -> bytes:
        return self._answering.submit(self._answer, connection, line).result()

    def _answer(self, connection: Connection, line: bytes) -> bytes:
        """The line that answers a line. Nothing that a client sends ends the engine."""
        number = None
        try:
            message = protocol.parse_line(line)
            number = message.get("id") if isinstance(message.get("id"), int) else None
            method, params = message.get("method"), message.get("params") or {}
            if not isinstance(params, dict):
                raise EngineError("The parameters are not a JSON object.")
            if method == "subscribe":
                self._subscribers.add(connection)
                if self._engine.has_let_go:
                    # A window opens: its first search is to find everything ready.
                    self._begin_warm_up()
                return protocol.result_line(number or 0, {})
            if not isinstance(method, str) or method not in self._methods:
                raise EngineError(f"There is no method {str(method)[:40]!r}.")
            return protocol.result_line(number or 0, self._methods[method](params))
        except GRSearchError as error:
            return protocol.error_line(number, str(error))
        except Exception:
            log.exception("a request failed")
            return protocol.error_line(number, "Something went wrong; the engine's log says what.")

    def _ended(self, connection: Connection) -> None:
        self._subscribers.discard(connection)

    def _search(self, params: dict[str, Any]) -> Any:
        try:
            request = SearchRequest(**params)
        except TypeError:
            raise EngineError("The search has a parameter that is not known.") from None
        _check(request.query, str)
        _check(request.limit, int)
        _check(request.image, str)
        _check(request.similar, str)
        _check(request.alpha, float, int, type(None))
        _check(request.offset, int)
        _check(request.minus, str)
        return protocol.plain(self._engine.search(request))

    def _status(self, _: dict[str, Any]) -> Any:
        engine = self._engine
        own = (engine.notice, engine.settings_trouble, self._trouble, engine.governor.reason)
        notices = (*filter(None, own), *self._watch.notices())
        return protocol.plain(
            replace(self._engine.status(), progress=self._progress(), notices=notices)
        )

    def _index(self, params: dict[str, Any]) -> Any:
        paths = _paths(params)
        problems = self._engine.add(paths)
        self._update_soon([absolute(path) for path in paths])
        return {"problems": problems}

    def _forget(self, params: dict[str, Any]) -> Any:
        before = set(self._engine.folders())
        count = self._engine.forget(_paths(params))
        for gone in before - set(self._engine.folders()):
            self._watch.remove(gone)
        self._update_soon([])
        return {"files": count}

    def _retry(self, _: dict[str, Any]) -> Any:
        self._engine.retry()
        self._update_soon(None)
        return {}

    def _progress(self) -> Progress:
        """What was asked for and has not begun is no idleness."""
        progress = self._engine.progress()
        if progress.stage == "idle" and (self._wanted.is_set() or self._beginning):
            return replace(progress, stage="names")
        return progress

    def _pause(self, params: dict[str, Any]) -> Any:
        if params.get("paused"):
            asked, outlives = pause.asked(params.get("until"))
            self._engine.governor.pause(True, asked)
        else:
            asked, outlives = None, False
            self._engine.governor.pause(False)
        self._tell(self._progress(), at_once=True)
        pause.keep(self._engine.home, asked if outlives else None)
        return {}

    def _look_around(self) -> None:
        """Called at least every half second, and seen to twice a second at most."""
        now = time.monotonic()
        if now - self._looked < _LOOK_AROUND:
            return
        self._looked = now
        self._tell_end_of_pause()
        if self._engine.follow_settings():
            self._update_soon(None)
        self._engine.let_go_when_unused()

    def _tell_end_of_pause(self) -> None:
        """A pause may end by itself."""
        was, self._was_paused = self._was_paused, self._engine.governor.paused
        if was and not self._was_paused:
            self._tell(self._progress(), at_once=True)

    def _thumbnail(self, params: dict[str, Any]) -> Any:
        item_id = params.get("item_id")
        _check(item_id, int)
        jpeg = self._engine.thumbnail(int(item_id or 0))
        return {"jpeg": base64.b64encode(jpeg).decode("ascii")}

    def _stop(self, _: dict[str, Any]) -> Any:
        # Answered first: the client learns that it was heard.
        threading.Timer(0.05, self.stop).start()
        return {}

    def _update_soon(self, paths: list[str] | None) -> None:
        """A person asked for it: an update under way begins anew, with what it has done done.

        paths: what is to be looked at; None: everything.
        """
        self._engine.governor.due.add(paths)
        self._wanted.set()
        self._engine.governor.begin_anew()

    def _changed(self, paths: frozenset[str]) -> None:
        due = concerned(paths, self._folders, self._engine.rules)
        if not due:
            return
        self._engine.governor.due.add(due)
        self._wanted.set()
        if time.monotonic() - self._began > _LONG_UPDATE:
            self._engine.governor.begin_anew()

    def _begin_warm_up(self) -> None:
        threading.Thread(target=self._warm_up, name="warm-up", daemon=True).start()

    def _warm_up(self) -> None:
        try:
            self._engine.prepare()
        except GRSearchError as error:
            log.warning("%s", error)

    def _work(self) -> None:
        """Updates whenever something changed, one update after the other."""
        next_look = 0.0
        while not self._stopping.is_set():
            self._wanted.wait(_RETRY if self._trouble else _RESCAN)
            self._beginning = True
            self._wanted.clear()
            self._began = time.monotonic()
            if self._stopping.is_set():
                return
            if look_at_all := self._began >= next_look:
                self._engine.governor.due.add(None)
            try:
                self._folders = self._engine.folders()
                self._watch.follow(self._folders)
                self._engine.update(self._tell)
                self._trouble = ""
                if look_at_all:
                    rest = max(_RESCAN, self._engine.looked_for * _RARELY)
                    next_look = time.monotonic() + min(rest, _RAREST)
            except BegunAnewError:
                continue
            except EndedError:
                return
            except GRSearchError as error:
                log.error("%s", error)
                self._trouble = str(error)
                self._stopping.wait(_REST)
            except Exception:
                log.exception("an update failed")
                self._trouble = "The library could not be brought up to date; the log says why."
                self._stopping.wait(_REST)
            finally:
                self._beginning = False
            self._tell(Progress("idle"), at_once=True)

    def _tell(self, progress: Progress, at_once: bool = False) -> None:
        now = time.monotonic()
        if not at_once and progress.stage != "idle" and now - self._told < _EVENT_EVERY:
            return
        self._told = now
        self._tell_all(protocol.event_line("progress", protocol.plain(progress)))

    def _tell_all(self, line: bytes) -> None:
        for connection in list(self._subscribers):
            connection.send(line)


def serve(home: Home) -> int:
    """Runs the engine of a home until it is stopped. Raises GRSearchError when it can't."""
    with EngineLock(home):
        logs.to_file(home)
        engine = Engine(home)
        if engine.notice:
            log.warning("%s", engine.notice)
        service = Service(engine)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: service.stop())
        path = home.socket
        # We hold the lock: a socket that is still there is that of an engine that was killed.
        path.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
            listener.bind(str(path))
            path.chmod(0o600)
            listener.listen(128)
            log.info("serving")
            try:
                service.run(listener)
            finally:
                path.unlink(missing_ok=True)
    return 0


def _paths(params: dict[str, Any]) -> list[str]:
    paths = params.get("paths")
    if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
        raise UsageError("The paths are not a list of texts.")
    return paths


def _check(value: Any, *kinds: type) -> None:
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise EngineError("A parameter is not of the form that is wanted.")


def _main() -> int:
    try:
        return serve(Home(Path(sys.argv[1])))
    except GRSearchError as error:
        log.error("%s", error)
        return 1


if __name__ == "__main__":
    # The engine shares the machine with whoever works on it.
    if hasattr(os, "nice"):
        os.nice(5)
    raise SystemExit(_main())
