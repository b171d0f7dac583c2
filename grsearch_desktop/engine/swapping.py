"""Another model in place of the one that answers, without a moment in which none does.

The chosen model is filled in the background, after everything that is searched now has been brought
up to date; the old one answers meanwhile. Once nothing is left to encode, the new one takes its
place in one transaction. The old one's vectors are kept until a third has taken its place in turn:
going back to it takes one transaction, too.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import replace

from grsearch_desktop.encode.encoder import Encoder
from grsearch_desktop.engine import meaning, passage_context
from grsearch_desktop.engine.equipment import Equipment
from grsearch_desktop.engine.governor import BegunAnewError
from grsearch_desktop.engine.open_library import OpenLibrary
from grsearch_desktop.engine.pipeline import Tools
from grsearch_desktop.engine.protocol import KeptVectors, Progress
from grsearch_desktop.errors import ModelError, UsageError
from grsearch_desktop.search import semantic_index
from grsearch_desktop.store.models import KeptModel, Model, Models

log = logging.getLogger(__name__)

ENOUGH = 0.8
"""The share that is encoded of a model that answered before: with it, it answers again at once."""
_STRETCH = 5.0
"""Seconds for which a model is filled at least before what changed meanwhile is seen to."""
_LONGEST_STRETCH = 30.0
"""Seconds, where beginning anew takes so long that most of the time would go into it."""


class Swapping:
    """Which model answers, and which one is filled to answer next.

    For the one thread that updates the library.
    """

    def __init__(self, library: OpenLibrary, equipment: Equipment) -> None:
        self._library = library
        self._models = library.vectors.models
        self._equipment = equipment

    def choose(self, source: str) -> None:
        """Has the model of that name answer: at once where it can, else once it is filled.

        Raises ModelError where there is none; the one that answers then goes on.
        """
        following, active = self._models.next(), self._models.active()
        if following is not None and following.source != source:
            self._models.stop()
        encoder = self._equipment.encoder(source)
        if active is not None and (active.name, active.source) == (encoder.name, source):
            self._models.stop()
        elif active is None or self._takes_over_at_once(active, encoder):
            self._models.use(encoder.name, source, encoder.dimension, encoder.token_limit)
            log.info("%s answers from now on", encoder.name)
        else:
            self._models.begin(encoder.name, source, encoder.dimension, encoder.token_limit)

    def answering(self) -> tuple[Model, Encoder] | None:
        """The model that answers with its encoder; None while there is none. Raises ModelError."""
        active = self._models.active()
        if active is None:
            return None
        encoder = self._equipment.encoder(active.source)
        if encoder.name != active.name:  # its files are of another version by now
            active = self._models.use(
                encoder.name, active.source, encoder.dimension, encoder.token_limit
            )
        return active, encoder

    def fill(self, tools: Tools) -> None:
        """Encodes what the next model lacks, and has it take over when nothing is left.

        Begins anew (BegunAnewError) where files changed meanwhile: what is searched comes first.
        """
        following, active = self._models.next(), self._models.active()
        if following is None or active is None:
            return
        encoder = self._equipment.encoder(following.source)
        report = _Report(tools, following, active, self._vectors_of(following))
        renew_texts(tools, following)
        meaning.encode(replace(tools, on_progress=report), encoder, following)
        # Now, for the first search after the switch is not to wait for it.
        semantic_index.bring_up(self._library.copies, following, encoder.prior)
        self._models.switch(following)
        self._equipment.keep_only(following.source)
        log.info("%s answers from now on, in place of %s", following.name, active.name)

    def sweep(self, checkpoint: Callable[[], object]) -> None:
        """Erases what is left of models that left."""
        self._models.sweep(checkpoint)

    def _takes_over_at_once(self, active: Model, encoder: Encoder) -> bool:
        """Where the one that answers has nothing or can't answer, and where going back."""
        try:
            if self._equipment.encoder(active.source).name != active.name:
                return True
        except ModelError:
            return True
        kept = {known.model.name: known for known in self._models.kept()}
        known = kept.get(encoder.name)
        return not kept[active.name].vectors or (known is not None and answers_at_once(told(known)))

    def _vectors_of(self, model: Model) -> int:
        return next(known.vectors for known in self._models.kept() if known.model == model)


def told(kept: KeptModel) -> KeptVectors:
    """As clients hear of it."""
    return KeptVectors(
        kept.model.source,
        kept.model.name,
        kept.active,
        kept.next,
        kept.answered,
        kept.vectors,
        kept.left,
        kept.size_bytes,
    )


def answers_at_once(kept: KeptVectors) -> bool:
    """Whether a model's kept vectors are enough to search with while the rest is encoded."""
    return kept.answered and kept.vectors >= ENOUGH * kept.total


def forget(models: Models, name: str) -> int:
    """Has the vectors of a model leave, by its name or its version's; gives how many bytes.

    Raises UsageError.
    """
    named = [kept for kept in models.kept() if name in (kept.model.source, kept.model.name)]
    if not named:
        raise UsageError(f"The library holds no vectors of {name}.")
    free = [kept for kept in named if not kept.active and not kept.next]
    if not free and named[0].active:
        raise UsageError(f"{name} answers the searches; choose another model first.")
    if not free:
        raise UsageError(f"{name} is about to answer the searches; choose another model first.")
    for kept in free:
        models.forget(kept.model)
    return sum(kept.size_bytes for kept in free)


def renew_texts(tools: Tools, model: Model) -> None:
    """Puts on a model's list what it encoded in an older form."""
    tools.vectors.renew_texts(
        model, passage_context.FORM, passage_context.shortest_long(model.token_limit)
    )


class _Report:
    """Progress of the filling, told with both models and with what was encoded before."""

    def __init__(self, tools: Tools, following: Model, active: Model, before: int) -> None:
        self._tell = tools.on_progress
        self._due = tools.governor.due
        self._model, self._answers = following.source, active.source
        self._before = before
        self._began = time.monotonic()
        self._stretch = 0.0
        self._see_to_changes()

    def __call__(self, progress: Progress) -> None:
        if not self._stretch:  # the first batch is done
            to_begin = time.monotonic() - self._began
            self._stretch = min(max(5 * to_begin, _STRETCH), _LONGEST_STRETCH)
        self._tell(
            replace(
                progress,
                done=self._before + progress.done,
                total=self._before + progress.total,
                model=self._model,
                answers=self._answers,
            )
        )
        self._see_to_changes()

    def _see_to_changes(self) -> None:
        if self._due.waits and time.monotonic() - self._began >= self._stretch:
            raise BegunAnewError
