"""Text in pictures: how many of the words are recognised, and in how much time.

    python -m tests.benchmarks.ocr [--screenshots N] [--scans] [--long] [--photos N] [--tesseract]

Without any: 60 screenshots (pictures of the window, and text set in ten fonts), two scanned pages
that a person typed, a long screenshot, and 60 photos. Seconds are of one core's work, so that
others on it count less.
"""

import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import psutil
from PIL import Image, ImageDraw, ImageFont

from grsearch_desktop.extract.content import Recognised, Recognition
from grsearch_desktop.extract.pool import ReaderPool
from tests.benchmarks.program import ROOT, data
from tests.benchmarks.table import Figure, options, show

TRUTH = Path(__file__).parent / "recognised"
SCAN = "papers/garbage_collection/the_lisp_ii_garbage_collector.pdf"
FONTS = (
    "DejaVuSans",
    "DejaVuSerif",
    "DejaVuSansMono",
    "DejaVuSansCondensed",
    "DejaVuSerif-Italic",
    "LiberationSans-Regular",
    "LiberationSerif-Regular",
    "LiberationMono-Regular",
    "LiberationSansNarrow-Regular",
    "LiberationSans-Bold",
)
"""Debian's fonts-dejavu and fonts-liberation."""
SIZES = (12, 14, 16, 13, 15)
"""Pixels."""
SIDEBAR = "Inbox Drafts Sent Archive Photos Invoices Rechnungen Téléchargements Trash Settings"


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--screenshots", type=int, help="so many of the 60")
    parser.add_argument("--scans", action="store_true", help="the scanned pages")
    parser.add_argument("--long", action="store_true", help="a screenshot of 1080 x 8000 pixels")
    parser.add_argument("--photos", type=int, help="so many photos")
    parser.add_argument("--tesseract", action="store_true", help="the same by tesseract, beside")
    parser.add_argument("--wrong", action="store_true", help="print the words that were missed")
    asked = parser.parse_args()
    all_of_it = not (asked.screenshots or asked.scans or asked.long or asked.photos)
    figures: list[Figure] = []
    with ReaderPool(1, niceness=0, recognises=True) as pool:
        reader = Recogniser(pool, wrong=asked.wrong)
        other = Recogniser(pool, Recognition("tesseract")) if asked.tesseract else None
        if all_of_it or asked.screenshots:
            figures += of_screenshots(reader, other, asked.screenshots or 60)
        if all_of_it or asked.scans:
            figures += of_scans(reader, other)
        if all_of_it or asked.long:
            figures += of_long(reader, other)
        if all_of_it or asked.photos:
            figures += of_photos(reader, asked.photos or 60)
        figures.append(Figure("memory of the child at the end", reader.memory() >> 20, "", "MB"))
    return show("text in pictures", figures, as_json=asked.json)


class Recogniser:
    """One engine, with what it found and took so far."""

    def __init__(
        self, pool: ReaderPool, by: Recognition | None = None, *, wrong: bool = False
    ) -> None:
        self._pool = pool
        self._by = by or Recognition()
        self._wrong = wrong

    def __call__(self, path: Path) -> tuple[list[Recognised], float]:
        """What it recognises in a file, and the seconds of processor time."""
        before = self._work()
        found = list(self._pool.recognise(str(path), preferences=self._by))
        return found, self._work() - before

    def recall(self, name: str, truth: str, found: Iterable[Recognised]) -> Counter[str]:
        """How many words there are, and how many of them were recognised."""
        wanted = words(truth)
        got = words("\n".join(line.text for one in found for line in one.lines))
        if self._wrong:
            print(name, dict(wanted - got), "read instead:", dict(got - wanted), file=sys.stderr)
        return Counter(words=wanted.total(), right=(wanted & got).total())

    def memory(self) -> int:
        """Bytes resident."""
        return max((child.memory_info().rss for child in self._children()), default=0)

    def _work(self) -> float:
        return sum(sum(child.cpu_times()[:2]) for child in self._children())

    def _children(self) -> list[psutil.Process]:
        return psutil.Process().children()


def words(text: str) -> Counter[str]:
    """The words as a search knows them, without regard to case."""
    return Counter(re.findall(r"\w+", text.casefold().replace("_", " ")))


