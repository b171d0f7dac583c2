import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grsearch_desktop.evaluate import metrics

GRADES = st.lists(st.integers(0, 3).map(float), min_size=1, max_size=30)
CUTS = st.integers(1, 15)


def test_ndcg_of_a_graded_ranking_worked_out_by_hand() -> None:
    # Found: grades 3, 0, 2, 1; a document of grade 2 was not found at all.
    found = 3 / 1 + 2 / math.log2(4) + 1 / math.log2(5)
    ideal = 3 / 1 + 2 / math.log2(3) + 2 / math.log2(4) + 1 / math.log2(5)
    assert metrics.ndcg([3, 0, 2, 1], [1, 2, 3, 2], 10) == pytest.approx(found / ideal)


def test_the_first_rank_counts_in_full_and_the_second_is_discounted() -> None:
    assert metrics.ndcg([1, 0], [1], 10) == 1
    assert metrics.ndcg([0, 1], [1], 10) == pytest.approx(0.63093, abs=1e-5)


def test_the_ideal_ranking_is_cut_at_k_too() -> None:
    assert metrics.ndcg([1, 1, 0], [1, 1, 1, 1], 2) == 1


def test_what_was_not_found_is_missed_in_the_ideal_ranking() -> None:
    assert metrics.ndcg([1], [1, 1], 10) == pytest.approx(1 / (1 + 1 / math.log2(3)))


def test_recall_is_the_share_of_all_answers() -> None:
    assert metrics.recall([0, 2, 0, 1], [2, 1, 1], 3) == pytest.approx(1 / 3)
    assert metrics.recall([0, 2, 0, 1], [2, 1, 1], 4) == pytest.approx(2 / 3)


def test_mrr_is_one_over_the_first_answers_rank_and_nothing_beyond_k() -> None:
    assert metrics.mrr([0, 0, 1, 1], 10) == pytest.approx(1 / 3)
    assert metrics.mrr([0, 0, 1, 1], 2) == 0


@pytest.mark.parametrize(
    ("gains", "judged", "ndcg", "recall", "mrr"),
    [
        ([0, 3, 0, 1, 2, 0, 0, 1], [3, 2, 1, 1, 2, 3], 0.4551879676011277, 2 / 3, 1 / 2),
        ([2, 2, 0, 0, 1, 0, 3, 0, 0, 0, 0, 3], [3, 3, 2, 2, 1], 0.6509894201764747, 4 / 5, 1),
        ([0] * 10 + [1], [1], 0, 0, 0),
        ([1] * 3, [1] * 12, 0.4690000933206748, 1 / 4, 1),
    ],
)
def test_the_figures_are_those_that_ranx_gave(
    gains: list[float], judged: list[float], ndcg: float, recall: float, mrr: float
) -> None:
    # By ranx 0.3.21; 300 random graded rankings at k = 1, 5, 10 differed by 2e-16 at most.
    assert metrics.ndcg(gains, judged, 10) == pytest.approx(ndcg, abs=1e-12)
    assert metrics.recall(gains, judged, 10) == pytest.approx(recall, abs=1e-12)
    assert metrics.mrr(gains, 10) == pytest.approx(mrr, abs=1e-12)


def test_a_query_without_answers_scores_nothing() -> None:
    assert metrics.ndcg([0, 0], [], 10) == 0
    assert metrics.recall([0, 0], [], 10) == 0
    assert metrics.mrr([], 10) == 0


def test_a_negative_grade_gains_nothing() -> None:
    assert metrics.ndcg([-2, 1], [1, -2], 10) == metrics.ndcg([0, 1], [1], 10)


@given(GRADES, CUTS)
def test_a_perfect_ranking_has_ndcg_1(grades: list[float], k: int) -> None:
    grades.append(1.0)
    assert metrics.ndcg(sorted(grades, reverse=True), grades, k) == pytest.approx(1)


@given(GRADES, CUTS, st.randoms(use_true_random=False), st.integers(0, 30))
def test_every_figure_lies_between_0_and_1(
    grades: list[float], k: int, chance: random.Random, found: int
) -> None:
    ranking = list(grades)
    chance.shuffle(ranking)
    ranking = ranking[:found]
    figures = (
        metrics.ndcg(ranking, grades, k),
        metrics.recall(ranking, grades, k),
        metrics.mrr(ranking, k),
    )
    assert all(0 <= figure <= 1 + 1e-12 for figure in figures)


@given(GRADES, CUTS, st.data())
def test_putting_the_better_of_two_documents_first_never_lowers_ndcg(
    ranking: list[float], k: int, data: st.DataObject
) -> None:
    places = st.integers(0, len(ranking) - 1)
    first, second = sorted((data.draw(places), data.draw(places)))
    better = list(ranking)
    better[first], better[second] = sorted((ranking[first], ranking[second]), reverse=True)
    before, after = metrics.ndcg(ranking, ranking, k), metrics.ndcg(better, ranking, k)
    assert after >= before - 1e-12
    if ranking[first] == ranking[second]:
        assert after == before


@given(GRADES, CUTS)
def test_documents_that_answer_nothing_may_follow_in_any_number(
    grades: list[float], k: int
) -> None:
    assert metrics.ndcg([*grades, 0, 0], [*grades, 0], k) == metrics.ndcg(grades, grades, k)


@given(GRADES, CUTS)
def test_recall_never_falls_with_k(grades: list[float], k: int) -> None:
    assert metrics.recall(grades, grades, k + 1) >= metrics.recall(grades, grades, k)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_the_interval_lies_within_the_values_and_is_the_same_each_time(
    values: list[float],
) -> None:
    below, above = metrics.interval(values, resamples=200)
    assert min(values) - 1e-12 <= below <= above <= max(values) + 1e-12
    assert (below, above) == metrics.interval(values, resamples=200)


def test_the_interval_has_the_width_that_theory_gives_a_mean() -> None:
    values = [0.0, 1.0] * 200
    below, above = metrics.interval(values)
    # 1.96 standard errors of a fair coin thrown 400 times.
    assert below == pytest.approx(0.5 - 0.049, abs=0.008)
    assert above == pytest.approx(0.5 + 0.049, abs=0.008)


def test_the_interval_is_the_same_whether_drawn_at_once_or_in_parts() -> None:
    many = [index % 7 / 7 for index in range(3000)]
    assert metrics.interval(many, resamples=800)[0] == pytest.approx(3 / 7, abs=0.02)


def test_no_values_have_no_interval() -> None:
    with pytest.raises(ValueError, match="no values"):
        metrics.interval([])
