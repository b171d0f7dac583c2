"""TeX and LaTeX: the words that will be printed, without the commands that set them."""

import re
import unicodedata
from dataclasses import replace

from grsearch_desktop.extract.content import Content, PageText
from grsearch_desktop.extract.readers.prose import one_line, tidy
from grsearch_desktop.extract.readers.source import Source
from grsearch_desktop.extract.readers.text import TextReader

_GROUP = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
_OPTIONS = r"(?:\s*\[[^\[\]\n]*\])*"
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_WITHOUT_WORDS = re.compile(
    r"\\(?:documentclass|usepackage|RequirePackage|input|include|bibliography(?:style)?|label"
    r"|(?:page|eq|auto|c|C)?ref|includegraphics|[vh]space|set(?:length|counter)|addtolength"
    r"|(?:re)?newcommand|providecommand|def|newtheorem|(?:this)?pagestyle|hypersetup|definecolor"
    rf"|color|geometry|graphicspath|begin|end)(?![A-Za-z])\*?(?:\\\w+)?(?:{_OPTIONS}{_GROUP})*{_OPTIONS}"
)
_BEGIN = re.compile(rf"\\begin\{{(?:tabular|array|tabularx|longtable)\*?\}}{_OPTIONS}(?:{_GROUP})*")
_KEYS = re.compile(rf"\\[cC]ite[a-z]*\*?{_OPTIONS}(?:{_GROUP})")
_COMBINING = dict(zip("'`^\"~=.cvuHk", "\u0301\u0300\u0302\u0308\u0303\u0304\u0307\u0327\u030c"
                      "\u0306\u030b\u0328", strict=True))  # fmt: skip
_ACCENT = re.compile(
    r"\\(?:(['`^\"~=.])\s*|([cvuHk])(?:\s+|(?=\{)))(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))"
)
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å",
    "AA": "Å", "l": "ł", "L": "Ł", "textendash": "–", "textemdash": "—", "ldots": "…", "dots": "…",
}  # fmt: skip
_LETTER = re.compile(rf"\\({'|'.join(_LETTERS)})(?![A-Za-z])(?:\{{\}}| )?")
_LINE = re.compile(r"\\\\(?:\[[^\]\n]*\])?|\\(?:newline|par|item)\b" + _OPTIONS)
_NOTE = re.compile(r"\\(?:thanks|footnote)\b")
_AND = re.compile(r"\s*\\and\b")
_COMMAND = re.compile(rf"\\[A-Za-z@]+\*?{_OPTIONS}|\\[ ,;:!/()\[\]-]|(?<!\\)[{{}}]")
_ESCAPED = re.compile(r"\\([%&$#_{}])")
_EDGES = re.compile(r"[ \t]*\n[ \t]*")
_SPACES = re.compile(r"[ \t~]+")


class TexReader(TextReader):
    """Prose, headings and formulas; packages, labels and lengths are left out."""

    def read_text(self, source: Source) -> Content:
        """The words, with title and author."""
        content = super().read_text(source)
        text = content.pages[0].text
        words = plain(text)
        if not words:  # a file of definitions
            return content
        return replace(
            content,
            pages=(PageText(None, words),),
            title=_field(text, "title"),
            author=_field(text, "author"),
        )


def plain(text: str) -> str:
    """TeX as a person would read it aloud."""
    text = _COMMENT.sub("", text)
    text = _BEGIN.sub("\n", text)
    for pattern in (_WITHOUT_WORDS, _KEYS):
        text = pattern.sub("", text)
    text = _ACCENT.sub(_accented, text)
    text = _LETTER.sub(lambda match: _LETTERS[match[1]], text)
    text = _LINE.sub("\n", _NOTE.sub(" ", text))
    text = _COMMAND.sub("", text)
    text = _ESCAPED.sub(r"\1", text).replace("``", "“").replace("''", "”").replace("---", "—")
    return tidy(_EDGES.sub("\n", _SPACES.sub(" ", text.replace("--", "–")))).strip()


def _accented(match: re.Match[str]) -> str:
    letter = match[3] or match[4]
    return unicodedata.normalize("NFC", letter + _COMBINING[match[1] or match[2]])


def _field(text: str, name: str) -> str:
    match = re.search(rf"\\{name}{_OPTIONS}\s*({_GROUP})", text)
    return one_line(plain(_AND.sub(",", match[1]))) if match else ""
