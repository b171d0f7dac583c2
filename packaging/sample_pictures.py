"""The photographs of the sample library: pictures computed with numpy, so that they belong to nobody.

Each function gives an image as float32 of shape (HEIGHT, WIDTH, 3) with values from 0 to 1.
"""

# ruff: noqa: E501 - a shape or a colour reads best on one line

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from sample_shapes import (
    HEIGHT,
    WIDTH,
    Colour,
    Field,
    bulge,
    ellipse,
    gradient,
    grid,
    inside,
    noise,
    paint,
    polygon,
    rounded_box,
    segment,
    sky,
)
from sample_terrain import terrain_with_lake


def lemon() -> Field:
    """Two lemons and half of one on a wooden table."""
    x, y = grid()
    planks = 0.12 * noise(1, 2, 40) + 0.05 * noise(2, 3, 160, 3)
    wood = np.stack([0.55 + planks, 0.36 + 0.8 * planks, 0.22 + 0.6 * planks], axis=-1)
    picture = (wood * (0.85 + 0.2 * y[..., None] - 0.08 * x[..., None])).astype(np.float32)
    pores = 0.0026 * noise(3, 80, 62, 2)
    for left, up, size, turn in [(-0.42, 0.18, 0.56, 0.35), (0.5, 0.42, 0.42, -0.5)]:
        along = ((x - left) * np.cos(turn) + (y - up) * np.sin(turn)) / size
        aside = (-(x - left) * np.sin(turn) + (y - up) * np.cos(turn)) / size
        body = 0.74 * np.sqrt(np.clip(1 - (along / 0.95) ** 2, 0, 1))
        tip = 0.13 * np.sqrt(np.clip(1 - (along / 1.16) ** 2, 0, 1)) ** 0.7
        profile = np.maximum(body, tip) + 0.04 * np.exp(-((np.abs(along) - 0.93) ** 2) / 0.01)
        profile = np.where(np.abs(along) > 1.16, 0, profile)
        shade = ellipse(x - left - 0.10 * size, y - up + 0.42 * size, size * 1.02, size * 0.55)
        picture = paint(picture, 0.65 * inside(shade, 0.16), (0.10, 0.05, 0.02))
        stands = np.sqrt(np.clip(profile**2 - aside**2, 0, None)) * size
        green = np.clip((np.abs(along) - 0.8) * 2, 0, 0.5)
        skin = gradient(green, [(0, (1.0, 0.83, 0.10)), (0.5, (0.78, 0.80, 0.18))])
        edge = (np.abs(aside) - np.where(profile > 0, profile, -0.1)).astype(np.float32) * size
        picture = paint(picture, inside(edge), bulge(stands.astype(np.float32), skin, pores))
    return np.clip(_half_lemon(picture, x - 0.45, y + 0.42), 0, 1)


def _half_lemon(picture: Field, x: Field, y: Field) -> Field:
    picture = paint(
        picture, 0.6 * inside(ellipse(x - 0.05, y + 0.06, 0.44, 0.42), 0.1), (0.1, 0.05, 0.02)
    )
    radius, angle = np.hypot(x, y), np.arctan2(y, x)
    picture = paint(picture, inside(radius - 0.42), (0.95, 0.77, 0.08))
    picture = paint(picture, inside(radius - 0.395), (0.99, 0.97, 0.84))
    wedge = np.abs((angle / (2 * np.pi) * 9) % 1 - 0.5)
    cell = np.maximum(radius - 0.345, 0.045 - radius)
    cell = np.maximum(cell, (wedge - 0.5) * radius * 2 * np.pi / 9 + 0.009)
    fibre = noise(5, 50, 40, 3) * 0.05 + 0.06 * np.sin(radius * 60 + 9 * noise(6, 9, 9, 2))
    flesh = np.stack([0.98 + fibre, 0.86 + fibre, 0.30 + 2 * fibre], axis=-1).astype(np.float32)
    return paint(picture, inside(cell.astype(np.float32), 0.006), flesh)


