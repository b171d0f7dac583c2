"""Files that no reader knows."""

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content
from grsearch_desktop.extract.readers.reader import Reader
from grsearch_desktop.extract.readers.source import Source


class OtherReader(Reader):
    """Says that only the name is searchable."""

    def read_text(self, source: Source) -> Content:  # noqa: ARG002
        """Raises UnreadableFileError, always."""
        raise UnreadableFileError(reasons.UNKNOWN)
