"""What the 1000 ImageNet classes mean, as text vectors: the words that an image is put among."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from timm.data import ImageNetInfo

Encode = Callable[[list[str]], NDArray[np.float32]]
"""texts -> unit vectors, float32, shape (N, D)"""

NAME_SHARE = 0.25
"""How much the name alone counts beside the name with its definition."""
ACTIVITY_SHARE = 0.5
LEAST_LIKENESS = 0.35
"""Cosine, less the mean of the classes, from which a class belongs to an activity."""
FULL_LIKENESS = 0.05
"""Likeness beyond the least, summed over the activities, from which their share is whole."""
ACTIVITIES = ("n00030000", "n01300000")
"""WordNet numbers its nouns by field; the things people do lie between these two."""


def class_meanings(encode: Encode) -> NDArray[np.float32]:
    """The text vectors of the classes less their mean, float32, shape (1000, D).

    A class is its name and its WordNet definition, which holds the plainer words a person would
    search with ("large white bear of the Arctic"); its name once more; and what people do with
    such a thing, as a photo of a soccer ball shows a game of soccer rather than the ball.

    The vectors are centred, so the images that a tower sees one class at a time have a mean close
    to zero.
    """
    names, texts = _described(ImageNetInfo())
    described = encode(texts)
    mean = described.mean(0)
    meanings = described + NAME_SHARE * encode(names)
    meanings += ACTIVITY_SHARE * _activities(encode, described, mean)
    return np.asarray(meanings - meanings.mean(0), np.float32)


def _activities(
    encode: Encode, described: NDArray[np.float32], mean: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The mean of the activities that a class is like, shape (1000, D); 0 where it is like none."""
    activities = encode(_described(ImageNetInfo("imagenet-22k"), ACTIVITIES)[1]) - mean
    likeness = _unit(described - mean) @ _unit(activities).T
    weights = np.maximum(likeness - LEAST_LIKENESS, 0)
    weights /= np.maximum(weights.sum(1, keepdims=True), FULL_LIKENESS)
    return np.asarray(weights @ activities, np.float32)


def _described(
    known: ImageNetInfo, between: tuple[str, str] = ("n", "o")
) -> tuple[list[str], list[str]]:
    """First name, and first name with definition, of the WordNet nouns between two numbers."""
    names, texts = [], []
    for label in known.label_names():
        if between[0] <= label < between[1]:
            lemmas, _, definition = known.label_name_to_description(label, True).partition(": ")
            names.append(lemmas.split(", ")[0])
            texts.append(f"{names[-1]}, {definition}")
    return names, texts


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)
