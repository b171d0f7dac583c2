"""What each kind of file must be able to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content, Drawing, Fit, Look
from grsearch_desktop.extract.readers.source import Source

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True)
class Skip:
    """What need not be given again: page numbers, and digests of pictures."""

    pages: frozenset[int] = frozenset()
    digests: frozenset[bytes] = frozenset()


@dataclass(frozen=True)
class Recognisable:
    """A picture or page in which text may be recognised."""

    kind: str
    """"page" or "picture", as `Recognised` has it."""
    page: int | None
    digest: bytes
    image: "Image"
    """Upright, RGB."""
    known: str = ""
    """Text of the page that `read_text` gives already."""


class Reader:
    """Reads one kind of file. Both operations raise UnreadableFileError with a plain reason."""

    memory: int | None = None
    """Bytes of address space that it may take where that is less than the limit for all."""

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

    def read_fitted(self, source: Source, skip: Skip, fit: Fit) -> Iterator[Look]:  # noqa: ARG002
        """As `read_looks`; what is cheaper to have in the size of a model comes in it."""
        return self.read_looks(source, skip)

    def read_recognisable(self, source: Source, skip: Skip) -> Iterator[Recognisable]:
        """What may hold text that is not among `read_text`, but that of `skip`.

        Here the pictures inside: those that `read_looks` gives and that are files by themselves.
        """
        from grsearch_desktop.extract.readers import media

        no_pages = Skip(frozenset(range(1, source.limits.pages + 1)), skip.digests)
        for look in self.read_looks(source, no_pages):
            if isinstance(look, media.Inside):
                yield from media.recognisable(look, source)

    def draw(self, source: Source, page: int | None, long_side: int) -> Drawing:  # noqa: ARG002
        """A page (from 1), or the picture that the file is, `long_side` pixels long or less."""
        raise UnreadableFileError(reasons.NOT_DRAWN)
