"""What an experiment is made with, and the figures that most of them need."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.calibrate.means import Means
from grsearch_desktop.encode.encoder import Encoder
from grsearch_desktop.evaluate import metrics
from grsearch_desktop.evaluate.dataset import DataSet
from grsearch_desktop.evaluate.embeddings import OnEncoded
from grsearch_desktop.evaluate.encoded import EncodedSet, drawn_means, encode
from grsearch_desktop.evaluate.experiments.experiment import Curve, Interval
from grsearch_desktop.evaluate.judging import Judge, ndcgs, scored
from grsearch_desktop.evaluate.sets.screenshots import drawn_by_lot, with_screenshots

PERCENT = 100.0
"""nDCG@10 is told in points, from 0 to 100."""


@dataclass(frozen=True, eq=False)
class Setting:
    """A data set, a model, and what they are compared with."""

    dataset: DataSet
    encoder: Encoder
    cache: Path
    """Keeps vectors and drawn pages."""
    others: tuple[DataSet, ...] = ()
    """Sets whose means are tried on this one."""
    encoders: tuple[Encoder, ...] = ()
    """Models beside `encoder`, for a comparison of models."""
    on_encoded: OnEncoded | None = None
    """Hears how far the encoding is."""

    @cached_property
    def encoded(self) -> EncodedSet:
        return self.encode(self.dataset)

    @cached_property
    def judge(self) -> Judge:
        return Judge(self.dataset)

    @cached_property
    def pictured(self) -> EncodedSet:
        """Each document that has a text with a picture beside it: its own, else a drawn page."""
        if set(self.encoded.kinds()) <= {"both", "image"}:
            return self.encoded
        return self.encode(with_screenshots(self.dataset, self.cache / "screenshots"))

    def encode(self, dataset: DataSet) -> EncodedSet:
        """Another set as this model sees it."""
        return encode(dataset, self.encoder, self.cache, self.on_encoded)

    def seen_by(self, encoder: Encoder) -> "Setting":
        """The same set with another model."""
        return Setting(self.dataset, encoder, self.cache, on_encoded=self.on_encoded)

    def means(self) -> Means:
        """As the application has them: the model's prior, drawn towards the documents."""
        return drawn_means(self.encoder.prior, self.encoded.texts, self.encoded.images)

    def methods(self) -> tuple[tuple[str, Means], ...]:
        return ("raw", Means.none(self.encoder.dimension)), ("calibrated", self.means())

    def ndcg(self, encoded: EncodedSet, means: Means, alpha: float) -> NDArray[np.float64]:
        """nDCG@10 of each query, in points, shape (Q,)."""
        return np.array(ndcgs(self.judge.answers(scored(encoded, means, alpha)))) * PERCENT

    def mixed(self) -> EncodedSet:
        """Documents that have both shown as a text, a picture and both, a third of each.

        As it is where the set holds documents of one kind alone beside them already.
        """
        kinds = self.encoded.kinds()
        if set(kinds) != {"both"}:
            return self.encoded
        third = self.places() % 3
        return self.encoded.shown(third != 1, third != 0)

    def places(self, seed: int = 0) -> NDArray[np.int64]:
        """Each document's place in an order at random, from 0, shape (N,)."""
        ids = [document.corpus_id for document in self.dataset.documents]
        place = {corpus_id: at for at, corpus_id in enumerate(drawn_by_lot(ids, seed))}
        return np.array([place[corpus_id] for corpus_id in ids], dtype=np.int64)


def interval(values: Sequence[float] | NDArray[np.float64]) -> Interval:
    """The mean with its bootstrap interval."""
    below, above = metrics.interval(list(values))
    return Interval(float(np.mean(values)), below, above)


def curve(name: str, x: Sequence[float], values: Sequence[NDArray[np.float64]]) -> Curve:
    """A line through the means of some values, with their intervals."""
    points = [interval(each) for each in values]
    return Curve(
        name,
        tuple(x),
        tuple(point.value for point in points),
        tuple(point.below for point in points),
        tuple(point.above for point in points),
    )
