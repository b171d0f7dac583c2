"""The query language: what is understood, and that nothing is ever an error."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grsearch_desktop.search.query import Query, parse
from grsearch_desktop.store.columns import pattern
from grsearch_desktop.store.conditions import Circle, nanoseconds
from grsearch_desktop.store.files import Conditions


def at(year: int, month: int = 1, day: int = 1) -> float:
    """Local midnight: a person means their own days."""
    return datetime(year, month, day).timestamp()


def utc(year: int, month: int = 1) -> float:
    """As the clock of a camera is taken."""
    return datetime(year, month, 1, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("", Query("")),
        ("  flat   tyre ", Query("flat tyre")),
        ('"flat tyre" mend', Query("flat tyre mend", phrases=("flat tyre",))),
        ('a "b c" "d"', Query("a b c d", phrases=("b c", "d"))),
        ("bicycle -electric", Query("bicycle", without=("electric",))),
        ('bicycle -"flat tyre"', Query("bicycle", without=("flat tyre",))),
        ("well-known e-mail", Query("well-known e-mail")),
        ("a - b", Query("a - b")),
        ('unclosed "quote here', Query("unclosed quote here")),
        ('"" ""', Query("")),
        ('-"" a', Query("a")),
        ("http://example.org", Query("http://example.org")),
        ("12:30 train", Query("12:30 train")),
        ("Zürich 東京 🚲", Query("Zürich 東京 🚲")),
        ("maker:eva", Query("maker:eva")),
        ("type:nonsense", Query("type:nonsense")),
        ("type:", Query("type:")),
        ('name:""', Query('name:""')),
        ("before:soon", Query("before:soon")),
        ("before:2024-13", Query("before:2024-13")),
        ("after:9999", Query("after:9999")),
        ("after:2023-02-30", Query("after:2023-02-30")),
        ("date:sometime", Query("date:sometime")),
        ("date:..", Query("date:..")),
        ("date:2024..x", Query("date:2024..x")),
        ("before:2023..2024", Query("before:2023..2024")),
        ("-date:2024", Query("-date:2024")),
        ("size:large", Query("size:large")),
        ("from:!", Query("from:!")),
        ("taken:soon -taken:2023", Query("taken:soon -taken:2023")),
        (
            "near:nowhere-at-all near:91,0",
            Query("near:nowhere-at-all near:91,0", unknown_places=("nowhere-at-all", "91,0")),
        ),
        ("size:5parsec", Query("size:5parsec")),
    ],
)
def test_words_phrases_and_exclusions(written: str, wanted: Query) -> None:
    assert parse(written) == wanted


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("type:pdf", Conditions(kinds=("pdf",))),
        ("TYPE:PDF", Conditions(kinds=("pdf",))),
        ("kind:photo", Conditions(kinds=("image",))),
        ("type:images", Conditions(kinds=("image",))),
        ("type:slides type:sheet", Conditions(kinds=("slides", "sheet"))),
        ("-type:code", Conditions(not_kinds=("code",))),
        ("ext:pdf", Conditions(extensions=("pdf",))),
        ("ext:.PDF", Conditions(extensions=("pdf",))),
        ("-ext:tmp", Conditions(not_extensions=("tmp",))),
        ("in:letters", Conditions(folders=("letters",))),
        ('in:"my letters"', Conditions(folders=("my letters",))),
        ("-in:/media/disk", Conditions(not_folders=("/media/disk",))),
        ("name:tax", Conditions(names=("tax",))),
        ("name:a name:b -name:c", Conditions(names=("a", "b"), not_names=("c",))),
        ("before:2024-05", Conditions(before=at(2024, 5))),
        ("before:2024", Conditions(before=at(2024))),
        ("before:2024-05-17", Conditions(before=at(2024, 5, 17))),
        ("after:2023", Conditions(after=at(2024))),
        ("after:2023-12", Conditions(after=at(2024))),
        ("after:2023-04", Conditions(after=at(2023, 5))),
        ("after:2023-12-31", Conditions(after=at(2024))),
        ("after:2024-02-28", Conditions(after=at(2024, 2, 29))),
        ("after:2022 before:2024", Conditions(after=at(2023), before=at(2024))),
        ("date:2024", Conditions(after=at(2024), before=at(2025))),
        ("date:2024-12", Conditions(after=at(2024, 12), before=at(2025))),
        ("date:2024-02-29", Conditions(after=at(2024, 2, 29), before=at(2024, 3))),
        ("date:2023-05..2024", Conditions(after=at(2023, 5), before=at(2025))),
        ("date:2024-03-12..", Conditions(after=at(2024, 3, 12))),
        ("date:..2024-03", Conditions(before=at(2024, 4))),
        ("size:>5mb", Conditions(smallest=5_000_000)),
        ("size:>=5MB", Conditions(smallest=5_000_000)),
        ("size:<1.5k", Conditions(largest=1_500)),
        ("size:>1gb size:<2gb", Conditions(smallest=10**9, largest=2 * 10**9)),
        ("size:100", Conditions(smallest=90, largest=110)),
        ("from:anna", Conditions(said=(("from", "anna"),))),
        ('CAMERA:"EOS R5"', Conditions(said=(("camera", "EOS R5"),))),
        ("tag:a -tag:b", Conditions(said=(("tag", "a"),), not_said=(("tag", "b"),))),
        ("taken:2023-07", Conditions(taken_after=utc(2023, 7), taken_before=utc(2023, 8))),
        ("taken:2023..", Conditions(taken_after=utc(2023))),
        ("near:38.7,-9.1", Conditions(near=(Circle(38.7, -9.1, 25.0),))),
        ('-near:"38.7, -9.1"', Conditions(not_near=(Circle(38.7, -9.1, 25.0),))),
    ],
)
def test_each_filter_narrows_the_files(written: str, wanted: Conditions) -> None:
    query = parse(written)
    assert query == Query("", conditions=wanted)
    assert query.filters_only
    beside_words = parse(f"one {written} two")
    assert (beside_words.text, beside_words.conditions) == ("one two", wanted)
    assert not beside_words.filters_only


@pytest.mark.parametrize(
    ("name", "first", "after_last"),
    [
        ("today", at(2026, 3, 1), at(2026, 3, 2)),
        ("yesterday", at(2026, 2, 28), at(2026, 3, 1)),
        ("thisweek", at(2026, 2, 23), at(2026, 3, 2)),
        ("lastweek", at(2026, 2, 16), at(2026, 2, 23)),
        ("thismonth", at(2026, 3), at(2026, 4)),
        ("lastmonth", at(2026, 2), at(2026, 3)),
        ("thisyear", at(2026), at(2027)),
        ("lastyear", at(2025), at(2026)),
    ],
)
def test_a_named_stretch_moves_with_the_day(name: str, first: float, after_last: float) -> None:
    sunday = date(2026, 3, 1)
    assert parse(f"date:{name}", sunday).conditions == Conditions(after=first, before=after_last)
    assert parse(f"before:{name}", sunday).conditions == Conditions(before=first)
    assert parse(f"after:{name}", sunday).conditions == Conditions(after=after_last)


def test_a_file_of_the_last_second_of_a_year_is_not_after_it() -> None:
    after, before = parse("after:2023").conditions.after, parse("before:2024").conditions.before
    assert after == before, "what is not before 2024 is after 2023"


def test_an_empty_query_is_no_filter() -> None:
    assert not parse("").filters_only
    assert not parse("-draft").filters_only


fragments = st.sampled_from(
    [
        '"',
        "-",
        ":",
        "type:",
        "-in:",
        "near:",
        "-from:",
        "taken:",
        "before:",
        "after:2023",
        "size:>",
        "5mb",
        "*",
        " ",
        "\0",
        "~",
    ]
)


@given(st.text())
@example("\0")
@example('"a\udcffb"')
@example("before:0000 after:0000-00-00 size:99999999999999999999999999gb")
@example("size:" + "9" * 400)
def test_any_text_is_a_query(written: str) -> None:
    query = parse(written)
    for part in (query.text, *query.phrases, *query.without):
        part.encode("utf-8")
        assert "\0" not in part
    conditions = query.conditions
    for seconds in (conditions.before, conditions.after, conditions.taken_before):
        assert seconds is None or abs(nanoseconds(seconds) or 0) <= 2**63
    for part in (*conditions.names, *conditions.folders, *conditions.extensions):
        re.compile(pattern(part))


@given(st.lists(st.one_of(fragments, st.text(max_size=4)), max_size=12).map("".join))
def test_any_mixture_of_signs_is_a_query(written: str) -> None:
    query = parse(written)
    assert all(phrase.strip() for phrase in query.phrases)
    assert all(phrase in query.text for phrase in query.phrases)


@given(st.lists(st.from_regex(r"[a-zäß0-9']{1,8}", fullmatch=True), max_size=6))
def test_plain_words_stay_as_they_are(words: list[str]) -> None:
    assert parse(" ".join(words)) == Query(" ".join(words))
