"""How close the words of a query stand: the share of them within one long sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grsearch_desktop.search.proximity import WINDOW, AskedWord, together
from grsearch_desktop.store.text import Token


def text(words: str) -> list[tuple[int, Token]]:
    tokens: list[tuple[int, Token]] = []
    at = 0
    for word in words.split():
        tokens.append((len(tokens), Token(at, at + len(word), word)))
        at += len(word) + 1
    return tokens


def asked(**weights: float) -> list[AskedWord]:
    return [AskedWord(frozenset({term}), weight) for term, weight in weights.items()]


FAR = " ".join(["other"] * WINDOW)
QUERY = asked(flat=1.0, tyre=1.0, bicycle=2.0)


@pytest.mark.parametrize(
    "words, share",
    [
        ("how to mend a flat tyre of a bicycle", 1.0),
        (f"the bicycle {FAR} was flat {FAR} without a tyre", 0.5),
        (f"a flat tyre {FAR} bicycle", 0.5),
        ("flat flat flat flat", 0.25),
        ("nothing of it", 0.0),
        ("", 0.0),
    ],
)
def test_words_count_by_their_weight_and_only_those_that_stand_close(
    words: str, share: float
) -> None:
    assert together(QUERY, text(words)) == pytest.approx(share)


def test_a_window_is_so_many_words_and_not_one_more() -> None:
    two = asked(first=1.0, last=1.0)
    within = " ".join(["first", *["other"] * (WINDOW - 2), "last"])
    assert together(two, text(within)) == 1.0
    assert together(two, text(within.replace("first", "first other"))) == 0.5


def test_a_form_of_a_word_stands_for_it_once() -> None:
    forms = [AskedWord(frozenset({"tyre", "tyres"}), 1.0), AskedWord(frozenset({"flat"}), 1.0)]
    assert together(forms, text("tyres and a tyre")) == 0.5
    assert together(forms, text("flat tyres")) == 1.0


def test_a_pair_of_characters_is_found_where_no_space_parts_them() -> None:
    pair = [AskedWord(frozenset({"\u6771\u4eac"}), 1.0)]
    joined = [(0, Token(0, 1, "\u6771")), (1, Token(1, 2, "\u4eac"))]
    apart = [(0, Token(0, 1, "\u6771")), (1, Token(2, 3, "\u4eac"))]
    assert (together(pair, joined), together(pair, apart)) == (1.0, 0.0)


words_of_text = st.lists(st.sampled_from(["flat", "tyre", "bicycle", "a", "b"]), max_size=80)


@given(words_of_text)
def test_no_window_holds_more_than_the_one_that_is_told(words: list[str]) -> None:
    weights = {"flat": 1.0, "tyre": 1.0, "bicycle": 2.0}
    best = max(
        (
            sum(weights[word] for word in set(words[at : at + WINDOW]) & weights.keys())
            for at in range(len(words))
        ),
        default=0.0,
    )
    assert together(QUERY, text(" ".join(words))) == pytest.approx(best / 4.0)
