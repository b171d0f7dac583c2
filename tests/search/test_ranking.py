"""One ranking out of all parts: absolute, by the best item, with what each part gave."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grsearch_desktop.search.lexical import LexicalHits
from grsearch_desktop.search.ranking import LOOK, NAME, OPENING, USUAL, WORDS, RankedFile, rank
from grsearch_desktop.search.results import shares
from grsearch_desktop.search.semantic import SemanticMatch
from grsearch_desktop.store.text import LexicalMatch


def words(
    *matches: tuple[int, int, float], names: dict[int, float] | None = None, asked: int = USUAL
) -> LexicalHits:
    """Matches as (item, file, the share of the query that stands close together)."""
    return LexicalHits(
        frozenset(),
        tuple(LexicalMatch(*match) for match in matches),
        names or {},
        {item: share for item, _, share in matches},
        asked,
    )


def passage(item: int, file: int, score: float, opening: float | None = None) -> SemanticMatch:
    return SemanticMatch(item, file, "passage", 0, score, score, 0.0, opening)


def picture(item: int, file: int, score: float) -> SemanticMatch:
    return SemanticMatch(item, file, "picture", 0, score, 0.0, score)


def page(item: int, file: int, number: int, text: float, look: float) -> SemanticMatch:
    return SemanticMatch(item, file, "page", number, text + look, text, look)


NOTHING = words()


def test_nothing_found_ranks_nothing() -> None:
    assert rank(NOTHING, []) == []


def test_a_photo_that_fits_stands_above_a_passage_with_one_common_word() -> None:
    ranked = rank(words((10, 1, 0.1)), [passage(10, 1, 0.2), picture(20, 2, 0.45)])
    assert [file.file_id for file in ranked] == [2, 1]
    assert ranked[0].score == pytest.approx(LOOK * 0.45)
    assert ranked[1].score == pytest.approx(0.2 + WORDS * 0.1**2)


def test_the_best_of_a_poor_list_is_not_lifted() -> None:
    """As a rank or a scale within each list would: the only photo is the worst hit here."""
    ranked = rank(
        NOTHING, [passage(n, n, 0.5 + n / 100) for n in range(1, 5)] + [picture(9, 9, 0.1)]
    )
    assert ranked[-1].file_id == 9
    assert ranked[-1].score == pytest.approx(LOOK * 0.1)


def test_a_file_has_the_score_and_the_page_of_its_best_item() -> None:
    ranked = rank(NOTHING, [passage(1, 7, 0.2), page(2, 7, 3, 0.3, 0.25), page(3, 7, 4, 0.1, 0.1)])
    assert ranked == [RankedFile(7, pytest.approx(0.55), 2, "page", 3, None, 0.3, 0.25)]


def test_many_poor_items_do_not_make_a_good_file() -> None:
    ranked = rank(NOTHING, [passage(n, 1, 0.2) for n in range(50)] + [passage(99, 2, 0.21)])
    assert [file.file_id for file in ranked] == [2, 1]


def test_words_and_meaning_add_up_be_they_of_one_passage_or_of_two() -> None:
    together = rank(words((1, 1, 0.8)), [passage(1, 1, 0.4), passage(2, 1, 0.3)])[0]
    assert together.score == pytest.approx(0.4 + WORDS * 0.8**2)
    apart = rank(words((2, 1, 0.8)), [passage(1, 1, 0.4), passage(2, 1, 0.3)])[0]
    assert apart.score == pytest.approx(0.4 + WORDS * 0.8**2)
    assert (together.item_id, apart.item_id) == (1, 2), "the one that has both is shown"


def test_few_shared_words_weigh_little() -> None:
    half, full = (rank(words((1, 1, share)), [])[0].score for share in (0.5, 1.0))
    assert half == pytest.approx(full / 4)


def test_the_more_words_agree_the_more_they_weigh_beside_meaning() -> None:
    """A word may stand anywhere by chance; a sentence of eight that stands there is the answer."""
    meant = passage(2, 2, 0.7)

    def first(asked: int) -> int:
        return rank(words((1, 1, 1.0), asked=asked), [meant, passage(1, 1, 0.3)])[0].file_id

    assert [first(asked) for asked in (1, 8)] == [2, 1]
    one, eight, thirty = (rank(words((1, 1, 1.0), asked=n), [])[0].score for n in (1, 8, 30))
    assert eight == pytest.approx(8 * one)
    assert thirty == eight, "a page pasted into the box is not worth ten names"


def test_few_common_words_leave_more_to_meaning_than_few_rare_ones() -> None:
    """ "basketball game" means a photo as much as a text; a surname means where it stands."""
    photo, text = picture(9, 9, 0.4), passage(1, 1, 0.3)

    def first(asked: int, rare: float) -> int:
        found = replace(words((1, 1, 1.0), asked=asked), rare=rare)
        return rank(found, [photo, text])[0].file_id

    assert first(asked=2, rare=1.0) == 1
    assert first(asked=2, rare=0.2) == 9
    assert first(asked=USUAL, rare=0.2) == 1, "so many words don't meet by chance, common or not"


def test_words_of_a_passage_that_was_not_read_count_as_half_together() -> None:
    unread = LexicalHits(frozenset(), (LexicalMatch(1, 1, 1.3),), {}, {}, USUAL)
    assert rank(unread, [])[0].score == pytest.approx(WORDS * 0.5**2)


def test_what_a_file_begins_with_speaks_for_all_its_passages() -> None:
    about_it, in_passing = passage(1, 1, 0.5, opening=0.5), passage(2, 2, 0.55, opening=0.1)
    ranked = rank(NOTHING, [in_passing, about_it])
    assert [file.file_id for file in ranked] == [1, 2]
    assert ranked[0].score == ranked[0].text == pytest.approx(0.5), "a file of one passage is whole"
    assert ranked[1].score == pytest.approx(0.55 * (1 - OPENING) + 0.1 * OPENING)


def test_a_page_asked_for_by_its_look_alone_has_nothing_of_the_opening() -> None:
    look = SemanticMatch(1, 1, "page", 3, 0.6, 0.0, 0.6, opening=0.9, alpha=0.0)
    assert rank(NOTHING, [look])[0] == RankedFile(1, 0.6, 1, "page", 3, None, 0.0, 0.6)


def test_a_passage_found_by_words_alone_counts_before_it_has_a_vector() -> None:
    (found,) = rank(words((5, 1, 1.0)), [])
    assert (found.score, found.kind, found.text) == (pytest.approx(WORDS), "passage", None)


def test_a_name_adds_to_what_is_inside() -> None:
    ranked = rank(words(names={1: 1.0, 3: 0.5}), [passage(1, 1, 0.2), passage(2, 2, 0.3)])
    assert [file.file_id for file in ranked] == [1, 2, 3]
    assert ranked[0].score == pytest.approx(0.2 + NAME)
    assert ranked[0].words == pytest.approx(NAME)
    assert (ranked[2].kind, ranked[2].item_id, ranked[2].score) == ("name", None, NAME / 8)


def test_a_picture_has_no_share_of_text_and_a_passage_none_of_look() -> None:
    one, two = rank(NOTHING, [picture(1, 1, 0.5), passage(2, 2, 0.4)])
    assert (one.text, one.look) == (None, LOOK * 0.5)
    assert (two.text, two.look) == (0.4, None)


def test_equal_files_always_come_in_the_same_order() -> None:
    matches = [passage(n, n, 0.5) for n in (3, 1, 2)]
    assert [file.file_id for file in rank(NOTHING, matches)] == [1, 2, 3]
    assert rank(NOTHING, matches) == rank(NOTHING, reversed(matches))


def test_of_equal_items_the_first_of_the_file_is_shown() -> None:
    (found,) = rank(NOTHING, [passage(8, 1, 0.5), passage(4, 1, 0.5)])
    assert found.item_id == 4


scores = st.floats(-1.0, 1.0)
matches = st.lists(
    st.builds(
        lambda item, kind, one, two: {
            "passage": passage(item, item % 5, one),
            "picture": picture(item, item % 5, one),
            "page": page(item, item % 5, 1 + item, one / 2, two / 2),
        }[kind],
        st.integers(0, 40),
        st.sampled_from(["passage", "picture", "page"]),
        scores,
        scores,
    ),
    max_size=30,
    unique_by=lambda match: match.item_id,
)


@given(
    matches,
    st.lists(st.tuples(st.integers(0, 40), st.floats(0.0, 1.0)), unique_by=lambda m: m[0]),
    st.dictionaries(st.integers(0, 6), st.floats(0.0, 1.0)),
)
def test_every_score_is_the_sum_of_its_parts_and_the_best_comes_first(
    semantic: list[SemanticMatch], lexical: list[tuple[int, float]], names: dict[int, float]
) -> None:
    passages = {m.item_id for m in semantic if m.kind == "passage"} | {50, 51}
    hits = words(*((i, i % 5, share) for i, share in lexical if i in passages), names=names)
    ranked = rank(hits, semantic)
    found = {m.file_id for m in semantic} | {m.file_id for m in hits.passages} | set(names)
    assert {file.file_id for file in ranked} == found
    assert len(ranked) == len(found), "each file once"
    assert [file.score for file in ranked] == sorted((f.score for f in ranked), reverse=True)
    for file in ranked:
        parts = [part for part in (file.words, file.text, file.look) if part is not None]
        assert file.score == pytest.approx(sum(parts))


@given(*[st.none() | st.floats(-2.0, 2.0)] * 3)
def test_shares_are_of_one_whole(
    of_words: float | None, text: float | None, look: float | None
) -> None:
    given_parts = (of_words, text, look)
    told = shares(RankedFile(1, 0.0, None, "page", None, *given_parts))
    parts = (told.words, told.text, told.look)
    assert [part is None for part in parts] == [part is None for part in given_parts]
    told_parts = [part for part in parts if part is not None]
    assert all(0.0 <= part <= 1.0 for part in told_parts)
    if any(part is not None and part > 1e-3 for part in given_parts):
        assert sum(told_parts) == pytest.approx(1.0, abs=2e-4)
    else:
        assert sum(told_parts) <= 1.0 + 2e-4


def test_recognised_text_counts_for_less_than_the_same_text_by_how_sure_it_is() -> None:
    found = words(*((file, file, 0.5) for file in (1, 2, 3)))
    meant = [passage(file, file, 0.4) for file in (1, 2, 3)]
    ranked = rank(found, meant, {2: 0.6, 1: 0.99})
    assert [file.file_id for file in ranked] == [3, 1, 2]
    assert ranked[0].score * 0.9 < ranked[1].score < ranked[0].score
    far = rank(NOTHING, [passage(1, 1, -0.2), passage(2, 2, -0.2)], {2: 0.5})
    assert far[0].score == far[1].score, "what speaks against a hit does not count for less"
