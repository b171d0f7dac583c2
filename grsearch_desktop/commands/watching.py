"""`grsearch watch`: this process keeps the library up to date, or follows the one that does."""

import signal
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from grsearch_desktop import paths
from grsearch_desktop.commands.options import HomeOption
from grsearch_desktop.engine import reach
from grsearch_desktop.errors import BusyLibraryError, EngineStoppedError, EngineUnreachableError
from grsearch_desktop.paths import Home

if TYPE_CHECKING:
    from grsearch_desktop.engine.client import Client
    from grsearch_desktop.engine.protocol import Progress
    from grsearch_desktop.terminal import ProgressBar

_BETWEEN_TRIES = 0.3
"""Seconds between two looks whether the library is free."""
_PATIENCE = 3.0
"""Seconds that another process may hold the library before that is told: one that starts does."""

_FIRST = "Keeping the library up to date; Ctrl-C stops."
_NEXT = "The engine has ended: this keeps the library up to date now; Ctrl-C stops."
_SECOND = (
    "The library is being kept up to date already: this follows, and takes over when that ends. "
    "Ctrl-C stops this alone."
)
_BEHIND = "Another process is working on the library; this keeps it up to date when that has ended."


def watch(
    home: HomeOption = None,
    at_login: Annotated[
        bool | None,
        typer.Option(
            "--at-login/--not-at-login",
            help="Have this started whenever you log in, or no more, and end.",
        ),
    ] = None,
) -> None:
    """Keeps the library up to date until stopped."""
    place = paths.home(home)
    if at_login is not None:
        print(_start_at_login(place, at_login))
        return
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        _keep_up_to_date(place)
    except KeyboardInterrupt:
        print("Stopped.")


def _start_at_login(home: Home, wanted: bool) -> str:
    from grsearch_desktop.engine import autostart

    if wanted:
        autostart.enable(home)
        return (
            f"From your next login on, the library in {paths.shown(str(home.root))} is kept up to "
            "date; `grsearch watch --not-at-login` takes that back."
        )
    autostart.disable(home)
    return f"The library in {paths.shown(str(home.root))} is not kept up to date from login on."


def _keep_up_to_date(home: Home) -> None:
    """Returns when someone asked the engine, this or the one that is followed, to end."""
    display = _Display(home)
    opening = _FIRST
    waiting_since: float | None = time.monotonic()
    while True:
        if client := reach.running(home):
            with client:
                try:
                    display.follow(client, _SECOND)
                except EngineStoppedError:
                    print("The engine was stopped: nothing keeps the library up to date now.")
                    return
                except EngineUnreachableError:
                    waiting_since = time.monotonic()
                    opening = _NEXT
        try:
            _be_the_engine(home, display, opening)
            return
        except BusyLibraryError:
            if waiting_since and time.monotonic() - waiting_since > _PATIENCE:
                waiting_since = None
                print(_BEHIND, flush=True)
            time.sleep(_BETWEEN_TRIES)


def _be_the_engine(home: Home, display: "_Display", opening: str) -> None:
    """Returns when the engine was asked to end. Raises BusyLibraryError when another one runs."""
    # Not before it is needed: who only follows takes a tenth of the memory.
    from grsearch_desktop.engine.service import serve

    showing = threading.Thread(target=display.follow_own, args=(opening,), daemon=True)
    serve(home, showing.start)
    showing.join(5.0)
    print("Stopped.")


class _Display:
    """What a terminal or a journal shows of the engine, whichever process that is."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._told: list[str] = []
        """What was said of the library at rest, last."""

    def follow_own(self, opening: str) -> None:
        """Until the engine of this process ends."""
        with suppress(EngineUnreachableError):
            if client := reach.running(self._home):
                with client:
                    self.follow(client, opening)

    def follow(self, client: "Client", opening: str) -> None:
        """Ends with EngineUnreachableError or EngineStoppedError.

        opening: said once the engine answers: one that is ending may take the connection.
        """
        from grsearch_desktop.commands.showing import Hindrances
        from grsearch_desktop.terminal import ProgressBar

        with ProgressBar(lasting=False) as bar:
            hindrances = Hindrances(bar)

            def show(progress: "Progress") -> None:
                nonlocal opening
                if opening:
                    print(opening, flush=True)
                    opening = ""
                hindrances.tell(progress)
                if progress.stage == "idle":
                    bar.clear()
                    self._at_rest(bar)
                else:
                    bar.show(progress)

            client.watch_progress(show)

    def _at_rest(self, bar: "ProgressBar") -> None:
        """Says what is searchable now, and what keeps the engine from its best, if that is new."""
        from grsearch_desktop.commands.showing import outcome

        # The client that is told of the work can't be asked meanwhile.
        if asked := reach.running(self._home):
            with asked:
                status = asked.status()
            sentences = outcome(status)
            for sentence in sentences:
                if sentence not in self._told:
                    print(sentence, flush=True)
            for notice in status.notices:
                if notice not in self._told:
                    bar.say(notice)
            self._told = [*sentences, *status.notices]
