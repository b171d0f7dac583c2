"""A small CLIP with random weights and a gap of known size, and sets that it understands.

No trained CLIP comes with the program. This one has what matters here by making: words have
random vectors, a random layer makes a meaning of them, and both towers give that meaning, each
with the constant direction of its kind (its cone) and with noise of its own. Its pictures are
rows of tiles, the colour of a tile being a word, so that a document says the same as a text and
as a picture of it.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from grsearch_desktop.encode.encoder import Encoder, Pixels, Prior, Vectors
from grsearch_desktop.evaluate.dataset import DataSet, Document, Query
from grsearch_desktop.evaluate.sets.kept import is_kept, keep_picture

SUBJECTS = 4
_WORDS_OF_SUBJECT = 800
_WORDS = SUBJECTS * _WORDS_OF_SUBJECT
_SUBJECT = 0.5
"""How much the words of one subject have in common, beside a length of 1."""
_OF_DOCUMENT, _OF_QUERY = 8, 6
"""Words."""
_TILE = 8
"""Pixels."""
_STEEPNESS = 3.0
"""Of the random layer: where it bends."""
_SEED = 20250726
_SAMPLES = 10_000
"""That the prior means are made of, as many as in the paper."""


@dataclass(frozen=True)
class Planted:
    """What a planted model is like."""

    gap: float = 1.5
    """Length of a kind's own direction beside a meaning of length 1."""
    noise: float = 0.9
    """Length of what each text and picture has for itself."""
    query_turn: float = 0.3
    """How far the cone of queries lies from that of longer texts, beside a length of 1."""
    dimension: int = 128
    seed: int = _SEED


class PlantedClip:
    """x = normalise(meaning + gap * direction of the kind + noise of its own); an Encoder."""

    token_limit = 75
    alpha = 0.5

    def __init__(self, planted: Planted = Planted()) -> None:
        self._planted = planted
        random = np.random.default_rng(planted.seed)
        dimension = planted.dimension
        subjects = _unit(random.standard_normal((SUBJECTS, dimension)))
        words = _unit(random.standard_normal((_WORDS, dimension)))
        self._words = words + _SUBJECT * np.repeat(subjects, _WORDS_OF_SUBJECT, axis=0)
        self._layer = random.standard_normal((dimension, dimension)) / np.sqrt(dimension)
        text, image, query = np.linalg.qr(random.standard_normal((dimension, 3)))[0].T
        self._cones = {
            "text": text,
            "image": image,
            "query": _unit(text + planted.query_turn * query),
        }
        self.name = (
            f"planted CLIP, gap {planted.gap:g}, noise {planted.noise:g}, {dimension} numbers"
        )
        self.dimension = dimension
        drawn = random.integers(0, _WORDS, (_SAMPLES, _OF_DOCUMENT))
        means = {
            kind: self._vectors(kind, drawn[:, :count], random).mean(axis=0)
            for kind, count in (("query", _OF_QUERY), ("text", None), ("image", None))
        }
        self.prior = Prior(means["query"], means["text"], means["image"], weight=float(_SAMPLES))

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        kinds = ("query" if len(text.split()) <= _OF_QUERY else "text" for text in texts)
        return self._encoded(zip(kinds, map(_numbers, texts), strict=True))

    def encode_images(self, images: Sequence[Pixels]) -> Vectors:
        return self._encoded(("image", _tiles(image)) for image in images)

    def _encoded(self, items: Iterable[tuple[str, list[int]]]) -> Vectors:
        rows = [
            self._vectors(kind, np.array([numbers]), self._own_chance(kind, numbers))[0]
            for kind, numbers in items
        ]
        return np.array(rows, np.float32).reshape(-1, self.dimension)

    def _vectors(self, kind: str, words: NDArray[np.int64], random: np.random.Generator) -> Vectors:
        """words: shape (N, W), N texts or pictures of W words each."""
        meaning = _unit(np.tanh(_STEEPNESS * self._words[words].mean(axis=1) @ self._layer))
        noise = _unit(random.standard_normal(meaning.shape))
        cone = self._planted.gap * self._cones[kind]
        return _unit(meaning + cone + self._planted.noise * noise).astype(np.float32)

    def _own_chance(self, kind: str, numbers: list[int]) -> np.random.Generator:
        """The same for the same text or picture, whenever it is encoded."""
        named = f"{self._planted.seed}\0{kind}\0{numbers}".encode()
        return np.random.default_rng(list(hashlib.blake2b(named, digest_size=16).digest()))


