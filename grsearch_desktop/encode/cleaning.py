"""What open_clip's tokenizers do to a text before they cut it into tokens."""

import html
import re
import string
import unicodedata
from collections.abc import Callable

Cleaning = Callable[[str], str]


def cleaning(name: str) -> Cleaning:
    """The function of this name; raises KeyError for one that does not exist."""
    return _CLEANINGS[name]


def _as_it_is(text: str) -> str:
    return text


def _whitespace(text: str) -> str:
    return " ".join(_basic(text).split())


def _lower(text: str) -> str:
    return _whitespace(text).lower()


def _canonical(text: str) -> str:
    text = _basic(text).replace("_", " ")
    return " ".join(text.translate(_NO_PUNCTUATION).lower().split())


_CLEANINGS: dict[str, Cleaning] = {
    "none": _as_it_is,
    "whitespace": _whitespace,
    "lower": _lower,
    "canonicalize": _canonical,
}


def _basic(text: str) -> str:
    """open_clip's `basic_clean`, with what ftfy does to text that was decoded rightly.

    ftfy also undoes wrong decodings ("cafÃ©"), by heuristics of its own; the readers decode text
    before it comes here, so that part is left out.
    """
    if not text.isascii() or _UNUSUAL.search(text):
        text = _TERMINAL.sub("", text).translate(_LATIN_CONTROLS).translate(_PLAIN)
        text = _WIDE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
        text = unicodedata.normalize("NFC", text)
    return html.unescape(html.unescape(text)).strip()


_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)
_UNUSUAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\r]")
_TERMINAL = re.compile("\x1b\\[((?:\\d|;)*)([a-zA-Z])")
_WIDE = re.compile("[\u3000\uff01-\uff5e\uffa0-\uffef]")
# Controls of Latin-1 are what someone wrote in Windows-1252; five codes mean nothing there.
_LATIN_CONTROLS = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
# Curled quotes, ligatures, line ends and control characters, as ftfy.fixes has them.
_PLAIN: dict[int, str | None] = {
    **{ord(mark): "'" for mark in "\u02bc\u2018\u2019\u201a\u201b"},
    **{ord(mark): '"' for mark in "\u201c\u201d\u201e\u201f"},
    **{ord(mark): unicodedata.normalize("NFKD", mark) for mark in "ĲĳǱǲǳǄǅǆǇǈǉǊǋǌﬀﬁﬂﬃﬄﬆ"},
    ord("ŉ"): "'n",
    ord("ﬅ"): "ſt",
    **{ord(mark): "\n" for mark in "\r\u2028\u2029"},
    **dict.fromkeys([*range(0x00, 0x09), 0x0B, *range(0x0E, 0x20), 0x7F], None),
    **dict.fromkeys([*range(0x206A, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFD)], None),
}
