"""Pictures of cameras and of painting programs are seen, and say what they hold."""

import io
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import registry
from grsearch_desktop.extract.content import Limits, Look
from grsearch_desktop.extract.readers.reader import Recognisable, Skip
from grsearch_desktop.extract.readers.source import Source
from tests.extract.conftest import Reading
from tests.extract.made_media import film, photo
from tests.extract.made_pictures import dng, krita, layer, psb, xcf

BOAT = photo("IMG_1187.jpg")
LARGE = BOAT.resize((560, 420))
RED, BLUE = (255, 0, 0), (0, 0, 255)


def seen(look: Look) -> Image.Image:
    return Image.frombytes("RGB", (look.width, look.height), look.pixels)


def likeness(look: Look, image: Image.Image) -> float:
    small = [np.asarray(x.convert("RGB").resize((16, 12)), np.float32) for x in (seen(look), image)]
    return float(np.abs(small[0] - small[1]).mean())


@pytest.mark.parametrize("turn", [1, 6])
def test_a_raw_photo_shows_its_preview_upright(reading: Reading, turn: int) -> None:
    made = dng(BOAT, LARGE, "A sloop off the cape", turn)
    content = reading.text("a.dng", made)
    assert content.details["camera"] == "Harbour Optics Gull 7"
    assert content.details["caption"] == "A sloop off the cape"
    assert (content.kind, content.author, content.created) == ("image", "Anna Berg", 1689316200.0)
    [look] = reading.looks("a.dng", made)
    upright = LARGE if turn == 1 else LARGE.transpose(Image.Transpose.ROTATE_270)
    assert likeness(look, upright) < 3


def test_a_raw_photo_without_a_preview_is_developed(reading: Reading) -> None:
    made = dng(BOAT, None, "A sloop off the cape")
    assert reading.text("a.dng", made).details["caption"] == "A sloop off the cape"
    [look] = reading.looks("a.dng", made)
    assert (look.width, look.height) == (BOAT.width // 2, BOAT.height // 2)
    # Developed with colours of no camera: light and dark places are where they were.
    grey = [np.asarray(x.convert("L").resize((16, 12)), np.float32) for x in (seen(look), BOAT)]
    assert np.corrcoef(grey[0].ravel(), grey[1].ravel())[0, 1] > 0.7


def test_visible_layers_lie_on_each_other_as_in_gimp(reading: Reading) -> None:
    red = Image.new("RGBA", (100, 100), (*RED, 255))
    half = Image.new("L", (100, 100))
    half.paste(255, (0, 0, 50, 100))
    blue = Image.new("RGB", (300, 200), BLUE)
    made = xcf(
        (300, 200),
        [
            layer(red, -50, -50),
            layer(red, 200, 0, mask=half),
            layer(red, 200, 100, opacity=128),
            layer(red, 100, 0, visible=0, text='Regatta \\"2023\\"'),
            layer(red, 0, 100, path=(4, 0)),
            layer(red, 0, 100, group=1, visible=0, path=(4,)),
            layer(Image.new("RGB", (40, 40), (255, 255, 0)), 100, 150, mode=30),
            layer(blue),
        ],
    )
    content = reading.text("a.xcf", made)
    assert [page.text for page in content.pages] == ['Regatta "2023"']
    assert content.details == {"comment": "for the fair"}
    [look] = reading.looks("a.xcf", made)
    shown = seen(look)
    points = {(10, 10): RED, (60, 10): BLUE, (210, 10): RED, (270, 10): BLUE, (110, 10): BLUE}
    points |= {(250, 150): (128, 0, 127), (20, 150): BLUE, (110, 160): (0, 0, 0)}
    for place, colour in points.items():
        assert shown.getpixel(place) == pytest.approx(colour, abs=1), place


@pytest.mark.parametrize("packing", [0, 1, 2])
@pytest.mark.parametrize(("version", "mode"), [(3, "L"), (3, "P"), (11, "RGBA"), (4, "RGB")])
def test_every_way_in_which_gimp_stores_pixels_is_read(
    reading: Reading, packing: int, version: int, mode: str
) -> None:
    image = BOAT.quantize(256) if mode == "P" else BOAT.convert(mode)
    if version == 4:
        made = bytearray(xcf(image.size, [layer(image)], version, packing))
        made[26:30] = bytes(4)  # that version counts precisions in another way
    else:
        made = bytearray(xcf(image.size, [layer(image)], version, packing))
    [look] = reading.looks("a.xcf", bytes(made))
    assert likeness(look, image) < 1


@pytest.mark.parametrize("packed", [True, False])
def test_a_large_photoshop_file_shows_its_merged_picture(reading: Reading, packed: bool) -> None:
    [look] = reading.looks("a.psb", psb(BOAT, packed))
    assert seen(look).tobytes() == BOAT.tobytes()


def test_a_painting_shows_its_merged_picture(reading: Reading) -> None:
    made = krita(BOAT, "Gulls over the pier")
    content = reading.text("a.kra", made)
    assert (content.title, content.author) == ("Gulls over the pier", "Anna Berg")
    assert content.details == {"keywords": "seabirds"}
    [look] = reading.looks("nameless", made)
    assert seen(look).tobytes() == BOAT.tobytes()


def test_photos_of_telephones_have_their_captions(reading: Reading) -> None:
    exif = Image.Exif()
    exif[0x010E] = "A sloop off the cape"
    for name in ("a.heic", "a.avif"):
        out = io.BytesIO()
        if name == "a.heic":
            pillow_heif.from_pillow(BOAT).save(out, exif=exif.tobytes())
        else:
            BOAT.save(out, "AVIF", exif=exif.tobytes())
        content = reading.text(name, out.getvalue())
        assert content.details["caption"] == "A sloop off the cape"
        [look] = reading.looks(name, out.getvalue())
        assert likeness(look, BOAT) < 6


def test_torn_pictures_end_with_a_plain_reason(reading: Reading) -> None:
    whole = {
        "a.dng": dng(BOAT, LARGE, "A sloop"),
        "a.xcf": xcf(BOAT.size, [layer(BOAT)]),
        "a.psb": psb(BOAT),
        "a.kra": krita(BOAT, "Gulls"),
    }
    for name, content in whole.items():
        for share in (0.01, 0.5):
            with pytest.raises(UnreadableFileError) as caught:
                reading.looks(name, content[: int(len(content) * share)])
            assert caught.value.reason.endswith("read.") or "damaged" in caught.value.reason


def test_text_may_be_recognised_in_them_but_not_in_films(reading: Reading) -> None:
    made = {
        "a.dng": dng(BOAT, LARGE, "A sloop"),
        "a.xcf": xcf(BOAT.size, [layer(BOAT)]),
        "a.psb": psb(BOAT),
        "a.kra": krita(BOAT, "Gulls"),
    }
    for name, content in made.items():
        [found] = recognisable(reading.write(name, content))
        assert (found.kind, found.page, found.image.mode) == ("picture", None, "RGB")
    path = reading.folder / "a.mp4"
    film(path, [BOAT])
    assert not recognisable(path)


def recognisable(path: Path) -> list[Recognisable]:
    with Source.of_file(bytes(path), Limits(), 60.0) as source:
        return list(registry.reader_for(source).read_recognisable(source, Skip()))
