"""The library in two dimensions: which of its items are points, and where they lie.

Kept in memory alone: what a person takes out of the library leaves no trace on the map.
"""

import io
import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.calibrate.means import calibrated
from grsearch_desktop.engine.views import LibraryMap, MapPoint
from grsearch_desktop.search.semantic import VectorCopy
from grsearch_desktop.store.compact.view import Compact
from grsearch_desktop.store.files import Files

log = logging.getLogger(__name__)

MOST_POINTS = 6_000
"""More can't be told apart on a screen, and would take minutes."""
_STALE = 0.05
"""The share of points that may lie where their neighbours do before the map is made anew."""
_REST = 60.0
"""Seconds after which a map that could not be made is tried again."""
_NEAREST = 5
"""Mapped points between which a new one is placed."""

Positions = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class _Sample:
    """The items that are points. Texts come first, `texts` of them; the others are looks."""

    model: str
    item_ids: NDArray[np.int64]
    file_ids: NDArray[np.int64]
    pages: NDArray[np.int64]
    is_page: NDArray[np.bool_]
    texts: int
    of: int
    raw: NDArray[np.float32]
    calibrated: NDArray[np.float32]

    @property
    def keys(self) -> NDArray[np.int64]:
        """One number for each point: a page may be there by its text and by its look."""
        is_look = np.arange(len(self.item_ids)) >= self.texts
        return self.item_ids * 2 + is_look

    def vectors(self, of_calibrated: bool) -> NDArray[np.float32]:
        return self.calibrated if of_calibrated else self.raw


@dataclass(frozen=True, eq=False)
class _Drawn:
    """A map as far as it is made."""

    positions: Positions
    mixing: float
    done: bool


