"""Slides (Office Open XML): the text of each slide with its notes and comments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content, Drawing, Look, PageText
from grsearch_desktop.extract.readers import attachments, pictures, properties
from grsearch_desktop.extract.readers.media import Media
from grsearch_desktop.extract.readers.package import Attributes, Gatherer, Package, walk
from grsearch_desktop.extract.readers.prose import tidy
from grsearch_desktop.extract.readers.reader import Reader, Skip
from grsearch_desktop.extract.readers.slide_drawing import SlideDrawing
from grsearch_desktop.extract.readers.source import Source

_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml$")
_BESIDE = re.compile(r"ppt/(?:notesslides|comments|diagrams/data|charts/chart)")
_PICTURE = re.compile(r"ppt/media/.*\.(?:png|jpe?g|gif|bmp|tiff?|webp)$")
_EMBEDDED = re.compile(r"ppt/embeddings/.")
_MAIN = "ppt/presentation.xml"


@dataclass(frozen=True)
class Slide:
    """One slide: its part, and the parts that belong to it."""

    part: str
    beside: tuple[str, ...]
    pictures: tuple[str, ...]
    files: tuple[str, ...]
    """What is embedded as an icon, or as its first page."""


class SlidesReader(Reader):
    """A slide is a page."""

    def read_text(self, source: Source) -> Content:
        """Slide by slide, in the order in which they are shown."""
        gatherer = Gatherer(source.limits.text)
        with Package(source) as package:
            slides = slides_of(package)
            if not slides:
                raise UnreadableFileError(reasons.DAMAGED)
            pages = []
            grounds: set[str] = set()
            for number, slide in enumerate(slides[: source.limits.pages], start=1):
                for part in (slide.part, *slide.beside):
                    _gather(package.read(part), gatherer)
                for part in _grounds(package, slide.part):
                    if part not in grounds:  # its words stand behind all slides that have it
                        grounds.add(part)
                        _gather(package.read(part), gatherer, is_ground=True)
                for name in slide.files:
                    attachments.gather_object(source.part("", package.read(name)), gatherer)
                pages.append(PageText(number, tidy(gatherer.take())))
                if gatherer.is_full:
                    break
            about = properties.of_package(package, "docProps/core.xml")
        has_pictures = any(slide.pictures for slide in slides)
        if not has_pictures and not any(page.text.strip() for page in pages):
            raise UnreadableFileError(reasons.NOTHING_INSIDE)
        cut = ""
        if gatherer.is_full:
            cut = reasons.cut_at_text(source.limits.text)
        elif len(slides) > source.limits.pages:
            cut = reasons.cut_at_pages(source.limits.pages, len(slides))
        return Content(self.kind, tuple(pages), has_looks=True, cut=cut, **about)

    def read_looks(self, source: Source, skip: Skip) -> Iterator[Look]:
        """Slide by slide: its image, then the pictures on it that were not seen before."""
        with Package(source) as package:
            media = Media(source, skip)
            drawing = SlideDrawing(package, source.limits)
            given: set[str] = set()
            for number, slide in enumerate(slides_of(package)[: source.limits.pages], start=1):
                if source.is_late:
                    return
                if number not in skip.pages:
                    look = drawing.look(slide.part, number)
                    if number == 1 or not pictures.is_flat(look):
                        yield look
                for name in slide.pictures:
                    if name not in given:
                        given.add(name)
                        yield from media.look(name, package.read(name), number)

    def draw(self, source: Source, page: int | None, long_side: int) -> Drawing:
        """A slide with its words."""
        with Package(source) as package:
            slides = slides_of(package)
            number = 1 if page is None else page
            if not 1 <= number <= len(slides):
                raise UnreadableFileError(reasons.NO_SUCH_PAGE)
            drawing = SlideDrawing(package, source.limits, long_side)
            return drawing.sharp(slides[number - 1].part, len(slides))


def slides_of(package: Package) -> list[Slide]:
    """The slides in the order of the presentation; by number where that can't be told."""
    related = package.related(_MAIN)
    parts: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        target = related.get(_relation_id(attributes), "")
        if name == "sldId" and target in package:
            parts.append(target)

    walk(package.read(_MAIN), start)
    if not parts:
        numbered = [(int(m.group(1)), m.string) for m in map(_SLIDE.match, package.names) if m]
        parts = [part for _, part in sorted(numbered)]
    return [_slide(package, part) for part in parts]


def _relation_id(attributes: Attributes) -> str:
    """`r:id`, which without its namespace is in the way of `id`: it alone begins with a letter."""
    return next((value for value in attributes.values() if not value.isdigit()), "")


def _slide(package: Package, part: str) -> Slide:
    targets = list(package.related(part).values())
    return Slide(
        part,
        tuple(filter(_BESIDE.match, targets)),
        tuple(target for target in targets if _PICTURE.match(target)),
        tuple(target for target in targets if _EMBEDDED.match(target)),
    )


def _grounds(package: Package, part: str) -> Iterator[str]:
    """What shows behind a slide: its layout, then the master of that."""
    for folder in ("ppt/slidelayouts/", "ppt/slidemasters/"):
        targets = package.related(part).values()
        if (part := next((name for name in targets if name.startswith(folder)), "")) == "":
            return
        yield part


def _gather(xml: bytes, gatherer: Gatherer, is_ground: bool = False) -> None:
    """Adds the words of a part; of a ground, without those that only hold a place for others."""
    inside_text = 0
    left_out = 0
    holds_place = False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal inside_text, left_out, holds_place
        if name in ("t", "text", "v"):
            inside_text += 1
        elif name == "sp":
            holds_place = False
        elif name == "ph":
            holds_place = is_ground
        elif name == "Fallback" or (
            name == "fld" and (is_ground or attributes.get("type") == "slidenum")
        ):
            left_out += 1
        elif name == "br":
            gatherer.add("\n")
        elif name == "tab":
            gatherer.add("\t")

    def end(name: str) -> None:
        nonlocal inside_text, left_out
        if name in ("t", "text", "v"):
            inside_text -= 1
            if name != "t":
                gatherer.add("\n")
        elif name in ("Fallback",) or (name == "fld" and left_out):
            left_out -= 1
        elif name in ("p", "tr"):
            gatherer.add("\n")
        elif name in ("txBody", "tbl"):
            gatherer.add("\n\n")
        elif name == "tc":
            gatherer.add("\t")

    def words(text: str) -> None:
        if inside_text and not left_out and not holds_place:
            gatherer.add(text)

    walk(xml, start, end, words)
    gatherer.add("\n\n")
