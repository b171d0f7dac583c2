"""What gives away means that don't fit, on vectors whose gap and subjects are known."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings

from grsearch_desktop.calibrate.means import Means, drawn
from grsearch_desktop.calibrate.signature import (
    SAMPLE,
    Misfit,
    Signature,
    same_kind_neighbours,
    signature,
    some_rows,
    text_over_image,
)
from tests.calibrate.vectors import cone, seeds, unit

DIMENSION = 128
GAP = 1.5


@dataclass
class Collection:
    """Raw vectors of a model with a gap, and means made of others by the same model."""

    texts: np.ndarray
    images: np.ndarray
    questions: np.ndarray
    prior: Means


def collection(seed: int = 0, count: int = 400, subject: float = 0.0) -> Collection:
    """subject: how much all texts have in common beside their gap, and likewise the images."""
    random = np.random.default_rng(seed)
    # The cone of the questions lies beside that of the texts, as in any CLIP model.
    text, image, aside = unit(random.standard_normal((3, DIMENSION)))
    gaps = {"text": text, "image": image, "question": unit(text + 0.3 * aside)}
    subjects = unit(random.standard_normal((2, DIMENSION)))

    def vectors(kind: str, number: int, common: np.ndarray | float = 0.0) -> np.ndarray:
        contents = unit(random.standard_normal((number, DIMENSION)))
        return unit(contents + GAP * gaps[kind] + common)

    means = (vectors(kind, 300).mean(axis=0) for kind in ("question", "text", "image"))
    return Collection(
        vectors("text", count, subject * subjects[0]),
        vectors("image", count, subject * subjects[1]),
        vectors("question", 300),
        Means(*means),
    )


def of_another_model(prior: Means) -> Means:
    random = np.random.default_rng(99)
    return Means(
        *(
            unit(random.standard_normal(DIMENSION)) * np.linalg.norm(mean)
            for mean in (prior.query, prior.text, prior.image)
        )
    )


def found(of: Collection, prior: Means, weight: float) -> Signature:
    """The signature where a prior of this weight is drawn to the library's own mean."""
    means = Means(
        prior.query,
        drawn(prior.text, weight, of.texts),
        drawn(prior.image, weight, of.images),
    )
    return signature(of.texts, of.images, of.questions, means, prior)


@pytest.mark.parametrize("weight", [0.0, 100.0, 10_000.0])
@pytest.mark.parametrize("subject", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("count", [60, 300])
def test_means_that_fit_are_not_accused_whatever_the_library_is_about(
    weight: float, subject: float, count: int
) -> None:
    for seed in range(3):
        library = collection(seed, count, subject)
        assert found(library, library.prior, weight).fits is True


@pytest.mark.parametrize("weight", [100.0, 10_000.0])
@pytest.mark.parametrize("subject", [0.0, 0.5, 1.0])
def test_the_means_of_another_model_are_found_out(weight: float, subject: float) -> None:
    for seed in range(3):
        library = collection(seed, 300, subject)
        assert found(library, of_another_model(library.prior), weight).fits is False


def test_without_calibration_pictures_come_last() -> None:
    library = collection()
    none = Means.none(DIMENSION)
    measured = signature(library.texts, library.images, library.questions, none, none)
    assert measured.misfit == Misfit.PICTURES_LAST
    assert measured.text_over_image is not None
    assert measured.text_over_image.calibrated == measured.text_over_image.raw > 0.9


def test_texts_come_last_where_questions_lean_to_pictures() -> None:
    library = collection()
    prior = library.prior
    leaning = Means(prior.query + prior.text - prior.image, 0 * prior.text, 0 * prior.image)
    measured = signature(library.texts, library.images, library.questions, leaning, prior)
    assert measured.misfit == Misfit.TEXTS_LAST


def test_a_wrong_mean_is_named_with_its_kind() -> None:
    library = collection()
    right, wrong = library.prior, of_another_model(library.prior)
    for means, misfit in (
        (Means(right.query, wrong.text, right.image), Misfit.TEXTS),
        (Means(right.query, right.text, wrong.image), Misfit.PICTURES),
        (Means(wrong.query, right.text, right.image), Misfit.QUESTIONS),
    ):
        assert found(library, means, 1e9).misfit == misfit


def test_a_wrong_prior_that_a_large_library_has_outgrown_does_no_harm() -> None:
    library = collection(count=2_000)
    prior = library.prior
    measured = found(library, Means(prior.query, *2 * [of_another_model(prior).text]), 20.0)
    assert measured.fits is True
    assert measured.texts is not None
    assert measured.texts.from_prior > 1.0
    assert measured.texts.left < 0.05


def test_the_shift_of_a_library_without_a_subject_is_about_one_standard_error() -> None:
    library = collection(count=2_000)
    middle = Means(library.prior.query, library.texts[:1000].mean(0), library.images[:1000].mean(0))
    measured = signature(
        library.texts[1000:], library.images[1000:], library.questions, middle, middle
    )
    for shift in (measured.texts, measured.images):
        assert shift is not None
        # Both means are of 1,000 vectors, so their difference has twice the variance of one.
        assert shift.standard_errors == pytest.approx(2**0.5, rel=0.15)


def test_a_subject_that_only_texts_have_makes_islands_without_a_gap() -> None:
    """Why neighbours of the same kind accuse nobody by themselves."""
    library = collection(subject=1.0)
    measured = found(library, library.prior, 1e9)
    assert measured.same_kind_neighbours is not None
    assert measured.same_kind_neighbours.calibrated > 0.9
    assert measured.fits is True


@pytest.mark.parametrize(("texts", "images"), [(0, 0), (400, 0), (0, 400), (400, 29), (29, 29)])
def test_a_small_library_is_not_judged(texts: int, images: int) -> None:
    library = collection()
    small = Collection(
        library.texts[:texts], library.images[:images], library.questions, library.prior
    )
    measured = found(small, library.prior, 100.0)
    assert measured.fits is None
    assert measured.same_kind_neighbours is None
    assert measured.text_over_image is None


@settings(max_examples=20)
@given(seeds)
def test_shuffled_kinds_have_even_shares(seed: int) -> None:
    random = np.random.default_rng(seed)
    both = random.permutation(cone(random, 200, 16, 1.0))
    questions = cone(random, 100, 16, 0.0)
    assert same_kind_neighbours(both[:100], both[100:]) == pytest.approx(0.5, abs=0.1)
    assert text_over_image(questions, both[:100], both[100:]) == pytest.approx(0.5, abs=0.15)


def test_equal_scores_count_half_for_each_kind() -> None:
    same = unit(np.ones((40, 4)))
    assert text_over_image(same, same, same) == 0.5


def test_the_share_of_comparisons_is_that_of_every_pair() -> None:
    random = np.random.default_rng(4)
    questions, texts, images = (cone(random, 9, 8, 0.5) for _ in range(3))
    won = (questions @ texts.T)[:, :, None] > (questions @ images.T)[:, None, :]
    assert text_over_image(questions, texts, images) == pytest.approx(won.mean())


def test_a_sample_is_the_same_each_time_and_of_the_whole() -> None:
    rows = some_rows(50_000)
    assert len(rows) == len(set(rows)) == SAMPLE
    assert (rows == some_rows(50_000)).all()
    assert abs(rows.mean() - 25_000) < 2_000
    assert sorted(some_rows(10)) == list(range(10))
