"""What every model offers, whatever it is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from grsearch_desktop.encode.folder import ImageForm

Vectors = NDArray[np.float32]
"""float32, shape (N, D), unit length."""

Pixels = NDArray[np.uint8]
"""uint8, shape (height, width, 3), RGB."""


@dataclass(frozen=True)
class Prior:
    """The mean unit vectors a model is shipped with, each float32, shape (D,).

    `weight` says how many samples of the library's own a prior mean is worth (n0 in
    mu = (n0 mu0 + sum x) / (n0 + n)).
    """

    query: NDArray[np.float32]
    text: NDArray[np.float32]
    image: NDArray[np.float32]
    weight: float


class Encoder(Protocol):
    """A model that puts texts and images into one space.

    A vector depends on its own text or image alone, not on what else is encoded with it: an
    interrupted run must end with the same vectors as an undisturbed one.
    """

    @property
    def name(self) -> str:
        """Names the model and its version, e.g. "bundled-2": vectors of other names don't mix."""

    @property
    def dimension(self) -> int: ...

    @property
    def token_limit(self) -> int:
        """Tokens that a text may have, without the special ones."""

    @property
    def alpha(self) -> float:
        """The share of the text in a page's vector that suits this model, in [0, 1]."""

    @property
    def prior(self) -> Prior: ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The number of tokens of each text, without the special ones, not cut at the limit."""

    def encode_texts(self, texts: Sequence[str]) -> Vectors: ...

    def encode_images(self, images: Sequence[Pixels]) -> Vectors: ...


@runtime_checkable
class TakesPrepared(Protocol):
    """An encoder that tells how it prepares images, and leaves that to others."""

    @property
    def image_form(self) -> "ImageForm":
        """How an image is scaled and cut before it is encoded."""

    def encode_prepared(self, images: Sequence[Pixels]) -> Vectors:
        """As `encode_images`, of images that were scaled and cut to `image_form` already."""


@runtime_checkable
class Settles(Protocol):
    """An encoder that has a choice of forms to make once."""

    def settle(self, ended: Callable[[], bool]) -> None:
        """Makes it, unless it was made; may take a minute, and less once `ended`."""
