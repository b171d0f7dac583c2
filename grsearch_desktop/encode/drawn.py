"""Images that we draw ourselves: graphics and pages of text, for the mean of a model's images.

They belong to nobody. A mean of these alone lies away from that of photos (decision 0020): see
encode.prior_images for what is taken besides.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from grsearch_desktop.encode.encoder import Pixels

SIDE = 256
"""pixels"""


def drawn_pictures(count: int) -> Iterator[Pixels]:
    """`count` images, always the same: landscapes, shapes and blurred noise in turn."""
    random = np.random.default_rng(20250719)
    for number in range(count):
        yield (_landscape, _shapes, _noise)[number % 3](random)


def drawn_pages(texts: Sequence[str], count: int) -> Iterator[Pixels]:
    """`count` pages of `texts`, always the same."""
    random = np.random.default_rng(20250720)
    for _ in range(count):
        yield _page(texts, random)


def _landscape(random: np.random.Generator) -> Pixels:
    """A sky that pales towards the horizon, hills before it."""
    sky, ground = _colours(random, 2)
    rows = np.linspace(0.5, 1.0, SIDE)[:, None, None] * np.array(sky)
    image = Image.fromarray(np.broadcast_to(rows, (SIDE, SIDE, 3)).astype(np.uint8))
    pen = ImageDraw.Draw(image)
    for depth in range(3):
        height = SIDE // 2 + depth * 40 + 30 * np.cumsum(random.normal(0, 0.15, SIDE))
        shade = tuple(int(part * (0.5 + 0.2 * depth)) for part in ground)
        pen.polygon([(0, SIDE), *enumerate(height.tolist()), (SIDE, SIDE)], fill=shade)
    return np.asarray(image.filter(ImageFilter.GaussianBlur(1)))


def _shapes(random: np.random.Generator) -> Pixels:
    colours = _colours(random, 12)
    image = Image.new("RGB", (SIDE, SIDE), colours[0])
    pen = ImageDraw.Draw(image)
    for colour in colours[1:]:
        left, top = random.integers(0, SIDE - 40, 2).tolist()
        width, height = random.integers(20, SIDE // 2, 2).tolist()
        draw = pen.ellipse if random.random() < 0.5 else pen.rectangle
        draw((left, top, left + width, top + height), fill=colour)
    return np.asarray(image)


def _noise(random: np.random.Generator) -> Pixels:
    """Coloured clouds, the sizes mixed as in a photo: coarse ones strong, fine ones weak."""
    total = np.zeros((SIDE, SIDE, 3))
    for cells in (4, 8, 16, 32, 64):
        grid = Image.fromarray(random.integers(0, 255, (cells, cells, 3), dtype=np.uint8))
        total += np.asarray(grid.resize((SIDE, SIDE), Image.Resampling.BICUBIC)) / cells
    return np.asarray(255 * total / total.max(), np.uint8)


def _page(texts: Sequence[str], random: np.random.Generator) -> Pixels:
    image = Image.new("RGB", (SIDE, SIDE * 4 // 3), "white")
    pen = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=9)
    top = 12
    while top < image.height - 20:
        words = texts[int(random.integers(len(texts)))].split()
        for start in range(0, len(words), 7):
            pen.text((12, top), " ".join(words[start : start + 7]), fill="black", font=font)
            top += 11
        top += 8
    return np.asarray(image)


def _colours(random: np.random.Generator, count: int) -> list[tuple[int, int, int]]:
    return [(int(r), int(g), int(b)) for r, g, b in random.integers(30, 255, (count, 3))]
