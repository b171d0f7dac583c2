"""Texts that are one by their sketches, and texts that are not."""

import random
import unicodedata

import pytest

from grsearch_desktop.store.sketch import is_short, same_texts, sketch

STORY = (
    "The miller had three sons, and when he died he left them nothing but his mill, his donkey and"
    " his cat. The eldest took the mill, the second the donkey, and the youngest had the cat alone"
    " and did not know how he was to live, for what can anybody do with a cat, he said to himself."
)


def are_one(one: str, other: str) -> bool:
    first, second = sketch([one]), sketch([other])
    return first == second or same_texts([first, second]) == [(0, 1)]


def long_text(words: int, seed: int = 0) -> list[str]:
    chosen = random.Random(seed)
    return ["".join(chosen.choices("abcdefghij", k=5)) for _ in range(words)]


@pytest.mark.parametrize(
    "form",
    [
        "# " + STORY.replace(". ", ".\n\n"),
        STORY.upper(),
        STORY.replace(" ", "\n"),
        STORY.replace("donkey", "don\u00adkey"),
        "\u201c" + STORY.replace(",", " \u2013") + "\u201d",
    ],
)
def test_signs_case_and_line_ends_do_not_count(form: str) -> None:
    assert are_one(STORY, form)


def test_a_text_in_parts_is_the_text() -> None:
    first, _, rest = STORY.partition(". ")
    assert sketch([first + ".", rest]) == sketch([STORY])


def test_composed_and_decomposed_letters_and_ligatures_are_the_same() -> None:
    text = "Über die Größe der Öfen in Häusern, " * 4 + "office and waffle"
    assert are_one(text, unicodedata.normalize("NFD", text).replace("ffi", "ﬃ"))


def test_one_word_of_many_may_be_another() -> None:
    words = long_text(400)
    assert are_one(" ".join(words), " ".join([*words[:200], "another", *words[201:]]))
    assert not are_one(" ".join(words), " ".join([*words[:300], *long_text(100, 1)]))


def test_a_short_text_of_another_number_is_another_one_and_a_long_one_is_not() -> None:
    assert not are_one(STORY + " It was in 1812.", STORY + " It was in 1815.")
    words = " ".join(long_text(2000))
    assert are_one(words + " page 1", words + " page 2")


def test_texts_of_few_words_are_the_same_by_all_of_their_signs() -> None:
    assert is_short(sketch(["a + b = c"]))
    assert are_one("a + b = c", "A + b\n= c")
    assert not are_one("a + b = c", "a - b = c")
    assert not are_one("do come on monday", "do not come on monday")


def test_nothing_but_space_has_no_sketch() -> None:
    assert sketch([]) == sketch([" \n", "\t"]) == b""


def test_chinese_is_compared_by_its_characters() -> None:
    text = "昨日我在东京都的图书馆里看到了一本关于日本历史的好书，今天我想把它借回家慢慢地读。" * 2
    assert not is_short(sketch([text]))
    assert are_one(text, text.replace("，", "\n"))
    assert not are_one(text, "明天我们要去山上看雪，请带上厚衣服和热水，还有给孩子们的点心。" * 2)


def test_whatever_else_there_is_pairs_are_found() -> None:
    texts = [" ".join(long_text(120, seed)) for seed in range(300)]
    texts += [f"{text} and so on" for text in texts[:20]]
    # Half of a text is what all letters of an office begin with.
    head = " ".join(long_text(100, 999))
    texts += [f"{head} {' '.join(long_text(100, 1000 + seed))}" for seed in range(100)]
    assert same_texts([sketch([text]) for text in texts]) == [(n, 300 + n) for n in range(20)]


def test_a_lone_surrogate_stops_nothing() -> None:
    assert sketch(["a \ud800 b"])
