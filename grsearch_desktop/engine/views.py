"""Messages on what a person looks at: a document and its pages, the library map, the models.

Part of `protocol`, which gives these names too. Light on purpose, as it is.
"""

import base64
from dataclasses import dataclass
from typing import Any

MOST_SIDE = 6_000
"""Pixels; a page is drawn with no longer side."""


@dataclass(frozen=True)
class PageMatch:
    """A page of a document that has to do with a query."""

    page: int
    score: float
    """From 0 to 1; 1 is the best page of this file."""
    words: bool
    """Whether words of the query stand on it."""


@dataclass(frozen=True)
class Document:
    """What a file holds for a query, by the library."""

    path: str
    kind: str
    pages: int
    """Pages, slides or sheets; 0 where the file has none."""
    matches: tuple[PageMatch, ...] = ()
    """The best 50, best first."""
    title: str = ""
    text_pages: bool = False
    """Whether its text comes by the page (`page_text` with a page), or as one (page None)."""
    drawn: bool = False
    """Whether `page_image` can be asked for: with a page where there are pages, else with None.

    A file may still refuse to be drawn; its text can then be shown.
    """
    page_names: tuple[str, ...] = ()
    """Of those that have names, from the first page on: the sheets of a workbook, the mails of a
    mailbox, the files in an archive. "" for a page without one."""
    facts: tuple[tuple[str, str], ...] = ()
    """What the file says of itself, by name: "author", "camera", "created" (ISO 8601, UTC)."""
    recognised: bool = False
    """Whether there is text that was recognised in pictures."""


@dataclass(frozen=True)
class PageImage:
    """A page as a picture."""

    jpeg: bytes
    """JPEG, or PNG where that is smaller, as it is for lines on white."""
    width: int
    height: int
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    """x, y, width and height of each found word, as shares of the picture's width and height."""
    pages: int = 1
    """How many pages the file has when it is drawn: a text that flows has them only then."""


@dataclass(frozen=True)
class PageText:
    """The text of a page, or of a whole file."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()
    """Character ranges that hold the query's words."""
    cells: tuple[tuple[str, ...], ...] = ()
    """Of a sheet: its rows."""
    cut: bool = False
    """Whether there is more text than is given."""


@dataclass(frozen=True)
class MapPoint:
    """A passage, page or picture on the library map; x and y from 0 to 1."""

    x: float
    y: float
    path: str
    item_id: int
    kind: str
    """passage, page or picture"""
    page: int | None


@dataclass(frozen=True)
class LibraryMap:
    """The library's vectors in two dimensions."""

    points: tuple[MapPoint, ...]
    """Empty until the first map is `done`; an older one while a new one is being made."""
    done: bool
    """Whether it shows the library as it is; else ask again in a second."""
    model: str
    sampled: int = 0
    """How many of the library's items are points."""
    of: int = 0
    calibrated: bool = True
    share: float = 1.0
    """How much of the work on both maps is done, from 0 to 1."""
    mixing: float | None = None
    """How many of a point's ten nearest neighbours are of the other kind (texts, looks), against
    chance: 0 is two islands, 1 is as if the kinds were shuffled. None until it is known."""
    trouble: str = ""
    """A sentence when the map could not be made."""


@dataclass(frozen=True)
class Calibration:
    """Whether the means that are taken off fit this library; None where it is too small to tell.

    Shares are from 0 to 1 and even at 0.5, lengths are beside unit vectors. What they mean and
    which of them judge is written in docs/decisions/0017.
    """

    fits: bool | None = None
    sentence: str = ""
    """What a person is told of it."""
    same_kind_neighbours: float | None = None
    same_kind_neighbours_raw: float | None = None
    """The same before calibration."""
    text_over_image: float | None = None
    """How often a text is nearer to a question than a picture is."""
    text_over_image_raw: float | None = None
    questions_off_centre: float | None = None
    """The length of what calibrated questions have in common."""
    text_shift: float | None = None
    """From the mean that the model came with to that of the library's texts."""
    text_shift_errors: float | None = None
    """The same in standard errors."""
    image_shift: float | None = None
    image_shift_errors: float | None = None