def sailing_boat() -> Field:
    """A sailing boat on the sea before a setting sun."""
    x, y = grid()
    horizon, sun = -0.22, (0.52, 0.0)
    stops = [
        (-0.22, (1.0, 0.62, 0.25)),
        (0.1, (0.98, 0.50, 0.30)),
        (0.45, (0.70, 0.34, 0.42)),
        (1, (0.20, 0.18, 0.38)),
    ]
    picture = gradient(y, stops)
    cloud = np.clip(noise(11, 2, 12) - 0.05, 0, 1) * np.clip((y + 0.2) * 2.5, 0, 1)
    picture = paint(picture, np.clip(cloud, 0, 0.8), (0.42, 0.22, 0.34))
    away = np.hypot(x - sun[0], y - sun[1])
    picture = picture + np.exp(-away * 4.5)[..., None] * np.array([0.55, 0.38, 0.12], np.float32)
    picture = paint(picture, inside(away - 0.11, 0.006), (1.0, 0.93, 0.66))
    depth = np.clip(horizon - y, 0.002, None)
    # The rows of the waves crowd towards the horizon, as 1/depth does in perspective.
    wave = np.sin(2.2 / depth + 9 * noise(13, 5, 14, 4)) * 0.5 + noise(14, 14, 70, 4)
    sea = gradient(
        depth, [(0, (0.82, 0.46, 0.34)), (0.2, (0.40, 0.28, 0.40)), (0.8, (0.10, 0.12, 0.25))]
    )
    sea = sea * (1 + 0.22 * wave[..., None])
    path = np.exp(-(((x - sun[0]) / (0.09 + 0.35 * depth)) ** 2)) * np.clip(0.55 + 0.8 * wave, 0, 1)
    sea = paint(sea.astype(np.float32), path.astype(np.float32), (1.0, 0.80, 0.48))
    boat, mirrored = _boat(x, y), _boat(x + 0.02 * wave, 2 * -0.36 - y + 0.02 * wave)
    for mask, colour in mirrored:
        sea = paint(sea, 0.55 * mask, tuple(0.6 * channel for channel in colour))
    picture = paint(picture, inside(y - horizon, 0.004), sea)
    for mask, colour in boat:
        picture = paint(picture, mask, colour)
    return np.clip(picture, 0, 1).astype(np.float32)


def _boat(x: Field, y: Field) -> list[tuple[Field, Colour]]:
    hull = [(-0.62, -0.24), (0.16, -0.26), (0.06, -0.36), (-0.50, -0.36)]
    curve = 0.05 * np.sin((y + 0.2) * 3.2)
    return [
        (inside(polygon(x, y, hull)), (0.16, 0.10, 0.13)),
        (inside(segment(x, y, (-0.58, -0.255), (0.14, -0.272)) - 0.008), (0.93, 0.82, 0.70)),
        (inside(segment(x, y, (-0.18, -0.24), (-0.18, 0.82)) - 0.009), (0.20, 0.13, 0.12)),
        (
            inside(polygon(x - curve, y, [(-0.165, -0.15), (-0.165, 0.79), (0.22, -0.17)])),
            (0.97, 0.86, 0.74),
        ),
        (
            inside(polygon(x + curve, y, [(-0.20, -0.19), (-0.20, 0.70), (-0.60, -0.20)])),
            (0.90, 0.72, 0.62),
        ),
        (inside(segment(x, y, (-0.17, -0.17), (0.24, -0.19)) - 0.007), (0.20, 0.13, 0.12)),
        (inside(polygon(x, y, [(-0.18, 0.83), (-0.18, 0.76), (-0.08, 0.795)])), (0.80, 0.20, 0.16)),
    ]


def mountain() -> Field:
    """Snowy peaks over a lake."""
    return terrain_with_lake(sky(grid()[1], 21, 0.35), seed=77)


