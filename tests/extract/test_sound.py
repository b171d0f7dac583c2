"""Music and speech give their tags, the words that are sung, and the cover."""

from pathlib import Path

import pytest

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from tests.extract.conftest import Reading
from tests.extract.made_media import photo, song, tone
from tests.extract.made_pictures import jpeg


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("harbour.mp3", "libmp3lame"),
        ("harbour.flac", "flac"),
        ("harbour.m4a", "aac"),
        ("harbour.opus", "libopus"),
        ("harbour.ogg", "libopus"),
        ("harbour.wav", "pcm_s16le"),
        ("harbour.aiff", "pcm_s16be"),
    ],
)
def test_a_song_gives_its_tags_words_and_cover(reading: Reading, name: str, codec: str) -> None:
    path = reading.folder / name
    song(path, codec, jpeg(photo("IMG_1187.jpg")))
    content = reading.pool.read_text(str(path))
    assert (content.kind, content.title) == ("audio", "Harbour Song")
    assert content.author.startswith("The Gulls")
    assert (content.details["album"], content.details["genre"]) == ("Tides", "Folk")
    [page] = content.pages
    assert "the lantern\nburns low" in page.text and "sung on the quay" in page.text
    assert "00000A2B" not in page.text
    assert ("a foghorn\nanswers" in page.text) == (path.suffix in (".mp3", ".wav", ".aiff"))
    [look] = reading.pool.read_looks(str(path))
    assert (look.kind, look.page, look.width) == ("picture", None, 192)


def test_chapters_of_a_talk_have_their_times(reading: Reading) -> None:
    from mutagen import id3

    path = reading.folder / "talk.mp3"
    tone(path, "libmp3lame")
    tags = id3.ID3()
    for number, title in enumerate(("Opening", "Questions about moss")):
        inner = [id3.TIT2(text=title)]
        start = number * 200
        tags.add(
            id3.CHAP(
                element_id=f"c{number}", start_time=start, end_time=start + 200, sub_frames=inner
            )
        )
    tags.save(path)
    [page] = reading.pool.read_text(str(path)).pages
    assert page.text == "0:00:00 Opening\n0:00:00 Questions about moss"


def test_tags_that_mutagen_does_not_know_are_read(reading: Reading) -> None:
    path = reading.folder / "note.mka"
    tone(path, "aac", {"title": "Bird calls", "artist": "Anna Berg"})
    content = reading.pool.read_text(str(path))
    assert (content.title, content.details) == ("Bird calls", {"artist": "Anna Berg"})


def test_a_recording_without_tags_is_no_error(reading: Reading) -> None:
    path = reading.folder / "memo.wav"
    tone(path, "pcm_s16le")
    content = reading.pool.read_text(str(path))
    assert (content.kind, content.pages, content.has_looks) == ("audio", (), False)


def test_broken_sound_ends_with_a_plain_reason(reading: Reading) -> None:
    path: Path = reading.folder / "whole.mp3"
    song(path, "libmp3lame", jpeg(photo("IMG_1187.jpg")))
    torn = path.read_bytes()[:700]
    for name, content in (("noise.mp3", b"\x01\x02\xff" * 200), ("noise.flac", b"fLaC" + torn)):
        with pytest.raises(UnreadableFileError) as caught:
            reading.text(name, content)
        assert caught.value.reason == reasons.DAMAGED_OR_STRANGE