@dataclass(frozen=True)
class KeptVectors:
    """What the library holds of a model that encoded it, or part of it."""

    name: str
    """What `use_model` takes."""
    model: str
    """With its version: vectors of other versions don't mix."""
    answers: bool
    """Whether searches use it now."""
    next: bool
    """Whether it is filled to take over."""
    answered: bool
    """Whether it answers, or did once."""
    vectors: int
    left: int
    """Passages and files that it has not encoded yet."""
    size_bytes: int
    """On the disk, within some percent."""

    @property
    def total(self) -> int:
        return self.vectors + self.left


@dataclass(frozen=True)
class ModelInfo:
    """A model that is here or can be got."""

    name: str
    installed: bool
    active: bool
    """Whether the settings name it."""
    size_bytes: int
    licence: str
    languages: str
    """As a person reads it: "English", "many"; "" where it is not known."""
    description: str
    answers: bool = False
    """Whether searches use it now: while the library is encoded with another one, the old one."""
    vectors: int = 0
    """How many the library holds of it."""
    vectors_bytes: int = 0
    """What they take on the disk, within some percent."""
    speed: str = ""
    """"quick", "middle", "slow"; "" where it is not known."""


@dataclass(frozen=True)
class ModelProgress:
    """The data of a `model` event: how far the getting of a model is."""

    name: str
    """As `get_model` was given it."""
    done: int
    """Steps, of `total`."""
    total: int
    sentence: str
    """What is being done; at the end what it came to."""
    ended: bool = False
    failed: bool = False
    """Also where it was cancelled."""
    bytes_done: int = 0
    """That came over the network."""
    bytes_total: int = 0
    """About; 0 where it is not known."""
    seconds_left: float | None = None
    """Until all bytes are here; None while that can't be told, and once they are."""


def document_from(data: dict[str, Any]) -> Document:
    matches = tuple(PageMatch(**match) for match in data["matches"])
    names = tuple(data["page_names"])
    facts = tuple((name, value) for name, value in data.get("facts", ()))
    return Document(**{**data, "matches": matches, "page_names": names, "facts": facts})


def image_data(image: PageImage) -> dict[str, Any]:
    """As JSON types."""
    return {
        "jpeg": base64.b64encode(image.jpeg).decode("ascii"),
        "width": image.width,
        "height": image.height,
        "boxes": image.boxes,
        "pages": image.pages,
    }


def image_from(data: dict[str, Any]) -> PageImage:
    return PageImage(
        base64.b64decode(data["jpeg"]),
        data["width"],
        data["height"],
        tuple((x, y, w, h) for x, y, w, h in data["boxes"]),
        data["pages"],
    )


def text_from(data: dict[str, Any]) -> PageText:
    return PageText(
        data["text"],
        tuple((start, end) for start, end in data["marks"]),
        tuple(map(tuple, data["cells"])),
        data["cut"],
    )


def map_data(map_: LibraryMap) -> dict[str, Any]:
    """As JSON types; each path once, for files have many passages."""
    numbers: dict[str, int] = {}
    points = [
        (
            round(point.x, 5),
            round(point.y, 5),
            numbers.setdefault(point.path, len(numbers)),
            point.item_id,
            point.kind,
            point.page,
        )
        for point in map_.points
    ]
    return {
        "paths": list(numbers),
        "points": points,
        "done": map_.done,
        "model": map_.model,
        "sampled": map_.sampled,
        "of": map_.of,
        "calibrated": map_.calibrated,
        "share": round(map_.share, 3),
        "mixing": map_.mixing,
        "trouble": map_.trouble,
    }


def map_from(data: dict[str, Any]) -> LibraryMap:
    paths = data["paths"]
    points = tuple(
        MapPoint(x, y, paths[path], item_id, kind, page)
        for x, y, path, item_id, kind, page in data["points"]
    )
    rest = {name: value for name, value in data.items() if name not in ("paths", "points")}
    return LibraryMap(points, **rest)
