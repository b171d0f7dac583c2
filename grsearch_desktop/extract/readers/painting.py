"""Paintings of Krita and of other programs that write OpenRaster: the merged picture within."""

from collections.abc import Iterator

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content, Drawing, Fit, Look
from grsearch_desktop.extract.readers.image import ImageReader
from grsearch_desktop.extract.readers.package import Attributes, Package, walk
from grsearch_desktop.extract.readers.prose import one_line
from grsearch_desktop.extract.readers.reader import Reader, Recognisable, Skip
from grsearch_desktop.extract.readers.source import Source

_MERGED = ("mergedimage.png", "preview.png", "Thumbnails/thumbnail.png")
"""The best one first: as large as the painting, then 256 pixels."""
_ABOUT = "documentinfo.xml"
_NAMES = {
    "title": "title",
    "full-name": "author",
    "subject": "subject",
    "keyword": "keywords",
    "keywords": "keywords",
    "abstract": "description",
    "description": "description",
}


class PaintingReader(Reader):
    """The layers put together, as the program that painted them did it."""

    def read_text(self, source: Source) -> Content:
        """What the painter says of it."""
        with Package(source) as package:
            about = _about(package.read(_ABOUT)) if _ABOUT in package else {}
        return Content(
            self.kind,
            title=about.pop("title", ""),
            author=about.pop("author", ""),
            details=about,
            has_looks=True,
        )

    def read_looks(self, source: Source, skip: Skip) -> Iterator[Look]:
        """The merged picture, reduced."""
        return self._reader.read_looks(_merged(source), skip)

    def read_fitted(self, source: Source, skip: Skip, fit: Fit) -> Iterator[Look]:
        """The merged picture in the size of a model."""
        return self._reader.read_fitted(_merged(source), skip, fit)

    def read_recognisable(self, source: Source, skip: Skip) -> Iterator[Recognisable]:
        """The merged picture, large enough to be read."""
        return self._reader.read_recognisable(_merged(source), skip)

    def draw(self, source: Source, page: int | None, long_side: int) -> Drawing:  # noqa: ARG002
        """The merged picture."""
        return self._reader.draw(_merged(source), None, long_side)

    @property
    def _reader(self) -> ImageReader:
        return ImageReader("image", self.kind)


def _merged(source: Source) -> Source:
    with Package(source) as package:
        for name in _MERGED:
            if name in package:
                return source.part("merged.png", package.read(name))
    raise UnreadableFileError(reasons.DAMAGED)


def _about(xml: bytes) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    open_names: list[str] = []

    def start(name: str, _attributes: Attributes) -> None:
        open_names.append(name)

    def end(_name: str) -> None:
        open_names.pop()

    def words(text: str) -> None:
        if open_names and (name := _NAMES.get(open_names[-1])):
            found.setdefault(name, []).append(text)

    walk(xml, start, end, words)
    return {name: said for name, parts in found.items() if (said := one_line("".join(parts)))}