def balloon() -> Field:
    """Hot-air balloons over hills."""
    x, y = grid()
    picture = sky(y, 31, 0.42)
    for row, (level, colour) in enumerate(
        [(-0.62, (0.56, 0.68, 0.70)), (-0.72, (0.36, 0.55, 0.38)), (-0.84, (0.22, 0.42, 0.20))]
    ):
        ridge = level + 0.10 * np.sin(x * (1.7 + row) + row * 2) + 0.03 * np.sin(x * 5.3 + row)
        grass = 1 + 0.18 * noise(33 + row, 12, 50, 4)[..., None]
        picture = paint(
            picture, inside((y - ridge).astype(np.float32), 0.004), np.asarray(colour) * grass
        )
    picture = _one_balloon(
        picture, x - 0.85, y - 0.10, 0.2, ((0.20, 0.45, 0.72), (0.95, 0.95, 0.92))
    )
    picture = _one_balloon(
        picture, x + 0.22, y - 0.26, 0.62, ((0.86, 0.16, 0.12), (0.98, 0.78, 0.14))
    )
    return np.clip(picture, 0, 1).astype(np.float32)


def _one_balloon(
    picture: Field, x: Field, y: Field, size: float, stripes: tuple[Colour, Colour]
) -> Field:
    x, y = x / size, y / size
    # Round above, narrowing to the mouth below.
    profile = np.where(
        y > 0, np.sqrt(np.clip(1 - y**2, 0, 1)), np.cos(np.clip(y / 1.28, -1, 0) * 1.40)
    )
    profile = np.where((y < -1.28) | (y > 1), 0, profile).astype(np.float32)
    for side in (-1, 1):
        rope = segment(x, y, (0.2 * side, -1.26), (0.14 * side, -1.56))
        picture = paint(picture, inside(rope - 0.008, 0.004 / size), (0.2, 0.15, 0.12))
    basket = rounded_box(x, y + 1.66, 0.16, 0.12, 0.03)
    weave = 0.5 + 0.5 * np.sin(x * 150) * np.sin(y * 150)
    wicker = np.stack(
        [0.46 + 0.16 * weave, 0.28 + 0.1 * weave, 0.14 + 0.05 * weave], axis=-1
    ).astype(np.float32)
    picture = paint(picture, inside(basket, 0.003 / size), wicker)
    turn = np.arcsin(np.clip(x / np.maximum(profile, 1e-3), -1, 1)) / np.pi * 12 + 0.5
    which = inside(np.sin(turn * np.pi).astype(np.float32), 0.06)
    colours = np.asarray(stripes[0]) * which[..., None] + np.asarray(stripes[1]) * (
        1 - which[..., None]
    )
    band = inside((np.abs(y + 0.12) - 0.09).astype(np.float32), 0.01)
    colours = paint(colours.astype(np.float32), 0.9 * band, stripes[1])
    stands = np.sqrt(np.clip(profile**2 - x**2, 0, None)) * size
    seams = 0.004 * size * np.abs(np.sin(turn * np.pi))
    edge = ((np.abs(x) - np.where(profile > 0, profile, -0.1)) * size).astype(np.float32)
    return paint(
        picture, inside(edge), bulge(stands.astype(np.float32), colours, seams.astype(np.float32))
    )


