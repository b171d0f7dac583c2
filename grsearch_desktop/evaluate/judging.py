"""Documents scored by cosine, the best put first, and what that is worth."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.calibrate.fusion import fused
from grsearch_desktop.calibrate.means import Means, calibrated
from grsearch_desktop.encode.encoder import Vectors
from grsearch_desktop.evaluate import metrics
from grsearch_desktop.evaluate.dataset import DataSet
from grsearch_desktop.evaluate.encoded import KINDS, NEITHER, EncodedSet, kinds_of

K = 10
_QUERIES_AT_ONCE = 256

Scores = NDArray[np.float32]
"""float32, shape (Q, N): each query with each document; -inf where a document has no vector."""


@dataclass(frozen=True)
class Answers:
    """One query's ranking: the gains of its first documents, and all that are to be found."""

    gains: tuple[float, ...]
    judged: tuple[float, ...]


class Judge:
    """Knows what answers what in a data set, whatever the ranking.

    Documents that are parts of one whole count as it: it is as good as the best of them.
    """

    def __init__(self, dataset: DataSet) -> None:
        wholes = [document.part_of or document.corpus_id for document in dataset.documents]
        numbers = {whole: number for number, whole in enumerate(dict.fromkeys(wholes))}
        self._whole = np.array([numbers[whole] for whole in wholes], dtype=np.int64)
        self._order = np.argsort(self._whole, kind="stable")
        self._starts = np.searchsorted(self._whole[self._order], np.arange(len(numbers)))
        self._parted = len(numbers) < len(wholes)
        row_of = {document.corpus_id: row for row, document in enumerate(dataset.documents)}
        self._gains: list[dict[int | str, float]] = []
        for query in dataset.queries:
            gains: dict[int | str, float] = {}
            for corpus_id, gain in dataset.gains[query.query_id].items():
                row = row_of.get(corpus_id)
                # One that is in no corpus is to be found as well, and never is.
                whole = corpus_id if row is None else int(self._whole[row])
                gains[whole] = max(gain, gains.get(whole, 0.0))
            self._gains.append(gains)

    def answers(self, blocks: Iterable[Scores]) -> tuple[Answers, ...]:
        """What each query finds. Of equal scores the earlier document is first.

        blocks: the scores of all queries in their order, few or many at once.
        """
        found = []
        queries = iter(self._gains)
        for block in blocks:
            whole = np.maximum.reduceat(block[:, self._order], self._starts, axis=1)
            for scores, judged in zip(whole if self._parted else block, queries, strict=False):
                found.append(_found(scores, judged))
        return tuple(found)


def _found(scores: NDArray[np.float32], judged: dict[int | str, float]) -> Answers:
    gains = [0.0] * K
    for whole, gain in judged.items():
        if isinstance(whole, int) and scores[whole] > -np.inf:
            rank = _rank(scores, whole)
            if rank < K:
                gains[rank] = gain
    return Answers(tuple(gains), tuple(judged.values()))


def _rank(scores: NDArray[np.float32], row: int) -> int:
    """How many documents come before this one."""
    score = scores[row]
    return int((scores > score).sum() + (scores[:row] == score).sum())


def scored(encoded: EncodedSet, means: Means, alpha: float) -> Iterator[Scores]:
    """The cosines of all queries with all documents, some queries at once, for the memory.

    means: what is taken off, `Means.none` for raw vectors; those of texts and images may be one
    for all, shape (D,), or one for each document, shape (N, D). alpha: the share of the text in
    the vector of a document that has both, in [0, 1].
    """
    documents = document_vectors(encoded.texts, encoded.images, means, alpha)
    queries = calibrated(encoded.queries, means.query)
    yield from cosines(queries, documents, encoded.kinds() == NEITHER)


def cosines(queries: Vectors, documents: Vectors, empty: NDArray[np.bool_]) -> Iterator[Scores]:
    """queries: shape (Q, D), documents: shape (N, D), of unit length; empty: shape (N,)."""
    for at in range(0, len(queries), _QUERIES_AT_ONCE):
        block = queries[at : at + _QUERIES_AT_ONCE] @ documents.T
        # A document without a vector would come before those that are less than orthogonal.
        block[:, empty] = -np.inf
        yield block


def document_vectors(texts: Vectors, images: Vectors, means: Means, alpha: float) -> Vectors:
    """One vector for each document, by what it has: float32, shape (N, D); zero of nothing.

    texts, images: shape (N, D), zero where there is nothing; means, alpha: as for `scored`.
    """
    kinds = kinds_of(texts, images)[:, np.newaxis]
    return np.select(
        [kinds == "both", kinds == "text", kinds == "image"],
        [
            fused(texts, images, means, alpha),
            calibrated(texts, means.text),
            calibrated(images, means.image),
        ],
        np.float32(0),
    )


def subsets(dataset: DataSet, kinds: NDArray[np.str_]) -> dict[str, list[int]]:
    """The rows of the queries in each subset that has any: all, and those of one kind's answers."""
    kind_of = {
        document.corpus_id: str(kind)
        for document, kind in zip(dataset.documents, kinds, strict=True)
    }
    found: dict[str, list[int]] = {"all": list(range(len(dataset.queries)))}
    for kind in KINDS:
        rows = [
            row
            for row, query in enumerate(dataset.queries)
            if {kind_of.get(answer) for answer in dataset.gains[query.query_id]} == {kind}
        ]
        if rows:
            found[kind] = rows
    return found


def ndcgs(answers: Sequence[Answers]) -> list[float]:
    """nDCG@10 of each query."""
    return [metrics.ndcg(one.gains, one.judged, K) for one in answers]


def figures(answers: Sequence[Answers]) -> dict[str, Any]:
    """The means over queries, with the interval of nDCG."""
    values = ndcgs(answers)
    return {
        f"ndcg@{K}": float(np.mean(values)),
        f"recall@{K}": float(np.mean([metrics.recall(x.gains, x.judged, K) for x in answers])),
        f"mrr@{K}": float(np.mean([metrics.mrr(one.gains, K) for one in answers])),
        "queries": len(answers),
        f"ndcg@{K}_interval": list(metrics.interval(values)),
    }