def of_screenshots(reader: Recogniser, other: Recogniser | None, most: int) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        shots = list(screenshots(Path(folder)))[:: 60 // most]
        return compared("words of screenshots", ">= 0.97", "a screenshot", shots, reader, other)


def of_scans(reader: Recogniser, other: Recogniser | None) -> list[Figure]:
    truth = "\n".join((TRUTH / f"lisp-ii-page-{page}.txt").read_text() for page in (1, 2))
    return compared("words of scans", ">= 0.9", "a page", [(data(SCAN), truth)], reader, other)


def of_long(reader: Recogniser, other: Recogniser | None) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        picture, truth = long_screen(1080, 8000, 18)
        path = Path(folder) / "page.png"
        picture.save(path)
        return compared("words, 1080 x 8000", ">= 0.97", "it", [(path, truth)], reader, other)


def compared(
    name: str,
    must: str,
    each: str,
    files: list[tuple[Path, str]],
    reader: Recogniser,
    other: Recogniser | None,
) -> list[Figure]:
    figures = []
    by = [("rapidocr", reader, must), *([("tesseract", other, "")] if other else [])]
    for engine, one, bound in by:
        tally: Counter[str] = Counter()
        worst, took, pictures = 1.0, 0.0, 0
        one(files[0][0])  # loads the models
        for path, truth in files:
            found, seconds = one(path)
            told = one.recall(path.name, truth, found)
            tally += told
            took += seconds
            pictures += len(found)
            worst = min(worst, told["right"] / told["words"])
        figures += [
            Figure(f"{name}, {engine}", tally["right"] / tally["words"], bound),
            Figure(f"{name}, {engine}, worst file", worst),
            Figure(f"{each}, {engine}", took / pictures, "", "s of a core"),
        ]
    return figures


def of_photos(reader: Recogniser, most: int) -> list[Figure]:
    """Photos mostly hold no text: what looking for it costs there."""
    figures = []
    for folder in ("photos", "everyday"):
        paths = sorted(data(folder).iterdir())
        chosen = paths[:: max(1, len(paths) // most)][:most]
        took, empty = 0.0, 0
        for path in chosen:
            found, seconds = reader(path)
            took += seconds
            empty += not any(one.lines for one in found)
        figures += [
            Figure(f"{folder} without text", empty / len(chosen)),
            Figure(f"one of {folder}", took / len(chosen), "", "s of a core"),
        ]
    return figures


def screenshots(folder: Path) -> Iterator[tuple[Path, str]]:
    """Pictures of the window, then as many of set text that they are 60; each with its words."""
    windows = re.split(r"\[(.+)\]\n", (TRUTH / "windows.txt").read_text())[1:]
    for name, truth in zip(windows[::2], windows[1::2], strict=True):
        yield ROOT / "docs" / "images" / name, truth
    for number in range(60 - len(windows) // 2):
        font, size = FONTS[number % len(FONTS)], SIZES[number % len(SIZES) - number // 10 % 5]
        picture, truth = screen(font, size, dark=number // 10 % 2 == 1, seed=number)
        path = folder / f"{number}-{font}-{size}.png"
        picture.save(path)
        yield path, truth


def screen(name: str, size: int, *, dark: bool, seed: int) -> tuple[Image.Image, str]:
    """A window with a title, a list at its side and paragraphs, and the words on it."""
    font = ImageFont.truetype(f"{name}.ttf", size)
    paper, ink = ((30, 31, 34), (222, 222, 224)) if dark else ((255, 255, 255), (32, 33, 36))
    image = Image.new("RGB", (1000, 640), paper)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 1000, 34), fill=(45, 46, 50) if dark else (236, 238, 241))
    shown: list[str] = []

    def put(left: int, top: int, line: str) -> None:
        draw.text((left, top), line, font=font, fill=ink)
        shown.append(line)

    paragraphs = (TRUTH / "screen.txt").read_text().strip().split("\n\n")
    random.Random(seed).shuffle(paragraphs)
    put(14, 9, " ".join(paragraphs[0].split()[:8]))
    for place, item in enumerate(SIDEBAR.split()):
        put(20, 60 + 2 * size * place, item)
    top = 50
    for paragraph in paragraphs:
        for line in broken(paragraph, font, 760):
            if top < 600:
                put(200, top, line)
                top += size * 3 // 2
        top += size * 7 // 10
    return image, "\n".join(shown)


def long_screen(width: int, height: int, size: int) -> tuple[Image.Image, str]:
    """A web page of paragraphs, and the words on it."""
    font = ImageFont.truetype(f"{FONTS[0]}.ttf", size)
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    paragraphs = (TRUTH / "screen.txt").read_text().strip().split("\n\n")
    shown: list[str] = []
    top = size
    for place in range(10_000):
        for line in broken(paragraphs[place % len(paragraphs)], font, width - 160):
            if top > height - 2 * size:
                return image, "\n".join(shown)
            draw.text((80, top), line, font=font, fill=(32, 33, 36))
            shown.append(line)
            top += size * 7 // 4
        top += size * 4
    raise AssertionError("a picture without end")


def broken(text: str, font: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    """The lines of a paragraph that is so many pixels wide."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if font.getlength(longer) > width:
            yield line
            line = word
        else:
            line = longer
    yield line


if __name__ == "__main__":
    begun = time.monotonic()
    status = main()
    print(f"{time.monotonic() - begun:.0f} s in all", file=sys.stderr)
    sys.exit(status)
