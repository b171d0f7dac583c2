"""Hits by meaning: calibrated cosines of passages, pages and pictures with the query."""

import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.calibrate.fusion import (
    PageScalars,
    Scalars,
    cosines,
    mixed_cosines,
    norms,
    page_lengths,
)
from grsearch_desktop.calibrate.means import Means, Vector, drawn
from grsearch_desktop.encode.encoder import Prior
from grsearch_desktop.search.openings import Openings
from grsearch_desktop.search.pages import Pages
from grsearch_desktop.store.vectors import Model, StoredVectors, Vectors

CANDIDATES = 300
"""Items of each kind that are given for one query."""

_REFRESH = 2.0
"""Seconds for which the copy in memory serves while vectors are being added."""
_SHARES_KEPT = 8
"""Shares of text for which the lengths of page vectors are kept."""


@dataclass(frozen=True)
class SemanticMatch:
    item_id: int
    file_id: int
    kind: str
    """passage, page or picture"""
    page: int
    """0 where there is none."""
    score: float
    """Calibrated cosine, from -1 to 1."""
    text: float
    """What the text has to do with the score."""
    look: float
    """What the image has to do with it; text + look = score."""
    opening: float | None = None
    """The calibrated cosine of what its file begins with; None where the file has no text."""
    alpha: float = 1.0
    """The share of text in the vector: 1 for a passage, 0 for a picture."""


@dataclass(frozen=True)
class _Scalars:
    """What calibration needs to know of each raw vector, once for each set of means."""

    text_lengths: Scalars
    """|t - mu_t| of each text"""
    look_lengths: Scalars
    """|i - mu_i| of each look"""
    pages: PageScalars


@dataclass(frozen=True, eq=False)
class _Scored:
    """Items of one kind with their scores for one query."""

    stored: StoredVectors
    scores: Scalars
    text_parts: Scalars
    """Of each score, what the text has to do with it."""
    alpha: float

    def best(
        self,
        files: NDArray[np.int64] | None,
        among: NDArray[np.bool_] | None = None,
        also: Collection[int] = (),
    ) -> NDArray[np.int64]:
        """The rows of the best, best first, and of those that are wanted too."""
        stored, scores = self.stored, self.scores
        if files is not None or among is not None:
            allowed = np.ones(len(scores), dtype=bool) if among is None else among.copy()
            if files is not None:
                allowed &= np.isin(stored.file_ids, files)
            rows = np.flatnonzero(allowed)
        else:
            rows = np.arange(len(scores))
        if len(rows) > CANDIDATES:
            best = rows[np.argpartition(-scores[rows], CANDIDATES)[:CANDIDATES]]
            wanted = rows[np.isin(stored.item_ids[rows], list(also))] if also else rows[:0]
            rows = np.union1d(best, wanted)
        # Ties go to the older item, so that the same library always gives the same order.
        return rows[np.lexsort((stored.item_ids[rows], -scores[rows]))]


