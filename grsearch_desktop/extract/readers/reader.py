"""What each kind of file must be able to do."""

from collections.abc import Iterator
from dataclasses import dataclass

from grsearch_desktop.extract.content import Content, Look
from grsearch_desktop.extract.readers.source import Source


@dataclass(frozen=True)
class Skip:
    """What need not be given again: page numbers, and digests of pictures."""

    pages: frozenset[int] = frozenset()
    digests: frozenset[bytes] = frozenset()


class Reader:
    """Reads one kind of file. Both operations raise UnreadableFileError with a plain reason."""

    def __init__(self, form: str, kind: str) -> None:
        self.form = form
        """A key of registry.FORMS."""
        self.kind = kind
        """One of content.KINDS."""

    def read_text(self, source: Source) -> Content:
        """The words of the file, without drawing anything."""
        raise NotImplementedError

    def read_looks(self, source: Source, skip: Skip) -> Iterator[Look]:  # noqa: ARG002
        """Page images and pictures but those of `skip`. Here none: words have no look."""
        return iter(())
