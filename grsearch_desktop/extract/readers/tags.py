"""The tags of music and speech, whatever the format calls them, through mutagen."""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import mutagen
from mutagen import flac

from grsearch_desktop.extract.readers.prose import one_line, tidy

FAILURES = (
    mutagen.MutagenError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OSError,
    EOFError,
    OverflowError,
    NotImplementedError,
    MemoryError,
)
"""What mutagen raises on broken files; it sets aside as much as a length in the file says."""

_NAMES = {
    "title": "title tit2 ©nam nam inam",
    "artist": "artist author tpe1 ©art iart",
    "album artist": "albumartist album_artist tpe2 aart wm/albumartist",
    "album": "album talb ©alb wm/albumtitle iprd",
    "genre": "genre tcon ©gen wm/genre ignr",
    "year": "date year tdrc tyer ©day wm/year icrd",
    "composer": "composer tcom ©wrt wm/composer",
    "comment": "comment description comm ©cmt desc ldes icmt tdes synopsis",
    "lyrics": "lyrics unsyncedlyrics syncedlyrics uslt sylt ©lyr wm/lyrics",
}
_NAME_OF = {key: name for name, keys in _NAMES.items() for key in keys.split()}
_OWN = re.compile(r"iTun|ID3v1|Songs-DB", re.I)
"""Comments that programs leave for themselves."""
_TIMES = re.compile(r"\[\d+:\d+(?:[.:]\d+)?\]\s?")
_MOST_COVERS = 8
_picture: Any = flac.Picture


@dataclass(frozen=True)
class Tags:
    """What a file says of itself, by the names of _NAMES, and the pictures in it."""

    words: dict[str, str] = field(default_factory=dict)
    covers: tuple[bytes, ...] = ()


def of_metadata(told: dict[str, str]) -> Tags:
    """From the metadata that PyAV tells, keys in lower case."""
    return Tags(_by_name((key, value) for key, value in told.items()))


def of_file(opened: Any) -> Tags:
    """From a file that mutagen opened."""
    tags = opened.tags
    if not tags:
        return Tags({}, tuple(_covers(opened)))
    return Tags(_by_name(tags.items()), tuple(_covers(opened)))


def _by_name(items: Any) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for key, value in items:
        start, _, about = str(key).partition(":")
        name = _NAME_OF.get(start.lower())
        if name is None or _OWN.match(about):
            continue
        words = _words(value)
        words = tidy(_TIMES.sub("", words)) if name == "lyrics" else one_line(words, 4_000)
        if words and words not in found.setdefault(name, []):
            found[name].append(words)
    return {name: "\n".join(words) for name, words in found.items() if words}


def _words(value: Any) -> str:
    if isinstance(value, str):
        return value
    if hasattr(value, "genres"):
        return ", ".join(value.genres)
    if isinstance(text := getattr(value, "text", None), str):
        return text
    if isinstance(parts := text if text is not None else value, list | tuple):
        # Lyrics with their times come as pairs.
        words = (part[0] if isinstance(part, tuple) else part for part in parts)
        return ("\n" if hasattr(value, "lang") else ", ").join(map(str, words))
    return str(value)


def _covers(opened: Any) -> Iterator[bytes]:
    """The bytes of pictures, each a file of its own."""
    count = 0
    for cover in _every_cover(opened):
        if cover:
            count += 1
            yield cover
        if count >= _MOST_COVERS:
            return


def _every_cover(opened: Any) -> Iterator[bytes]:
    for picture in getattr(opened, "pictures", ()):
        yield picture.data
    for key, value in (opened.tags or {}).items():
        name = str(key).partition(":")[0].lower()
        if name == "apic":
            yield value.data
        elif name == "covr":
            yield from map(bytes, value)
        elif name == "metadata_block_picture":
            for encoded in value:
                yield _picture(base64.b64decode(encoded)).data
        elif name == "wm/picture":
            for held in value:
                yield _from_asf(held.value)


def _from_asf(held: bytes) -> bytes:
    """A byte for the kind, four for the length, then two texts of 16 bits that end with zero."""
    length = int.from_bytes(held[1:5], "little")
    return held[-length:] if 0 < length < len(held) else b""