def traffic_light() -> Field:
    """A traffic light that shows red, the lights of a street behind it out of focus."""
    x, y = grid()
    picture = gradient(
        y, [(-1, (0.10, 0.10, 0.13)), (0, (0.26, 0.28, 0.36)), (1, (0.42, 0.52, 0.68))]
    )
    random = np.random.default_rng(41)
    for _ in range(46):
        left, up, size = (
            random.uniform(-1.3, 1.3),
            random.normal(-0.45, 0.22),
            random.uniform(0.03, 0.10),
        )
        glow = random.choice([[1, 0.78, 0.42], [1, 0.42, 0.25], [0.85, 0.92, 1], [1, 0.9, 0.7]])
        disc = inside(np.hypot(x - left, y - up).astype(np.float32) - size, 0.012)
        picture = picture + 0.28 * disc[..., None] * np.asarray(glow, np.float32)
    picture = paint(picture, inside(np.abs(x) - 0.055) * (y < -0.7), (0.13, 0.14, 0.15))
    metal = bulge(
        0.25 * np.clip(-rounded_box(x, y - 0.05, 0.33, 0.87, 0.12), 0, 0.05), (0.20, 0.21, 0.21)
    )
    picture = paint(picture, inside(rounded_box(x, y - 0.05, 0.33, 0.87, 0.12)), metal)
    lamps = [
        (0.60, (1.0, 0.12, 0.08), True),
        (0.05, (0.42, 0.28, 0.04), False),
        (-0.50, (0.03, 0.28, 0.12), False),
    ]
    for level, colour, lit in lamps:
        away = np.hypot(x, y - level).astype(np.float32)
        picture = paint(picture, inside(away - 0.245), (0.06, 0.06, 0.06))
        facets = 1 + 0.12 * np.sin(x * 130) * np.sin(y * 130)
        lens = np.asarray(colour) * (facets * (1.15 - 1.6 * away * (0.4 if lit else 1)))[..., None]
        picture = paint(picture, inside(away - 0.215), np.clip(lens, 0, 1).astype(np.float32))
        if lit:
            picture = picture + np.exp(-((away / 0.10) ** 2))[..., None] * np.array(
                [0.5, 0.4, 0.3], np.float32
            )
            picture = picture + 0.6 * np.exp(-away * 4)[..., None] * np.array(
                [1, 0.12, 0.06], np.float32
            )
        hood = np.maximum(np.abs(away - 0.255) - 0.022, level + 0.02 - y)
        picture = paint(picture, inside(hood.astype(np.float32)), (0.11, 0.115, 0.12))
    return np.clip(picture, 0, 1).astype(np.float32)


def solar_roof() -> Field:
    """A house whose roof carries solar panels, in a meadow."""
    x, y = grid()
    picture = sky(y, 61, 0.4)
    meadow = np.array([0.36, 0.56, 0.24], np.float32) * (1 + 0.2 * noise(62, 16, 60, 4))[..., None]
    picture = paint(
        picture, inside((y + 0.42 - 0.04 * np.sin(x * 2)).astype(np.float32), 0.004), meadow
    )
    picture = paint(
        picture, inside(rounded_box(x - 0.05, y + 0.28, 0.78, 0.36, 0.01)), (0.93, 0.89, 0.80)
    )
    for left in (-0.45, 0.05, 0.55):
        picture = paint(
            picture, inside(rounded_box(x - left, y + 0.24, 0.13, 0.17, 0.01)), (0.45, 0.30, 0.20)
        )
        picture = paint(
            picture, inside(rounded_box(x - left, y + 0.24, 0.11, 0.15, 0.01)), (0.55, 0.72, 0.82)
        )
    roof = [(-0.95, 0.06), (-0.72, 0.66), (0.82, 0.66), (1.05, 0.06)]
    tiles = np.array([0.66, 0.30, 0.20], np.float32) * (1 + 0.1 * np.sin(y * 190))[..., None]
    picture = paint(picture, inside(polygon(x, y, roof)), tiles.astype(np.float32))
    # Panels lie on the slope: they narrow upwards as the roof does.
    across = (x - 0.05) / (1 - 0.24 * (y - 0.06))
    cell_x, cell_y = (across * 5.2 + 0.5) % 1 - 0.5, ((y - 0.12) / 0.24) % 1 - 0.5
    field = np.maximum(np.abs(across) - 0.77, np.abs(y - 0.36) - 0.24)
    panel = np.maximum(np.maximum(np.abs(cell_x) - 0.465, np.abs(cell_y) - 0.46) * 0.2, field)
    blue = gradient(
        y - 0.5 * x,
        [(-0.5, (0.05, 0.10, 0.26)), (0.5, (0.14, 0.26, 0.50)), (0.9, (0.45, 0.60, 0.80))],
    )
    picture = paint(picture, inside(field.astype(np.float32)), (0.82, 0.84, 0.86))
    lines = 0.8 + 0.2 * (np.abs(np.sin(across * 65)) > 0.12)[..., None]
    picture = paint(picture, inside(panel.astype(np.float32)), (blue * lines).astype(np.float32))
    return np.clip(picture, 0, 1).astype(np.float32)


