"""Hits by meaning: calibrated cosines of passages, pages and pictures with the query."""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.calibrate.fusion import cosines
from grsearch_desktop.calibrate.means import Means, Vector, drawn_by_sum
from grsearch_desktop.calibrate.means import calibrated as without
from grsearch_desktop.encode.encoder import Prior
from grsearch_desktop.search.nearest import Distances, distances, held, largest, nearest
from grsearch_desktop.search.openings import openings
from grsearch_desktop.search.pages import Pages, Scores
from grsearch_desktop.store.compact.signs import codes, finer
from grsearch_desktop.store.compact.view import Compact, Rows
from grsearch_desktop.store.vectors import Model

CANDIDATES = 300
"""Items of each kind that are given for one query."""
COMPARED, _COMPARED_SHARE, _MOST_COMPARED = 600, 0.006, 4_000
"""Items of each kind that are compared exactly, those that seem the nearest: of many items this
share. Of the ten nearest to real questions 99 % are among them."""
_FINER, _FINER_SHARE, _MOST_FINER = 4_000, 0.04, 25_000
"""Items of which this is found out by the query itself: those whose codes are near to its code."""
_FEW_FILES = 4_096
"""Where a filter leaves no more files, their rows are looked up instead of picked out of all."""


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


@dataclass(frozen=True, eq=False)
class _Scored:
    """Some rows of one kind with their scores for one query."""

    rows: Rows
    """Of the part that they stand in."""
    scores: Scores
    text_parts: Scores
    """Of each score, what the text has to do with it."""
    alpha: float


@dataclass(frozen=True, eq=False)
class VectorCopy:
    """A model's vectors as they were at one moment, and what was computed of them.

    One search uses one copy throughout: a query that was calibrated with the means of another
    would be compared with directions that are not its own.

    A search goes two ways: codes of all vectors choose some hundreds, which are then compared by
    the formula itself, with calibration and share of text as they are asked for.
    """

    model: Model
    texts: Compact
    looks: Compact
    pages: Pages
    means: Means
    alone: Rows
    """The rows of those looks that are searched by themselves, and not with a page's text."""
    removals: int
    last_id: int
    loaded_at: float

    @classmethod
    def of(
        cls,
        model: Model,
        prior: Prior,
        texts: Compact,
        looks: Compact,
        removals: int = 0,
        last_id: int = 0,
    ) -> "VectorCopy":
        """What searches need of these vectors: means drawn from prior and vectors, pages paired."""
        means = Means(
            prior.query,
            drawn_by_sum(prior.text, prior.weight, texts.total, texts.count),
            drawn_by_sum(prior.image, prior.weight, looks.total, looks.count),
        )
        pages = Pages.of(texts, looks)
        alone = looks.item_ids != 0
        alone[pages.looks] = False
        # Now, not in the first search.
        for part in (texts, looks):
            _ = part.by_file, part.items_in_order, part.rows
        return cls(
            model,
            texts,
            looks,
            pages,
            means,
            np.flatnonzero(alone),
            removals,
            last_id,
            time.monotonic(),
        )

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
        or the raw vector if not `calibrated`; alpha: the share of text in a page's vector; files:
        ids, ascending, of those that may be found.
        """
        means = self.means if calibrated else Means.none(self.model.dimension)
        texts, looks = (_Part(part, query, files) for part in (self.texts, self.looks))
        pictures = self._pictures(looks, query, means)
        pages = self._pages(texts, looks, query, means, alpha)
        passages = self._passages(texts, query, means)
        # Last: somebody else is finding them meanwhile.
        passages = self._with(passages, also(), files, query, means)
        kinds = (
            ("picture", pictures, self.looks),
            ("page", pages, self.looks),
            ("passage", passages, self.texts),
        )
        openings = self._openings(
            np.concatenate([part.file_ids[scored.rows] for _, scored, part in kinds]), query, means
        )
        return [
            match
            for kind, scored, part in kinds
            for match in _matches(kind, scored, part, openings)
        ]

    def _pictures(self, looks: "_Part", query: Vector, means: Means) -> _Scored:
        rows = looks.nearest(self.alone)
        scores = cosines(self.looks.exact(rows), query, means.image)
        return _best(rows, scores, np.zeros_like(scores), 0.0, self.looks)

    def _passages(self, texts: "_Part", query: Vector, means: Means) -> _Scored:
        rows = texts.nearest(None)
        scores = cosines(self.texts.exact(rows), query, means.text)
        return _best(rows, scores, scores, 1.0, self.texts)

    def _pages(
        self, texts: "_Part", looks: "_Part", query: Vector, means: Means, alpha: float
    ) -> _Scored:
        pages = self.pages
        chosen = looks.allowed(pages.looks)
        second, first = _chosen_of(len(chosen))
        if len(chosen) > second:
            every = None if len(chosen) == len(pages.looks) else chosen
            rough = pages.rough(texts.rough, looks.rough, alpha, every)
            chosen = chosen[largest(rough, first)]
            rough = pages.rough(texts.finer, looks.finer, alpha, chosen)
            chosen = chosen[largest(rough, second)]
        scores, text_parts = pages.scores(chosen, self.texts, self.looks, query, means, alpha)
        return _best(pages.looks[chosen], scores, text_parts, alpha, self.looks)

    def _with(
        self,
        found: _Scored,
        items: Collection[int],
        files: NDArray[np.int64] | None,
        query: Vector,
        means: Means,
    ) -> _Scored:
        """The passages found, and those of these items that are not among them."""
        rows = self.texts.of_items(np.fromiter(items, np.int64, len(items)))
        if files is not None:
            rows = rows[held(self.texts.file_ids[rows], files)]
        rows = np.setdiff1d(rows, found.rows)
        if not len(rows):
            return found
        scores = cosines(self.texts.exact(rows), query, means.text)
        rows, scores = np.append(found.rows, rows), np.append(found.scores, scores)
        order = _order(rows, scores, self.texts)
        return _Scored(rows[order], scores[order], scores[order], 1.0)

    def _openings(
        self, file_ids: NDArray[np.int64], query: Vector, means: Means
    ) -> dict[int, float]:
        """The best score of the first passages of each of these files that has text."""
        files = np.unique(file_ids)
        rows, has_text = openings(self.texts, files)
        known = np.unique(rows[has_text])
        scores = cosines(self.texts.exact(known), query, means.text)
        best = scores[np.searchsorted(known, rows[has_text])].max(axis=1, initial=-1.0)
        return dict(zip(files[has_text].tolist(), best.tolist(), strict=True))

    def of_file(self, file_id: int) -> Vector | None:
        """The direction of all that is in a file: mean of its calibrated vectors, unit length."""
        wanted = np.array([file_id], np.int64)
        rows = self.texts.of_files(wanted)
        if len(rows):
            # Pages are pictures of these texts: the words say it better.
            both = without(self.texts.exact(rows), self.means.text)
        else:
            both = without(self.looks.exact(self.looks.of_files(wanted)), self.means.image)
        if not len(both):
            return None
        middle = both.mean(axis=0)
        return np.asarray(middle / max(float(np.linalg.norm(middle)), 1e-9), dtype=np.float32)


class _Part:
    """One part's rows for one query: which are allowed, and how far their codes are."""

    def __init__(self, part: Compact, query: Vector, files: NDArray[np.int64] | None) -> None:
        self._part = part
        self._query = query
        self._files = files

    @cached_property
    def _rows(self) -> Rows:
        """Those that filters leave."""
        part = self._part
        if self._files is None:
            return part.rows
        if len(self._files) < _FEW_FILES:
            return part.of_files(self._files)
        last = max(int(self._files[-1]), int(part.files_in_order[-1:].max(initial=0)))
        among = np.zeros(last + 1, dtype=bool)
        among[self._files] = True
        among[0] = False
        return np.flatnonzero(among[part.file_ids])

    def allowed(self, rows: Rows) -> NDArray[np.int64]:
        """The places in `rows` of those that filters leave."""
        if self._files is None:
            return np.arange(len(rows))
        return np.flatnonzero(np.isin(rows, self._rows, assume_unique=True))

    @cached_property
    def _distances(self) -> Distances:
        code = codes(self._query[None])[0]
        rows = self._rows
        return distances(code, self._part.codes, None if len(rows) == len(self._part.ids) else rows)

    def rough(self, rows: Rows) -> Scores:
        """About the cosines of allowed rows, by their codes and that of the query."""
        count = 8 * self._part.codes.shape[1]
        known = np.cos(np.pi * np.arange(count + 1) / count).astype(np.float32)
        return known[np.minimum(self._distances[rows], count)]

    def finer(self, rows: Rows) -> Scores:
        """About the cosines of rows, by their codes and the query itself."""
        return finer(self._query, self._part.codes[rows])

    def nearest(self, among: Rows | None) -> Rows:
        """Some hundred rows that are the nearest by their codes; all where there are no more."""
        rows = self._rows
        if among is not None and not len(among) == len(rows) == len(self._part.ids):
            rows = among[self.allowed(among)]
        second, first = _chosen_of(len(rows))
        if len(rows) <= second:
            return rows
        if len(rows) > first:
            every = len(rows) == len(self._part.ids)
            rows = rows[nearest(self._distances if every else self._distances[rows], first)]
        return rows[largest(self.finer(rows), second)]


