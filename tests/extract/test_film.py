"""Films are read moment by moment: what is said there, and what is seen."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.pool import ReaderPool
from grsearch_desktop.extract.readers.moments import COARSE, MOST, Moments
from tests.extract.conftest import Reading
from tests.extract.made_media import SCENE, film, photo, tone

BOAT, LEMON = photo("IMG_1187.jpg"), photo("IMG_1042.jpg")
BLACK = Image.new("RGB", BOAT.size)
SAID = [(1, "Cast off the {\\i1}hawser{\\i0}"), (12, "Where is the astrolabe?"), (31, "Land ho")]


@pytest.fixture(scope="module")
def voyage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Black, then a boat for two moments and more, a lemon, and the boat again."""
    path = tmp_path_factory.mktemp("films") / "voyage.mp4"
    film(
        path,
        [BLACK, BOAT, BOAT, LEMON, BOAT],
        SAID,
        subtitles="mov_text",
        chapters=[(0, "Harbour"), (30, "The galley")],
        told={
            "title": "Our voyage",
            "artist": "Anna Berg",
            "comment": "with the old sloop",
            "creation_time": "2023-07-14T06:30:00Z",
            "location": "+38.7223-009.1393/",
        },
    )
    yield path


def likeness(picture: bytes | Image.Image, scene: Image.Image) -> float:
    """How far two pictures are from each other, 0 to 255."""
    image = Image.open(io.BytesIO(picture)) if isinstance(picture, bytes) else picture
    small = [np.asarray(x.convert("RGB").resize((16, 12)), np.float32) for x in (image, scene)]
    return float(np.abs(small[0] - small[1]).mean())


def test_what_is_said_belongs_to_its_moment(pool: ReaderPool, voyage: Path) -> None:
    content = pool.read_text(str(voyage))
    assert (content.kind, content.title, content.author) == ("video", "Our voyage", "Anna Berg")
    assert len(content.pages) == 5 * SCENE / 5
    told = {page.part: page.text for page in content.pages if page.text}
    assert told == {
        "0:00:00": "Harbour\nCast off the hawser",
        "0:00:10": "Where is the astrolabe?",
        "0:00:30": "The galley\nLand ho",
    }
    assert content.details["description"] == "with the old sloop"
    assert content.place == (38.7223, -9.1393)
    assert content.created == 1689316200.0
    assert content.cut == ""


def test_a_moment_has_a_look_where_it_shows_something_new(pool: ReaderPool, voyage: Path) -> None:
    looks = list(pool.read_looks(str(voyage)))
    assert [(look.kind, look.page) for look in looks] == [("page", 3), ("page", 7)]
    for look, scene in zip(looks, (BOAT, LEMON), strict=True):
        image = Image.frombytes("RGB", (look.width, look.height), look.pixels)
        assert likeness(image, scene) < 8
    rest = list(pool.read_looks(str(voyage), skip_pages=frozenset((3,))))
    assert [look.page for look in rest] == [7]


def test_the_preview_shows_the_frame_of_the_moment(pool: ReaderPool, voyage: Path) -> None:
    for page, scene in ((1, BLACK), (4, BOAT), (7, LEMON), (10, BOAT)):
        drawing = pool.draw(str(voyage), page, 900)
        assert (drawing.pages, drawing.width, drawing.height) == (10, *BOAT.size)
        assert likeness(drawing.picture, scene) < 8
    with pytest.raises(UnreadableFileError, match="no such page"):
        pool.draw(str(voyage), 11, 900)


@pytest.mark.parametrize(
    ("name", "pictures", "subtitles"),
    [
        ("voyage.mkv", "libx264", "ass"),
        ("voyage.webm", "libvpx", "webvtt"),
        ("voyage.avi", "mpeg4", ""),
        ("voyage.mov", "mpeg4", "mov_text"),
        ("voyage.mpg", "mpeg2video", ""),
        ("voyage.wmv", "wmv2", ""),
        ("voyage.ogv", "libvpx", ""),
    ],
)
def test_every_common_form_of_film_is_read(
    reading: Reading, name: str, pictures: str, subtitles: str
) -> None:
    path = reading.folder / name
    film(
        path,
        [BOAT, LEMON],
        SAID if subtitles else (),
        pictures=pictures,
        subtitles=subtitles,
        rate=25 if pictures == "mpeg2video" else 2,
    )
    content = reading.pool.read_text(str(path))
    assert content.kind == "video"
    assert [look.page for look in reading.pool.read_looks(str(path))] == [1, 3]
    words = " ".join(page.text for page in content.pages)
    assert ("astrolabe" in words) == bool(subtitles)


