"""Where a picture was taken, as EXIF and XMP have it: degrees north and east."""

import math
import re
from collections.abc import Sequence
from typing import Any

from PIL import ExifTags, Image

Place = tuple[float, float]

_XMP = re.compile(
    r"exif:GPS(Latitude|Longitude)(?:=[\"']|>)\s*"
    r"(\d{1,3}),(\d{1,2}(?:\.\d{1,12})?)(?:,(\d{1,2}(?:\.\d{1,12})?))?([NSEW])"
)
_SIGNS = {"N": 1, "S": -1, "E": 1, "W": -1}


def of_exif(image: Image.Image) -> Place | None:
    """From the GPS part of EXIF 2.3. Raises what broken parts make Pillow raise."""
    gps = ExifTags.GPS
    found = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    north = _degrees(found.get(gps.GPSLatitude), found.get(gps.GPSLatitudeRef), "NS")
    east = _degrees(found.get(gps.GPSLongitude), found.get(gps.GPSLongitudeRef), "EW")
    return checked(north, east)


def of_xmp(packet: str) -> Place | None:
    """From an XMP packet, which has `38,43.5N` or `38,43,30N` (XMP, part 2)."""
    found = {
        name: _SIGNS[sign] * (float(degrees) + float(minutes) / 60 + float(seconds or 0) / 3600)
        for name, degrees, minutes, seconds, sign in _XMP.findall(packet)
    }
    return checked(found.get("Latitude"), found.get("Longitude"))


def checked(north: float | None, east: float | None) -> Place | None:
    """A place on earth; None where it is none, or that of a receiver that saw no satellite."""
    if north is None or east is None or not (math.isfinite(north) and math.isfinite(east)):
        return None
    if abs(north) > 90 or abs(east) > 180 or (north, east) == (0, 0):
        return None
    return round(north, 6), round(east, 6)


def _degrees(value: Any, sign: Any, known: str) -> float | None:
    """Degrees, minutes and seconds as a number. sign: N, S, E or W; without it nothing is known."""
    if isinstance(sign, bytes):
        sign = sign.decode("ascii", "replace")
    sign = str(sign or "").strip("\0 ").upper()[:1]
    if not isinstance(value, Sequence) or not value or not sign or sign not in known:
        return None
    parts = [float(part) for part in value[:3]]
    return _SIGNS[sign] * sum(part / 60**place for place, part in enumerate(parts))