class WithGap:
    """A model's vectors with a gap planted: x -> normalise(x + gap * direction of the kind).

    For a model that has hardly any, as the bundled one, whose pictures are made of text vectors:
    what calibration repairs shows on what the model really knows. Questions are texts to it.
    """

    def __init__(self, encoder: Encoder, gap: float) -> None:
        self._encoder, self._gap = encoder, gap
        random = np.random.default_rng(_SEED)
        self._text, self._image = np.linalg.qr(random.standard_normal((encoder.dimension, 2)))[0].T
        self.name = f"{encoder.name}, gap {gap:g} planted"
        self.dimension = encoder.dimension
        self.token_limit = encoder.token_limit
        self.alpha = encoder.alpha
        # The directions are square to nearly all vectors, so that all grow by the same length.
        length = np.sqrt(1 + gap * gap)
        query, text, image = (
            ((mean + gap * cone) / length).astype(np.float32)
            for mean, cone in (
                (encoder.prior.query, self._text),
                (encoder.prior.text, self._text),
                (encoder.prior.image, self._image),
            )
        )
        self.prior = Prior(query, text, image, encoder.prior.weight)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._encoder.count_tokens(texts)

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        return self._moved(self._encoder.encode_texts(texts), self._text)

    def encode_images(self, images: Sequence[Pixels]) -> Vectors:
        return self._moved(self._encoder.encode_images(images), self._image)

    def _moved(self, vectors: Vectors, cone: NDArray[np.float64]) -> Vectors:
        return _unit(vectors + self._gap * cone).astype(np.float32)


def planted_set(
    folder: Path, *, documents: int = 2000, queries: int = 1000, subject: int | None = None
) -> DataSet:
    """Documents that say the same as text and as picture, and queries of six of eight words.

    folder: keeps the pictures; subject: from 0 on, below SUBJECTS; None: of all subjects.
    """
    first, count = (
        (0, _WORDS) if subject is None else (subject * _WORDS_OF_SUBJECT, _WORDS_OF_SUBJECT)
    )
    random = np.random.default_rng((_SEED, first, count))
    words = first + random.integers(0, count, (documents, _OF_DOCUMENT))
    found = tuple(
        Document(f"d{row}", _text(own), _picture(own, folder)) for row, own in enumerate(words)
    )
    asked = random.permuted(words[:queries], axis=1)[:, :_OF_QUERY]
    name = "planted" if subject is None else f"planted, subject {subject + 1}"
    return DataSet(
        name,
        tuple(Query(f"q{row}", _text(own)) for row, own in enumerate(asked)),
        found,
        {f"q{row}": {f"d{row}": 1.0} for row in range(queries)},
        0,
    )


def _text(words: NDArray[np.int64]) -> str:
    return " ".join(f"word{number}" for number in words)


def _numbers(text: str) -> list[int]:
    """The words of a text, by their numbers; a word that the model was not made with is a guess."""
    return [
        int(word[4:])
        if word.startswith("word") and word[4:].isdecimal() and int(word[4:]) < _WORDS
        else int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest()) % _WORDS
        for word in text.split()
    ] or [0]


def _picture(words: NDArray[np.int64], folder: Path) -> Path:
    path = folder / f"{'-'.join(map(str, words))}.png"
    if not is_kept(path):
        colours = np.array([[number // 256, number % 256, 0] for number in words], np.uint8)
        tiles = np.repeat(np.repeat(colours[np.newaxis], _TILE, axis=0), _TILE, axis=1)
        keep_picture(path, Image.fromarray(tiles))
    return path


def _tiles(image: Pixels) -> list[int]:
    """The words that a picture shows; whatever picture it is, it shows some."""
    row = image[min(_TILE // 2, image.shape[0] - 1), _TILE // 2 :: _TILE].astype(int)
    return [int(red * 256 + green) % _WORDS for red, green, _ in row[:_OF_DOCUMENT]] or [0]


def _unit(vectors: NDArray[np.floating]) -> NDArray[np.float64]:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / lengths, np.float64)
