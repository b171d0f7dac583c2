"""Models and readers: loaded when they are first needed, let go when nobody uses them."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

from grsearch_desktop.encode import models
from grsearch_desktop.encode.encoder import Encoder
from grsearch_desktop.engine import idling
from grsearch_desktop.engine.following import FollowedSettings
from grsearch_desktop.engine.governor import cores, workers
from grsearch_desktop.engine.spare_reader import SpareReader
from grsearch_desktop.extract.confine import NICENESS
from grsearch_desktop.extract.pool import ReaderPool
from grsearch_desktop.paths import Home


class Equipment:
    """What takes memory and time to load. Models may be asked for from any thread."""

    def __init__(
        self, home: Home, followed: FollowedSettings, readers: ReaderPool | None = None
    ) -> None:
        """readers: those that were started ahead."""
        self._home = home
        self._followed = followed
        self._use = idling.Use()
        self._encoders: dict[str, Encoder] = {}
        self._encoder_lock = threading.Lock()
        self._pool = readers
        self._unused_pool: ReaderPool | None = None
        self._accelerators = followed.now.accelerators
        self._along: list[Callable[[], None]] = []
        self.recogniser = SpareReader(niceness=NICENESS, recognises=True)
        """Reads text in pictures; there is one while that goes on."""

    @property
    def holds_a_model(self) -> bool:
        return bool(self._encoders)

    @property
    def workers(self) -> int:
        """How many files may be read at once."""
        return workers(self._followed.now)

    def encoder(self, source: str) -> Encoder:
        """The model of that name. Raises ModelError."""
        with self._encoder_lock:
            accelerators = self._followed.now.accelerators
            if accelerators != self._accelerators:
                # Chosen anew: what is loaded runs elsewhere. Who uses it finishes with it.
                self._accelerators, self._encoders = accelerators, {}
            if source not in self._encoders:
                self._encoders[source] = models.load(
                    source,
                    self._home.models,
                    cores(),
                    cpu_only=not accelerators,
                )
            return self._encoders[source]

    def keep_only(self, source: str) -> None:
        """Lets go of the models of other names; a search that uses one finishes with it."""
        with self._encoder_lock:
            self._encoders = {
                name: encoder for name, encoder in self._encoders.items() if name == source
            }

    def readers(self) -> ReaderPool:
        """As many as the settings want now."""
        if self._pool and self._pool.workers != self.workers:
            self.close()
        if self._pool is None:
            self._pool = ReaderPool(self.workers)
        return self._pool

    def close(self) -> None:
        """Ends the readers, at work or not."""
        pool, self._pool = self._pool, None
        if pool:
            pool.close()

    def used(self) -> AbstractContextManager[None]:
        """Nothing is let go of meanwhile."""
        return self._use.by_someone()

    @property
    def was_let_go(self) -> bool:
        """Whether nobody had use for it for a while, nor since."""
        return self._use.let_go

    def let_go_along(self, let_go: Callable[[], None]) -> None:
        """Has others let go of what they hold whenever this does."""
        self._along.append(let_go)

    def let_go_when_unused(self) -> bool:
        """Lets go of models and readers once nobody used them for a while; gives whether it did."""
        if not self._use.end_when_unused(self._let_go):
            return False
        # Not under the lock: a reader may take some time to end, and a search must not wait for it.
        if self._unused_pool:
            self._unused_pool.close()
            self._unused_pool = None
        return True

    def _let_go(self) -> None:
        with self._encoder_lock:
            self._encoders.clear()
        for let_go in self._along:
            let_go()
        self._unused_pool, self._pool = self._pool, None
