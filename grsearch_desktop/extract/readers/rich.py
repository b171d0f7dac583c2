"""Rich Text Format."""

import re

from striprtf import striprtf

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content, PageText
from grsearch_desktop.extract.readers.prose import one_line, tidy
from grsearch_desktop.extract.readers.reader import Reader
from grsearch_desktop.extract.readers.source import Source

_BINARY = re.compile(r"\{\\\*?\\?(?:pict|objdata|blipuid|datastore|themedata)\b[^{}]*\}", re.S)
_PREAMBLE = re.compile(r"\s*\{\\rtf1?(?:\\(?:ansicpg\d+|ansi|mac|pc|deff\d+))*")
"""Where the code page is told."""
_FIELD = r"\{{\\{}\s+([^{{}}]*)\}}"


class RichTextReader(Reader):
    """The words without their dress."""

    def read_text(self, source: Source) -> Content:
        """The whole document as one text."""
        raw = source.read().decode("latin-1")
        if not raw.lstrip().startswith("{\\rtf"):
            raise UnreadableFileError(reasons.DAMAGED)
        # Pictures are most of the bytes and none of the words.
        words = tidy(_words(_BINARY.sub("", raw)))
        if not words.strip():
            raise UnreadableFileError(reasons.NOTHING_INSIDE)
        limit = source.limits.text
        return Content(
            self.kind,
            (PageText(None, words[:limit]),),
            title=_field(raw, "title"),
            author=_field(raw, "author"),
            cut=reasons.cut_at_text(limit) if len(words) > limit else "",
        )


def _field(raw: str, name: str) -> str:
    match = re.search(_FIELD.format(name), raw[:100_000])
    preamble = _PREAMBLE.match(raw)
    if match is None or preamble is None:
        return ""
    return one_line(_words(preamble.group() + " " + match.group(1) + "}"))


def _words(raw: str) -> str:
    try:
        words = striprtf.rtf_to_text(raw, encoding="cp1252", errors="replace")  # type: ignore[no-untyped-call]
    except LookupError:
        words = striprtf.rtf_to_text(raw, encoding="latin-1", errors="ignore")  # type: ignore[no-untyped-call]
    return str(words)