def wall_clock() -> Field:
    """A round clock on a wall, ten past ten."""
    x, y = grid()
    wall = np.array([0.55, 0.68, 0.66], np.float32) * (1 + 0.02 * noise(51, 60, 50, 3))[..., None]
    picture = (wall * (1.0 + 0.12 * (y - x)[..., None])).astype(np.float32)
    away = np.hypot(x, y).astype(np.float32)
    picture = paint(
        picture,
        0.55 * inside(np.hypot(x - 0.07, y + 0.1).astype(np.float32) - 0.80, 0.12),
        (0.12, 0.16, 0.16),
    )
    rim = np.sqrt(np.clip(0.06**2 - (away - 0.79) ** 2, 0, None)).astype(np.float32)
    picture = paint(picture, inside(away - 0.85), bulge(rim, (0.36, 0.22, 0.14)))
    face = np.array([0.97, 0.96, 0.92], np.float32) * (1 - 0.10 * away[..., None])
    picture = paint(picture, inside(away - 0.735), face)
    picture = paint(
        picture, 0.25 * inside(0.70 - away, 0.05) * inside(away - 0.735), (0.2, 0.15, 0.1)
    )
    for minute in range(60):
        sine, cosine = np.sin(minute * np.pi / 30), np.cos(minute * np.pi / 30)
        start, thick = (0.61, 0.011) if minute % 5 == 0 else (0.655, 0.004)
        tick = segment(x, y, (start * sine, start * cosine), (0.685 * sine, 0.685 * cosine)) - thick
        picture = paint(picture, inside(tick), (0.12, 0.12, 0.13))
    picture = _numerals(picture)
    for angle, length, thick, colour in [
        (305, 0.36, 0.02, (0.1, 0.1, 0.11)),
        (60, 0.56, 0.014, (0.1, 0.1, 0.11)),
        (204, 0.6, 0.005, (0.78, 0.14, 0.1)),
    ]:
        sine, cosine = np.sin(np.radians(angle)), np.cos(np.radians(angle))
        line = (-0.1 * sine, -0.1 * cosine), (length * sine, length * cosine)
        picture = paint(
            picture,
            0.3 * inside(segment(x - 0.012, y + 0.018, *line) - thick, 0.012),
            (0.2, 0.2, 0.2),
        )
        picture = paint(picture, inside(segment(x, y, *line) - thick), colour)
    return np.clip(paint(picture, inside(away - 0.032), (0.78, 0.14, 0.1)), 0, 1).astype(np.float32)


def _numerals(picture: Field) -> Field:
    layer = Image.new("L", (WIDTH, HEIGHT), 0)
    draw, font = ImageDraw.Draw(layer), ImageFont.load_default(size=58)
    for hour in range(1, 13):
        angle, reach = hour * np.pi / 6, 0.50 * HEIGHT / 2
        place = (WIDTH / 2 + reach * np.sin(angle), HEIGHT / 2 - reach * np.cos(angle))
        draw.text(place, str(hour), fill=255, font=font, anchor="mm")
    return paint(picture, np.asarray(layer, np.float32) / 255, (0.12, 0.12, 0.13))
