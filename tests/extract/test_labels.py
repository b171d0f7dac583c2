"""Where pictures say that they were taken, and what people wrote on their files."""

import io
import os
import plistlib
from pathlib import Path

import pytest
from PIL import Image

from grsearch_desktop.extract import labels
from grsearch_desktop.extract.readers import gps
from tests.extract.conftest import Reading


def photo(latitude: object, north: str, longitude: object, east: str, xmp: str = "") -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: north, 2: latitude, 3: east, 4: longitude})
    out = io.BytesIO()
    Image.new("RGB", (96, 96), "navy").save(out, "JPEG", exif=exif, xmp=xmp.encode())
    return out.getvalue()


def label(path: Path, name: str, value: bytes) -> None:
    try:
        os.setxattr(path, name, value)
    except (OSError, AttributeError) as error:
        pytest.skip(f"no extended attributes here: {error}")


def test_a_photo_knows_where_it_was_taken(reading: Reading) -> None:
    content = reading.text("a.jpg", photo((38.0, 41.0, 51.36), "N", (9.0, 12.0, 21.6), "W"))
    assert content.place == pytest.approx((38.6976, -9.206))
    south = reading.text("b.jpg", photo((33.0, 52.0, 0.0), "S", (151.0, 12.0, 0.0), "E"))
    assert south.place == pytest.approx((-33.866667, 151.2))


@pytest.mark.parametrize(
    "broken",
    [
        photo((95.0, 0.0, 0.0), "N", (9.0, 0.0, 0.0), "W"),
        photo((0.0, 0.0, 0.0), "N", (0.0, 0.0, 0.0), "E"),
        photo((38.0, 41.0, 51.0), "X", (9.0, 0.0, 0.0), "W"),
        photo((38.0, 41.0, 51.0), "", (9.0, 0.0, 0.0), "W"),
    ],
    ids=["beyond the pole", "no satellite", "no direction", "none at all"],
)
def test_a_place_that_can_be_none_is_none(reading: Reading, broken: bytes) -> None:
    assert reading.text("a.jpg", broken).place is None


def test_xmp_tells_a_place_by_degrees_and_by_words(reading: Reading) -> None:
    xmp = (
        '<rdf:Description exif:GPSLatitude="38,41.856N" exif:GPSLongitude="9,12.36W"'
        ' photoshop:City="Lisboa"><photoshop:Country>Portugal</photoshop:Country>'
    )
    content = reading.text("a.jpg", photo((0.0,), "", (0.0,), "", xmp))
    assert content.place == pytest.approx((38.6976, -9.206))
    assert content.details["place"] == "Lisboa, Portugal"
    assert gps.of_xmp('exif:GPSLatitude="38,41,51N" exif:GPSLongitude="999,0,0E"') is None


def test_tags_and_comments_on_any_file_are_read(reading: Reading) -> None:
    path = reading.write("a.txt", "words")
    label(path, "user.xdg.tags", b" Holiday,  to do ,Holiday,,")
    label(path, "user.xdg.comment", b"for\n Anna")
    read = reading.pool.read_text(str(path))
    assert read.details == {"tags": "Holiday, to do", "comment": "for Anna"}
    assert labels.of_file(str(path)) == read.details


def test_tags_of_a_mac_are_read_and_nonsense_is_not(reading: Reading) -> None:
    path = reading.write("a.txt", "words")
    name = labels._MAC_TAGS
    label(path, name, plistlib.dumps(["Red\n6", "Reise"], fmt=plistlib.FMT_BINARY))
    assert reading.pool.read_text(str(path)).details == {"tags": "Red, Reise"}
    for nonsense in (b"bplist00nonsense", b"\xff" * 50, plistlib.dumps({"a": 1}), b""):
        label(path, name, nonsense)
        assert reading.pool.read_text(str(path)).details == {}