@dataclass(frozen=True, eq=False)
class VectorCopy:
    """A model's vectors as they were at one moment, and what was computed of them.

    One search uses one copy throughout: a query that was calibrated with the means of another
    would be compared with directions that are not its own.
    """

    model: Model
    texts: StoredVectors
    looks: StoredVectors
    pages: Pages
    means: Means
    scalars: _Scalars
    removals: int
    last_id: int
    loaded_at: float
    _page_lengths: dict[tuple[bool, float], Scalars] = field(default_factory=dict)
    """What page vectors are divided by, for shares of text that were asked for lately."""

    @classmethod
    def of(
        cls,
        model: Model,
        prior: Prior,
        texts: StoredVectors,
        looks: StoredVectors,
        removals: int = 0,
        last_id: int = 0,
    ) -> "VectorCopy":
        """What searches need of these vectors: means drawn from prior and vectors, pages paired."""
        means = Means(
            prior.query,
            drawn(prior.text, prior.weight, texts.vectors),
            drawn(prior.image, prior.weight, looks.vectors),
        )
        pages = Pages.of(texts, looks)
        scalars = _scalars(texts, looks, pages, means)
        return cls(model, texts, looks, pages, means, scalars, removals, last_id, time.monotonic())

    @cached_property
    def openings(self) -> Openings:
        """The first passages of each file."""
        return Openings.of(self.texts)

    def search(
        self,
        query: Vector,
        *,
        alpha: float,
        calibrated: bool = True,
        files: NDArray[np.int64] | None = None,
        also: Callable[[], Collection[int]] = set,
    ) -> list[SemanticMatch]:
        """The items nearest to a query, each kind's best first, and the passages `also` gives.

        query: calibrated (with the mean of its own kind) and of unit length, float32, shape (D,),
        or the raw vector if not `calibrated`; alpha: the share of text in a page's vector.
        """
        texts, looks, pages = self.texts, self.looks, self.pages
        text_scores = text_dots = texts.vectors @ query
        look_scores = look_dots = looks.vectors @ query
        means = self.means if calibrated else Means.none(self.model.dimension)
        if calibrated:
            text_scores = cosines(text_dots, query, means.text, self.scalars.text_lengths)
            look_scores = cosines(look_dots, query, means.image, self.scalars.look_lengths)
        lengths = self._lengths_of_pages(calibrated, alpha)
        page_scores, page_texts = _page_scores(
            pages, lengths, text_dots, look_dots, query, means, alpha
        )
        of_looks = _Scored(looks, look_scores, 0.0 * look_scores, 0.0)
        of_pages = _Scored(_rows(looks, pages.looks), page_scores, page_texts, alpha)
        of_texts = _Scored(texts, text_scores, text_scores, 1.0)
        found = self._matches(
            of_looks, of_looks.best(files, self._is_alone), text_scores, "picture"
        )
        found += self._matches(of_pages, of_pages.best(files), text_scores, "page")
        # Last: somebody else is finding them meanwhile.
        best = of_texts.best(files, also=also())
        return found + self._matches(of_texts, best, text_scores, "passage")

    def _matches(
        self, scored: "_Scored", rows: NDArray[np.int64], text_scores: Scalars, kind: str
    ) -> list[SemanticMatch]:
        stored = scored.stored
        openings = self.openings.scores(text_scores, stored.file_ids[rows])
        return [
            SemanticMatch(
                int(stored.item_ids[row]),
                int(stored.file_ids[row]),
                "page" if kind == "picture" and stored.is_page[row] else kind,
                int(stored.pages[row]),
                float(scored.scores[row]),
                float(scored.text_parts[row]),
                float(scored.scores[row] - scored.text_parts[row]),
                opening,
                scored.alpha,
            )
            for row, opening in zip(rows, openings, strict=True)
        ]

    def _lengths_of_pages(self, calibrated: bool, alpha: float) -> Scalars:
        known = self._page_lengths
        if (calibrated, alpha) not in known:
            if len(known) >= _SHARES_KEPT:
                known.clear()
            if calibrated:
                scalars, means = self.scalars.pages, self.means
            else:
                means = Means.none(self.model.dimension)
                none = np.zeros_like(self.pages.text_image)
                scalars = PageScalars(none, none, none, none, self.pages.text_image)
            known[calibrated, alpha] = page_lengths(scalars, means, alpha)
        return known[calibrated, alpha]

    def looks_alone(self) -> NDArray[np.int64]:
        """The rows of those looks that are searched by themselves, and not with a page's text."""
        return np.flatnonzero(self._is_alone)

    @cached_property
    def _is_alone(self) -> NDArray[np.bool_]:
        """Which looks they are; a mask, shape (N,)."""
        alone = np.ones(len(self.looks.ids), dtype=bool)
        alone[self.pages.looks] = False
        return alone

    def of_file(self, file_id: int) -> Vector | None:
        """The direction of all that is in a file: mean of its calibrated vectors, unit length."""
        texts = self.texts.vectors[self.texts.file_ids == file_id] - self.means.text
        looks = self.looks.vectors[self.looks.file_ids == file_id] - self.means.image
        if len(texts):
            # Pages are pictures of these texts: the words say it better.
            looks = looks[:0]
        both = np.concatenate((texts, looks))
        if not len(both):
            return None
        lengths = np.linalg.norm(both, axis=1, keepdims=True)
        middle = (both / np.maximum(lengths, 1e-9)).mean(axis=0)
        return np.asarray(middle / max(float(np.linalg.norm(middle)), 1e-9), dtype=np.float32)


