"""What a long film costs its reader: seconds, memory at its peak, frames, and what is told of it.

    python -m tests.benchmarks.film [--hours 5] [--every 10] [--size 1280x720] [--fast]

The film is made first: a photo every so many seconds, and a subtitle with each, in H.264 as mp4 and
as mkv. --fast: 25 frames a second instead, of 320 x 180 pixels, which takes minutes to make and
has as many packets as a film from a camera.
"""

import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.subtitles.subtitle import SubtitleSet
from PIL import Image

from grsearch_desktop.extract.pool import ReaderPool
from tests.benchmarks.program import data
from tests.benchmarks.table import Figure, options, show

_SCENES = 60
_STYLE = (
    b"[V4+ Styles]\r\nFormat: Name, Fontname\r\nStyle: Default,Arial\r\n\r\n[Events]\r\n"
    b"Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\r\n"
)


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--hours", type=float, default=5)
    parser.add_argument("--every", type=float, default=10, help="seconds between two frames")
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--fast", action="store_true")
    asked = parser.parse_args()
    width, height = (int(side) for side in asked.size.split("x"))
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="grsearch-bench-") as folder:
        for ending, track in (("mp4", "mov_text"), ("mkv", "subrip")):
            path = Path(folder) / f"long.{ending}"
            if asked.fast:
                _make(path, track, asked.hours * 3600, 0.04, (320, 180))
            else:
                _make(path, track, asked.hours * 3600, asked.every, (width, height))
            figures += _figures(path, ending)
    return show("a long film", figures, as_json=asked.json)


def _figures(path: Path, name: str) -> list[Figure]:
    with ReaderPool(1) as pool:
        begin = time.perf_counter()
        content = pool.read_text(str(path))
        text = time.perf_counter() - begin
        looks = list(pool.read_looks(str(path)))
        seen = time.perf_counter() - begin - text
        begin = time.perf_counter()
        pool.draw(str(path), len(content.pages) // 2, 1200)
        drawn = time.perf_counter() - begin
        [child] = pool._idle
        status = Path(f"/proc/{child.process.pid}/status").read_text("ascii")
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    words = sum(len(page.text.split()) for page in content.pages)
    print(f"{name}: {path.stat().st_size / 1e6:.0f} MB, {words:,} words; told: {content.cut!r}")
    return [
        Figure(f"{name}: words", text, "< 60", "s"),
        Figure(f"{name}: looks", seen, "< 600", "s"),
        Figure(f"{name}: moments", len(content.pages), "<= 200"),
        Figure(f"{name}: frames given", len(looks), "<= 200"),
        Figure(f"{name}: one moment drawn", drawn, "< 5", "s"),
        Figure(f"{name}: the reader's memory at its peak", peak / 1024, "< 1024", "MB"),
    ]


def _make(path: Path, track: str, seconds: float, every: float, size: tuple[int, int]) -> None:
    photos = sorted(data("photos").rglob("*.jpg"))[:_SCENES]
    images = [Image.open(photo).convert("RGB").resize(size) for photo in photos]
    count = int(seconds / every)
    scene = max(1, round(count / (seconds / 47)))  # 47 seconds each
    with av.open(str(path), "w") as container:
        video: Any = container.add_stream("libx264", rate=Fraction(1) / Fraction(str(every)))
        video.width, video.height, video.pix_fmt = *size, "yuv420p"
        video.options = {"preset": "ultrafast", "crf": "30"}
        words: Any = container.add_stream(track)
        words.time_base = Fraction(1, 1000)
        words.codec_context.subtitle_header = _STYLE
        container.start_encoding()
        frames = [av.VideoFrame.from_image(image).reformat(format="yuv420p") for image in images]
        said = 0
        for number in range(count):
            frame = frames[number // scene % len(frames)]
            frame.pts = number
            container.mux(video.encode(frame))
            while said * 5 <= number * every:
                line = f"{said},0,Default,,0,0,0,,The sailor says line {said} of the play".encode()
                packet = words.codec_context.encode_subtitle(SubtitleSet.create(line, 0, 4000, 0))
                packet.stream, packet.time_base, packet.duration = words, Fraction(1, 1000), 4000
                packet.pts = packet.dts = said * 5000
                container.mux(packet)
                said += 1
        container.mux(video.encode())


if __name__ == "__main__":
    sys.exit(main())
