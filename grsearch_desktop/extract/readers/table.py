"""Tables in text form: comma, semicolon or tab between the values."""

import csv
import io

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content, PageText
from grsearch_desktop.extract.readers import sniff
from grsearch_desktop.extract.readers.prose import tidy
from grsearch_desktop.extract.readers.reader import Reader
from grsearch_desktop.extract.readers.source import Source
from grsearch_desktop.extract.readers.text import decoded

_SAMPLE = 16 << 10
csv.field_size_limit(1 << 24)


class TableReader(Reader):
    """Each row a line, its values with tabs between."""

    def read_text(self, source: Source) -> Content:
        """The whole table; as plain text where it is no proper table."""
        if not sniff.looks_like_text(source.head()):
            raise UnreadableFileError(reasons.UNKNOWN)
        limit = source.limits.text
        text = decoded(source.read_at_most(limit * 4))
        cut = len(text) > limit
        text = tidy(_rows(text[:limit]))
        if not text.strip():
            raise UnreadableFileError(reasons.NOTHING_INSIDE)
        return Content(
            self.kind, (PageText(None, text),), cut=reasons.cut_at_text(limit) if cut else ""
        )


def _rows(text: str) -> str:
    try:
        dialect: type[csv.Dialect] = csv.Sniffer().sniff(text[:_SAMPLE], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    try:
        rows = csv.reader(io.StringIO(text, newline=""), dialect)
        return "\n".join("\t".join(map(str.strip, row)) for row in rows)
    except csv.Error:
        return text
