"""Makes resources/prior/pictures: real pictures that belong to nobody, for the mean of images.

    .venv/bin/python packaging/prior_pictures.py WHEELS

WHEELS holds scikit_image-0.26.0-*.whl and scipy-1.9.3-*.whl, which ship the originals
(`pip download --no-deps scikit-image==0.26.0 scipy==1.9.3 -d WHEELS`). Each is taken whole and,
where it is large, in parts that show something of their own, at most 256 pixels long. The sources
and their licences stand in NOTICE.md there, which this writes too.
"""

import bz2
import hashlib
import io
import pickle
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "resources" / "prior" / "pictures"
LONG_SIDE = 256
"""pixels"""
QUALITY = 82
MOST = 1_000_000
"""bytes of all pictures together"""

Part = tuple[float, float, float, float]
"""left, top, right, bottom, as shares of the whole"""
WHOLE: Part = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True)
class Original:
    wheel: str
    member: str
    what: str
    whose: str
    parts: tuple[Part, ...] = (WHOLE,)

    @property
    def name(self) -> str:
        return Path(self.member).stem


_SKIMAGE, _SCIPY = "scikit_image-0.26.0", "scipy-1.9.3"
CONTENTS = "7a1111ac3281c432ae884cf37b2fe37d11301aa7815a8229990c3973882e02d8"
"""sha256 of all that is taken, in the order below: a wheel of another platform holds the same."""
_CC0, _PUBLIC = "CC0 1.0", "public domain"


def _of_skimage(file: str, what: str, whose: str, *parts: Part) -> Original:
    return Original(_SKIMAGE, f"skimage/data/{file}", what, whose, (WHOLE, *parts))


def _of_scipy(file: str, what: str, *parts: Part) -> Original:
    whose = f"{_PUBLIC}, from public-domain-image.com"
    return Original(_SCIPY, f"scipy/misc/{file}", what, whose, (WHOLE, *parts))


ORIGINALS = (
    _of_skimage(
        "astronaut.png",
        "an astronaut before a flag",
        f"NASA, {_PUBLIC}",
        (0.2, 0.0, 0.7, 0.5),
        (0.5, 0.3, 1.0, 0.8),
    ),
    _of_skimage(
        "camera.png",
        "a man with a camera in a park",
        f"Lav Varshney, {_CC0}",
        (0.25, 0.1, 0.75, 0.6),
    ),
    _of_skimage(
        "chelsea.png",
        "a cat",
        f"Stefan van der Walt, {_CC0}",
        (0.2, 0.05, 0.7, 0.8),
    ),
    _of_skimage(
        "clock_motion.png",
        "a clock that moves",
        f"Stefan van der Walt, {_PUBLIC}",
    ),
    _of_skimage(
        "coffee.png",
        "a cup of coffee",
        f"Rachel Michetti, {_CC0}",
        (0.0, 0.4, 0.5, 1.0),
    ),
    _of_skimage(
        "rocket.jpg",
        "a rocket starts",
        f"SpaceX, {_PUBLIC}",
        (0.3, 0.3, 0.8, 1.0),
    ),
    _of_skimage(
        "hubble_deep_field.jpg",
        "galaxies",
        f"NASA, {_PUBLIC}",
        (0.0, 0.0, 0.4, 0.4),
    ),
    _of_skimage(
        "retina.jpg",
        "a retina",
        f"Mikael Häggström, {_CC0}",
    ),
    _of_skimage(
        "cell.png",
        "a cell under a microscope",
        f"the authors of qpformat, {_CC0}",
    ),
    _of_skimage(
        "brick.png",
        "a wall of bricks",
        f"CC0Textures, {_CC0}",
    ),
    _of_skimage(
        "grass.png",
        "grass",
        f"linolafett, {_CC0}",
    ),
    _of_skimage(
        "gravel.png",
        "gravel",
        f"CC0Textures, {_CC0}",
    ),
    _of_scipy(
        "face.dat",
        "a raccoon between leaves",
        (0.4, 0.0, 1.0, 0.6),
        (0.0, 0.4, 0.5, 1.0),
    ),
    _of_scipy(
        "ascent.dat",
        "people on stairs",
        (0.0, 0.5, 0.5, 1.0),
    ),
)


def main(wheels: Path) -> None:
    contents = [_content(original, wheels) for original in ORIGINALS]
    found = hashlib.sha256(b"".join(contents)).hexdigest()
    if found != CONTENTS:
        raise SystemExit(f"These are not the pictures that were looked at: {found}")
    TARGET.mkdir(parents=True, exist_ok=True)
    for old in TARGET.iterdir():
        old.unlink()
    for original, content in zip(ORIGINALS, contents, strict=True):
        for number, picture in enumerate(_parts(original, content)):
            picture.save(TARGET / f"{original.name}-{number}.jpg", quality=QUALITY, optimize=True)
    size = sum(path.stat().st_size for path in TARGET.iterdir())
    if size > MOST:
        raise SystemExit(f"The pictures take {size:,} bytes, more than {MOST:,}.")
    (TARGET / "NOTICE.md").write_text(_notice(), encoding="utf-8")
    print(f"{len(list(TARGET.glob('*.jpg')))} pictures, {size:,} bytes")


def _content(original: Original, wheels: Path) -> bytes:
    (wheel,) = wheels.glob(f"{original.wheel}-*.whl")
    with zipfile.ZipFile(wheel) as files:
        return files.read(original.member)


def _parts(original: Original, content: bytes) -> Iterator[Image.Image]:
    whole = _whole(original, content).convert("RGB")
    for left, top, right, bottom in original.parts:
        width, height = whole.size
        box = (left * width, top * height, right * width, bottom * height)
        part = whole.crop(tuple(round(edge) for edge in box))
        part.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
        yield part


def _whole(original: Original, content: bytes) -> Image.Image:
    if original.name == "face":
        pixels = np.frombuffer(bz2.decompress(content), np.uint8).reshape(768, 1024, 3)
        return Image.fromarray(pixels)
    if original.name == "ascent":
        # A pickle, whose hash was checked above.
        return Image.fromarray(np.asarray(pickle.loads(content), np.uint8))
    return Image.open(io.BytesIO(content))


def _notice() -> str:
    rows = "\n".join(
        f"| `{original.name}-*.jpg` | {original.what} | {original.whose} | "
        f"{original.wheel}, `{original.member}` |"
        for original in ORIGINALS
    )
    return (
        "# Pictures that the mean of images is made of\n\n"
        "Made smaller and cut by `packaging/prior_pictures.py`. None of them is anybody's: each is "
        "in the public domain\nor was given to it (CC0 1.0), as the package it was taken from "
        "says in its documentation.\n\n"
        "| files | shows | whose, licence | taken from |\n| --- | --- | --- | --- |\n"
        f"{rows}\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
