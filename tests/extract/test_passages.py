"""Passages cover the text, fit the limit and end where sentences end."""

import re
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from grsearch_desktop.extract.content import PageText
from grsearch_desktop.extract.passages import Passage, split


def count_words(texts: Sequence[str]) -> list[int]:
    """Words, signs and each wide character, as a word-piece tokenizer would at the least."""
    return [len(re.findall(r"[\u3040-\u9fff]|[^\W\u3040-\u9fff]+|[^\w\s]", x)) for x in texts]


def texts_of(passages: list[Passage]) -> list[str]:
    return [passage.text for passage in passages]


_words = st.text(alphabet="abcdef .!?\n\t,-—漢字。、éß😀\u00a0", max_size=400)
_pages = st.lists(
    st.builds(PageText, st.one_of(st.none(), st.integers(1, 9)), st.one_of(_words, st.text())),
    max_size=4,
)


@settings(max_examples=300, deadline=None)
@given(pages=_pages, limit=st.integers(1, 40))
def test_passages_cover_every_word_within_the_limit(pages: list[PageText], limit: int) -> None:
    passages = split(pages, count_words, limit)
    rest = iter(passages)
    current = next(rest, None)
    for page in pages:
        covered = 0
        while current is not None and current.page == page.page and current.start >= covered:
            if page.text[current.start : current.end] != current.text:
                break
            assert not page.text[covered : current.start].strip()
            assert current.text.strip() == current.text != ""
            covered = current.end
            current = next(rest, None)
            if not page.text[covered:].strip():
                break
        assert not page.text[covered:].strip()
    assert current is None
    assert all(count <= limit for count in count_words(texts_of(passages)))


@settings(max_examples=100, deadline=None)
@given(pages=_pages, limit=st.integers(4, 40))
def test_what_a_tokenizer_adds_to_each_text_changes_no_passage(
    pages: list[PageText], limit: int
) -> None:
    def count_with_marks(texts: Sequence[str]) -> list[int]:
        return [count + 2 for count in count_words(texts)]

    assert split(pages, count_with_marks, limit + 2) == split(pages, count_words, limit)


def test_passages_end_at_sentence_ends() -> None:
    text = "Dr. Smith saw Fig. 3 at once. What was it? A mean of 3.5 units! Nobody knew."
    assert texts_of(split([PageText(1, text)], count_words, 11)) == [
        "Dr. Smith saw Fig. 3 at once.",
        "What was it?",
        "A mean of 3.5 units! Nobody knew.",
    ]


def test_a_paragraph_that_fits_is_not_torn() -> None:
    first = "One two three four five. Six seven eight nine ten."
    second = "Alpha beta gamma delta. Epsilon zeta eta theta."
    found = split([PageText(None, f"{first}\n\n{second}")], count_words, 18)
    assert texts_of(found) == [first, second]


def test_pages_are_never_joined() -> None:
    found = split([PageText(1, "Short."), PageText(2, "Also short.")], count_words, 100)
    assert [(passage.page, passage.text) for passage in found] == [
        (1, "Short."),
        (2, "Also short."),
    ]


def test_text_without_spaces_is_cut_at_its_own_full_stops() -> None:
    text = "これは日本語の文です。次の文はここです。" * 3
    found = texts_of(split([PageText(None, text)], count_words, 24))
    assert len(found) > 1
    assert all(passage.endswith("。") for passage in found)


def test_a_sentence_beyond_the_limit_is_cut_between_words() -> None:
    text = " ".join(f"word{number}" for number in range(50))
    found = texts_of(split([PageText(None, text)], count_words, 20))
    assert " ".join(found) == text
    assert [len(passage.split()) for passage in found] == [20, 20, 10]


def test_all_sentences_are_counted_in_one_call() -> None:
    calls: list[int] = []

    def count(texts: Sequence[str]) -> list[int]:
        calls.append(len(texts))
        return count_words(texts)

    pages = [PageText(number, "One is here. Two is there. " * 50) for number in range(1, 20)]
    split(pages, count, 30)
    # One call is for the empty text, which tells what the tokenizer adds to each.
    assert calls == [1, 19 * 100]


def test_no_text_gives_no_passage() -> None:
    assert split([], count_words, 10) == []
    assert split([PageText(1, " \n\t ")], count_words, 10) == []
