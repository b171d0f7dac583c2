"""A model whose modality gap is known, and a data set that only this model understands.

Concept c is the text "thing c" (or "a word on thing c"), and a picture in the colour (c, 0, 0).
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from grsearch_desktop.encode.encoder import Pixels, Prior, Vectors

CONCEPTS = 60
DIMENSION = 64
GAP = 1.5
NOISE = 0.35


class PlantedGap:
    """x = normalise(concept + GAP * direction of the kind + noise of its own).

    Questions lie near texts and far from images, as in a CLIP model.
    """

    name = "planted/gap 1"
    dimension = DIMENSION
    token_limit = 75
    alpha = 0.4

    def __init__(self) -> None:
        random = np.random.default_rng(5)
        self._concepts = _unit(random.normal(size=(CONCEPTS, DIMENSION)))
        text, image, query = _unit(random.normal(size=(3, DIMENSION)))
        self._gaps = {"text": text, "image": image, "query": _unit(text + 0.3 * query)}
        self.encoded_texts: list[str] = []
        self.encoded_images = 0
        # The prior is made of other samples than those that are measured.
        samples = {
            kind: np.array([self._vector(kind, c, 1) for c in range(CONCEPTS)])
            for kind in self._gaps
        }
        means = {kind: vectors.mean(axis=0) for kind, vectors in samples.items()}
        self.prior = Prior(means["query"], means["text"], means["image"], weight=20.0)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        self.encoded_texts += texts
        return np.array(
            [
                self._vector("text" if "word" in text else "query", _number(text), 0)
                for text in texts
            ],
            np.float32,
        )

    def encode_images(self, images: Sequence[Pixels]) -> Vectors:
        self.encoded_images += len(images)
        return np.array([self._vector("image", int(px[0, 0, 0]), 0) for px in images], np.float32)

    def _vector(self, kind: str, concept: int, sample: int) -> NDArray[np.float32]:
        seed = (sorted(self._gaps).index(kind), concept, sample)
        noise = _unit(np.random.default_rng(seed).normal(size=DIMENSION))
        return _unit(self._concepts[concept] + GAP * self._gaps[kind] + NOISE * noise)


def write_set(folder: Path, concepts: int = CONCEPTS) -> Path:
    """A set in MixBench form: a document for each concept; text, image, both by turns."""
    (folder / "pictures").mkdir(parents=True)
    queries, documents, judgements = [], [], ["query_id\tcorpus_id\tscore"]
    for number in range(concepts):
        has_text, has_image = ((True, False), (False, True), (True, True))[number % 3]
        if has_image:
            Image.new("RGB", (8, 8), (number, 0, 0)).save(folder / f"pictures/{number}.png")
        queries.append({"query_id": f"q{number}", "text": f"thing {number}"})
        documents.append(
            {
                "corpus_id": f"d{number}",
                "text": f"a word on thing {number}" if has_text else "",
                "image": f"pictures/{number}.png" if has_image else "",
            }
        )
        judgements.append(f"q{number}\td{number}\t1")
    write_rows(folder / "queries.jsonl", queries)
    write_rows(folder / "mixed_corpus.jsonl", documents)
    (folder / "qrels.tsv").write_text("\n".join(judgements) + "\n", "utf-8")
    return folder


def write_rows(path: Path, rows: Sequence[object]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def _number(text: str) -> int:
    found = re.search(r"\d+", text)
    assert found, f"the planted model knows no such text: {text}"
    return int(found[0])


def _unit(vectors: NDArray[np.floating]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return (vectors / lengths).astype(np.float32)
