"""A passage beyond a model's limit is encoded in windows, and its vector is their mean."""

import numpy as np
import pytest

from grsearch_desktop.engine.windows import means_of_windows, windows
from tests.search.small_encoder import SmallEncoder
from tests.store.shelf import unit

SENTENCE = "One two three four five six seven eight nine ten."
ENCODER = SmallEncoder()


def cut(passage: str) -> list[str]:
    return windows(passage, ENCODER.count_tokens([passage])[0], ENCODER)


def test_a_passage_that_fits_is_one_window() -> None:
    passage = " ".join([SENTENCE] * 5)
    assert cut(passage) == [passage]


@pytest.mark.parametrize("sentences", [6, 7, 11, 16])
def test_windows_hold_every_word_in_order_and_are_about_equally_long(sentences: int) -> None:
    passage = " ".join(f"{SENTENCE[:-1]} {number}." for number in range(sentences))
    found = cut(passage)
    assert " ".join(found) == passage
    lengths = ENCODER.count_tokens(found)
    assert max(lengths) <= ENCODER.token_limit
    assert min(lengths) >= max(lengths) / 2
    assert all(window.endswith(".") for window in found), "sentences stay whole"


def test_a_sentence_that_is_too_long_is_cut_between_words() -> None:
    passage = " ".join(f"word{number}" for number in range(120))
    found = cut(passage)
    assert [word for window in found for word in window.split()] == passage.split()
    assert max(ENCODER.count_tokens(found)) <= ENCODER.token_limit


def test_a_passage_of_several_windows_has_their_mean_of_unit_length() -> None:
    rows = unit(np.random.default_rng(1), 6, 8)
    found = means_of_windows(rows, [1, 3, 2])
    np.testing.assert_array_equal(found[0], rows[0])
    mean = rows[1:4].mean(axis=0)
    np.testing.assert_allclose(found[1], mean / np.linalg.norm(mean), rtol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1.0, rtol=1e-6)
    assert found.dtype == np.float32


def test_windows_that_cancel_each_other_out_leave_the_first() -> None:
    row = unit(np.random.default_rng(2), 1, 8)
    np.testing.assert_array_equal(means_of_windows(np.concatenate([row, -row]), [2]), row)


def test_no_passages_have_no_vectors() -> None:
    none = np.zeros((0, 8), np.float32)
    assert means_of_windows(none, []).shape == (0, 8)
