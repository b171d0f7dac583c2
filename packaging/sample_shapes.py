"""Shapes, light and noise from which the photographs of the sample library are made, in numpy.

A picture is float32 of shape (HEIGHT, WIDTH, 3) with values from 0 to 1. Shapes are signed distances
(negative inside), which makes their edges smooth; surfaces come from layered noise.
"""

# ruff: noqa: E501 - numbers read best on one line

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Field = NDArray[np.float32]
Colour = tuple[float, float, float]

WIDTH, HEIGHT = 1024, 768


def noise(seed: int, columns: float, rows: float, octaves: int = 5) -> Field:
    """Layered smooth noise, shape (HEIGHT, WIDTH), mean 0; `columns` by `rows` blobs in its coarsest layer."""
    random = np.random.default_rng(seed)
    total = np.zeros((HEIGHT, WIDTH), np.float32)
    for octave in range(octaves):
        size = (int(rows * 2**octave) + 2, int(columns * 2**octave) + 2)
        grid = Image.fromarray(random.standard_normal(size).astype(np.float32))
        layer = grid.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
        total += np.asarray(layer, np.float32) / 2**octave
    return total / 2


def grid() -> tuple[Field, Field]:
    """x to the right from -4/3 to 4/3, y upwards from -1 to 1."""
    x = np.linspace(-WIDTH / HEIGHT, WIDTH / HEIGHT, WIDTH, dtype=np.float32)
    y = np.linspace(1, -1, HEIGHT, dtype=np.float32)
    across, up = np.meshgrid(x, y)
    return across, up


def inside(distance: Field, soft: float = 0.003) -> Field:
    """1 inside a shape, 0 outside, smooth over about a pixel; more with `soft`."""
    return np.clip(0.5 - distance / (2 * soft), 0, 1).astype(np.float32)


def paint(picture: Field, mask: Field, colour: Colour | Field) -> Field:
    """The picture with the colour laid over it where the mask is 1."""
    return picture + (np.asarray(colour, np.float32) - picture) * mask[..., None]


def gradient(position: Field, stops: list[tuple[float, Colour]]) -> Field:
    """Colours that change along `position`, whose stops ascend."""
    places = [place for place, _ in stops]
    channels = [
        np.interp(position, places, [colour[channel] for _, colour in stops])
        for channel in range(3)
    ]
    return np.stack(channels, axis=-1).astype(np.float32)


def ellipse(x: Field, y: Field, wide: float, high: float) -> Field:
    return ((np.hypot(x / wide, y / high) - 1) * min(wide, high)).astype(np.float32)


def rounded_box(x: Field, y: Field, wide: float, high: float, corner: float) -> Field:
    beside, above = np.abs(x) - wide + corner, np.abs(y) - high + corner
    outer = np.hypot(np.maximum(beside, 0), np.maximum(above, 0))
    return (outer + np.minimum(np.maximum(beside, above), 0) - corner).astype(np.float32)


def segment(x: Field, y: Field, start: tuple[float, float], end: tuple[float, float]) -> Field:
    """The distance to a straight line between two points."""
    run, rise = end[0] - start[0], end[1] - start[1]
    along = np.clip(((x - start[0]) * run + (y - start[1]) * rise) / (run**2 + rise**2), 0, 1)
    return np.hypot(x - start[0] - along * run, y - start[1] - along * rise).astype(np.float32)


def polygon(x: Field, y: Field, corners: list[tuple[float, float]]) -> Field:
    """The signed distance to a closed polygon."""
    nearest = np.full(x.shape, np.inf, np.float32)
    odd = np.zeros(x.shape, bool)
    for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
        nearest = np.minimum(nearest, segment(x, y, start, end))
        if start[1] != end[1]:
            crosses = (start[1] > y) != (end[1] > y)
            reach = start[0] + (y - start[1]) / (end[1] - start[1]) * (end[0] - start[0])
            odd ^= crosses & (x < reach)
    return np.where(odd, -nearest, nearest).astype(np.float32)


def bulge(height: Field, colour: Field | Colour, rough: Field | float = 0.0) -> Field:
    """A lit surface that stands `height` above the picture, light from above on the left."""
    relief = height + rough
    fall, slope = np.gradient(relief, 2 / HEIGHT)
    length = np.sqrt(slope**2 + fall**2 + 1)
    light = np.clip((0.45 * slope + 0.6 * fall + 0.66) / length, 0, 1)
    shine = np.clip((0.3 * slope + 0.42 * fall + 0.86) / length, 0, 1) ** 40
    lit = np.asarray(colour, np.float32) * (0.28 + 0.85 * light)[..., None]
    return np.clip(lit + 0.5 * shine[..., None], 0, 1).astype(np.float32)


def sky(y: Field, seed: int, cover: float) -> Field:
    """A blue day sky; `cover` from 0 to 1 is how much of it is cloud."""
    blue = gradient(
        y, [(-0.6, (0.80, 0.89, 0.96)), (0.2, (0.48, 0.70, 0.92)), (1, (0.16, 0.42, 0.76))]
    )
    cloud = np.clip(noise(seed, 3, 6) + cover - 0.5, 0, 1) ** 0.8
    return paint(blue, np.clip(cloud * 1.3, 0, 0.95), (0.98, 0.98, 0.99))
