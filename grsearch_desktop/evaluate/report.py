"""One data set, one model: raw beside calibrated, for each share of text and kind of document."""

import contextlib
import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop import settings
from grsearch_desktop.calibrate.fusion import fused
from grsearch_desktop.calibrate.means import Means, calibrated, drawn
from grsearch_desktop.encode.encoder import Encoder, Prior, Vectors
from grsearch_desktop.engine.governor import cores
from grsearch_desktop.errors import NoRoomError
from grsearch_desktop.evaluate import metrics
from grsearch_desktop.evaluate.dataset import DataSet
from grsearch_desktop.evaluate.embeddings import Embeddings, OnEncoded
from grsearch_desktop.evaluate.sets import loading
from grsearch_desktop.evaluate.sets.shown import Way
from grsearch_desktop.paths import Home

ALPHAS = (0.0, 0.25, 0.5, 0.75, 1.0)
KINDS = ("text", "image", "both")
K = 10

_NEITHER = "neither"
_QUERIES_AT_ONCE = 256


@dataclass(frozen=True)
class EncodedSet:
    """A data set as raw vectors, each float32 and of unit length, zero where there is nothing.

    queries: shape (Q, D); texts, images: shape (N, D), a row for each document.
    """

    queries: Vectors
    texts: Vectors
    images: Vectors

    def kinds(self) -> NDArray[np.str_]:
        """What each document has: "text", "image", "both" or "neither"."""
        has_text, has_image = self.texts.any(axis=1), self.images.any(axis=1)
        alone = np.where(has_text, "text", np.where(has_image, "image", _NEITHER))
        return np.where(has_text & has_image, "both", alone)


@dataclass(frozen=True)
class Answers:
    """One query's ranking: the gains of its first documents, and all that are to be found."""

    gains: tuple[float, ...]
    judged: tuple[float, ...]


def evaluate(
    dataset: Path,
    home: Home,
    way: Way | None = None,
    on_step: Callable[[str, int, int], None] | None = None,
) -> dict[str, Any]:
    """The figures of the model in use on a set (see sets.loading), as one JSON object.

    `on_step` hears what is being done ("files", "texts" or "pictures"), how many of them are, and
    of how many. Raises UsageError if the set is of another form, SettingsError and ModelError.
    """
    from grsearch_desktop.encode import models

    on_file = functools.partial(on_step, "files") if on_step else None
    found = loading.load(dataset, home.root / "cache", way, on_file)
    encoder = models.load(settings.load(home.settings).model, home.models, cores())
    with contextlib.suppress(NoRoomError):
        # Without a home the vectors can't be kept, which the log says; the figures can be had.
        home.create()
    return measured(found, encoder, home.root / "cache", on_step)


def measured(
    dataset: DataSet, encoder: Encoder, cache: Path, on_encoded: OnEncoded | None = None
) -> dict[str, Any]:
    """The figures of one model. `cache`: the folder in which its vectors are kept.

    "documents" counts each kind, and the pictures that are missing or can't be read. A subset
    holds the queries whose every answer is of that kind; they are ranked among all documents.
    """
    encoded = encode(dataset, encoder, cache, on_encoded)
    kinds = encoded.kinds()
    with_image = sum(document.image is not None for document in dataset.documents)
    unreadable = with_image - int(np.isin(kinds, ("image", "both")).sum())
    subsets = _subsets(dataset, kinds)
    own = drawn_means(encoder.prior, encoded)
    results = []
    for method, means in (("raw", Means.none(encoder.dimension)), ("calibrated", own)):
        for alpha in sorted({*ALPHAS, encoder.alpha}):
            answers = ranked(dataset, encoded, means, alpha)
            for subset, rows in subsets.items():
                figures = _figures([answers[row] for row in rows])
                results.append({"method": method, "alpha": alpha, "subset": subset, **figures})
    return {
        "dataset": dataset.name,
        "model": encoder.name,
        "model_alpha": encoder.alpha,
        "documents": {kind: int((kinds == kind).sum()) for kind in KINDS}
        | {"missing_pictures": dataset.missing_pictures + unreadable},
        "results": results,
    }


def encode(
    dataset: DataSet, encoder: Encoder, cache: Path, on_encoded: OnEncoded | None = None
) -> EncodedSet:
    """Every text and picture as the model gives it, from the cache where it is known."""
    embeddings = Embeddings(encoder, cache, on_encoded)
    documents = dataset.documents
    texts = np.zeros((len(documents), encoder.dimension), dtype=np.float32)
    images = np.zeros_like(texts)
    worded = [row for row, document in enumerate(documents) if document.text]
    texts[worded] = embeddings.texts([documents[row].text for row in worded])
    pictured = [(row, found.image) for row, found in enumerate(documents) if found.image]
    images[[row for row, _ in pictured]] = embeddings.pictures([path for _, path in pictured])
    queries = embeddings.texts([query.text for query in dataset.queries])
    return EncodedSet(queries, texts, images)


