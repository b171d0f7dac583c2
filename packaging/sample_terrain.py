"""A mountain landscape over a lake, drawn column by column from a height map, for the sample library."""

# ruff: noqa: E501 - numbers read best on one line

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Field = NDArray[np.float32]

_SIDE = 1024
_FAR = 620


def terrain_with_lake(sky: Field, seed: int) -> Field:
    """The sky, shape (height, width, 3), with mountains before it and a lake that mirrors them."""
    rows, columns, _ = sky.shape
    shore = int(rows * 0.74)
    land = sky[:].copy()
    height = _heights(seed)
    colour = _colours(height, seed)
    across = np.linspace(-1, 1, columns, dtype=np.float32)
    level = np.arange(rows, dtype=np.float32)[:, None]
    haze = sky[int(rows * 0.66)].mean(axis=0)
    # From far to near, so that what is near covers what is far.
    for depth in range(_FAR, 90, -1):
        column = (_SIDE / 2 + across * depth * 0.62).astype(int) % _SIDE
        row = (_SIDE - depth) % _SIDE
        top = shore - (height[row, column] - 0.02) * rows * 1.5 * 150 / depth
        veil = (depth / _FAR) ** 2 * 0.42
        shade = colour[row, column] * (1 - veil) + haze * veil
        cover = np.clip(level - top[None, :], 0, 1)[..., None] * (level < shore)[..., None]
        first = max(0, int(top.min()) - 1)
        land[first:shore] += (shade[None] - land[first:shore]) * cover[first:shore]
    return _with_lake(land, shore, seed)


def _with_lake(land: Field, shore: int, seed: int) -> Field:
    rows, columns, _ = land.shape
    below = np.arange(shore, rows)
    depth = (below - shore + 1)[:, None] / (rows - shore)
    ripple = _noise(seed + 7, (rows - shore, columns), 14, 90)
    source = np.clip(shore - (below - shore)[:, None] * 1.9 - ripple * 14 * depth - 2, 0, shore - 1)
    mirrored = land[source.astype(int), np.arange(columns)[None, :]]
    tint = np.array([0.06, 0.18, 0.24], np.float32)
    mixed = 0.30 + 0.35 * depth[..., None]
    land[shore:] = mirrored * (1 - mixed) + tint * mixed + 0.03 * ripple[..., None]
    return np.clip(land, 0, 1).astype(np.float32)


def _heights(seed: int) -> Field:
    """Ridged noise: sharp crests, lowered towards the near shore and raised at the back."""
    shape = (_SIDE, _SIDE)
    total, weight = np.zeros(shape, np.float32), 1.0
    for octave in range(8):
        cells = 4 * 2**octave
        ridge = 1 - np.abs(_noise(seed + octave, shape, cells, cells, octaves=1))
        total += weight * np.clip(ridge, -0.5, 1) ** 2 * (1 if octave == 0 else total.clip(0.1, 1))
        weight *= 0.38
    depth = _SIDE - np.arange(_SIDE, dtype=np.float32)[:, None]
    rise = np.clip((depth - 130) / 300, 0, 1) ** 1.5
    return (total * rise * 0.62).astype(np.float32)


def _colours(height: Field, seed: int) -> Field:
    fall, slope = np.gradient(height * 150)
    light = np.clip((0.75 * slope - 0.2 * fall + 0.75) / np.sqrt(slope**2 + fall**2 + 1), 0.05, 1)
    patch = _noise(seed + 20, height.shape, 60, 60)
    rock = np.array([0.36, 0.34, 0.36], np.float32) * (1 + 0.25 * patch[..., None])
    forest = np.array([0.10, 0.21, 0.13], np.float32) * (1 + 0.5 * patch[..., None])
    snow = np.array([1.0, 1.0, 1.03], np.float32)
    steep = np.hypot(slope, fall)
    snowy = np.clip((height - 0.20 + 0.05 * patch) * 16, 0, 1) * np.clip(2.0 - steep * 0.55, 0, 1)
    wooded = np.clip((0.17 - height + 0.05 * patch) * 18, 0, 1)
    ground = rock + (forest - rock) * wooded[..., None]
    ground = ground + (snow - ground) * snowy[..., None]
    cold = np.array([0.30, 0.38, 0.52], np.float32) * (1 - light[..., None]) * 0.5
    return np.clip(ground * (0.25 + 0.85 * light[..., None]) + cold * snowy[..., None], 0, 1)


def _noise(seed: int, shape: tuple[int, int], columns: int, rows: int, octaves: int = 3) -> Field:
    random = np.random.default_rng(seed)
    total = np.zeros(shape, np.float32)
    for octave in range(octaves):
        size = (rows * 2**octave + 1, columns * 2**octave + 1)
        layer = Image.fromarray(random.standard_normal(size).astype(np.float32))
        layer = layer.resize((shape[1], shape[0]), Image.Resampling.BICUBIC)
        total += np.asarray(layer, np.float32) / 2**octave
    return total
