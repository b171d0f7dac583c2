"""The stage after the text: a vector for every passage, page image and picture that has none."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import numpy as np

from grsearch_desktop.encode.encoder import Encoder, Settles, Vectors
from grsearch_desktop.engine.behind import Behind
from grsearch_desktop.engine.governor import Rate, cores
from grsearch_desktop.engine.look_stream import Batch, LookStream
from grsearch_desktop.engine.looking import encode_looks, fit_of
from grsearch_desktop.engine.order import Order
from grsearch_desktop.engine.passage_context import in_context
from grsearch_desktop.engine.pipeline import Tools
from grsearch_desktop.engine.protocol import Progress
from grsearch_desktop.engine.text_batch import Remembered, taken_over
from grsearch_desktop.engine.windows import Windows, means_of_windows
from grsearch_desktop.store.vectors import EncodedLook, Model

Item = TypeVar("Item")

TEXT_BATCH = 64
"""Passages that are encoded between two commits."""
LOOK_BATCH = 16
"""Page images and pictures that are encoded between two commits."""
_AHEAD = 4
"""Batches of looks that may wait to be encoded."""
_LETTERS = 4
"""A passage with fewer gets no vector."""


def encode(tools: Tools, encoder: Encoder, model: Model) -> None:
    """Gives every passage, page image and picture that has none its vector.

    Photos come first: without their vector they can't be found at all. Pages come last: their
    text is found already. What a search finds meanwhile is done at once, whatever it is.
    """
    _Meaning(tools, encoder, model).run()


class _Plan:
    """The meaning stage as a whole: how much of each part, at what rate."""

    def __init__(self, tools: Tools, totals: dict[str, int]) -> None:
        self._tools = tools
        self._totals = totals
        self._rates = {part: Rate() for part in totals}

    def resume(self, part: str) -> None:
        """This part is worked on from now, for the first time or again."""
        self._rates[part].resume()

    def step(self, part: str, units: int) -> None:
        rate = self._rates[part]
        rate.add(units)
        # A document may hold more pictures than it has pages.
        self._totals[part] = max(self._totals[part], rate.done)
        done = sum(other.done for other in self._rates.values())
        left = 0.0
        for name, total in self._totals.items():
            measured = self._rates[name].per_second or rate.per_second
            left += (total - self._rates[name].done) / max(measured, 1e-6)
        self._tools.on_progress(
            Progress(
                "meaning",
                done,
                sum(self._totals.values()),
                "items",
                round(rate.per_second, 1),
                round(left, 1),
            )
        )


class _Meaning:
    """What is to be encoded, part by part, and what was searched for before all of it."""

    def __init__(self, tools: Tools, encoder: Encoder, model: Model) -> None:
        self._tools = tools
        self._encoder = encoder
        self._model = model
        self._photos = Order(tools.vectors.looks_to_encode(model, images=True))
        self._texts = Order(tools.vectors.texts_to_encode(model))
        self._documents = Order(tools.vectors.looks_to_encode(model, images=False))
        self._behind = Behind()
        self._remembered = Remembered()
        self._version = 0
        """Of what is searched for, as far as it is heeded."""
        totals = {
            "photos": len(self._photos),
            "texts": len(self._texts),
            "pages": tools.vectors.pages_to_encode(model),
        }
        self._plan = _Plan(tools, totals)

    def run(self) -> None:
        to_do = len(self._photos) + len(self._texts) + len(self._documents)
        if isinstance(self._encoder, Settles) and to_do:
            self._encoder.settle(lambda: self._tools.governor.ended)
        with self._behind:
            self._encode_all()

    def _encode_all(self) -> None:
        self._encode_looks(self._photos, "photos")
        self._plan.resume("texts")
        while len(self._texts):
            self._tools.governor.checkpoint()
            self._heed_wishes()
            if self._documents.moved_up:
                wanted = Order(self._documents.next(self._documents.moved_up))
                self._encode_looks(wanted, "pages")
                self._plan.resume("texts")
            self._encode_texts(TEXT_BATCH)
        self._behind.finish()
        self._encode_looks(self._documents, "pages")

    def _heed_wishes(self) -> None:
        self._version, wanted = self._tools.wanted.since(self._version)
        if wanted:
            self._photos.move_up(wanted)
            self._documents.move_up(wanted)
            self._texts.move_up(self._tools.vectors.texts_of(wanted, self._model))

    def _encode_texts(self, count: int) -> None:
        """One batch."""
        wanted = self._texts.next(count)
        items = self._tools.text.items(wanted)
        telling = [id for id in wanted if id in items and _tells(items[id].text)]
        passages = [items[id] for id in telling]
        texts = in_context(passages, self._tools.text, self._encoder)
        known = taken_over(passages, texts, self._tools, self._model, self._encoder)

        def encode() -> Vectors:
            return self._remembered.encoded(texts, known, self._of_windows, self._model.dimension)

        def save(vectors: Vectors) -> None:
            passed_over = set(wanted) - set(telling)
            self._tools.vectors.save_texts(self._model, telling, vectors, passed_over)
            self._plan.step("texts", len(wanted))

        self._behind.encode(encode, save)

    def _of_windows(self, passages: Sequence[Windows]) -> Vectors:
        every = [window for windows in passages for window in windows]
        vectors = self._encoded(self._encoder.encode_texts, every)
        return means_of_windows(vectors, [len(windows) for windows in passages])

    def _encode_looks(self, order: Order, part: str) -> None:
        """Decoding happens in readers, encoding here, both at once."""
        if not len(order):
            return
        self._plan.resume(part)
        stream = LookStream(
            self._tools, self._model, order, fit_of(self._encoder), _AHEAD * LOOK_BATCH
        )
        try:
            while stream.more():
                self._tools.governor.checkpoint()
                self._heed_wishes()
                if part == "photos":
                    # Decoded by the same readers: a second stream might find none that is free.
                    stream.add(self._documents.next(self._documents.moved_up))
                while self._texts.moved_up:
                    self._tools.governor.checkpoint()
                    self._encode_texts(min(self._texts.moved_up, TEXT_BATCH))
                if stream.lags:
                    self._behind.finish()
                self._encode_batch(stream, stream.batch(min(cores(), LOOK_BATCH), LOOK_BATCH))
            self._behind.finish()
        finally:
            stream.close()

    def _encode_batch(self, stream: LookStream, batch: Batch) -> None:
        looks = [look for _, look in batch.looks]

        def save(vectors: Vectors) -> None:
            self._save_looks(batch, vectors)
            stream.saved(file_id for file_id, _ in batch.finished)

        self._behind.encode(
            lambda: self._encoded(partial(encode_looks, self._encoder), looks), save
        )

    def _save_looks(self, batch: Batch, vectors: Vectors) -> None:
        encoded = [
            (
                file_id,
                EncodedLook(look.kind, look.page, look.digest, look.thumbnail, vector, look.light),
            )
            for (file_id, look), vector in zip(batch.looks, vectors, strict=True)
        ]
        encoded += batch.copied
        done = [file_id for file_id, reason in batch.finished if reason == ""]
        self._tools.vectors.save_looks(self._model, encoded, done)
        for file_id, reason in batch.finished:
            if reason:
                self._tools.vectors.give_up_looks(file_id, reason)
        pages = sum(file_id in self._documents for file_id, _ in encoded)
        if pages:
            self._plan.step("pages", pages)
        if pages < len(encoded):
            self._plan.step("photos", len(encoded) - pages)

    def _encoded(self, encode: Callable[[Sequence[Item]], Vectors], items: list[Item]) -> Vectors:
        """The vectors of a batch, each what it would be in any other one (see `Encoder`).

        One item after the other where one may work: an encoder takes as many at once as there are
        cores, and each in one thread, so that a single one is encoded in this thread alone.
        """
        if not items:
            return np.zeros((0, self._model.dimension), np.float32)
        if len(items) == 1 or self._tools.governor.workers(cores()) > 1:
            return encode(items)
        return np.concatenate([encode([item]) for item in items])


def _tells(text: str) -> bool:
    """Whether a passage means anything: the vector of a page number is near any odd query."""
    return sum(map(str.isalpha, text)) >= _LETTERS