def drawn_means(prior: Prior, encoded: EncodedSet) -> Means:
    """The means as the application has them: the prior, drawn towards the documents.

    That of the queries is the prior's alone: a library has no queries to learn it from.
    """
    texts = encoded.texts[encoded.texts.any(axis=1)]
    images = encoded.images[encoded.images.any(axis=1)]
    return Means(
        prior.query,
        drawn(prior.text, prior.weight, texts),
        drawn(prior.image, prior.weight, images),
    )


def ranked(
    dataset: DataSet, encoded: EncodedSet, means: Means, alpha: float
) -> tuple[Answers, ...]:
    """How each query's answers come out among all documents, by cosine.

    means: what is taken off, `Means.none` for raw vectors; alpha: the share of the text in the
    vector of a document that has both, in [0, 1]. Of equal scores the earlier document is first.
    Where documents are parts, as pages of files, those wholes are ranked, each by its best part.
    """
    documents = _document_vectors(encoded, means, alpha)
    queries = calibrated(encoded.queries, means.query)
    # A document without a vector would come before those that are less than orthogonal.
    empty = encoded.kinds() == _NEITHER
    rows, whole_of = _wholes(dataset)
    row_of = np.array([rows[whole] for whole in whole_of.values()])
    found = []
    for query, scores in zip(dataset.queries, _scores(queries, documents, empty), strict=True):
        best = scores
        if len(rows) < len(scores):
            best = np.full(len(rows), -np.inf, dtype=scores.dtype)
            np.maximum.at(best, row_of, scores)
        judged: dict[str, float] = {}
        for corpus_id, gain in dataset.gains[query.query_id].items():
            whole = whole_of.get(corpus_id, corpus_id)
            judged[whole] = max(gain, judged.get(whole, 0.0))
        gains = [0.0] * K
        for whole, gain in judged.items():
            row = rows.get(whole)
            if row is not None and np.isfinite(best[row]) and (rank := _rank(best, row)) < K:
                gains[rank] = gain
        found.append(Answers(tuple(gains), tuple(judged.values())))
    return tuple(found)


def _wholes(dataset: DataSet) -> tuple[dict[str, int], dict[str, str]]:
    """What is ranked, with the row of each: documents, or what they are parts of; and the whole
    of each document, in the order of the documents."""
    whole_of = {one.corpus_id: one.part_of or one.corpus_id for one in dataset.documents}
    return {whole: row for row, whole in enumerate(dict.fromkeys(whole_of.values()))}, whole_of


def _document_vectors(encoded: EncodedSet, means: Means, alpha: float) -> Vectors:
    kinds = encoded.kinds()[:, np.newaxis]
    return np.where(
        kinds == "both",
        fused(encoded.texts, encoded.images, means, alpha),
        np.where(
            kinds == "text",
            calibrated(encoded.texts, means.text),
            calibrated(encoded.images, means.image),
        ),
    )


def _scores(
    queries: Vectors, documents: Vectors, empty: NDArray[np.bool_]
) -> Iterator[NDArray[np.float32]]:
    """The cosines of each query with all documents, shape (N,); few at once, for the memory."""
    for at in range(0, len(queries), _QUERIES_AT_ONCE):
        block = queries[at : at + _QUERIES_AT_ONCE] @ documents.T
        block[:, empty] = -np.inf
        yield from block


def _rank(scores: NDArray[np.float32], row: int) -> int:
    """How many documents come before this one."""
    score = scores[row]
    return int((scores > score).sum() + (scores[:row] == score).sum())


def _subsets(dataset: DataSet, kinds: NDArray[np.str_]) -> dict[str, list[int]]:
    """The rows of the queries in each subset that has any."""
    kind_of = {
        document.corpus_id: str(kind)
        for document, kind in zip(dataset.documents, kinds, strict=True)
    }
    subsets: dict[str, list[int]] = {"all": list(range(len(dataset.queries)))}
    for kind in KINDS:
        rows = [
            row
            for row, query in enumerate(dataset.queries)
            if {kind_of.get(answer) for answer in dataset.gains[query.query_id]} == {kind}
        ]
        if rows:
            subsets[kind] = rows
    return subsets


def _figures(answers: Sequence[Answers]) -> dict[str, Any]:
    ndcgs = [metrics.ndcg(one.gains, one.judged, K) for one in answers]
    return {
        f"ndcg@{K}": float(np.mean(ndcgs)),
        f"recall@{K}": float(np.mean([metrics.recall(x.gains, x.judged, K) for x in answers])),
        f"mrr@{K}": float(np.mean([metrics.mrr(one.gains, K) for one in answers])),
        "queries": len(answers),
        f"ndcg@{K}_interval": list(metrics.interval(ndcgs)),
    }
