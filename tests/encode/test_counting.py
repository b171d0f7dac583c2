"""Counting word by word gives the tokenizer's own numbers, whatever is written."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, pre_tokenizers

from grsearch_desktop.encode import bundled, folder
from grsearch_desktop.encode.counting import WordCounts, is_by_words

TOKENIZER = Tokenizer.from_file(str(bundled.where() / folder.TOKENIZER))
TOKENIZER.no_truncation()
TOKENIZER.no_padding()


def own(texts: list[str]) -> list[int]:
    """What the tokenizer itself counts."""
    return [len(found) for found in TOKENIZER.encode_batch(texts, add_special_tokens=False)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Plain words, with a full stop.",
        "x_i+1 <= f(x); C++ isn't 50% of $3.99 [see #7]",
        "“curled quotes”, ‘single’ ones, a–b, an em—dash, a bullet •, … and ‰",
        "café CAFÉ cafe\u0301 naïve Ångström İstanbul straße ﬁnd",
        "東京大学 and한국어 ひらがなカタカナ、です。",
        "x² ⟨a⟩ → ⊕ − × � \uf730 ½",
        "a" * 99 + " " + "b" * 101 + " " + "c" * 300 + "," + "d" * 40,
        "antidisestablishmentarianism Pneumonoultramicroscopicsilicovolcanoconiosis",
        "zero\u200bwidth soft\u00adhyphen bell\x07 [SEP] [MASK]",
    ],
)
def test_a_text_is_counted_as_the_tokenizer_counts_it(text: str) -> None:
    assert WordCounts(TOKENIZER).of([text, text]) == own([text, text])


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc"))), max_size=5))
def test_any_text_is_counted_as_the_tokenizer_counts_it(texts: list[str]) -> None:
    assert WordCounts(TOKENIZER).of(texts) == own(texts)


def test_the_words_of_real_texts_are_counted_as_the_tokenizer_counts_them(
    shared_data: Path,
) -> None:
    lines = (shared_data / "papers.tsv").read_text("utf-8").splitlines()
    assert WordCounts(TOKENIZER).of(lines) == own(lines)


def test_a_tokenizer_that_does_not_cut_at_spaces_is_not_taken() -> None:
    assert is_by_words(TOKENIZER)
    assert not is_by_words(Tokenizer(models.BPE()))
    other = Tokenizer(models.WordPiece({"[UNK]": 0}, unk_token="[UNK]"))
    other.pre_tokenizer = pre_tokenizers.Metaspace()
    assert not is_by_words(other)
