"""Trials made of data sets: as they are, several as one library, and with a planted fault."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from grsearch_desktop.encode import prior_texts
from grsearch_desktop.encode.encoder import Encoder, Prior
from grsearch_desktop.evaluate.dataset import DataSet
from grsearch_desktop.evaluate.embeddings import Embeddings
from grsearch_desktop.evaluate.encoded import EncodedSet
from grsearch_desktop.evaluate.methods.comparison import Trial
from grsearch_desktop.evaluate.methods.method import Documents, HeldOut
from grsearch_desktop.evaluate.methods.planted import Fault


def held_out(encoder: Encoder, cache: Path) -> HeldOut:
    """The shipped questions that belong to no data set, and the prior of the model."""
    known = Embeddings(encoder, cache).texts(prior_texts.queries())
    return HeldOut(known, encoder.prior)


def of_dataset(
    name: str, dataset: DataSet, encoded: EncodedSet, alpha: float, known: HeldOut
) -> Trial:
    """The questions of a set to its documents; those without text and image are left out."""
    wholes = [document.part_of or document.corpus_id for document in dataset.documents]
    numbers = {whole: number for number, whole in enumerate(dict.fromkeys(wholes))}
    whole_of = {
        document.corpus_id: numbers[whole]
        for document, whole in zip(dataset.documents, wholes, strict=True)
    }
    gains = []
    for query in dataset.queries:
        fitting: dict[int, float] = {}
        for corpus_id, gain in dataset.gains[query.query_id].items():
            # An answer that is no document counts as one that is not found.
            number = whole_of.get(corpus_id, -1 - len(fitting))
            fitting[number] = max(gain, fitting.get(number, 0.0))
        gains.append(fitting)
    there = encoded.texts.any(axis=1) | encoded.images.any(axis=1)
    return Trial(
        name,
        encoded.queries,
        tuple(gains),
        Documents(encoded.texts[there], encoded.images[there], alpha),
        np.array([numbers[whole] for whole in wholes], dtype=np.int64)[there],
        known,
    )


def in_one_library(trials: Sequence[Trial]) -> list[Trial]:
    """The questions of each trial to the documents of all, which are one library then."""
    first = trials[0].documents
    documents = Documents(
        np.concatenate([trial.documents.texts for trial in trials]),
        np.concatenate([trial.documents.images for trial in trials]),
        first.alpha,
    )
    counts = [int(trial.answers.max()) + 1 for trial in trials]
    starts = np.cumsum([0, *counts[:-1]])
    answers = np.concatenate(
        [trial.answers + start for trial, start in zip(trials, starts, strict=True)]
    )
    return [
        replace(
            trial,
            name=f"{trial.name}, in one library",
            documents=documents,
            answers=answers,
            gains=tuple(_moved(fitting, int(start)) for fitting in trial.gains),
        )
        for trial, start in zip(trials, starts, strict=True)
    ]


def with_fault(trial: Trial, fault: Fault) -> Trial:
    """The same trial with a fault in all its vectors; the means are those of what is there.

    What the model was shipped with knows nothing of the fault: the documents teach it alone.
    """
    documents, known = trial.documents, trial.held_out
    queries = fault.put("query", known.queries)
    nothing = np.zeros_like(known.prior.text)
    return replace(
        trial,
        name=f"{trial.name}, {fault.name}",
        queries=fault.put("query", trial.queries),
        documents=replace(
            documents,
            texts=fault.put("text", documents.texts),
            images=fault.put("image", documents.images),
        ),
        held_out=HeldOut(queries, Prior(queries.mean(axis=0), nothing, nothing, 0.0)),
    )


def _moved(fitting: Mapping[int, float], start: int) -> dict[int, float]:
    return {number + start if number >= 0 else number: gain for number, gain in fitting.items()}
