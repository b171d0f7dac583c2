"""Small films and pieces of music, made with PyAV."""

import base64
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO

import av
import mutagen
import numpy as np
from av.subtitles.subtitle import SubtitleSet
from mutagen import flac, id3, mp4
from PIL import Image

from grsearch_desktop.paths import resources

SCENE = 10
"""Seconds of a scene."""
_RATE = 2
_SIZE = (192, 144)
_STYLE = (
    b"[Script Info]\r\nScriptType: v4.00+\r\n\r\n[V4+ Styles]\r\nFormat: Name, Fontname\r\n"
    b"Style: Default,Arial\r\n\r\n[Events]\r\n"
    b"Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\r\n"
)


def photo(name: str) -> Image.Image:
    """A photo of the sample, in the size of a film."""
    with Image.open(resources() / "sample" / "photos" / name) as image:
        return image.convert("RGB").resize(_SIZE)


def film(
    to: Path | BinaryIO,
    scenes: Sequence[Image.Image],
    said: Sequence[tuple[int, str]] = (),
    *,
    form: str | None = None,
    pictures: str = "libx264",
    rate: int = _RATE,
    subtitles: str = "subrip",
    chapters: Sequence[tuple[int, str]] = (),
    told: dict[str, str] | None = None,
) -> None:
    """Each scene for SCENE seconds; said: second and words."""
    with av.open(to if not isinstance(to, Path) else str(to), "w", format=form) as container:
        container.metadata.update(told or {})
        video: Any = container.add_stream(pictures, rate=rate)
        video.width, video.height = _SIZE
        video.pix_fmt = "yuv420p"
        video.gop_size = SCENE * rate
        track: Any = None
        if said:
            track = container.add_stream(subtitles)
            track.time_base = Fraction(1, 1000)
            track.codec_context.subtitle_header = _STYLE
        ends = [*(start for start, _ in chapters[1:]), len(scenes) * SCENE]
        if chapters:
            container.set_chapters(
                [
                    {
                        "id": number,
                        "start": start,
                        "end": end,
                        "time_base": Fraction(1),
                        "metadata": {"title": title},
                    }
                    for number, ((start, title), end) in enumerate(zip(chapters, ends, strict=True))
                ]
            )
        container.start_encoding()
        for number in range(len(scenes) * SCENE * rate):
            frame = av.VideoFrame.from_image(scenes[number // (SCENE * rate)])
            frame.pts = number
            container.mux(video.encode(frame))
        container.mux(video.encode())
        for number, (second, words) in enumerate(said):
            line = f"{number},0,Default,,0,0,0,,{words}".encode()
            held = SubtitleSet.create(line, 0, 2000, second * 1_000_000)
            packet = track.codec_context.encode_subtitle(held)
            packet.stream, packet.time_base = track, Fraction(1, 1000)
            packet.pts = packet.dts = second * 1000
            packet.duration = 2000
            container.mux(packet)


def tone(path: Path, codec: str, told: dict[str, str] | None = None) -> None:
    """Half a second of a low note."""
    with av.open(str(path), "w") as container:
        container.metadata.update(told or {})
        stream: Any = container.add_stream(codec, rate=48_000)
        wave = (np.sin(np.arange(1152) * 0.05) * 8000).astype(np.int16)
        for number in range(20):
            frame = av.AudioFrame.from_ndarray(wave[None, :], format="s16", layout="mono")
            frame.sample_rate, frame.pts = 48_000, number * 1152
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def song(path: Path, codec: str, cover: bytes) -> None:
    """A tone with the tags of its format: title, artist, album, genre, words and a cover."""
    tone(path, codec)
    opened: Any = mutagen.File(path)
    words = "[00:01.00] the lantern\n[00:02.00] burns low"
    if path.suffix in (".mp3", ".wav", ".aiff"):
        if opened.tags is None:
            opened.add_tags()
        for frame in (
            id3.TIT2(text="Harbour Song"),
            id3.TPE1(text=["The Gulls", "Anna Berg"]),
            id3.TALB(text="Tides"),
            id3.TCON(text="(80)"),
            id3.COMM(lang="eng", desc="", text="sung on the quay"),
            id3.COMM(lang="eng", desc="iTunNORM", text=" 00000A2B 00000B3C"),
            id3.USLT(lang="eng", desc="", text=words),
            id3.SYLT(lang="eng", format=2, type=1, text=[("a foghorn", 100), ("answers", 900)]),
            id3.APIC(mime="image/jpeg", type=3, desc="", data=cover),
        ):
            opened.tags.add(frame)
    elif path.suffix == ".m4a":
        names = ("©nam", "©ART", "©alb", "©gen", "©cmt", "©lyr")
        values = ("Harbour Song", "The Gulls", "Tides", "Folk", "sung on the quay", words)
        opened.tags.update({name: [value] for name, value in zip(names, values, strict=True)})
        opened["covr"] = [mp4.MP4Cover(cover)]
    else:
        opened["title"], opened["artist"], opened["album"] = "Harbour Song", "The Gulls", "Tides"
        opened["genre"], opened["lyrics"], opened["comment"] = "Folk", words, "sung on the quay"
        picture: Any = flac.Picture()  # type: ignore[no-untyped-call]
        picture.data, picture.type, picture.mime = cover, 3, "image/jpeg"
        if path.suffix == ".flac":
            opened.add_picture(picture)
        else:
            opened["metadata_block_picture"] = [base64.b64encode(picture.write()).decode()]
    opened.save()
