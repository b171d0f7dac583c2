"""A small honest model: each word is a direction, a text their sum, and a gap lies between
texts and images, as in any CLIP model. What an image shows is written in its pixels."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.encode.encoder import Pixels, Prior, Vectors

DIMENSION = 128
GAP = 1.5
"""How long the constant part is, beside a content of length 1."""


def direction(name: str) -> NDArray[np.float64]:
    """The unit vector of a word, always the same: drawn from a generator the word is seed of."""
    vector = np.random.default_rng(list(name.encode("utf-8", "replace"))).standard_normal(DIMENSION)
    return vector / np.linalg.norm(vector)  # type: ignore[no-any-return]


def content(words: str) -> NDArray[np.float64]:
    found = re.findall(r"\w+", words.lower())
    total = sum((direction(word) for word in found), np.zeros(DIMENSION))
    return total / max(float(np.linalg.norm(total)), 1e-9)  # type: ignore[no-any-return]


def picture_of(words: str) -> Pixels:
    """An image that shows these words and nothing else."""
    letters = words.encode().ljust(30 * 3, b" ")
    return np.frombuffer(letters[: 30 * 3], np.uint8).reshape(5, 6, 3)


class SmallEncoder:
    name = "small-1"
    dimension = DIMENSION
    token_limit = 50
    alpha = 0.5

    def __init__(self) -> None:
        self.encoded = 0
        samples = [f"one{number} two{number}" for number in range(200)]
        text = self.encode_texts(samples).mean(axis=0)
        image = self.encode_images([picture_of(words) for words in samples]).mean(axis=0)
        self.prior = Prior(text, text, image, weight=100.0)
        self.encoded = 0

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        self.encoded += len(texts)
        return _unit([content(text) + GAP * direction("the cone of texts") for text in texts])

    def encode_images(self, images: Sequence[Pixels]) -> Vectors:
        shown = [image.tobytes().decode() for image in images]
        return _unit([content(words) + GAP * direction("the cone of images") for words in shown])


def _unit(rows: list[NDArray[np.float64]]) -> Vectors:
    matrix = np.array(rows).reshape(len(rows), DIMENSION)
    lengths = np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    return (matrix / lengths).astype(np.float32)
