"""What a reader gives back: the text of a file, and what there is to look at."""

from dataclasses import dataclass, field

KINDS = (
    "pdf",
    "book",
    "document",
    "slides",
    "sheet",
    "web",
    "text",
    "code",
    "mail",
    "archive",
    "image",
    "video",
    "audio",
    "other",
)
"""The kinds of file that `type:` knows."""


@dataclass(frozen=True)
class PageText:
    """The text of one page, slide, sheet, mail or whole file.

    `page` counts from 1, and is None where the file has no pages.
    """

    page: int | None
    text: str
    part: str = ""
    """What the page is called where it has a name: the member of an archive, a moment of a film."""


@dataclass(frozen=True)
class Content:
    """The words of one file. Dates are seconds since 1970 in UTC."""

    kind: str
    pages: tuple[PageText, ...] = ()
    title: str = ""
    author: str = ""
    created: float | None = None
    details: dict[str, str] = field(default_factory=dict)
    """What else the file says of itself and a person may search for: camera, caption, subject."""
    place: tuple[float, float] | None = None
    """Where it was made: degrees north and east."""
    has_looks: bool = False
    """Whether `read_looks` may give page images or pictures for this file."""
    cut: str = ""
    """A plain sentence when a limit was met and something was left out, else empty."""


@dataclass(frozen=True)
class Fit:
    """The size in which a model takes pictures, so that they are scaled once and no more.

    `mode` is "shortest" (the short side scaled to `scale` pixels, the middle cut out) or "squash"
    (both sides scaled, each by itself); `interpolation` "bicubic" or "bilinear".
    """

    mode: str
    scale: int
    width: int
    height: int
    interpolation: str


@dataclass(frozen=True)
class Look:
    """One thing to look at: the image of a page, or a picture.

    `pixels` are RGB, 8 bits a channel, row by row: width * height * 3 bytes.
    `digest` names a picture, so that a distinct one is taken once in a file: its pixels, or, where
    they are scaled for one model, what all models have in common.
    """

    kind: str
    """"page" (a rendered page) or "picture" (an image file, or an image inside a document)."""
    page: int | None
    width: int
    height: int
    pixels: bytes
    thumbnail: bytes
    """WebP, long side at most 256 pixels."""
    digest: bytes = b""
    light: bytes = b""
    """How bright a picture is in 32 x 32 places, 0 to 255, row by row; empty where that was not
    looked at."""
    fitted: bool = False
    """Whether the pixels are those that a `Fit` asked for, scaled and cut."""


@dataclass(frozen=True)
class PlacedWord:
    """A word of a drawn page; left, top, width and height as shares of the drawing's sides."""

    text: str
    area: tuple[float, float, float, float]


@dataclass(frozen=True)
class Recognition:
    """How text in pictures is recognised. The default reads Latin and Chinese script."""

    engine: str = "rapidocr"
    """"rapidocr" (in the box), or "tesseract" where that is installed."""
    languages: tuple[str, ...] = ()
    """Beyond the default: as rapidocr ("cyrillic") or tesseract ("deu") calls them."""
    models: str = ""
    """The folder where models for rapidocr's further languages lie; "": none."""
    threads: int = 1


@dataclass(frozen=True)
class RecognisedLine:
    """A line of text in a picture; the words' places are shares of the picture's sides."""

    text: str
    confidence: float
    """How sure the recogniser is of it, from 0 to 1."""
    words: tuple[PlacedWord, ...] = ()


@dataclass(frozen=True)
class Recognised:
    """What one picture or page says; without lines where it was looked at and holds no text.

    Lines come in reading order: column after column, each from its top.
    """

    kind: str
    """"page" (a page whose image was read) or "picture", as `Look.kind`."""
    page: int | None
    digest: bytes = b""
    """Of a picture inside a document that of its `Look`; an image file's is its own, and its
    page tells which picture it is. Empty for a page."""
    lines: tuple[RecognisedLine, ...] = ()


@dataclass(frozen=True)
class Drawing:
    """A page or a picture as a person looks at it: JPEG, or PNG where that is smaller."""

    picture: bytes
    width: int
    height: int
    words: tuple[PlacedWord, ...] = ()
    pages: int = 1
    """How many pages the file has when it is drawn."""


@dataclass(frozen=True)
class Limits:
    """What one file may cost. Beyond it the reader stops, and says so."""

    seconds: float = 60.0
    """For the whole of one call; the child is killed then."""
    memory: int = 2 << 30
    """Bytes of address space beyond what the child has at start."""
    pages: int = 2_000
    pixels: int = 200_000_000
    """Width times height of one image before it is decoded."""
    unpacked: int = 512 << 20
    """Bytes that may come out of one compressed file."""
    text: int = 20_000_000
    """Characters of text from one file."""
    pictures: int = 500
    """Pictures taken from inside one document."""
