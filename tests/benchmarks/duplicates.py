"""Copies that are found, pairs that are none, and how long 100,000 files take.

    python -m tests.benchmarks.duplicates

Photos: each of shared/data/photos and everyday, and 13 changed copies of it, as the readers see
them, with the vectors of the bundled model; those on even places and the others apart. (The bounds
were chosen with all of them in view, in the middle of a wide gap: see store/likeness.py.) Texts:
what is read from each of the papers, as it is and saved in other forms, and with more and more
words changed.
"""

import argparse
import html
import io
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps
from threadpoolctl import threadpool_limits

from grsearch_desktop.encode import bundled
from grsearch_desktop.encode.onnx import OnnxEncoder
from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract.pool import ReaderPool
from grsearch_desktop.extract.readers.pictures import picture
from grsearch_desktop.store.alignment import areas
from grsearch_desktop.store.copies import first_ones
from grsearch_desktop.store.likeness import light, same_pictures, telling
from grsearch_desktop.store.neighbours import Narrow, nearest
from grsearch_desktop.store.sketch import same_texts, sketch
from tests.conftest import SHARED_DATA

_CONVERTED = 20
"""Papers that an office suite converts."""
_MANY = 100_000

Change = Callable[[Image.Image], Image.Image]


def saved(image: Image.Image, quality: int = 90) -> Image.Image:
    written = io.BytesIO()
    image.save(written, "JPEG", quality=quality)
    return Image.open(written)


