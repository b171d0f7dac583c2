"""Films, music and the pictures of cameras and painting programs are found by what is in them."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.engine.protocol import Hit, SearchRequest
from grsearch_desktop.paths import Home, resources
from tests.extract.made_media import film, photo, song
from tests.extract.made_pictures import dng, jpeg, krita, layer, psb, xcf

BALLOON, LEMON, MOUNTAINS = "IMG_1251.jpg", "IMG_1042.jpg", "IMG_1203.jpg"
GREY = Image.new("RGB", (192, 144), "grey")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="90"><text y="50">{}</text></svg>'


def captioned(form: str, caption: str) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = caption
    out = io.BytesIO()
    if form == "HEIF":
        pillow_heif.from_pillow(GREY).save(out, exif=exif.tobytes())
    else:
        GREY.save(out, form, exif=exif.tobytes())
    return out.getvalue()


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One file of each form, indexed with the bundled model."""
    folder = tmp_path_factory.mktemp("media")
    cover = jpeg(photo(MOUNTAINS))
    scenes = [photo(MOUNTAINS), photo(BALLOON)]
    said = [(2, "Good morning"), (12, "Mind the astrolabe"), (16, "Thank you")]
    film(folder / "one.mp4", scenes, said, subtitles="mov_text")
    film(folder / "two.mkv", [GREY], [(1, "Only a clavichord")])
    for name, codec in (("a.mp3", "libmp3lame"), ("b.flac", "flac"), ("c.m4a", "aac")):
        song(folder / name, codec, cover)
    with Image.open(resources() / "sample" / "photos" / LEMON) as lemon:
        (folder / "d.psd").write_bytes(psb(lemon.convert("RGB"), large=False))
    for name, content in {
        "e.heic": captioned("HEIF", "the marmoset"),
        "f.avif": captioned("AVIF", "the barometer"),
        "g.dng": dng(GREY, GREY.resize((560, 420)), "the capercaillie"),
        "h.xcf": xcf(GREY.size, [layer(GREY, text="the pangolin"), layer(GREY)]),
        "i.kra": krita(GREY, "the axolotl"),
        "j.psb": psb(photo(BALLOON)),
        "k.svg": SVG.format("the okapi").encode(),
    }.items():
        (folder / name).write_bytes(content)
    engine = Engine(Home(tmp_path_factory.mktemp("home")))
    assert engine.add([str(folder)]) == []
    engine.update()
    yield engine
    engine.close()


def likeness(image: Image.Image, scene: Image.Image) -> float:
    small = [np.asarray(x.convert("RGB").resize((16, 12)), np.float32) for x in (image, scene)]
    return float(np.abs(small[0] - small[1]).mean())


def hits(engine: Engine, query: str) -> list[Hit]:
    return list(engine.search(SearchRequest(query)).hits)


def first(engine: Engine, query: str) -> tuple[str, int | None]:
    hit = hits(engine, query)[0]
    return Path(hit.path).name, hit.page


@pytest.mark.parametrize(
    ("query", "name", "page"),
    [
        ("astrolabe", "one.mp4", 3),
        ("clavichord", "two.mkv", 1),
        ("marmoset", "e.heic", None),
        ("barometer", "f.avif", None),
        ("capercaillie", "g.dng", None),
        ("pangolin", "h.xcf", None),
        ("axolotl", "i.kra", None),
        ("okapi", "k.svg", None),
        ("a lemon", "d.psd", None),
        ("hot air balloon type:video", "one.mp4", 3),
        ("hot air balloon ext:psb", "j.psb", None),
        ("snowy mountains type:film", "one.mp4", 1),
    ],
)
def test_each_is_found_by_something_only_inside_it(
    media: Engine, query: str, name: str, page: int | None
) -> None:
    assert first(media, query) == (name, page)


def test_a_film_is_looked_at_moment_by_moment(media: Engine) -> None:
    path = hits(media, "astrolabe")[0].path
    document = media.document(path, "astrolabe")
    assert (document.kind, document.pages, document.drawn) == ("video", 4, True)
    assert document.matches[0].page == 3 and document.matches[0].words
    shown = Image.open(io.BytesIO(media.page_image(path, 3, 900, "").jpeg))
    assert likeness(shown, photo(BALLOON)) < 8
    later = hits(media, "Thank you")[0]
    assert later.page == 4
    assert likeness(Image.open(io.BytesIO(media.thumbnail(later.item_id or 0))), photo(BALLOON)) < 8
    assert media.page_text(path, 3, "").text == "Mind the astrolabe"


def test_songs_are_found_by_their_words_and_by_their_cover(media: Engine) -> None:
    found = {Path(hit.path).name for hit in hits(media, '"the lantern" type:music')}
    assert found == {"a.mp3", "b.flac", "c.m4a"}
    by_words = hits(media, "lantern ext:flac")[0]
    cover = Image.open(io.BytesIO(media.thumbnail(by_words.item_id or 0)))
    assert likeness(cover, photo(MOUNTAINS)) < 8
    looked = hits(media, "snowy mountains type:audio")
    assert looked and all(hit.why.look for hit in looked)


def test_nothing_of_it_could_not_be_read(media: Engine) -> None:
    assert not media.errors()