def test_a_film_that_was_held_upright_is_shown_upright(reading: Reading, voyage: Path) -> None:
    turned = bytearray(voyage.read_bytes())
    matrix = turned.index(b"tkhd") + 4 + 40  # the first track is the film
    one = 1 << 16
    for place, value in enumerate((0, one, 0, -one, 0, 0)):
        turned[matrix + 4 * place : matrix + 4 * place + 4] = value.to_bytes(4, "big", signed=True)
    path = reading.write("upright.mp4", bytes(turned))
    drawing = reading.pool.draw(str(path), 7, 900)
    assert (drawing.width, drawing.height) == (BOAT.height, BOAT.width)
    assert likeness(drawing.picture, LEMON.transpose(Image.Transpose.ROTATE_270)) < 8


def test_a_film_without_a_length_is_measured(reading: Reading) -> None:
    class Recorder(io.RawIOBase):
        """What browsers record into: it can't go back to write how long it was."""

        written = b""

        def write(self, content: object) -> int:
            self.written += bytes(content)  # type: ignore[call-overload]
            return len(content)  # type: ignore[arg-type]

        def writable(self) -> bool:
            return True

    recorder = Recorder()
    film(recorder, [BOAT, LEMON, BOAT], form="webm", pictures="libvpx")  # type: ignore[arg-type]
    content = reading.text("call.webm", recorder.written)
    assert len(content.pages) == 3 * SCENE / 5
    assert [look.page for look in reading.looks("call.webm", recorder.written)] == [1, 3]


def test_an_mp4_of_sound_alone_is_sound(reading: Reading) -> None:
    path = reading.folder / "talk.mp4"
    tone(path, "aac", {"title": "A talk about lichens"})
    content = reading.pool.read_text(str(path))
    assert (content.kind, content.title, content.has_looks) == (
        "audio",
        "A talk about lichens",
        False,
    )


def test_of_a_broken_film_what_is_whole_is_kept(reading: Reading, voyage: Path) -> None:
    mkv = reading.folder / "whole.mkv"
    film(mkv, [BOAT, LEMON], SAID[:1])
    whole = mkv.read_bytes()
    torn = whole[: len(whole) // 2]
    assert reading.text("torn.mkv", torn).kind == "video"
    assert [look.page for look in reading.looks("torn.mkv", torn)] == [1]
    for broken in (voyage.read_bytes()[:3000], b"\x1a\x45\xdf\xa3" + bytes(500)):
        with pytest.raises(UnreadableFileError) as caught:
            reading.text("broken.mkv", broken)
        assert caught.value.reason == reasons.DAMAGED_OR_STRANGE


def test_of_a_film_in_an_unknown_code_the_words_are_kept(reading: Reading, voyage: Path) -> None:
    strange = voyage.read_bytes().replace(b"avc1", b"zzz1").replace(b"avcC", b"zzzC")
    content = reading.text("strange.mp4", strange)
    assert content.title == "Our voyage"
    assert "astrolabe" in " ".join(page.text for page in content.pages)
    assert (content.has_looks, content.cut) == (False, reasons.NO_PICTURES)


def test_a_playlist_opens_no_other_file(reading: Reading, voyage: Path) -> None:
    playlist = f"#EXTM3U\n#EXT-X-TARGETDURATION:60\n#EXTINF:50,\n{voyage}\n#EXT-X-ENDLIST\n"
    with pytest.raises(UnreadableFileError):
        reading.text("list.mp4", playlist)


def test_a_film_is_known_by_its_content(reading: Reading, voyage: Path) -> None:
    assert reading.text("voyage", voyage.read_bytes()).kind == "video"


def test_the_moments_of_a_film_follow_from_its_length_alone() -> None:
    for duration in (0.0, 0.3, 5.0, 7.5, 999.9, 5 * 3600.0):
        moments = Moments(duration)
        assert 1 <= moments.count <= MOST
        for page in (1, moments.count):
            assert moments.page_at(moments.start(page)) == page
            assert moments.page_at(moments.middle(page)) == page
        assert moments.page_at(-3) == 1
        assert moments.page_at(duration + 100) == moments.count
    assert Moments(5 * 3600.0).step == 90 > COARSE
    assert Moments(751).name(151) == "0:12:30"