def half(image: Image.Image) -> Image.Image:
    return image.resize((image.width // 2, image.height // 2), Image.Resampling.LANCZOS)


def cut(image: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    """Shares of the sides."""
    width, height = image.size
    return image.crop(
        (
            round(width * left),
            round(height * top),
            round(width * (1 - right)),
            round(height * (1 - bottom)),
        )
    )


def at_random(image: Image.Image, most: float = 0.1) -> Image.Image:
    chosen = random.Random(image.size[0] * 10_000 + image.size[1] + sum(image.tobytes()[:999]))
    return cut(image, *(chosen.uniform(0, most) for _ in range(4)))


CHANGES: dict[str, Change] = {
    "half the size": lambda image: saved(half(image)),
    "JPEG quality 40": lambda image: saved(image, 40),
    "greyscale": lambda image: saved(image.convert("L")),
    "5 % cut on each side": lambda image: saved(cut(image, 0.05, 0.05, 0.05, 0.05)),
    "10 % cut on each side": lambda image: saved(cut(image, 0.1, 0.1, 0.1, 0.1)),
    "0 to 10 % cut, each side another": lambda image: saved(at_random(image)),
    "15 % cut on each side": lambda image: saved(cut(image, 0.15, 0.15, 0.15, 0.15)),
    "20 % cut on the left": lambda image: saved(cut(image, 0.2, 0, 0, 0)),
    "mirrored": lambda image: saved(ImageOps.mirror(image)),
    "mirrored, 0 to 10 % cut": lambda image: saved(at_random(ImageOps.mirror(image))),
    "turned to the left": lambda image: saved(image.rotate(90, expand=True)),
    "turned, 0 to 5 % cut": lambda image: saved(at_random(image.rotate(90, expand=True), 0.05)),
    "half, grey, cut by 5 %, quality 40": lambda image: saved(
        half(cut(image, 0.05, 0.05, 0.05, 0.05).convert("L")), 40
    ),
}


def seen_of(path: Path) -> tuple[list[bytes], np.ndarray]:
    """A photo as it is, then after each change: how bright it is, and its vectors."""
    image = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    seen = [image, *(change(image) for change in CHANGES.values())]
    looks = [picture(one, None) for one in seen]
    pixels = [
        np.frombuffer(look.pixels, np.uint8).reshape(look.height, look.width, 3) for look in looks
    ]
    return [light(look.thumbnail) for look in looks], model().encode_images(pixels)


@cache
def model() -> OnnxEncoder:
    return bundled.load(1)


def photos() -> np.ndarray:
    paths = sorted((SHARED_DATA / "photos").iterdir()) + sorted(
        (SHARED_DATA / "everyday").iterdir()
    )
    with ProcessPoolExecutor(2) as processes:
        seen = list(processes.map(seen_of, paths, chunksize=8))
    lights, vectors = [one for one, _ in seen], np.stack([one for _, one in seen])
    count = len(lights)
    tell = telling([one[0] for one in lights])
    print(f"{count} photos, of which {count - sum(tell)} are too plain to be compared")
    with threadpool_limits(1, user_api="blas"):
        original = [one[0] for one in lights]
        false = same_pictures(original, [*combinations(range(count), 2)])
        print(
            f"pairs of different photos taken for one: {len(false)} of {count * (count - 1) // 2}"
        )
        for one, other in false:
            print(f"  {paths[one].name} {paths[other].name}")
        print("found                                       even      odd   false pairs   by hash")
        for place, name in enumerate(CHANGES, start=1):
            changed = [one[place] for one in lights]
            both = np.concatenate((vectors[:, 0], vectors[:, place]))
            alike = nearest(Narrow(both)(both))
            pairs, by_hash = (set(same_pictures(original + changed, some)) for some in (alike, ()))
            found = np.array([(n, n + count) in pairs for n in range(count)])
            hashed = sum((n, n + count) in by_hash for n in range(count)) / count
            wrong = sum(other - one != count for one, other in pairs)
            print(
                f"{name:<38} {found[::2].mean():9.2%} {found[1::2].mean():8.2%} {wrong:8}"
                f" {hashed:12.2%}"
            )
    return np.array([np.frombuffer(one[0], np.uint8) for one in lights]).reshape(count, 32, 32)


def texts() -> None:
    paths = sorted((SHARED_DATA / "papers").rglob("*.pdf"))
    with tempfile.TemporaryDirectory(prefix="grsearch-bench-") as made, ReaderPool(2) as pool:
        read = [(path.stem, text) for path in paths if (text := text_of(pool, path)).strip()]
        originals = [sketch([text]) for _, text in read]
        count = len(read)
        pairs = same_texts(originals)
        print(f"\n{count} papers with text; pairs taken for one: {len(pairs)}")
        for one, other in pairs:
            print(f"  {read[one][0]} = {read[other][0]}")
        known = set(pairs)
        print("found                                          share   false pairs")
        for name, forms in (("saved as txt", as_txt), ("saved as html", as_html)):
            again = [sketch([text_of(pool, path)]) for path in forms(read, Path(made))]
            tell_texts(name, originals, again, known)
        for form in ("docx", "pdf"):
            converted = by_an_office(read[:_CONVERTED], Path(made), form)
            again = [sketch([text_of(pool, path)]) for path in converted]
            tell_texts(f"{form} of {len(converted)} of them", originals[: len(again)], again, known)
    for share in (0.002, 0.005, 0.01, 0.02, 0.05, 0.1):
        again = [sketch([edited(text, share)]) for _, text in read]
        tell_texts(f"{share:.1%} of the words changed", originals, again, known)


def tell_texts(
    name: str, ones: list[bytes], others: list[bytes], known: set[tuple[int, int]]
) -> None:
    firsts = first_ones(range(2 * len(ones)), [*ones, *others].__getitem__, same_texts)
    count = len(ones)
    found = sum(firsts.get(n + count) == firsts.get(n, n) for n in range(count))
    wrong = sum(
        other % count != one and tuple(sorted((one, other % count))) not in known
        for other, one in firsts.items()
    )
    print(f"{name:<44} {found / count:7.1%} {wrong:8}")


def text_of(pool: ReaderPool, path: Path) -> str:
    try:
        return "\n".join(page.text for page in pool.read_text(str(path)).pages)
    except UnreadableFileError:
        return ""


def as_txt(read: Sequence[tuple[str, str]], made: Path) -> Iterator[Path]:
    for number, (_, text) in enumerate(read):
        path = made / f"{number}.txt"
        path.write_text(text, "utf-8", "replace")
        yield path


def as_html(read: Sequence[tuple[str, str]], made: Path) -> Iterator[Path]:
    for number, (_, text) in enumerate(read):
        path = made / f"{number}.html"
        paragraphs = "".join(f"<p>{html.escape(part)}</p>" for part in text.split("\n\n"))
        path.write_text(f"<html><body>{paragraphs}</body></html>", "utf-8", "replace")
        yield path


def by_an_office(read: Sequence[tuple[str, str]], made: Path, form: str) -> list[Path]:
    """Their texts as LibreOffice writes them; [] where it is not installed."""
    if not shutil.which("soffice"):
        return []
    sources = list(as_txt(read, made))
    profile = f"-env:UserInstallation=file://{made}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", form, "--outdir", made, *sources],
        check=True,
        capture_output=True,
    )
    return [path.with_suffix(f".{form}") for path in sources]


def edited(text: str, share: float) -> str:
    chosen = random.Random(len(text))
    words = text.split(" ")
    return " ".join("changed" if chosen.random() < share else word for word in words)


def large(lights: np.ndarray) -> None:
    """100,000 pictures made of three parts of photos each, and texts of words by chance; of each
    one in ten is there once more, changed a little."""
    random_numbers = np.random.default_rng(1)
    kept = _MANY * 9 // 10
    made = sum(parts(lights, kept, random_numbers) for _ in range(3)) / 3
    again = areas_of(made[: _MANY - kept], 0.04)
    pictures = np.concatenate((made, again)).astype(np.uint8)
    with threadpool_limits(1, user_api="blas"):
        begin, processor = time.perf_counter(), time.process_time()
        pairs = same_pictures([one.tobytes() for one in pictures])
    right = sum(other - one == kept for one, other in pairs)
    print(
        f"\n{_MANY} pictures: {time.perf_counter() - begin:.0f} s"
        f" ({time.process_time() - processor:.0f} s of a core), {right / (_MANY - kept):.1%} of"
        f" {_MANY - kept} copies found, {len(pairs) - right} other pairs"
    )
    chosen = random.Random(1)
    letters = "aeioubcdfghklmnprst"
    words = ["".join(chosen.choices(letters, k=chosen.randint(2, 9))) for _ in range(9999)]
    written = [" ".join(chosen.choices(words, k=200)) for _ in range(kept)]
    written += [edited(text, 0.005) + " at the end" for text in written[: _MANY - kept]]
    begin = time.perf_counter()
    sketches = [sketch([text]) for text in written]
    sketched = time.perf_counter() - begin
    begin = time.perf_counter()
    found = same_texts(sketches)
    right = sum(other - one == kept for one, other in found)
    print(
        f"{_MANY} texts of 200 words: {sketched / _MANY * 1e6:.0f} us to sketch one,"
        f" {time.perf_counter() - begin:.0f} s to compare them, {right / (_MANY - kept):.1%} of"
        f" {_MANY - kept} copies found, {len(found) - right} other pairs"
    )


def parts(lights: np.ndarray, count: int, chosen: np.random.Generator) -> np.ndarray:
    """A quarter of a photo each, on a random place, mirrored or not, as large as a picture."""
    whole = lights[chosen.integers(0, len(lights), count)].astype(np.float32)
    mirrored = chosen.random(count) < 0.5
    whole[mirrored] = whole[mirrored, :, ::-1]
    left, top = chosen.uniform(0, 0.5, (2, count)).astype(np.float32)
    return np.concatenate(
        [
            areas(top[some], top[some] + 0.5, 32)
            @ whole[some]
            @ areas(left[some], left[some] + 0.5, 32).transpose(0, 2, 1)
            for some in np.array_split(np.arange(count), max(count // 2000, 1))
        ]
    )


def areas_of(pictures: np.ndarray, share: float) -> np.ndarray:
    """Pictures of which so much is cut on each side."""
    (weights,) = areas(np.array([share], np.float32), np.array([1 - share], np.float32), 32)
    return weights @ pictures @ weights.T


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=("photos", "texts", "large"))
    only = parser.parse_args().only
    lights = photos() if only != "texts" else None
    if only in (None, "texts"):
        texts()
    if only in (None, "large") and lights is not None:
        large(lights)


if __name__ == "__main__":
    main()