class SemanticIndex:
    """The in-memory copy of a model's vectors, kept in step with the store."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors
        self._copy: VectorCopy | None = None
        self._behind = False
        """Whether the next copy is to hold all there is, however lately the last was made."""
        self._lock = threading.Lock()

    def let_go(self) -> None:
        """Forgets the copy; the next search makes another."""
        with self._lock:
            self._copy = None

    def catch_up(self) -> None:
        """From now on what is stored already is found: it was the last for a while."""
        with self._lock:
            self._behind = True

    def copy(self, model: Model, prior: Prior) -> VectorCopy:
        """The vectors as they are, or were two seconds ago while others are being added.

        What was stored before the last `catch_up` is always among them.
        """
        with self._lock:
            copy = self._copy
            removals, last_id = self._vectors.removals(), self._vectors.last_id()
            if copy and copy.model == model and copy.removals == removals:
                if not self._behind and time.monotonic() - copy.loaded_at < _REFRESH:
                    return copy
                self._behind = False
                if copy.last_id == last_id:
                    return copy
                texts = _joined(copy.texts, self._vectors.load(model, "text", _last(copy.texts)))
                looks = _joined(copy.looks, self._vectors.load(model, "look", _last(copy.looks)))
            else:
                # The old copy goes first: there is no room for two of a large library.
                self._copy = copy = None
                self._behind = False
                texts = self._vectors.load(model, "text")
                looks = self._vectors.load(model, "look")
            self._copy = VectorCopy.of(model, prior, texts, looks, removals, last_id)
            return self._copy


def _scalars(texts: StoredVectors, looks: StoredVectors, pages: Pages, means: Means) -> _Scalars:
    """One pass over the vectors."""
    text_dots = texts.vectors @ means.text
    look_dots = looks.vectors @ means.image
    rows = looks.vectors[pages.looks]
    return _Scalars(
        norms(text_dots, means.text),
        norms(look_dots, means.image),
        PageScalars(
            text_text_mean=pages.of_texts(text_dots),
            text_image_mean=pages.of_texts(texts.vectors @ means.image),
            image_text_mean=rows @ means.text,
            image_image_mean=look_dots[pages.looks],
            text_image=pages.text_image,
        ),
    )


def _page_scores(
    pages: Pages,
    lengths: Scalars,
    text_dots: Scalars,
    look_dots: Scalars,
    query: Vector,
    means: Means,
    alpha: float,
) -> tuple[Scalars, Scalars]:
    """The cosine of each page, and the part that its text has in it."""
    texts, looks = pages.of_texts(text_dots), look_dots[pages.looks]
    scores = mixed_cosines(texts, looks, lengths, query, means, alpha)
    text_part = alpha * np.abs(texts - float(query @ means.text))
    look_part = (1.0 - alpha) * np.abs(looks - float(query @ means.image))
    return scores, scores * text_part / np.maximum(text_part + look_part, 1e-9)


def _rows(stored: StoredVectors, rows: NDArray[np.int64]) -> StoredVectors:
    """Some rows, without their vectors."""
    return StoredVectors(
        stored.ids[rows],
        stored.item_ids[rows],
        stored.file_ids[rows],
        stored.pages[rows],
        stored.is_page[rows],
        stored.vectors[:0],
    )


def _joined(known: StoredVectors, more: StoredVectors) -> StoredVectors:
    if not len(more.ids):
        return known
    return StoredVectors(
        np.concatenate((known.ids, more.ids)),
        np.concatenate((known.item_ids, more.item_ids)),
        np.concatenate((known.file_ids, more.file_ids)),
        np.concatenate((known.pages, more.pages)),
        np.concatenate((known.is_page, more.is_page)),
        np.concatenate((known.vectors, more.vectors)),
    )


def _last(stored: StoredVectors) -> int:
    return int(stored.ids[-1]) if len(stored.ids) else 0
