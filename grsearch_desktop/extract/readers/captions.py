"""What an image file says of itself: date, camera, caption, keywords (EXIF, IPTC, XMP)."""

import html
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from PIL import ExifTags, Image, IptcImagePlugin

from grsearch_desktop.extract.readers import gps
from grsearch_desktop.extract.readers.prose import one_line

TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What turns a picture upright, by EXIF orientation."""

_XMP_FIELDS = {
    "title": "title",
    "description": "caption",
    "subject": "keywords",
    "creator": "author",
}
_XMP_FIELD = re.compile(r"<dc:(title|description|subject|creator)>(.*?)</dc:\1>", re.S)
_XMP_PLACE = re.compile(
    r"(?:Iptc4xmpCore:(Location)|photoshop:(City|State|Country))(?:=\"([^\"]*)\"|>([^<]*)<)"
)
_XMP_ITEM = re.compile(r"<rdf:li[^>]*>(.*?)</rdf:li>", re.S)
_COMMENT_MARKS = (b"ASCII\x00\x00\x00", b"UNICODE\x00", b"JIS\x00\x00\x00\x00\x00", b"\x00" * 8)
_PNG_FIELDS = {
    "Title": "title",
    "Author": "author",
    "Description": "caption",
    "Comment": "comment",
    "Software": "",
}
_MEANINGLESS = re.compile(
    r"^(?:OLYMPUS DIGITAL CAMERA|SONY DSC|DCIM|Created with .*|binary comment|\W*)$", re.I
)

FAILURES = (
    *(ValueError, TypeError, KeyError, IndexError, OSError, SyntaxError, AttributeError),
    ArithmeticError,
)
"""What Pillow raises on broken ones."""


@dataclass(frozen=True)
class About:
    """`created` is in seconds since 1970; a camera's clock has no zone and is taken as UTC."""

    title: str = ""
    author: str = ""
    created: float | None = None
    details: dict[str, str] = field(default_factory=dict)
    place: gps.Place | None = None
    """Degrees north and east."""


def of_image(image: Any) -> About:
    """Everything that is cheap to get; broken parts are left out."""
    found: dict[str, str] = {}
    created = None
    for part in (_from_exif, _from_iptc, _from_xmp, _from_info):
        try:
            for name, value in part(image).items():
                if name == "created":
                    created = created or _moment(value)
                elif (words := one_line(value)) and not _MEANINGLESS.match(words):
                    found.setdefault(name, words)
        except FAILURES:
            continue
    title, author = found.pop("title", ""), found.pop("author", "")
    return About(title, author, created, found, _place(image))


def _place(image: Image.Image) -> gps.Place | None:
    try:
        return gps.of_exif(image) or gps.of_xmp(_xmp(image))
    except FAILURES:
        return None


def _from_exif(image: Image.Image) -> dict[str, str]:
    exif = image.getexif()
    if not exif:
        return {}
    base = ExifTags.Base
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    make, model = (_words(exif.get(tag)) for tag in (base.Make, base.Model))
    found = {
        "camera": model if model.lower().startswith(make.lower()) else f"{make} {model}",
        "caption": _words(exif.get(base.ImageDescription)),
        "author": _words(exif.get(base.Artist)),
        "title": _words(exif.get(base.XPTitle), "utf-16-le"),
        "comment": _words(exif.get(base.XPComment), "utf-16-le"),
        "keywords": _words(exif.get(base.XPKeywords), "utf-16-le").replace(";", ", "),
        "lens": _words(inner.get(base.LensModel)),
        "created": _words(inner.get(base.DateTimeOriginal) or exif.get(base.DateTime)),
    }
    if not found["comment"]:
        found["comment"] = _user_comment(inner.get(base.UserComment))
    return found


def _from_iptc(image: Any) -> dict[str, str]:
    if image.format not in ("JPEG", "TIFF", "MPO"):
        return {}
    parts: Any = IptcImagePlugin.getiptcinfo(image) or {}
    keywords = parts.get((2, 25)) or []
    if isinstance(keywords, bytes):
        keywords = [keywords]
    return {
        "title": _words(parts.get((2, 5))),
        "caption": _words(parts.get((2, 120))),
        "keywords": ", ".join(map(_words, keywords)),
        "author": _words(parts.get((2, 80))),
        "place": ", ".join(
            filter(None, (_words(parts.get((2, number))) for number in (92, 90, 95, 101)))
        ),
    }


def _from_xmp(image: Image.Image) -> dict[str, str]:
    text = _xmp(image)
    found = {}
    for name, block in _XMP_FIELD.findall(text):
        found[_XMP_FIELDS[name]] = ", ".join(html.unescape(x) for x in _XMP_ITEM.findall(block))
    places = {a or b: html.unescape(c or d) for a, b, c, d in _XMP_PLACE.findall(text)}
    ordered = (places.get(name, "") for name in ("Location", "City", "State", "Country"))
    found["place"] = ", ".join(filter(None, ordered))
    return found


def _xmp(image: Image.Image) -> str:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    return packet if isinstance(packet, str) else bytes(packet[: 1 << 20]).decode("utf-8", "ignore")


def _from_info(image: Image.Image) -> dict[str, str]:
    found = {name: _words(image.info.get(key)) for key, name in _PNG_FIELDS.items() if name}
    found["comment"] = found["comment"] or _words(image.info.get("comment"))
    return found


def _words(value: Any, encoding: str = "utf-8") -> str:
    if isinstance(value, str):
        return value.strip("\x00 ")
    if isinstance(value, tuple) and all(isinstance(x, int) and 0 <= x < 256 for x in value):
        value = bytes(value)
    if not isinstance(value, bytes):
        return ""
    try:
        return value.decode(encoding).strip("\x00 ")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace").strip("\x00 ")


def _user_comment(value: Any) -> str:
    if isinstance(value, str):
        return value
    if not isinstance(value, bytes):
        return ""
    mark, words = value[:8], value[8:]
    if mark not in _COMMENT_MARKS:
        return _words(value)
    return _words(words, "utf-16" if mark.startswith(b"UNICODE") else "utf-8")


def _moment(text: str) -> float | None:
    """EXIF writes 2024:01:31 12:00:00."""
    try:
        return (
            datetime.strptime(text.strip()[:19], "%Y:%m:%d %H:%M:%S")
            .replace(tzinfo=UTC)
            .timestamp()
        )
    except ValueError:
        return None
