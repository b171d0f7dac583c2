"""The signature of means that don't fit: what texts and pictures of one library look like together.

Nobody has said which texts and pictures belong together, so none of this is about right answers.
What is measured, and which figures judge, is reasoned in docs/decisions/0017.
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.calibrate.means import Means, Vector, calibrated

Vectors = NDArray[np.float32]
"""float32, shape (N, D), unit length."""

FEWEST = 30
"""Texts, and pictures, below which nothing is said of them."""
_COMPARED = 500
"""Of each kind, with each other and with the questions."""
_ASKED = 150
"""Questions that texts and pictures are compared by."""
SAMPLE = 2_000
"""Of each kind, for the library's own mean: it is then known to 1/45 of a unit vector or better."""
NEAREST = 10

EVEN = 0.5
"""What two kinds that compare well have in every share."""
_UNEVEN = 0.15
"""How far from even a share of comparisons may be: with means that fit it was never further than
0.05, with a model's gap left in never nearer than 0.49."""
_OFF_CENTRE = 0.2
"""The length that the mean of calibrated questions may have: under 0.01 with the model's own mean,
0.30 with none, up to 0.92 with that of another model."""
_WORSE = 0.2
"""How much further what is taken off may lie from the library's own mean than nothing does: under
0.08 with a prior that fits, however one-sided the library; over 0.27 with that of another model."""
_A_GAP = 0.8
"""How far it must lie off at least: as far as a model's gap is long. A subject can take half of
that; less hardly changes what is found."""


class Misfit(Enum):
    """What is wrong with the means."""

    PICTURES_LAST = "pictures last"
    TEXTS_LAST = "texts last"
    QUESTIONS = "questions"
    TEXTS = "texts"
    PICTURES = "pictures"


@dataclass(frozen=True)
class Share:
    """A share from 0 to 1, 0.5 where the kinds are even."""

    raw: float
    calibrated: float


@dataclass(frozen=True)
class Shift:
    """Where a library's own mean of a kind lies; lengths, beside unit vectors."""

    from_prior: float
    standard_errors: float
    """The same, in standard errors of the own mean: what chance alone would make about 1."""
    left: float
    """From what is taken off."""
    own: float
    """From nothing at all: the length of the own mean."""


@dataclass(frozen=True)
class Signature:
    """None where there is too little to measure."""

    same_kind_neighbours: Share | None
    """Of the ten nearest of each vector, among as many texts as pictures, those of its kind. A
    subject that only texts or only pictures have raises it as a gap does."""
    text_over_image: Share | None
    """How often a text is nearer to a question than a picture is, both taken at random."""
    questions: float | None
    """The length of the mean of calibrated questions."""
    texts: Shift | None
    images: Shift | None

    @property
    def misfit(self) -> Misfit | None:
        """What is wrong, the gravest first."""
        if self.text_over_image is not None:
            over = self.text_over_image.calibrated - EVEN
            if abs(over) > _UNEVEN:
                return Misfit.PICTURES_LAST if over > 0 else Misfit.TEXTS_LAST
        if self.questions is not None and self.questions > _OFF_CENTRE:
            return Misfit.QUESTIONS
        for shift, misfit in ((self.texts, Misfit.TEXTS), (self.images, Misfit.PICTURES)):
            if shift is not None and shift.left > max(shift.own + _WORSE, _A_GAP):
                return misfit
        return None

    @property
    def fits(self) -> bool | None:
        """Whether texts and pictures compare well; None where too little is known to say so."""
        if self.misfit is not None:
            return False
        return None if self.text_over_image is None else True


def some_rows(count: int, seed: int = 0) -> NDArray[np.int64]:
    """Up to `SAMPLE` of `count` rows, in random order, the same for the same seed."""
    return np.random.default_rng(seed).permutation(count)[:SAMPLE]


def signature(
    texts: Vectors, images: Vectors, questions: Vectors, means: Means, prior: Means
) -> Signature:
    """Measures raw vectors of a library, and raw vectors of questions that belong to no library.

    texts, images: samples, in random order (see `some_rows`); means: what is taken off; prior:
    what the model came with.
    """
    count = min(len(texts), len(images), _COMPARED)
    asked = len(questions) >= FEWEST
    moved = calibrated(questions, means.query)
    neighbours = over = None
    if count >= FEWEST:
        raw = texts[:count], images[:count]
        own = calibrated(raw[0], means.text), calibrated(raw[1], means.image)
        neighbours = Share(same_kind_neighbours(*raw), same_kind_neighbours(*own))
        if asked:
            some = np.linspace(0, len(questions) - 1, min(_ASKED, len(questions))).astype(int)
            over = Share(text_over_image(questions[some], *raw), text_over_image(moved[some], *own))
    return Signature(
        neighbours,
        over,
        float(np.linalg.norm(moved.mean(axis=0))) if asked else None,
        _shift(texts, prior.text, means.text),
        _shift(images, prior.image, means.image),
    )


def same_kind_neighbours(texts: Vectors, images: Vectors) -> float:
    """The share of the same kind among the ten nearest of each, both kinds equally many.

    1 is two islands, about 0.5 what kinds that are shuffled have.
    """
    both = np.concatenate((texts, images))
    near = min(NEAREST, len(both) - 1)
    dots = both @ both.T
    np.fill_diagonal(dots, -np.inf)
    nearest = np.argpartition(-dots, near - 1, axis=1)[:, :near]
    is_image = np.arange(len(both)) >= len(texts)
    return float(np.mean(is_image[nearest] == is_image[:, np.newaxis]))


def text_over_image(questions: Vectors, texts: Vectors, images: Vectors) -> float:
    """P(a random text is nearer to a random question than a random image), ties half."""
    shares = []
    for of_texts, of_images in zip(questions @ texts.T, questions @ images.T, strict=True):
        ordered = np.sort(of_images)
        below = np.searchsorted(ordered, of_texts, "left")
        not_above = np.searchsorted(ordered, of_texts, "right")
        shares.append((below.mean() + not_above.mean()) / (2 * len(ordered)))
    return float(np.mean(shares))


def _shift(vectors: Vectors, prior: Vector, taken_off: Vector) -> Shift | None:
    if len(vectors) < FEWEST:
        return None
    own = vectors.mean(axis=0)
    length = float(np.linalg.norm(own))
    from_prior = float(np.linalg.norm(own - prior))
    # Of unit vectors, the squared distances from their mean add up to 1 - |mean|^2 on average.
    error = (max(1.0 - length**2, 1e-12) / len(vectors)) ** 0.5
    left = float(np.linalg.norm(own - taken_off))
    return Shift(from_prior, from_prior / error, left, length)
