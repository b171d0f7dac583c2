"""Looks of many files, read and decoded by children while others are encoded."""

import logging
import os
import queue
import threading
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from grsearch_desktop.engine.governor import EndedError
from grsearch_desktop.engine.order import Order
from grsearch_desktop.engine.pipeline import Tools, is_doubtful
from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract.content import Fit, Look
from grsearch_desktop.store.files import KnownFile
from grsearch_desktop.store.vectors import EncodedLook, Model

log = logging.getLogger(__name__)

_SOON = 0.2
"""Seconds."""
_MOST_COPIED = 256
"""Looks taken over from copies between two commits."""


@dataclass(frozen=True)
class Batch:
    """looks: each with its file's id; copied: those that a copy of the file has already;
    finished: the files that ended, with why or "".

    None for a file that is not what it was, or where it was: it is looked at another time.
    """

    looks: list[tuple[int, Look]] = field(default_factory=list)
    copied: list[tuple[int, EncodedLook]] = field(default_factory=list)
    finished: list[tuple[int, str | None]] = field(default_factory=list)


_Given = tuple[int, Look | EncodedLook | str | Exception | None]


class LookStream:
    """Looks of many files, decoded ahead by readers, in an order that keeps a file together."""

    def __init__(
        self, tools: Tools, model: Model, order: Order, fit: Fit | None, ahead: int
    ) -> None:
        """fit: the size that the model wants; ahead: looks that may wait to be encoded."""
        self._tools = tools
        self._model = model
        self._fit = fit
        self._ahead: queue.Queue[_Given] = queue.Queue(ahead)
        self._order = order
        self._added: deque[int] = deque()
        self._left = len(order)
        """Files of which not all was taken yet."""
        self._lock = threading.Lock()
        self._hashes: dict[bytes, int] = {}
        """Contents that are looked at just now, with the file."""
        self._copies: deque[tuple[int, bytes]] = deque()
        """Files of such a content, which wait until that was saved."""
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

    @property
    def lags(self) -> bool:
        """Whether nothing is ready, so that who takes the next batch has to wait."""
        return self._ahead.empty()

    def batch(self, least: int, most: int) -> Batch:
        """The looks that are ready, up to `most`; where there are fewer than `least`, so many.

        Fewer too where nothing more comes soon: a copy waits until its like was saved.
        """
        batch = Batch()
        while self._left and len(batch.looks) < (least if self.lags else most):
            is_empty = not (batch.looks or batch.copied or batch.finished)
            try:
                file_id, given = self._ahead.get(timeout=None if is_empty else _SOON)
            except queue.Empty:
                break
            if isinstance(given, Exception):
                raise given
            if isinstance(given, Look):
                batch.looks.append((file_id, given))
            elif isinstance(given, EncodedLook):
                batch.copied.append((file_id, given))
                if len(batch.copied) >= _MOST_COPIED:
                    break
            else:
                batch.finished.append((file_id, given))
                self._left -= 1
        return batch

    def saved(self, file_ids: Iterable[int]) -> None:
        """What the library has of these files now is all that it will have."""
        with self._lock:
            done = set(file_ids)
            self._hashes = {hash: id for hash, id in self._hashes.items() if id not in done}

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
                self._closed.wait(_SOON)
                continue
            file_id = following
            try:
                file = self._tools.files.by_id(file_id)
                if file is not None and self._waits(file):
                    continue
                # Taken out meanwhile where it is None.
                self._ahead.put((file_id, "" if file is None else self._looks_of(file)))
            except Exception as error:  # noqa: BLE001 - raised again where the looks are taken
                self._ahead.put((file_id, error))
                return

    def _following(self) -> int | None:
        with suppress(IndexError):
            return self._added.popleft()
        if following := self._order.next():
            return following[0]
        with self._lock:
            # One that still has to wait comes to the end again; by then, batches were saved.
            waits = self._copies and self._copies[0][1] in self._hashes
            return None if waits or not self._copies else self._copies.popleft()[0]

    def _waits(self, file: KnownFile) -> bool:
        """Whether a file is put back, since another one of its content is looked at just now."""
        if file.hash is None:
            return False
        with self._lock:
            if self._hashes.setdefault(file.hash, file.id) == file.id:
                return False
            self._copies.append((file.id, file.hash))
            return True

    def _looks_of(self, file: KnownFile) -> str | None:
        """Passes on the looks of one file; gives what `batch` does of it."""
        copied = self._tools.twins.looks(self._model, file.id)
        for look in copied:
            self._ahead.put((file.id, look))
        try:
            if not copied:
                self._read(file)
            reason = ""
        except UnreadableFileError as error:
            if self._tools.governor.ended:  # the file is not to blame
                raise EndedError from error
            log.debug("%s: %s", file.path, error.reason)
            if not os.path.lexists(os.fsencode(file.path)):
                return None
            reason = error.reason
        if is_doubtful(file, self._tools.governor):
            self._tools.files.distrust(file.id)
            return None
        return reason

    def _read(self, file: KnownFile) -> None:
        pages, digests = self._tools.vectors.looked_at(self._model, file.id)
        path = os.fsencode(file.path)
        for look in self._tools.pool.read_looks(path, pages, digests, None, self._fit):
            if self._closed.is_set():
                break
            self._ahead.put((file.id, look))
