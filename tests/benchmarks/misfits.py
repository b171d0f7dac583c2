"""How surely means that don't fit are told from those that do, in libraries of every sort.

    python -m tests.benchmarks.misfits                # indexes papers, photos, everyday first
    python -m tests.benchmarks.misfits --home DIR     # a library of all three that is there already

Draws many small and one-sided libraries from the real vectors, with and without a planted gap, and
has the signature judge each with means that fit and with means that don't.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from grsearch_desktop.calibrate.means import Means, drawn
from grsearch_desktop.calibrate.signature import Signature, signature
from grsearch_desktop.evaluate.domains import clusters
from tests.benchmarks.raw_sets import Array, RawSets, a_home, loaded, of_another_model, planted
from tests.benchmarks.table import Figure, options, show

SIZES = (30, 300)
"""Of texts, and of pictures."""
WEIGHTS = (100.0, 1_000.0, 10_000.0)
TIMES = 40
FIT, DRAWN = "means that fit", "pictures' mean of drawn images"
MUST = {FIT: "= 0", DRAWN: "= 0", "another model's means": "= 1", "no means": "= 1"}
"""The share of libraries whose means are to be accused."""
_CLUSTERS = 25

Draw = Callable[[np.random.Generator, int], tuple[Array, Array]]


@dataclass
class Judged:
    """What became of the libraries of one sort."""

    accused: int = 0
    over: list[float] = field(default_factory=list)
    off_centre: list[float] = field(default_factory=list)
    worse: list[float] = field(default_factory=list)

    def add(self, found: Signature) -> None:
        assert found.text_over_image and found.texts and found.images and found.questions
        self.accused += found.fits is False
        self.over.append(found.text_over_image.calibrated)
        self.off_centre.append(found.questions)
        self.worse += [shift.left - shift.own for shift in (found.texts, found.images)]


def libraries(sets: RawSets) -> dict[str, Draw]:
    """Ways to draw a library: at random, of one paper and one sort of picture, of the entities."""
    pictures = sets.looks[~sets.is_page]
    sort = clusters(pictures, _CLUSTERS)
    of_file = np.unique(sets.text_files.astype(str), return_inverse=True)[1]

    def some(rows: np.ndarray, count: int, random: np.random.Generator) -> np.ndarray:
        return random.permutation(rows)[:count]

    def at_random(random: np.random.Generator, count: int) -> tuple[Array, Array]:
        texts, images = np.arange(len(sets.texts)), np.arange(len(pictures))
        return sets.texts[some(texts, count, random)], pictures[some(images, count, random)]

    def one_sided(random: np.random.Generator, count: int) -> tuple[Array, Array]:
        while True:
            texts = np.flatnonzero(of_file == random.integers(of_file.max() + 1))
            images = np.flatnonzero(sort == random.integers(_CLUSTERS))
            if min(len(texts), len(images)) >= min(SIZES):
                break
        return sets.texts[some(texts, count, random)], pictures[some(images, count, random)]

    def entities(random: np.random.Generator, count: int) -> tuple[Array, Array]:
        kinds = sets.encoded.texts, sets.encoded.images
        texts, images = (kind[kind.any(axis=1)] for kind in kinds)
        return (
            texts[some(np.arange(len(texts)), count, random)],
            images[some(np.arange(len(images)), count, random)],
        )

    return {
        "papers and photos": at_random,
        "one paper, one sort of picture": one_sided,
        "entities": entities,
    }


def judged(sets: RawSets, draw: Draw, prior_of: Callable[[int], Means]) -> Judged:
    result = Judged()
    for number in range(TIMES):
        random, prior = np.random.default_rng(number), prior_of(number)
        for count in SIZES:
            texts, images = draw(random, count)
            for weight in WEIGHTS:
                means = Means(
                    prior.query,
                    drawn(prior.text, weight, texts),
                    drawn(prior.image, weight, images),
                )
                result.add(signature(texts, images, sets.prior_questions, means, prior))
    return result


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--home", type=Path, help="a library of the three sets")
    asked = parser.parse_args()
    with a_home(asked.home) as home:
        bundled = loaded(home)
    code = 0
    for model, sets in (("the bundled model", bundled), ("a gap planted", planted(bundled))):
        right = sets.prior
        priors: dict[str, Callable[[int], Means]] = {
            FIT: lambda _, right=right: right,
            "another model's means": lambda seed, right=right: of_another_model(right, seed),
            "no means": lambda _, right=right: Means.none(len(right.text)),
        }
        if sets is not bundled:
            # Of models that are converted, which have a gap; the bundled one is none of them.
            of_drawn = Means(right.query, right.text, sets.drawn.mean(axis=0))
            priors[DRAWN] = lambda _, of_drawn=of_drawn: of_drawn
            priors["another model's, but for questions"] = lambda seed, right=right: replace(
                of_another_model(right, seed), query=right.query
            )
        for of, draw in libraries(sets).items():
            for name, prior_of in priors.items():
                found = judged(sets, draw, prior_of)
                share = found.accused / len(found.over)
                figures = [
                    Figure("accused", share, MUST.get(name, "")),
                    Figure("libraries", len(found.over)),
                    Figure("a text nearer than a picture, least", min(found.over)),
                    Figure("a text nearer than a picture, most", max(found.over)),
                    Figure("questions off their centre, most", max(found.off_centre)),
                    Figure("further than nothing, most", max(found.worse)),
                ]
                code |= show(f"{model}, {of}, {name}", figures, as_json=asked.json)
    return code


if __name__ == "__main__":
    sys.exit(main())