class LibraryMaps:
    """Makes the map of calibrated vectors and that of raw ones, in a process of its own.

    vectors: gives the copy of the vectors that searches use, or None without a model.
    threads: gives how many threads the process may use.
    """

    def __init__(
        self, files: Files, vectors: Callable[[], VectorCopy | None], threads: Callable[[], int]
    ) -> None:
        self._files = files
        self._vectors = vectors
        self._threads = threads
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._share = 0.0
        self._trouble = ""
        self._failed_at = -_REST
        self._sample: _Sample | None = None
        """What the maps are of."""
        self._making: _Sample | None = None
        """What the process works on."""
        self._asked: tuple[VectorCopy, _Sample] | None = None
        self._drawn: dict[bool, _Drawn] = {}

    def answer(self, of_calibrated: bool) -> LibraryMap:
        """The map as far as it is there; has it made, or made anew, where that is wanted."""
        copy = self._vectors()
        if copy is None or not copy.texts.count + copy.looks.count:
            return LibraryMap((), True, copy.model.name if copy else "", calibrated=of_calibrated)
        wanted = self._sampled(copy)
        with self._lock:
            self._begin_if_stale(wanted)
            sample, drawn = self._sample, self._drawn.get(of_calibrated)
            share, trouble = self._share, self._trouble
            outdated = self._making not in (None, sample)
        if sample is None or drawn is None:
            empty = LibraryMap((), False, wanted.model, 0, wanted.of, of_calibrated)
            return replace(empty, share=share, trouble=trouble, done=bool(trouble))
        positions, here = _placed(wanted, sample, drawn, of_calibrated)
        done = drawn.done and not outdated
        return LibraryMap(
            self._points(wanted, positions, here),
            done or bool(trouble),
            sample.model,
            int(here.sum()),
            wanted.of,
            of_calibrated,
            share,
            drawn.mixing,
            trouble,
        )

    def close(self) -> None:
        """Ends the process, if one is at work."""
        with self._lock:
            process, self._process, self._making = self._process, None, None
        if process is not None:
            process.kill()
            process.wait()

    def let_go(self) -> None:
        """Forgets the maps."""
        self.close()
        with self._lock:
            self._sample = self._making = self._asked = None
            self._drawn, self._share, self._trouble = {}, 0.0, ""

    def _sampled(self, copy: VectorCopy) -> _Sample:
        """The same sample for the same copy: a window asks once a second."""
        asked = self._asked
        if asked is None or asked[0] is not copy:
            self._asked = asked = copy, _sampled(copy)
        return asked[1]

    def _begin_if_stale(self, wanted: _Sample) -> None:
        if self._process is not None or time.monotonic() - self._failed_at < _REST:
            return
        known = self._sample
        if known is not None and known.model == wanted.model:
            new = int((~np.isin(wanted.keys, known.keys)).sum())
            if new <= _STALE * len(known.keys):
                return
        try:
            process = subprocess.Popen(
                # No warnings: what little comes on stderr then fits into its pipe until it is read.
                [sys.executable, "-W", "ignore", "-m", "grsearch_desktop.engine.projection"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                # Threads that wait for each other in sleep: spinning, they would take the turns of
                # the one waited for, and beside other programs a map took minutes.
                env={**os.environ, "OMP_WAIT_POLICY": "passive"},
            )
        except OSError as error:
            self._trouble = f"The map can't be drawn: {error.strerror or error}."
            return
        if known is not None and known.model != wanted.model:
            self._drawn = {}
        self._process, self._making, self._share, self._trouble = process, wanted, 0.0, ""
        threading.Thread(
            target=self._follow, args=(process, wanted), name="library-map", daemon=True
        ).start()

    def _follow(self, process: "subprocess.Popen[bytes]", sample: _Sample) -> None:
        """The life of the thread that feeds the process and reads its frames."""
        assert process.stdin and process.stdout and process.stderr
        try:
            with process.stdin as into:
                into.write(_sent(sample, self._threads()))
            for line in process.stdout:
                self._take(process, sample, json.loads(line))
        except (OSError, ValueError) as error:
            log.debug("the map's process went away: %s", error)
        last_words = process.stderr.read().decode("utf-8", "replace").strip()
        failed = process.wait() != 0
        process.stdout.close()
        process.stderr.close()
        with self._lock:
            if self._process is process:
                self._process = self._making = None
                self._share = 1.0
                if failed:
                    log.error("the map's process ended with %d: %s", process.returncode, last_words)
                    self._failed_at = time.monotonic()
                    self._trouble = "The map could not be drawn; try again later."

    def _take(self, process: "subprocess.Popen[bytes]", sample: _Sample, frame: dict) -> None:  # type: ignore[type-arg]
        positions = np.array(frame["positions"], dtype=np.float32).reshape(-1, 2)
        drawn = _Drawn(positions, frame["mixing"], frame["done"])
        with self._lock:
            if self._process is not process:  # closed, or forgotten
                return
            self._share = min(frame["share"], 0.999)
            if sample is not self._sample:
                # Both maps are of one sample: the older ones go together.
                self._sample, self._drawn = sample, {}
            self._drawn[frame["calibrated"]] = drawn

    def _points(
        self, sample: _Sample, positions: Positions, here: NDArray[np.bool_]
    ) -> tuple[MapPoint, ...]:
        files = self._files.details(int(id) for id in np.unique(sample.file_ids))
        points = []
        for row in np.flatnonzero(here):
            file = files.get(int(sample.file_ids[row]))
            if file is None:  # taken out since the copy in memory was made
                continue
            kind = "page" if sample.is_page[row] else "picture"
            points.append(
                MapPoint(
                    float(positions[row, 0]),
                    float(positions[row, 1]),
                    file.path,
                    int(sample.item_ids[row]),
                    "passage" if row < sample.texts else kind,
                    int(sample.pages[row]) or None,
                )
            )
        return tuple(points)


def _sampled(copy: VectorCopy) -> _Sample:
    """Up to half of the points are texts and half looks; what one kind leaves is the other's.

    An item is chosen by a hash of its number: a library that grows keeps most of its points.
    """
    texts, looks = copy.texts.count, copy.looks.count
    half = MOST_POINTS // 2
    for_texts = min(texts, MOST_POINTS - min(looks, half))
    chosen_texts = _chosen(copy.texts, for_texts)
    chosen_looks = _chosen(copy.looks, min(looks, MOST_POINTS - for_texts))
    both = ((copy.texts, chosen_texts), (copy.looks, chosen_looks))
    texts_of, looks_of = (part.exact(rows) for part, rows in both)
    return _Sample(
        copy.model.name,
        np.concatenate([part.item_ids[rows] for part, rows in both]),
        np.concatenate([part.file_ids[rows] for part, rows in both]),
        np.concatenate([part.pages[rows] for part, rows in both]),
        np.concatenate([part.is_page[rows] for part, rows in both]),
        for_texts,
        texts + looks,
        np.concatenate((texts_of, looks_of)),
        np.concatenate(
            (calibrated(texts_of, copy.means.text), calibrated(looks_of, copy.means.image))
        ),
    )


def _chosen(part: Compact, count: int) -> NDArray[np.int64]:
    """`count` rows, always the same ones of the same items."""
    mixed = part.item_ids[part.rows].astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    return part.rows[np.sort(np.argsort(mixed, kind="stable")[:count])]


def _placed(
    wanted: _Sample, sample: _Sample, drawn: _Drawn, of_calibrated: bool
) -> tuple[Positions, NDArray[np.bool_]]:
    """Where each wanted point lies, and which have a place.

    Those that came since the map was made lie in the middle of those they resemble.
    """
    order = np.argsort(sample.keys)
    keys = sample.keys[order]
    places = np.minimum(np.searchsorted(keys, wanted.keys), len(keys) - 1)
    known = keys[places] == wanted.keys
    positions = drawn.positions[order[places]].copy()
    if sample.model != wanted.model:
        return positions, np.zeros(len(known), dtype=bool)
    new = np.flatnonzero(~known)
    if not drawn.done or not len(new) or len(sample.keys) < _NEAREST:
        return positions, known
    near = np.minimum(_NEAREST, len(sample.keys))
    dots = wanted.vectors(of_calibrated)[new] @ sample.vectors(of_calibrated).T
    rows = np.argpartition(-dots, near - 1, axis=1)[:, :near]
    positions[new] = drawn.positions[rows].mean(axis=1)
    return positions, np.ones(len(known), dtype=bool)


def _sent(sample: _Sample, threads: int) -> bytes:
    """What the process reads. Not straight into the pipe: numpy wants to seek in what is a file."""
    is_text = np.arange(len(sample.item_ids)) < sample.texts
    whole = io.BytesIO()
    for array in (sample.raw, sample.calibrated, is_text, np.array(threads)):
        np.lib.format.write_array(whole, np.ascontiguousarray(array), allow_pickle=False)
    return whole.getvalue()
