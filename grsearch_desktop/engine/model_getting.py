"""Getting a model in the background, one at a time, told of to whoever listens."""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from grsearch_desktop.encode import models
from grsearch_desktop.encode.getting import Getting
from grsearch_desktop.engine.governor import Rate
from grsearch_desktop.engine.views import ModelProgress
from grsearch_desktop.errors import EngineError, GRSearchError

log = logging.getLogger(__name__)

Tell = Callable[[ModelProgress], None]

STEPS = 5
"""Fetching, the two towers, calibrating and checking them; see encode.exporting."""
_EVERY = 0.5
"""Seconds between two tellings while nothing but the bytes change."""


class ModelGetting:
    """What is being got, if anything. Its methods may be called from any thread."""

    def __init__(self, folder: Path) -> None:
        """folder: where models are installed."""
        self._folder = folder
        self._lock = threading.Lock()
        self._under_way: _Way | None = None

    def begin(self, name: str, tell: Tell) -> None:
        """Begins to get a model, and comes back at once. `tell` hears how far it is.

        Raises ModelError for what can't be a name, EngineError while another one is being got.
        """
        known = {info.name: info for info in models.catalogue(self._folder)}
        expected = known.get(name)
        if name == models.BUNDLED or (expected and expected.installed):
            raise EngineError(f"{name} is installed already.")
        with self._lock:
            if self._under_way and self._under_way.is_alive():
                raise EngineError(
                    f"{self._under_way.name} is being fetched; one model is fetched at a time."
                )
            getting = models.getting(name, self._folder)
            size = expected.size_bytes if expected else 0
            self._under_way = _Way(name, getting, size, tell)
            self._under_way.start()

    def cancel(self, name: str) -> None:
        """Stops it; what was fetched is gone when this comes back. Raises EngineError."""
        with self._lock:
            way = self._under_way
        if way is None or way.name != name or not way.is_alive():
            raise EngineError(f"{name} is not being fetched.")
        way.cancel()
        way.join()

    def close(self) -> None:
        """Stops whatever is being got; what was fetched stays, for the next time."""
        with self._lock:
            way = self._under_way
        if way is not None:
            way.stop()
            way.join()


class _Way(threading.Thread):
    def __init__(self, name: str, getting: Getting, size: int, tell: Tell) -> None:
        super().__init__(name="model")
        self.name = name
        self._getting = getting
        self._size = size
        self._tell = tell
        self._now = ModelProgress(name, 0, STEPS, f"Fetching {name}", bytes_total=size)
        self._begun = 0
        """Steps."""
        self._done = threading.Event()
        self._coming = Coming()

    def cancel(self) -> None:
        self._getting.cancel()

    def stop(self) -> None:
        self._getting.stop()

    def run(self) -> None:
        telling = threading.Thread(target=self._keep_telling, name="model-told", daemon=True)
        telling.start()
        failed = False
        try:
            installed = self._getting.run(self._step)
            sentence = f"{installed} is installed."
        except GRSearchError as error:
            failed, sentence = True, str(error)
        except Exception:
            log.exception("a model could not be got")
            failed, sentence = True, f"{self.name} could not be got; the engine's log says why."
        self._done.set()
        telling.join()
        # What went wrong is told as a step too.
        done = max(self._begun - 2, 0) if failed else STEPS
        last = self._with_bytes()
        self._tell(replace(last, done=done, sentence=sentence, ended=True, failed=failed))

    def _step(self, sentence: str) -> None:
        self._begun += 1
        done = min(self._begun - 1, STEPS)
        self._now = replace(self._now, done=done, sentence=sentence)

    def _keep_telling(self) -> None:
        """Again and again: who begins to listen meanwhile learns how far it is."""
        while not self._done.is_set():
            self._tell(self._with_bytes())
            self._done.wait(_EVERY)

    def _with_bytes(self) -> ModelProgress:
        got = self._getting
        # The list knows about how much it is before the hub says how much.
        total = got.expected or self._size
        left = None if self._done.is_set() else self._coming.seconds_left(got.fetched, got.expected)
        return replace(self._now, bytes_done=got.fetched, bytes_total=total, seconds_left=left)


class Coming:
    """Bytes as they come: how long the rest will take at the rate of late."""

    def __init__(self) -> None:
        self._rate = Rate()
        self._total = self._here = 0

    def seconds_left(self, here: int, total: int) -> float | None:
        """To be asked again and again. None while nothing comes, and when all is here."""
        if total != self._total or here < self._here:
            # Another set of files; what was here before came at no rate.
            self._rate, self._total, self._here = Rate(), total, here
        self._rate.add(here - self._here)
        self._here = here
        per_second = self._rate.per_second
        return round((total - here) / per_second, 1) if per_second and here < total else None
