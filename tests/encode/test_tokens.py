"""Our copy of open_clip's tokenizer gives its ids."""

import random
import unicodedata

import pytest

from grsearch_desktop.encode.exported_tokens import own_tokens

open_clip = pytest.importorskip("open_clip", reason="needs the extra clip")

TEXTS = [
    "",
    "   ",
    "a photo of a dog",
    "It's the dog's; they'LL we've I'd 'S",
    "Größe, naïve café, ŁÓDŹ, İstanbul",
    "Привет мир, 你好世界, こんにちは, 안녕하세요, مرحبا, שלום",
    "🐶 on a 🏖️ with 👩‍👩‍👧 and 🇩🇪",
    "&lt;b&gt;bold &amp;amp; brave&lt;/b&gt; &eacute; &#8364;",
    "“curly” ‘quotes’ and ﬁligree, ﬂoor",
    "fullwidth ＡＢＣ　１２３！",
    "tabs\tand\r\nlines\u2028more\x85end\x0b\x0cfeed",
    "1234567890 3.14159 10^-9 ½ ² Ⅷ ①",
    "snake_case camelCase --dash-- ...!!!???",
    "e\u0301 combining, zero\u200bwidth, soft\u00adhyphen, nbsp\u00a0here",
    "ctrl\x00\x01\x1f chars \ufeff bom",
    "<start_of_text> inside <end_of_text>",
    "word " * 200,
    "x" * 500,
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝓶𝓪𝓽𝓱",
    "\x1b[1mbold\x1b[0m, price 5 \x80, \x93quoted\x94",
    "http://example.org/a?b=c&d=e#f user@example.org C:\\Users\\me",
]


@pytest.fixture(scope="module", params=["lower", "whitespace", "canonicalize"])
def pair(request: pytest.FixtureRequest):
    theirs = open_clip.SimpleTokenizer(clean=request.param)
    return theirs, own_tokens(theirs, 77, request.param)


@pytest.mark.parametrize("text", TEXTS)
def test_ids_are_open_clips_own(pair, text: str) -> None:
    theirs, ours = pair
    assert ours.framed(text, 77) == theirs(text)[0].tolist()


def test_ids_of_random_text_are_open_clips_own(pair) -> None:
    import ftfy

    theirs, ours = pair
    chosen = random.Random(5)
    ranges = [(32, 127), (0xA1, 0x24F), (0x370, 0x5FF), (0x4E00, 0x4FFF), (0x1F300, 0x1F6FF)]
    for _ in range(300):
        letters = []
        for _ in range(chosen.randrange(1, 60)):
            low, high = chosen.choice(ranges[: chosen.choice([1, 1, 5])])
            letters.append(" " if chosen.random() < 0.2 else chr(chosen.randrange(low, high)))
        text = "".join(letters)
        if ftfy.fix_encoding(text) != text:
            # Random letters look wrongly decoded to ftfy; we leave those alone on purpose.
            continue
        # Which of the unassigned code points are letters differs between versions of Unicode.
        text = "".join(letter for letter in text if unicodedata.category(letter) != "Cn")
        assert ours.framed(text, 77) == theirs(text)[0].tolist(), text
