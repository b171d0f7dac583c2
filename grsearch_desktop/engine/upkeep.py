"""Keeping a library up to date: a thread that updates it whenever something changed."""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import replace

from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.engine.governor import BegunAnewError, EndedError
from grsearch_desktop.engine.jobs import concerned
from grsearch_desktop.engine.protocol import Progress
from grsearch_desktop.engine.stages import STAGES
from grsearch_desktop.errors import BusyLibraryError, GRSearchError, NoRoomError
from grsearch_desktop.library.watch import Watch

log = logging.getLogger(__name__)

_LONG_UPDATE = 30.0
"""Seconds after which an update begins anew when files change, so that new ones are not last."""
_RESCAN = 600.0
"""Seconds after which folders are looked at even if no change was told: some drives tell none."""
_RARELY, _RAREST = 500, 6 * 3600.0
"""Such a look comes after this many times what the last one took (0.2 % of a core), at the
earliest, and after so many seconds at the latest."""
_REST = 10.0
"""Seconds of rest after an update that failed, whatever changes meanwhile."""
_RETRY = 60.0
"""Seconds after which an update that failed is tried again even if nothing changed."""

_PREPARING = 10.0
"""Seconds for which work waits at most until a first search can be answered."""

_AGAIN = "The engine itself tries it again within a minute or so."


class Upkeep:
    """Watches the folders and updates, one update after the other, until it is ended."""

    def __init__(self, engine: Engine, tell: Callable[[bool], None]) -> None:
        """tell: called at each step of the work (see `progress`), from the thread that does it;
        with True where the step is not to be left out."""
        self._engine = engine
        self._tell = tell
        self._watch = Watch(self._changed, engine.governor.due.unheard.changed)
        self._folders: list[str] = []
        self.may_begin = threading.Event()
        """Set once what a first search needs is loaded: the look at a million files takes the turns
        of whoever waits for an answer."""
        self._wanted = threading.Event()
        self._ended = threading.Event()
        self._began = 0.0
        self._next_look = 0.0
        """When all folders are to be looked at, whatever the watch tells."""
        self._at_work = False
        self._failure = ""
        """Why the last update could not be done."""
        self._may_pass = False
        """Whether waiting helps against that."""
        self._thread = threading.Thread(target=self._work, name="work")

    def start(self) -> None:
        self._wanted.set()
        self._thread.start()

    def end(self) -> None:
        """From any thread; `close` is still to be called."""
        self._ended.set()
        self._engine.governor.end()
        self.may_begin.set()
        self._wanted.set()

    def close(self) -> None:
        """Waits until what is being done has ended."""
        self._watch.close()
        self.end()
        self._engine.end()
        self._thread.join()

    def notices(self) -> list[str]:
        """What keeps the work from its best, with what the person can do."""
        return [
            *filter(
                None,
                (self._failure, self._engine.governor.reason, self._engine.patience.reason),
            ),
            *self._watch.notices(),
        ]

    def forget(self, folders: Iterable[str]) -> None:
        """Watches these folders no more."""
        for folder in folders:
            self._watch.remove(folder)

    def progress(self) -> Progress:
        """What was asked for and has not begun is no idleness, nor is what waits."""
        progress = self._engine.progress()
        failure = "" if self._at_work else self._failure
        to_do = self._wanted.is_set() or self._at_work
        if failure and not self._may_pass and not to_do:
            return Progress("idle", paused=progress.paused, trouble=failure)
        if not to_do and not failure:
            return progress
        engine = self._engine
        failure = f"{failure} {_AGAIN}" if failure and self._may_pass else ""
        waits = engine.governor.reason or engine.patience.reason or failure
        stage = "names" if progress.stage == "idle" else progress.stage
        return replace(progress, stage=stage, waits=waits)

    def update_soon(self, paths: list[str] | None) -> None:
        """A person asked for it: an update under way begins anew, with what it has done done.

        paths: what is to be looked at; None: everything.
        """
        self._engine.governor.due.add(paths)
        self._wanted.set()
        self._engine.governor.begin_anew()

    def _changed(self, paths: frozenset[str]) -> None:
        due = concerned(paths, self._folders, self._engine.followed.rules)
        if not due:
            return
        self._engine.governor.due.add(due)
        self._wanted.set()
        if time.monotonic() - self._began > _LONG_UPDATE:
            self._engine.governor.begin_anew()

    def _work(self) -> None:
        """Updates whenever something changed, one update after the other."""
        self.may_begin.wait(_PREPARING)
        while not self._ended.is_set():
            self._wanted.wait(_RETRY if self._failure else _RESCAN)
            self._at_work = True
            self._wanted.clear()
            self._began = time.monotonic()
            if self._ended.is_set():
                return
            if look_at_all := self._began >= self._next_look:
                self._engine.governor.due.add(None)
            looks = self._engine.looks
            try:
                self._folders = self._engine.folders()
                self._watch.follow(self._folders, self._engine.followed.rules)
                with self._engine.patience.kept(self._wait_told):
                    self._engine.update(self._tell_step)
                self._failure = ""
            except BegunAnewError:
                continue
            except EndedError:
                return
            except GRSearchError as error:
                log.error("%s", error)
                self._failure = str(error)
                self._may_pass = isinstance(error, BusyLibraryError | NoRoomError)
            except Exception:
                log.exception("an update failed")
                self._failure = "The library could not be brought up to date; the log says why."
                self._may_pass = False
            finally:
                self._at_work = False
                # Also of an update that is begun anew: that may go on while a model is filled.
                if look_at_all and self._engine.looks > looks:
                    rest = max(_RESCAN, self._engine.looked_for * _RARELY)
                    self._next_look = time.monotonic() + min(rest, _RAREST)
            self._tell(True)
            if self._failure:
                self._ended.wait(_REST)

    def _wait_told(self, reason: str) -> None:
        log.warning("%s", reason)
        self._tell(True)

    def _tell_step(self, step: Progress) -> None:
        if step.stage == STAGES[-1] and time.monotonic() >= self._next_look:
            # That stage may go on for hours, and what is new goes before it.
            self._engine.governor.due.add(None)
            self._wanted.set()
        if step.stage != "idle":  # that is told when nothing of the update is left
            self._tell(False)
