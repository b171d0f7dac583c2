"""The stage after the text: a vector for every passage, page image and picture that has none."""

import logging
import os
import queue
import threading
import time

import numpy as np

from grsearch_desktop.encode.encoder import Encoder
from grsearch_desktop.engine.governor import EndedError, Rate
from grsearch_desktop.engine.pipeline import Tools
from grsearch_desktop.engine.protocol import Progress
from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract.content import Look
from grsearch_desktop.store.vectors import EncodedLook, Model

log = logging.getLogger(__name__)

TEXT_BATCH = 64
"""Passages that are encoded between two commits."""
LOOK_BATCH = 16
"""Page images and pictures that are encoded between two commits."""
_LETTERS = 4
"""A passage with fewer gets no vector."""


def encode(tools: Tools, encoder: Encoder, model: Model) -> None:
    """Gives every passage, page image and picture that has none its vector.

    Photos come first: without their vector they can't be found at all. Pages come last: their
    text is found already.
    """
    texts = tools.vectors.texts_to_encode()
    photos = tools.vectors.looks_to_encode(images=True)
    documents = tools.vectors.looks_to_encode(images=False)
    pages = sum(tools.files.page_count(file_id) for file_id, _ in documents)
    plan = _Plan(tools, {"photos": len(photos), "texts": len(texts), "pages": pages})
    _encode_looks(tools, encoder, model, photos, plan, "photos")
    _encode_texts(tools, encoder, model, texts, plan)
    _encode_looks(tools, encoder, model, documents, plan, "pages")


class _Plan:
    """The meaning stage as a whole: how much of each part, at what rate."""

    def __init__(self, tools: Tools, totals: dict[str, int]) -> None:
        self._tools = tools
        self._totals = totals
        self._rates = {part: Rate() for part in totals}

    def begin(self, part: str) -> None:
        self._rates[part] = Rate()

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


def _encode_texts(
    tools: Tools, encoder: Encoder, model: Model, item_ids: list[int], plan: _Plan
) -> None:
    plan.begin("texts")
    for start in range(0, len(item_ids), TEXT_BATCH):
        tools.governor.checkpoint()
        begin = time.monotonic()
        wanted = item_ids[start : start + TEXT_BATCH]
        items = tools.text.items(wanted)
        telling = [id for id in wanted if id in items and _tells(items[id].text)]
        vectors = encoder.encode_texts([items[id].text for id in telling])
        tools.vectors.save_texts(model, telling, vectors, set(wanted) - set(telling))
        plan.step("texts", len(wanted))
        tools.governor.rest(time.monotonic() - begin)


def _tells(text: str) -> bool:
    """Whether a passage means anything: the vector of a page number is near any odd query."""
    return sum(map(str.isalpha, text)) >= _LETTERS


def _encode_looks(
    tools: Tools,
    encoder: Encoder,
    model: Model,
    files: list[tuple[int, bytes]],
    plan: _Plan,
    part: str,
) -> None:
    """Decoding happens in readers, encoding here, both at once."""
    if not files:
        return
    plan.begin(part)
    stream = _LookStream(tools, model, files)
    try:
        while stream.more():
            tools.governor.checkpoint()
            looks, finished = stream.batch(LOOK_BATCH)
            encoded = []
            begin = time.monotonic()
            if looks:
                vectors = encoder.encode_images([_pixels(look) for _, look in looks])
                encoded = [
                    (id, EncodedLook(look.kind, look.page, look.digest, look.thumbnail, vector))
                    for (id, look), vector in zip(looks, vectors, strict=True)
                ]
            done = [file_id for file_id, reason in finished if not reason]
            tools.vectors.save_looks(model, encoded, done)
            for file_id, reason in finished:
                if reason:
                    tools.vectors.give_up_looks(file_id, reason)
            plan.step(part, len(looks))
            tools.governor.rest(time.monotonic() - begin)
    finally:
        stream.close()


def _pixels(look: Look) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    return np.frombuffer(look.pixels, np.uint8).reshape(look.height, look.width, 3)


class _LookStream:
    """Looks of many files, decoded ahead by readers, in an order that keeps a file together."""

    def __init__(self, tools: Tools, model: Model, files: list[tuple[int, bytes]]) -> None:
        self._tools = tools
        self._model = model
        self._ahead: queue.Queue[tuple[int, Look | str | Exception]] = queue.Queue(4 * LOOK_BATCH)
        self._files = iter(files)
        self._left = len(files)
        self._next = threading.Lock()
        self._closed = threading.Event()
        self._threads = [
            threading.Thread(target=self._feed, args=(n,), name=f"look-{n}", daemon=True)
            for n in range(tools.workers)
        ]
        for thread in self._threads:
            thread.start()

    def more(self) -> bool:
        return self._left > 0

    def batch(self, size: int) -> tuple[list[tuple[int, Look]], list[tuple[int, str]]]:
        """Up to `size` looks with their files' ids, and the files that ended, with why or ""."""
        looks: list[tuple[int, Look]] = []
        finished: list[tuple[int, str]] = []
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
            with self._next:
                file_id, path = next(self._files, (0, b""))
            if not path:
                return
            try:
                self._ahead.put((file_id, self._looks_of(file_id, path)))
            except Exception as error:  # noqa: BLE001 - raised again where the looks are taken
                self._ahead.put((file_id, error))
                return

    def _looks_of(self, file_id: int, path: bytes) -> str:
        """Passes on the looks of one file; gives why they ended early, or ""."""
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
            return error.reason
        return ""
