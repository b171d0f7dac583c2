"""How the window and the command line talk to a library's engine."""

import base64
import itertools
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import IO, Any

from grsearch_desktop.engine import duplicates, protocol, transport, views
from grsearch_desktop.engine.protocol import (
    Document,
    Duplicates,
    FileError,
    KeptVectors,
    LibraryMap,
    ModelInfo,
    ModelProgress,
    PageImage,
    PageText,
    Progress,
    SearchAnswer,
    SearchRequest,
    Status,
)
from grsearch_desktop.errors import EngineError, EngineStoppedError, EngineUnreachableError
from grsearch_desktop.paths import Home
from grsearch_desktop.settings import Settings

BUSY = 75
"""The code with which an engine ends that finds another process at work (EX_TEMPFAIL)."""
_BETWEEN_STARTS = 0.5
"""Seconds."""
START_LIMIT = 20.0
"""Seconds that a new engine may take until it answers."""


class Client:
    """A connection to a running engine. Calls block; one client serves one thread.

    Every call raises EngineError with the engine's sentence, or EngineUnreachableError when the
    connection is gone.
    """

    def __init__(self, home: Home, timeout: float | None = 60.0) -> None:
        self._numbers = itertools.count(1)
        self._events: deque[dict[str, Any]] = deque()
        """What came before the answer that was waited for."""
        address = home.socket
        try:
            self._wire = transport.connect(address, timeout)
        except OSError as error:
            raise EngineUnreachableError("No engine is running for this library.") from error

    def close(self) -> None:
        self._wire.close()

    def hang_up(self) -> None:
        """Ends a call that another thread waits for, with EngineUnreachableError.

        `close` is still to be called, by the thread that makes the calls.
        """
        self._wire.hang_up()

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def search(self, request: SearchRequest) -> SearchAnswer:
        return protocol.answer_from(self.call("search", **protocol.plain(request)))

    def status(self) -> Status:
        return protocol.status_from(self.call("status"))

    def errors(self) -> tuple[FileError, ...]:
        return tuple(FileError(**error) for error in self.call("errors")["errors"])

    def duplicates(
        self, paths: Sequence[str] = (), limit: int | None = None, name: str = ""
    ) -> Duplicates:
        """Files that there are several of, one of each group in these paths, or of all.

        Takes up to minutes of a large library: not for a connection that searches wait for.

        limit: files at most, of the groups that take most space; name: any, by which
        `compared` and `stop_comparing` know it.
        """
        self._wire.wait_for_ever()
        params = {"paths": [*paths], "limit": limit, "name": name}
        return duplicates.duplicates_from(self.call("duplicates", **params))

    def compared(self, name: str) -> float:
        """How much of a comparison is done, from 0 to 1."""
        return float(self.call("compared", name=name)["share"])

    def stop_comparing(self, name: str) -> None:
        """Ends a comparison; who waits for it gets EngineError."""
        self.call("stop_comparing", name=name)

    def index(self, paths: list[str]) -> list[str]:
        """Adds folders and files; gives a sentence for each that can't be added.

        The work goes on after the call returns (see `progress`).
        """
        return list(self.call("index", paths=paths)["problems"])

    def forget(self, paths: list[str]) -> int:
        """Takes folders out of the library; gives the number of files that went."""
        return int(self.call("forget", paths=paths)["files"])

    def rebuild_codes(self) -> None:
        """Has what searches by meaning read made anew from the library."""
        self.call("rebuild_codes")

    def retry(self, paths: list[str] | None = None) -> None:
        """Has the files that could not be read, or those of them, tried again."""
        self.call("retry", **({} if paths is None else {"paths": paths}))

    def settings(self) -> Settings:
        """As their file says now."""
        found = self.call("settings")
        lists = {name: tuple(value) for name, value in found.items() if isinstance(value, list)}
        return Settings(**{**found, **lists})

    def change_settings(self, **values: Any) -> None:
        """Checks and writes settings by their name; the engine follows them within a second."""
        self.call("change_settings", **values)

    def pause(self, paused: bool, until: float | str | None = None) -> None:
        """Holds the engine's work, or lets it go on.

        until: seconds since 1970, "good" (also after a restart, until it is let go on), or
        "restart", which is meant where nothing is said.
        """
        self.call("pause", paused=paused, **({} if until is None else {"until": until}))

    def progress(self) -> Progress:
        return Progress(**self.call("progress"))

    def thumbnail(self, item_id: int) -> bytes:
        """The page or picture as WebP, in older libraries as JPEG, long side at most 256 pixels;
        empty when there is none."""
        return base64.b64decode(self.call("thumbnail", item_id=item_id)["jpeg"])

    def document(self, path: str, query: str = "") -> Document:
        """How many pages a file of the library has, and which have to do with a query."""
        return views.document_from(self.call("document", path=path, query=query))

    def values(self, filter: str) -> tuple[str, ...]:
        """What files of the library say most often that a filter (camera, tag) asks for."""
        return tuple(self.call("values", filter=filter)["values"])

    def page_image(self, path: str, page: int | None, long_side: int, query: str = "") -> PageImage:
        """A page, slide or (None) picture file, its long side about `long_side` pixels.

        Takes as long as the drawing does: not for a connection that searches wait for.
        """
        params = {"path": path, "page": page, "long_side": long_side, "query": query}
        return views.image_from(self.call("page_image", **params))

    def page_text(self, path: str, page: int | None, query: str = "") -> PageText:
        """The text of a page, or (None) of the whole file."""
        return views.text_from(self.call("page_text", path=path, page=page, query=query))

    def library_map(self, calibrated: bool = True) -> LibraryMap:
        """The map as far as it is there; asks for it to be made where it is not."""
        return views.map_from(self.call("library_map", calibrated=calibrated))

    def models(self) -> tuple[ModelInfo, ...]:
        """The models that are here, then those that can be got."""
        return tuple(ModelInfo(**model) for model in self.call("models")["models"])

    def get_model(self, name: str) -> None:
        """Has a model fetched in the background (see `watch_progress`)."""
        self.call("get_model", name=name)

    def cancel_model(self, name: str) -> None:
        """Stops fetching a model; what came of it goes."""
        self.call("cancel_model", name=name)

    def use_model(self, name: str) -> None:
        """Has the library encoded with an installed model; the old one answers until then.

        To take it back, choose the old one.
        """
        self.call("use_model", name=name)

    def kept_vectors(self) -> tuple[KeptVectors, ...]:
        """Of each model that has any in the library: of the one that answers, the next, others."""
        return tuple(KeptVectors(**kept) for kept in self.call("kept_vectors")["kept"])

    def forget_model(self, name: str) -> int:
        """Has the vectors of a model that is not in use erased; gives how many bytes they take.

        The model itself stays installed.
        """
        return int(self.call("forget_model", name=name)["size_bytes"])

    def autostart(self, wanted: bool) -> bool:
        """Has the library kept up to date from login on, or no more; gives what is true now."""
        return bool(self.call("autostart", wanted=wanted)["enabled"])

    def stop(self) -> None:
        """Asks the engine to end, and all who follow it in order to take its place."""
        self.call("stop")

    def watch_progress(
        self,
        on_progress: Callable[[Progress], None],
        on_model: Callable[[ModelProgress], None] = lambda _: None,
    ) -> None:
        """Blocks, and calls back with what is true now and at each step of the work.

        Ends with EngineUnreachableError, and with EngineStoppedError where someone asked the engine
        to end.

        on_model: called while a model is being got.
        """
        self._wire.wait_for_ever()
        self.call("subscribe")
        while True:
            message = self._events.popleft() if self._events else self._receive()
            if message.get("event") == "progress":
                on_progress(Progress(**message["data"]))
            elif message.get("event") == "model":
                on_model(ModelProgress(**message["data"]))
            elif message.get("event") == "stopped":
                raise EngineStoppedError("The engine was stopped.")

    def call(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        try:
            self._wire.send(protocol.request_line(number, method, params))
        except OSError as error:
            raise EngineUnreachableError("The engine has gone away.") from error
        while True:
            message = self._receive()
            if "event" in message:
                self._events.append(message)
            # An error without a number: the engine refuses us, or could not read what we sent.
            if message.get("id", 0) not in (number, None):
                continue
            if "error" in message:
                raise EngineError(message["error"]["message"])
            return message["result"]

    def _receive(self) -> dict[str, Any]:
        try:
            line = self._wire.readline()
        except OSError as error:
            raise EngineUnreachableError("The engine does not answer.") from error
        if not line:
            raise EngineUnreachableError("The engine has gone away.")
        try:
            message: dict[str, Any] = json.loads(line)
        except ValueError as error:
            # Half a line: the engine was killed while it wrote.
            raise EngineUnreachableError("The engine has gone away.") from error
        return message


def connect_or_start(home: Home) -> Client:
    """A client of the library's engine, which is started if none runs.

    Blocks for a second or two then: not for a thread that paints.
    Raises EngineUnreachableError with the engine's own last words when it does not come up.
    """
    try:
        return _answering(home)
    except EngineUnreachableError:
        pass
    with _scratch() as words:
        return _started(home, words)


def _started(home: Home, words: IO[bytes]) -> Client:
    """words: a file for what an engine that does not come up has to say."""
    started = start(home, words)
    sentence = f"The engine could not be started; the log says why: {home.log}"
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline:
        try:
            return _answering(home)
        except EngineUnreachableError:
            # Another start may have won the race: its engine is as good as ours. Whoever holds the
            # library otherwise may be about to end.
            if started.poll() == BUSY:
                sentence = "Another process is working on the library; please wait for its end."
                time.sleep(_BETWEEN_STARTS)
                started = start(home, words)
            elif started.poll() not in (None, 0):
                # The log of a full disk or of a home that can only be read says nothing.
                words.seek(0)
                lines = words.read().decode("utf-8", "replace").strip().splitlines()
                sentence = lines[-1] if lines else sentence
                break
            time.sleep(0.05)
    raise EngineUnreachableError(sentence)


def _answering(home: Home) -> Client:
    """A client whose engine answers: a dying one may still take connections."""
    client = Client(home)
    try:
        client.progress()
    except EngineError:
        client.close()
        raise
    return client


def _scratch() -> IO[bytes]:
    """A file that is gone when it is closed; one that holds nothing where the disk is full."""
    try:
        return tempfile.TemporaryFile()
    except OSError:
        return open(os.devnull, "r+b")


def start(home: Home, words: IO[bytes] | None = None) -> "subprocess.Popen[bytes]":
    """Starts an engine that outlives this process. words: what it says until it serves."""
    engine = subprocess.Popen(
        [sys.executable, "-m", "grsearch_desktop.engine.service", str(home.root)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=words or subprocess.DEVNULL,
        start_new_session=True,
        close_fds=True,
    )
    # Reaps the child when it ends, so that no zombie stays behind.
    threading.Thread(target=engine.wait, name="engine-reaper", daemon=True).start()
    return engine
