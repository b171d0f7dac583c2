"""Snippets: short, whole words, and marks that point at what was asked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grsearch_desktop.search import lexical
from grsearch_desktop.search.results import SNIPPET, snippet
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.text import Text
from tests.store.shelf import Shelf


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Text:
    return Text(Database(tmp_path_factory.mktemp("snippets") / "library.db"))


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    opened = Shelf.open(tmp_path / "library.db")
    yield opened
    opened.database.close()


def terms_of(text: Text, words: str) -> frozenset[str]:
    return frozenset(token.term for token in text.tokens(words))


def marked(text: Text, passage: str, words: str) -> list[str]:
    shown = snippet(passage, terms_of(text, words), text)
    return [shown.text[start:end] for start, end in shown.marks]


def test_a_short_passage_is_shown_whole(text: Text) -> None:
    shown = snippet("How to mend\n a flat  tyre.", frozenset(), text)
    assert (shown.text, shown.marks) == ("How to mend a flat tyre.", ())


def test_words_are_marked_however_they_are_inflected(shelf: Shelf) -> None:
    passage = "Mending bikes: she mended a Tyre, then two tyres, in Zürich."
    shelf.add("bikes.txt", passage)
    shown = snippet(passage, lexical.terms_of("mend tyre zurich", shelf.text), shelf.text)
    assert [shown.text[start:end] for start, end in shown.marks] == [
        "Mending", "mended", "Tyre", "tyres", "Zürich",
    ]  # fmt: skip


@pytest.mark.parametrize("before", ["", "🚲 ", "ä" * 50 + " ", "東京 " * 20, "x " * 300, "\udcff "])
def test_marks_point_at_the_word_whatever_stands_before_it(text: Text, before: str) -> None:
    passage = before + "the heron waits" + " and waits" * 100
    assert marked(text, passage, "heron") == ["heron"]


def test_the_stretch_with_most_different_words_is_shown(text: Text) -> None:
    passage = "heron heron heron " + "filling " * 80 + "a heron at the weir " + "filling " * 80
    shown = snippet(passage, terms_of(text, "heron weir"), text)
    assert "heron at the weir" in shown.text
    assert shown.text.startswith("…")
    assert shown.text.endswith("…")


def test_a_long_passage_is_cut_between_words(text: Text) -> None:
    passage = "alpha beta gamma " * 60
    shown = snippet(passage, frozenset(), text)
    assert set(shown.text.removesuffix("…").split()) == {"alpha", "beta", "gamma"}
    assert len(shown.text) <= SNIPPET + 1


@pytest.mark.parametrize("length", range(1, 12))
def test_a_word_that_the_end_cuts_off_is_not_marked(text: Text, length: int) -> None:
    """No space near the end: the cut goes through a word, here one that is asked for."""
    passage = "heron ".ljust(SNIPPET - length - 1, "x") + "-heron and more"
    assert marked(text, passage, "heron") == ["heron"] * (1 if length < len("heron") else 2)


passages = st.lists(
    st.one_of(
        st.sampled_from(["heron", "Herons", "weir", "the", "…", "🚲", "東京", "Zürich", "a" * 70]),
        st.text(max_size=12),
    ),
    max_size=90,
)


@given(passages, st.sampled_from([" ", "\n", "-", ""]))
def test_marks_are_words_of_the_query_in_their_order(
    text: Text, words: list[str], between: str
) -> None:
    passage = between.join(words)
    terms = terms_of(text, "heron weir Zürich")
    shown = snippet(passage, terms, text)
    assert len(shown.text) <= SNIPPET + 2
    flat = " ".join(passage.split())
    body = shown.text.removeprefix("…").removesuffix("…").strip()
    assert body.strip("…") in flat
    end = 0
    for start, stop in shown.marks:
        assert end <= start < stop <= len(shown.text)
        assert terms_of(text, shown.text[start:stop]) <= terms
        end = stop
    whole = {token.term for token in text.tokens(flat)}
    if terms & whole:
        assert shown.marks, "what is shown holds a word that was asked for"