def _matches(
    kind: str, scored: _Scored, part: Compact, openings: Mapping[int, float]
) -> list[SemanticMatch]:
    rows = scored.rows
    columns = zip(
        part.item_ids[rows].tolist(),
        part.file_ids[rows].tolist(),
        part.is_page[rows].tolist(),
        part.pages[rows].tolist(),
        scored.scores.tolist(),
        scored.text_parts.tolist(),
        strict=True,
    )
    return [
        SemanticMatch(
            item_id,
            file_id,
            "page" if kind == "picture" and is_page else kind,
            page,
            score,
            text,
            score - text,
            openings.get(file_id),
            scored.alpha,
        )
        for item_id, file_id, is_page, page, score, text in columns
    ]


def _chosen_of(count: int) -> tuple[int, int]:
    """How many of so many items are compared exactly, and by the finer of two looks at codes."""
    compared = max(COMPARED, min(round(_COMPARED_SHARE * count), _MOST_COMPARED))
    return compared, max(_FINER, min(round(_FINER_SHARE * count), _MOST_FINER))


def _best(rows: Rows, scores: Scores, text_parts: Scores, alpha: float, part: Compact) -> _Scored:
    """The best of them, best first."""
    chosen = largest(scores, CANDIDATES)
    order = chosen[_order(rows[chosen], scores[chosen], part)]
    return _Scored(rows[order], scores[order], text_parts[order], alpha)


def _order(rows: Rows, scores: Scores, part: Compact) -> NDArray[np.int64]:
    # Ties go to the older item, so that the same library always gives the same order.
    return np.lexsort((part.item_ids[rows], -scores))
