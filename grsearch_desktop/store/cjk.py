"""Chinese, Japanese and Korean, which put no spaces between words, or hang endings on them.

SQLite's tokenizer takes a whole run of such characters for one word. For the index a run is cut
into overlapping pairs, and its last character alone: 東京大学 is 東京, 京大, 大学, 学. So a word of
two characters is one term, a longer one a row of them, and a single character begins some.
"""

import re
from collections.abc import Iterator
from unicodedata import normalize

_CHARACTERS = (
    "\u1100-\u11ff\u2e80-\u2fd5\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c\u3041-\u3096"
    "\u309d-\u309f\u30a1-\u30fa\u30fc-\u318e\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97c\uac00-\ud7fb\uf900-\ufad9\uff66-\uff9f\U00020000-\U000323af"
)
"""Han, kana, bopomofo and hangul: what is a letter among them, for the insides of a [ ]."""

_ONE = re.compile(f"[{_CHARACTERS}]")
_WORD = re.compile(rf"[^\W_]*[{_CHARACTERS}][^\W_]*")
_PART = re.compile(f"[{_CHARACTERS}]+|[^{_CHARACTERS}]+")
_HIRAGANA = re.compile("[\u3041-\u3096\u30fc]+")


def holds(text: str) -> bool:
    """Whether there is any such character in a text."""
    return not text.isascii() and _ONE.search(text) is not None


def grams(text: str) -> str | None:
    """The terms by which the index finds the words of a text that hold such characters, spaces
    between; None where there are none. Other letters in such a word are terms of their own."""
    if not holds(text):
        return None
    terms: list[str] = []
    for word in _WORD.findall(normalize("NFKC", text)):
        for part in _PART.findall(word):
            terms.extend(grams_of(part) if holds(part) else (part,))
    return " ".join(terms)


def grams_of(run: str) -> list[str]:
    """>>> grams_of("東京都")
    ['東京', '京都', '都']
    """
    return [run[at : at + 2] for at in range(len(run))]


def parts(word: str) -> Iterator[tuple[int, int]]:
    """The stretches of a word that stand for themselves: each such character alone, and what is
    between them."""
    for match in _PART.finditer(word):
        if holds(match[0]):
            yield from ((at, at + 1) for at in range(match.start(), match.end()))
        else:
            yield match.span()


def is_ending(gram: str) -> bool:
    """Whether it is of hiragana alone: particles and endings, mostly."""
    return _HIRAGANA.fullmatch(gram) is not None
