"""The stage after the text: a vector for every passage, page image and picture that has none."""

import logging
import os
import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import numpy as np

from grsearch_desktop.encode.encoder import Encoder, Vectors
from grsearch_desktop.engine.governor import EndedError, Rate, cores
from grsearch_desktop.engine.order import Order
from grsearch_desktop.engine.passage_context import in_context
from grsearch_desktop.engine.pipeline import Tools, is_doubtful
from grsearch_desktop.engine.protocol import Progress
from grsearch_desktop.engine.windows import means_of_windows
from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract.content import Look
from grsearch_desktop.store.vectors import EncodedLook, Model

log = logging.getLogger(__name__)

Item = TypeVar("Item")

TEXT_BATCH = 64
"""Passages that are encoded between two commits."""
LOOK_BATCH = 16
"""Page images and pictures that are encoded between two commits."""
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
        self._version = 0
        """Of what is searched for, as far as it is heeded."""
        totals = {
            "photos": len(self._photos),
            "texts": len(self._texts),
            "pages": tools.vectors.pages_to_encode(model),
        }
        self._plan = _Plan(tools, totals)

    def run(self) -> None:
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
        cut = in_context([items[id] for id in telling], self._tools.text, self._encoder)
        texts = [window for windows in cut for window in windows]
        encoded = self._encoded(self._encoder.encode_texts, texts)
        vectors = means_of_windows(encoded, [len(windows) for windows in cut])
        self._tools.vectors.save_texts(self._model, telling, vectors, set(wanted) - set(telling))
        self._plan.step("texts", len(wanted))

    def _encode_looks(self, order: Order, part: str) -> None:
        """Decoding happens in readers, encoding here, both at once."""
        if not len(order):
            return
        self._plan.resume(part)
        stream = _LookStream(self._tools, self._model, order)
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
                self._encode_batch(*stream.batch(LOOK_BATCH))
        finally:
            stream.close()

    def _encode_batch(
        self, looks: list[tuple[int, Look]], finished: list[tuple[int, str | None]]
    ) -> None:
        encoded = []
        if looks:
            vectors = self._encoded(
                self._encoder.encode_images, [_pixels(look) for _, look in looks]
            )
            encoded = [
                (id, EncodedLook(look.kind, look.page, look.digest, look.thumbnail, vector))
                for (id, look), vector in zip(looks, vectors, strict=True)
            ]
        done = [file_id for file_id, reason in finished if reason == ""]
        self._tools.vectors.save_looks(self._model, encoded, done)
        for file_id, reason in finished:
            if reason:
                self._tools.vectors.give_up_looks(file_id, reason)
        pages = sum(file_id in self._documents for file_id, _ in looks)
        if pages:
            self._plan.step("pages", pages)
        if pages < len(looks):
            self._plan.step("photos", len(looks) - pages)

    def _encoded(self, encode: Callable[[Sequence[Item]], Vectors], items: list[Item]) -> Vectors:
        """The vectors of a batch, each what it would be in any other one (see `Encoder`).

        One item after the other where one may work: an encoder takes as many at once as there are
        cores, and each in one thread, so that a single one is encoded in this thread alone.
        """
        if len(items) < 2 or self._tools.governor.workers(cores()) > 1:
            return encode(items)
        return np.concatenate([encode([item]) for item in items])


def _tells(text: str) -> bool:
    """Whether a passage means anything: the vector of a page number is near any odd query."""
    return sum(map(str.isalpha, text)) >= _LETTERS


def _pixels(look: Look) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    return np.frombuffer(look.pixels, np.uint8).reshape(look.height, look.width, 3)


class _LookStream:
    """Looks of many files, decoded ahead by readers, in an order that keeps a file together."""

    def __init__(self, tools: Tools, model: Model, order: Order) -> None:
        self._tools = tools
        self._model = model
        self._ahead: queue.Queue[tuple[int, Look | str | Exception | None]] = queue.Queue(
            4 * LOOK_BATCH
        )
        self._order = order
        self._added: deque[int] = deque()
        self._left = len(order)
        """Files of which not all was taken yet."""
        self._closed = threading.Event()
        self._threads = [
            threading.Thread(target=self._feed, args=(n,), name=f"look-{n}", daemon=True)
            for n in range(tools.workers)
        ]
        for thread in self._threads:
            thread.start()

    def more(self) -> bool:
        return self._left > 0

    def add(self, file_ids: Iterable[int]) -> None:
        """Files that are to come next, and are not among those of the order."""
        for file_id in file_ids:
            self._left += 1
            self._added.append(file_id)

    def batch(self, size: int) -> tuple[list[tuple[int, Look]], list[tuple[int, str | None]]]:
        """Up to `size` looks with their files' ids, and the files that ended, with why or "".

        None for a file that is not what it was, or where it was: it is looked at another time.
        """
        looks: list[tuple[int, Look]] = []
        finished: list[tuple[int, str | None]] = []
        while len(looks) < size and self._left:
            file_id, given = self._ahead.get()
            if isinstance(given, Exception):
                raise given
            if isinstance(given, Look):
                looks.append((file_id, given))
            else:
                finished.append((file_id, given))
                self._left -= 1
        return looks, finished

    def close(self) -> None:
        self._closed.set()
        while any(thread.is_alive() for thread in self._threads):
            # A feeder may be waiting for room.
            try:
                self._ahead.get(timeout=0.05)
            except queue.Empty:
                continue

    def _feed(self, number: int) -> None:
        while not self._closed.is_set():
            if number >= self._tools.governor.workers(self._tools.workers):
                self._closed.wait(1.0)
                continue
            following = self._following()
            if following is None:
                # More may be added until the last batch was taken.
                self._closed.wait(0.2)
                continue
            file_id = following
            try:
                self._ahead.put((file_id, self._looks_of(file_id)))
            except Exception as error:  # noqa: BLE001 - raised again where the looks are taken
                self._ahead.put((file_id, error))
                return

    def _following(self) -> int | None:
        try:
            return self._added.popleft()
        except IndexError:
            return next(iter(self._order.next()), None)

    def _looks_of(self, file_id: int) -> str | None:
        """Passes on the looks of one file; gives what `batch` does of it."""
        file = self._tools.files.by_id(file_id)
        if file is None:  # taken out meanwhile
            return ""
        path = os.fsencode(file.path)
        reason = ""
        pages, digests = self._tools.vectors.looked_at(self._model, file_id)
        try:
            for look in self._tools.pool.read_looks(path, pages, digests):
                if self._closed.is_set():
                    break
                self._ahead.put((file_id, look))
        except UnreadableFileError as error:
            if self._tools.governor.ended:  # the file is not to blame
                raise EndedError from error
            log.debug("%s: %s", os.fsdecode(path), error.reason)
            if not os.path.lexists(path):
                return None
            reason = error.reason
        if is_doubtful(file, self._tools.governor):
            self._tools.files.distrust(file_id)
            return None
        return reason
