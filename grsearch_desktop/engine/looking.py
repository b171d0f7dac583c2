"""Looks on their way from a reader to a model: in what size it wants them, and their vectors."""

from collections.abc import Sequence

import numpy as np

from grsearch_desktop.encode.encoder import Encoder, Pixels, TakesPrepared, Vectors
from grsearch_desktop.extract.content import Fit, Look


def fit_of(encoder: Encoder) -> Fit | None:
    """The size that readers are to give pictures in; None where they can't."""
    if not isinstance(encoder, TakesPrepared):
        return None
    form = encoder.image_form
    if form.mode == "squash" or (form.mode == "shortest" and form.width == form.height):
        return Fit(form.mode, form.scale, form.width, form.height, form.interpolation)
    return None


def encode_looks(encoder: Encoder, looks: Sequence[Look]) -> Vectors:
    """float32, shape (N, D), in their order. Raises ModelError."""
    ready = [number for number, look in enumerate(looks) if look.fitted]
    others = [number for number, look in enumerate(looks) if not look.fitted]
    vectors = np.empty((len(looks), encoder.dimension), np.float32)
    if ready and isinstance(encoder, TakesPrepared):
        vectors[ready] = encoder.encode_prepared([pixels_of(looks[number]) for number in ready])
    if others:
        vectors[others] = encoder.encode_images([pixels_of(looks[number]) for number in others])
    return vectors


def pixels_of(look: Look) -> Pixels:
    return np.frombuffer(look.pixels, np.uint8).reshape(look.height, look.width, 3)
