"""Hits by words: on a scale where 1 is the whole query, in passages and in names."""

from pathlib import Path

import numpy as np
import pytest

from grsearch_desktop.search import lexical
from tests.store.shelf import Shelf

FILLING = [
    f"filling number{n} stands here so that words are rare among these lines" for n in range(60)
]


@pytest.fixture
def shelf(tmp_path) -> Shelf:  # type: ignore[no-untyped-def]
    opened = Shelf.open(tmp_path / "library.db")
    opened.add("filling.txt", *FILLING)
    return opened


def shares(shelf: Shelf, query: str) -> dict[int, float]:
    """Coverage of the query by the best passage of each file."""
    best: dict[int, float] = {}
    for match in lexical.find(query, shelf.text, None).passages:
        best.setdefault(match.file_id, match.bm25)
    return best


def test_a_passage_with_every_word_covers_about_the_whole_query(shelf: Shelf) -> None:
    whole = shelf.add("a.txt", "the heron waits beside the old weir as if nothing else mattered")
    half = shelf.add("b.txt", "a heron that stands in another place and in another line of text")
    found = shares(shelf, "heron weir")
    assert found[whole] == pytest.approx(1.0, abs=0.25)
    assert 0.2 < found[half] < 0.6
    assert set(found) == {whole, half}


def test_coverage_does_not_grow_with_the_number_of_words(shelf: Shelf) -> None:
    text = "the heron waits beside the old weir as if nothing else mattered"
    file_id = shelf.add("a.txt", text)
    few, many = (shares(shelf, query)[file_id] for query in ("heron weir", text))
    assert few == pytest.approx(many, abs=0.2)


def test_a_rare_word_weighs_more_than_a_common_one(shelf: Shelf) -> None:
    rare = shelf.add("a.txt", "zymurgy is a word that stands here among these lines and others")
    common = next(iter(shares(shelf, "filling")))
    found = shares(shelf, "filling zymurgy")
    assert found[rare] > 5 * found[common]


def test_words_are_common_by_how_many_passages_of_a_library_hold_them(shelf: Shelf) -> None:
    shelf.add("a.txt", "zymurgy")
    rare, both, common = (
        lexical.find(query, shelf.text, None).rare
        for query in ("zymurgy", "filling zymurgy", "filling")
    )
    assert rare == 1.0
    assert common < 0.6, "60 passages hold it"
    assert both == pytest.approx((rare + common) / 2)


def test_in_a_small_library_every_word_is_rare(tmp_path: Path) -> None:
    small = Shelf.open(tmp_path / "library.db")
    for name in ("a.txt", "b.txt", "c.txt"):
        small.add(name, "heron")
    assert lexical.find("heron", small.text, None).rare == 1.0


def test_stop_words_find_nothing_beside_words_that_tell(shelf: Shelf) -> None:
    heron = shelf.add("a.txt", "heron")
    shelf.add("b.txt", "what is the use of it")
    found = lexical.find("what is the heron", shelf.text, None)
    assert {match.file_id for match in found.passages} == {heron}
    assert found.terms == {"heron"}


def test_a_query_of_stop_words_alone_is_looked_up_all_the_same(shelf: Shelf) -> None:
    file_id = shelf.add("b.txt", "to be or not to be")
    found = lexical.find("to be or not", shelf.text, None)
    assert {match.file_id for match in found.passages} == {file_id}


@pytest.mark.parametrize("typed", ["zym", "zymur", "zymurgy", "Zymurg"])
def test_a_word_still_being_typed_finds_what_begins_with_it(shelf: Shelf, typed: str) -> None:
    file_id = shelf.add("a.txt", "a course in zymurgy")
    assert set(shares(shelf, typed)) == {file_id}


def test_two_letters_are_not_yet_the_start_of_a_word(shelf: Shelf) -> None:
    shelf.add("a.txt", "a course in zymurgy")
    assert shares(shelf, "zy") == {}


def test_a_known_word_is_not_taken_for_a_start(shelf: Shelf) -> None:
    tax = shelf.add("a.txt", "tax")
    shelf.add("b.txt", "taxidermy")
    assert set(shares(shelf, "tax")) == {tax}


@pytest.mark.parametrize("query", ["", "  ", "!!! ---", "\udcff", "\0"])
def test_a_query_without_words_finds_nothing(shelf: Shelf, query: str) -> None:
    found = lexical.find(query, shelf.text, None)
    assert found == lexical.LexicalHits(frozenset())


@pytest.mark.parametrize("query", ['AND OR NOT "', "heron*", "NEAR(a b)", "text:heron", "^heron {"])
def test_signs_and_words_of_fts5_have_no_meaning(shelf: Shelf, query: str) -> None:
    shelf.add("a.txt", "heron")
    found = lexical.find(query, shelf.text, None)
    assert bool(found.passages) == ("heron" in query)


def test_an_empty_library_answers(tmp_path) -> None:  # type: ignore[no-untyped-def]
    shelf = Shelf.open(tmp_path / "empty.db")
    found = lexical.find("heron", shelf.text, None)
    assert (found.passages, found.names) == ((), {})
    shelf.database.close()


def test_a_name_is_a_hit_by_the_share_of_the_query_it_covers(shelf: Shelf) -> None:
    whole, half = shelf.name("TaxReturn_2023.pdf"), shelf.name("return ticket.pdf")
    inside = shelf.name("syntax.pdf")
    found = lexical.find("tax return", shelf.text, None).names
    assert found == {whole: 1.0, half: 0.5, inside: 0.25}


def test_the_files_that_are_asked_bound_names_and_passages(shelf: Shelf) -> None:
    one, two = shelf.add("heron one.txt", "heron"), shelf.add("heron two.txt", "heron")
    found = lexical.find("heron", shelf.text, np.array([two], dtype=np.int64))
    assert [match.file_id for match in found.passages] == [two]
    assert set(found.names) == {two}
    assert one not in found.names


def test_words_that_stand_together_are_told_from_words_that_stand_apart(shelf: Shelf) -> None:
    far = " ".join(["filling"] * 40)
    near = shelf.add("near.txt", f"a heron at the weir in the morning {far}")
    apart = shelf.add("apart.txt", f"a heron {far} the weir in the morning")
    found = lexical.find("heron weir", shelf.text, None)
    by_file = {match.file_id: found.together[match.id] for match in found.passages}
    assert by_file[near] == pytest.approx(1.0)
    assert by_file[apart] == pytest.approx(0.5, abs=0.1)
    assert found.asked == 2


def test_a_word_still_being_typed_stands_together_with_the_others(shelf: Shelf) -> None:
    file_id = shelf.add("a.txt", "the heron waits beside the old weir")
    found = lexical.find("weir hero", shelf.text, None)
    assert [found.together[m.id] for m in found.passages if m.file_id == file_id] == [1.0]
