"""Plain text of every sort: notes, Markdown, logs, JSON, programs."""

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content, PageText
from grsearch_desktop.extract.readers import sniff
from grsearch_desktop.extract.readers.prose import tidy
from grsearch_desktop.extract.readers.reader import Reader
from grsearch_desktop.extract.readers.source import Source

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SAMPLE = 64 << 10
"""Bytes from which an encoding is guessed; more makes the guess slow, not better."""


class TextReader(Reader):
    """Text as it stands, in whatever encoding."""

    def read_text(self, source: Source) -> Content:
        """The whole file as one text."""
        if not sniff.looks_like_text(source.head()):
            raise UnreadableFileError(reasons.UNKNOWN)
        limit = source.limits.text
        raw = source.read_at_most(limit * 4)
        text = decoded(raw)
        cut = len(text) > limit or len(raw) < source.size
        text = tidy(text[:limit])
        if not text.strip():
            raise UnreadableFileError(reasons.NOTHING_INSIDE)
        return Content(
            self.kind,
            (PageText(None, text),),
            cut=reasons.cut_at_text(limit) if cut else "",
        )


def decoded(raw: bytes, hint: str = "") -> str:
    """Bytes as text: by mark, as UTF-8, by `hint` (a declared encoding), else by a guess."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        # A limit may have cut the last character in two.
        if error.start >= len(raw) - 4:
            return raw.decode("utf-8", "ignore")
    if hint:
        try:
            return raw.decode(hint)
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    return raw.decode(guessed(raw[:_SAMPLE]), "replace")


def guessed(sample: bytes) -> str:
    """The likeliest encoding of these bytes."""
    import charset_normalizer

    match = charset_normalizer.from_bytes(sample, threshold=0.3).best()
    return match.encoding if match is not None else "cp1252"
