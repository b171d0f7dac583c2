"""The real sets as raw vectors of the bundled model, with or without a gap planted between kinds.

No CLIP model is free and small enough to come with the sets, so the gap of one is planted: each
vector gets a constant part of its kind, 1.5 times as long as itself, in 16 dimensions that hold
nothing else. What it costs to have a wrong mean can then be counted on real questions.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.calibrate.means import Means
from grsearch_desktop.encode import bundled, prior_images, prior_texts
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.evaluate import mixbench
from grsearch_desktop.evaluate.dataset import DataSet
from grsearch_desktop.evaluate.encoded import EncodedSet, encode
from grsearch_desktop.paths import Home
from tests.benchmarks.program import data, program
from tests.benchmarks.questions import SETS, Question, read

Array = NDArray[np.float32]

GAP = 1.5
_ASIDE = 0.3
"""How far the cone of the questions lies from that of the texts."""
_NEW = 16
"""Dimensions that a planted gap is in."""


@dataclass(frozen=True)
class RawSets:
    """Papers, photos and everyday photos of one library, the entities, and what priors are of."""

    texts: Array
    text_files: NDArray[np.object_]
    looks: Array
    """Page images too."""
    look_files: NDArray[np.object_]
    is_page: NDArray[np.bool_]
    questions: dict[str, list[Question]]
    asked: dict[str, Array]
    """Of each set, the vectors of its questions."""
    entities: DataSet
    encoded: EncodedSet
    prior: Means
    prior_weight: float
    prior_questions: Array
    """What a prior mean of questions is made of; and so on."""
    prior_passages: Array
    drawn: Array
    """Of the images that are drawn for a model that is converted."""

    def pictures_of(self, name: str) -> NDArray[np.int64]:
        """Rows of the looks that belong to a set and are no pages."""
        of_set = [data(name) in Path(file).parents for file in self.look_files]
        return np.flatnonzero(np.array(of_set) & ~self.is_page)


@contextlib.contextmanager
def a_home(given: Path | None) -> Iterator[Path]:
    """A library of all three sets: one that is there already, or one made for this run."""
    with program(given) as ours:
        if given is None:
            ours.done("index", *(data(name) for name in SETS))
        yield ours.home


def loaded(home: Path) -> RawSets:
    engine = Engine(Home(home))
    copy = engine._searcher.vectors()
    assert copy is not None, "the library has no vectors"
    known = np.union1d(copy.texts.file_ids, copy.looks.file_ids).tolist()
    paths = {id: Path(file.path) for id, file in engine._library.files.details(known).items()}
    engine.close()
    encoder = bundled.load(2)
    prior = encoder.prior
    passages = prior_texts.passages()
    questions = {name: read(name) for name in SETS}
    entities = mixbench.load(data("entities"))
    return RawSets(
        copy.texts.exact(np.arange(len(copy.texts.ids))),
        np.array([paths[id] for id in copy.texts.file_ids.tolist()], object),
        copy.looks.exact(np.arange(len(copy.looks.ids))),
        np.array([paths[id] for id in copy.looks.file_ids.tolist()], object),
        copy.looks.is_page,
        questions,
        {name: encoder.encode_texts([one.text for one in questions[name]]) for name in SETS},
        entities,
        encode(entities, encoder, home / "cache"),
        Means(prior.query, prior.text, prior.image),
        prior.weight,
        encoder.encode_texts(prior_texts.queries()),
        encoder.encode_texts(passages),
        encoder.encode_images(prior_images.images(passages)),
    )


def planted(sets: RawSets, seed: int = 1) -> RawSets:
    """The same with a gap. Its prior is of the shipped texts and of the entities' even photos."""
    random = np.random.default_rng(seed)
    text, image, aside = unit(random.standard_normal((3, _NEW)))
    gaps = {"text": text, "image": image, "question": unit(text + _ASIDE * aside)}

    def moved(vectors: Array, kind: str) -> Array:
        there = vectors.any(axis=1, keepdims=True)
        gap = np.broadcast_to(GAP * gaps[kind], (len(vectors), _NEW))
        return np.where(there, unit(np.concatenate((vectors, gap), axis=1)), np.float32(0))

    encoded = EncodedSet(
        moved(sets.encoded.queries, "question"),
        moved(sets.encoded.texts, "text"),
        moved(sets.encoded.images, "image"),
    )
    photos = encoded.images[encoded.images.any(axis=1)][::2]
    asked, passages = moved(sets.prior_questions, "question"), moved(sets.prior_passages, "text")
    return replace(
        sets,
        texts=moved(sets.texts, "text"),
        looks=moved(sets.looks, "image"),
        asked={name: moved(vectors, "question") for name, vectors in sets.asked.items()},
        encoded=encoded,
        prior=Means(asked.mean(axis=0), passages.mean(axis=0), photos.mean(axis=0)),
        prior_questions=asked,
        prior_passages=passages,
        drawn=moved(sets.drawn, "image"),
    )


def of_another_model(prior: Means, seed: int = 9) -> Means:
    """Means as long as these, in directions that mean nothing."""
    random = np.random.default_rng(seed)

    def other(mean: Array) -> Array:
        return unit(random.standard_normal(len(mean))) * np.linalg.norm(mean)

    return Means(other(prior.query), other(prior.text), other(prior.image))


def unit(vectors: NDArray[np.floating]) -> Array:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return (vectors / np.maximum(lengths, 1e-12)).astype(np.float32)
