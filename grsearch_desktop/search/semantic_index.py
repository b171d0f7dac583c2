"""The copy of the vectors that searches read, kept in step with the store."""

import logging
import threading
import time

from grsearch_desktop.calibrate.means import Vector, drawn
from grsearch_desktop.encode.encoder import Prior
from grsearch_desktop.errors import GRSearchError
from grsearch_desktop.search.semantic import VectorCopy
from grsearch_desktop.store.compact.keeping import Centre, CompactCopies
from grsearch_desktop.store.compact.view import Compact
from grsearch_desktop.store.vectors import Model, Vectors

log = logging.getLogger(__name__)

_REFRESH = 2.0
"""Seconds for which the copy in memory serves while vectors are being added."""
_LARGE = 100_000
"""Vectors of which the next copy takes longer than a search may."""


class SemanticIndex:
    """The in-memory copy of a model's vectors, kept in step with the store."""

    def __init__(self, vectors: Vectors, copies: CompactCopies) -> None:
        self._vectors = vectors
        self._copies = copies
        self._copy: VectorCopy | None = None
        self._behind = False
        """Whether the next copy is to hold all there is, however lately the last was made."""
        self._lock = threading.Lock()
        self._making: threading.Thread | None = None

    def let_go(self) -> None:
        """Forgets the copy; the next search makes another."""
        with self._lock:
            self._copy = None
        self._copies.let_go()

    def catch_up(self) -> None:
        """From now on what is stored already is found: it was the last for a while."""
        with self._lock:
            self._behind = True

    def is_current(self, model: Model) -> bool:
        """Whether a search would find all there is, in memory or in files."""
        with self._lock:
            copy = self._copy
        if copy is not None:
            return copy.model == model and self._state() == (copy.removals, copy.last_id)
        return self._copies.are_current(model)

    def copy(self, model: Model, prior: Prior) -> VectorCopy:
        """The vectors as they are, or were two seconds ago while others are being added.

        What was stored before the last `catch_up` is always among them. Of a large library the next
        copy is made beside the searches that this one answers.
        """
        with self._lock:
            copy = self._copy
            if copy is None or copy.model != model:
                self._copy = None
            elif self._state() == (copy.removals, copy.last_id):
                self._behind = False
                return copy
            elif not self._behind:
                if copy.removals == self._vectors.removals() and _is_young(copy):
                    return copy
                if copy.texts.count + copy.looks.count > _LARGE:
                    if not _is_young(copy):
                        self._make_later(copy, model, prior)
                    return copy
            self._behind = False
            self._copy = self._made(model, prior)
            return self._copy

    def takes_long(self, model: Model, prior: Prior) -> bool:
        """Whether `copy` would be waited for: where it is made of a large library without any of it
        in files. It is being made then, beside what its caller does instead."""
        with self._lock:
            if self._copy is not None and self._copy.model == model:
                return False
            if self._vectors.last_of(model.id) <= _LARGE or self._copies.begun(model):
                return False
            self._make_later(self._copy, model, prior)
            return True

    def _state(self) -> tuple[int, int]:
        return self._vectors.removals(), self._vectors.last_id()

    def _made(self, model: Model, prior: Prior) -> VectorCopy:
        state = self._state()
        texts, looks = bring_up(self._copies, model, prior)
        return VectorCopy.of(model, prior, texts, looks, *state)

    def _make_later(self, instead_of: VectorCopy | None, model: Model, prior: Prior) -> None:
        """In a thread, unless one is at it."""
        if self._making is not None and self._making.is_alive():
            return

        def make() -> None:
            try:
                made = self._made(model, prior)
            except GRSearchError as error:
                log.warning("the vectors in memory stay as they are: %s", error)
                return
            with self._lock:
                if self._copy is instead_of:  # nobody let go of it, or chose another model
                    self._copy = made

        self._making = threading.Thread(target=make, name="vectors", daemon=True)
        self._making.start()


def bring_up(copies: CompactCopies, model: Model, prior: Prior) -> tuple[Compact, Compact]:
    """The texts and the looks of a model as they are stored now. Raises LibraryError."""
    return (
        copies.of(model, "text", _centre(prior.text, prior.weight)),
        copies.of(model, "look", _centre(prior.image, prior.weight)),
    )


def _is_young(copy: VectorCopy) -> bool:
    return time.monotonic() - copy.loaded_at < _REFRESH


def _centre(prior: Vector, weight: float) -> Centre:
    """What codes are made around: the mean as some vectors let it be known."""
    return lambda some: drawn(prior, weight, some)
