"""The filters that chips read and write mean to the engine what they mean to the chips."""

import os
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grsearch_desktop.search.query import Query, parse
from grsearch_desktop.store.conditions import Conditions
from grsearch_desktop.window.filter_terms import (
    FACETS,
    KINDS,
    STRETCHES,
    Term,
    added,
    read,
    replaced,
    toggled,
    without,
)

words = st.one_of(
    st.from_regex(r"[a-zäß0-9'-]{1,8}", fullmatch=True),
    st.sampled_from(['"flat tyre"', "-draft", '-"old one"', "type:nonsense", "before:soon", "a:b"]),
)
days = st.dates(min_value=date(1980, 1, 1)).map(
    lambda day: day.isoformat() if day.year < 9999 else "2024"
)
times = st.one_of(days, days.map(lambda day: day[:7]), days.map(lambda day: day[:4]))
filters = st.one_of(
    st.tuples(st.just("type"), st.sampled_from(sorted(KINDS))),
    st.tuples(st.just("ext"), st.sampled_from(["pdf", "md", "jpeg"])),
    st.tuples(st.just("in"), st.sampled_from(["/home/eva/My letters", "taxes", "/media/disk/a"])),
    st.tuples(st.just("date"), st.one_of(times, st.sampled_from(STRETCHES))),
    st.tuples(st.just("date"), st.tuples(times, times).map("..".join)),
    st.tuples(st.sampled_from(["before", "after"]), times),
    st.tuples(st.just("size"), st.sampled_from([">5mb", "<10kb", "100", ">=1.5gb"])),
    st.tuples(st.just("taken"), times),
    st.tuples(st.sampled_from(["from", "tag", "camera"]), st.sampled_from(["eva", "EOS R5", "™"])),
    st.tuples(st.just("near"), st.sampled_from(["Lisbon", "new york", "38.7,-9.1"])),
)
scraps = st.one_of(
    st.sampled_from(['"', "-", ":", "type:", "pdf", "-in:", "before:", "after:2023", "size:>"]),
    st.sampled_from(
        [
            "from:",
            "-tag:",
            "taken:",
            "½",
            "_",
            "5mb",
            "date:",
            "2024",
            "..",
            "today",
            "kind:photos",
            "ext:",
            "in:",
            " ",
        ]
    ),
)
anything = st.lists(st.one_of(scraps, st.text(max_size=3)), max_size=12).map("".join)


@given(st.lists(words, max_size=4).map(" ".join), filters)
def test_what_a_chip_writes_the_engine_reads(typed: str, filter: tuple[str, str]) -> None:
    key, value = filter
    alone = parse(f'{key}:"{value}"')
    assert alone.conditions != Conditions() and not alone.text
    written = added(typed, key, value)
    assert parse(written) == Query(
        parse(typed).text, parse(typed).phrases, parse(typed).without, alone.conditions
    )
    assert (key, value) in [(term.key, term.value) for term in read(written)]


@given(anything)
def test_the_chips_see_a_filter_where_the_engine_does(typed: str) -> None:
    """What is left when the chips' filters are taken out is no filter to the engine either."""
    assert parse(without(typed, read(typed))).conditions == Conditions()
    for term in read(typed):
        standing = parse(typed[term.start : term.end])
        assert not standing.text and standing.conditions != Conditions()


@given(anything, filters)
def test_a_filter_is_read_also_beside_broken_text(typed: str, filter: tuple[str, str]) -> None:
    key, value = filter
    if (key, value) not in [(term.key, term.value) for term in read(typed)]:
        back = toggled(toggled(typed, key, value), key, value)
        assert parse(back) == parse(typed)


@given(anything, st.data())
def test_taking_out_one_filter_leaves_the_others_and_the_words(
    typed: str, data: st.DataObject
) -> None:
    terms = read(typed)
    if not terms:
        return
    gone = data.draw(st.sampled_from(terms))
    left = without(typed, [gone])
    assert [(term.key, term.value, term.negated) for term in read(left)] == [
        (term.key, term.value, term.negated) for term in terms if term != gone
    ]
    before, after = parse(typed), parse(left)
    assert (after.text, after.phrases, after.without) == (
        before.text,
        before.phrases,
        before.without,
    )


@given(anything, filters)
def test_a_new_value_stands_in_place_of_the_old_ones(typed: str, filter: tuple[str, str]) -> None:
    key = filter[0]
    facet = next(name for name, keys in FACETS.items() if key in keys)
    written = replaced(typed, facet, [filter])
    assert [(term.key, term.value) for term in read(written, facet)] == [filter]


def test_the_rest_stays_as_it_was_typed() -> None:
    typed = 'flat   tyre type:pdf "in  two"  in:home'
    assert without(typed, read(typed, "kind")) == 'flat   tyre "in  two"  in:home'
    assert without(typed, read(typed, "folder")) == 'flat   tyre type:pdf "in  two"'


def test_a_filter_says_where_it_stands_and_what_it_means() -> None:
    assert read("tyre KIND:Photos -ext:.PDF x") == (
        Term(5, 16, "kind", "image"),
        Term(17, 26, "ext", ".PDF", negated=True),
    )


def test_a_date_that_no_calendar_has_is_a_word() -> None:
    for word in ("date:2023-02-30", "before:2024-13", "after:9999", "date:0000", "before:2024-00"):
        assert read(word) == () and parse(word).conditions == Conditions()


@pytest.mark.parametrize("name", ['6" prints', "caf\udce9 photos", "two\nlines"])
def test_a_folder_whose_name_can_not_be_written_is_still_asked_for(name: str) -> None:
    written = added("", "in", f"/home/eva/{name}")
    (wanted,) = parse(written).conditions.folders
    assert not os.path.isabs(wanted) and "*" in wanted
    written.encode()
