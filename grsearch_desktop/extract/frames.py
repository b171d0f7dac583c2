"""What parent and reader child say to each other: a JSON header, then raw bytes.

A frame is two big-endian 32-bit lengths (header, body), the header in JSON, and the body. Nothing
is ever unpickled: a child that was taken over by a hostile file can send wrong words, not code.
"""

import json
import struct
from typing import Any, BinaryIO

from grsearch_desktop.extract.confine import Confinement
from grsearch_desktop.extract.content import (
    Content,
    Drawing,
    Look,
    PageText,
    PlacedWord,
    Recognised,
    RecognisedLine,
)

Header = dict[str, Any]
_LENGTHS = struct.Struct(">II")
_LONGEST = 1 << 30


class BrokenFrameError(Exception):
    """The other side closed the pipe or sent something that is no frame."""


def send(pipe: BinaryIO, header: Header, *bodies: bytes) -> None:
    """Writes one frame and flushes it."""
    words = json.dumps(header, ensure_ascii=True, separators=(",", ":")).encode()
    pipe.write(_LENGTHS.pack(len(words), sum(map(len, bodies))))
    pipe.write(words)
    for body in bodies:
        pipe.write(body)
    pipe.flush()


def receive(pipe: BinaryIO) -> tuple[Header, memoryview]:
    """Reads one frame, blocking. Raises BrokenFrameError at the end of the pipe or on nonsense."""
    words_length, body_length = _LENGTHS.unpack(_exactly(pipe, _LENGTHS.size))
    if words_length > _LONGEST or body_length > _LONGEST:
        raise BrokenFrameError("a frame is longer than any honest one")
    try:
        header = json.loads(bytes(_exactly(pipe, words_length)))
    except ValueError as error:
        raise BrokenFrameError("a header is no JSON") from error
    if not isinstance(header, dict):
        raise BrokenFrameError("a header is no object")
    return header, _exactly(pipe, body_length)


def _exactly(pipe: BinaryIO, count: int) -> memoryview:
    block = memoryview(bytearray(count))
    filled = 0
    while filled < count:
        got = pipe.readinto(block[filled:])  # type: ignore[attr-defined]
        if not got:
            raise BrokenFrameError("the pipe was closed")
        filled += got
    return block


def confinement_from(header: Header) -> Confinement:
    """What a child says of itself before anything else. Raises BrokenFrameError on nonsense."""
    try:
        return Confinement(**header["confinement"])
    except (KeyError, TypeError) as error:
        raise BrokenFrameError("a confinement is not of the agreed form") from error


def content_frame(content: Content) -> tuple[Header, bytes]:
    """A Content as header and body; the body is the pages' text, in UTF-8, one after another."""
    texts = [page.text.encode("utf-8", "replace") for page in content.pages]
    header = {
        "content": {
            "kind": content.kind,
            "title": content.title,
            "author": content.author,
            "created": content.created,
            "details": content.details,
            "place": content.place,
            "has_looks": content.has_looks,
            "cut": content.cut,
        },
        "pages": [
            [page.page, len(text), page.part]
            for page, text in zip(content.pages, texts, strict=True)
        ],
    }
    return header, b"".join(texts)


def content_from(header: Header, body: memoryview) -> Content:
    """The Content that `content_frame` packed. Raises BrokenFrameError on nonsense."""
    pages = []
    at = 0
    try:
        for page, length, part in header["pages"]:
            pages.append(PageText(page, str(body[at : at + length], "utf-8"), str(part)))
            at += length
        about = dict(header["content"])
        if (place := about.pop("place", None)) is not None:
            north, east = place
            place = (float(north), float(east))
        return Content(pages=tuple(pages), place=place, **about)
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenFrameError("a content is not of the agreed form") from error


def look_frame(look: Look) -> tuple[Header, bytes, bytes]:
    """A Look as header and two bodies: pixels, thumbnail."""
    header = {
        "look": look.kind,
        "page": look.page,
        "width": look.width,
        "height": look.height,
        "digest": look.digest.hex(),
        "light": look.light.hex(),
        "fitted": look.fitted,
    }
    return header, look.pixels, look.thumbnail


def look_from(header: Header, body: memoryview) -> Look:
    """The Look that `look_frame` packed. Raises BrokenFrameError on nonsense."""
    try:
        size = header["width"] * header["height"] * 3
        if header["width"] < 1 or header["height"] < 1 or size > len(body):
            raise BrokenFrameError("a look has fewer bytes than pixels")
        return Look(
            kind=header["look"],
            page=header["page"],
            width=header["width"],
            height=header["height"],
            pixels=bytes(body[:size]),
            thumbnail=bytes(body[size:]),
            digest=bytes.fromhex(header["digest"]),
            light=bytes.fromhex(header["light"]),
            fitted=bool(header["fitted"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenFrameError("a look is not of the agreed form") from error


def recognised_frame(recognised: Recognised) -> tuple[Header, bytes]:
    """A Recognised as header, and no body."""
    lines = [
        (line.text, line.confidence, [(word.text, word.area) for word in line.words])
        for line in recognised.lines
    ]
    header = {
        "recognised": recognised.kind,
        "page": recognised.page,
        "digest": recognised.digest.hex(),
        "lines": lines,
    }
    return header, b""


def recognised_from(header: Header) -> Recognised:
    """The Recognised that `recognised_frame` packed. Raises BrokenFrameError on nonsense."""
    try:
        lines = tuple(
            RecognisedLine(str(text), float(confidence), _placed(words))
            for text, confidence, words in header["lines"]
        )
        page = header["page"] if header["page"] is None else int(header["page"])
        digest = bytes.fromhex(header["digest"])
        return Recognised(str(header["recognised"]), page, digest, lines)
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenFrameError("what was recognised is not of the agreed form") from error


def drawing_frame(drawing: Drawing) -> tuple[Header, bytes]:
    """A Drawing as header and body: the picture."""
    words = [(word.text, word.area) for word in drawing.words]
    header = {
        "width": drawing.width,
        "height": drawing.height,
        "words": words,
        "pages": drawing.pages,
    }
    return header, drawing.picture


def drawing_from(header: Header, body: memoryview) -> Drawing:
    """The Drawing that `drawing_frame` packed. Raises BrokenFrameError on nonsense."""
    try:
        width, height, pages = (int(header[name]) for name in ("width", "height", "pages"))
        return Drawing(bytes(body), width, height, _placed(header["words"]), pages)
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenFrameError("a drawing is not of the agreed form") from error


def _placed(words: list[Any]) -> tuple[PlacedWord, ...]:
    return tuple(
        PlacedWord(str(text), (float(x), float(y), float(w), float(h)))
        for text, (x, y, w, h) in words
    )
