"""Turns decoded images into Looks: reduced, RGB on white, each with its thumbnail."""

import hashlib
import io
from typing import Any

from PIL import Image, ImageOps

from grsearch_desktop.extract.content import Look

SHORT_SIDE = 384
LONGEST_SIDE = 1344
PAGE_SIDE = 448
THUMBNAIL_SIDE = 256
_PAGE_THUMBNAIL_SIDE = 240
SMALLEST_SIDE = 96
_QUALITY = 40
"""Of WebP. JPEG of 75, which looks the same in rows and tiles, takes twice the room."""
_METHOD = 2
"""2 ms; with 4 it takes twice the time for 4 % less room."""
_PLACES = 32
"""In a row, and rows: as the store compares them (store/alignment.py)."""
DEEP_MODES = ("I", "F", "I;16", "I;16B", "I;16L", "I;16N")


def picture(image: Image.Image, page: int | None) -> Look:
    """A picture: short side about 384 pixels, long side at most 1,344, never enlarged."""
    image = on_white(shrunk(image))
    pixels = image.tobytes()
    return Look(
        kind="picture",
        page=page,
        width=image.width,
        height=image.height,
        pixels=pixels,
        thumbnail=as_thumbnail(scaled_to_thumbnail(image)),
        digest=digest_of(image.width, image.height, pixels),
    )


def page_image(width: int, height: int, pixels: bytes, page: int) -> Look:
    """A rendered page: `pixels` are RGB, 8 bits a channel, row by row."""
    image = Image.frombytes("RGB", (width, height), pixels)
    thumbnail = as_thumbnail(scaled_to_thumbnail(image, _PAGE_THUMBNAIL_SIDE))
    return Look("page", page, width, height, pixels, thumbnail)


def encoded(image: Image.Image) -> bytes:
    """JPEG; PNG where there are few colours and it is smaller, as for lines and words on white."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88, subsampling=0)
    if image.getcolors(256) is not None:
        lines = io.BytesIO()
        image.quantize(256).save(lines, "PNG")
        if lines.tell() < out.tell():
            out = lines
    return out.getvalue()


def is_flat(look: Look) -> bool:
    """Whether it has one colour only: nothing to look at."""
    return look.pixels == look.pixels[:3] * (look.width * look.height)


def digest_of(width: int, height: int, pixels: bytes) -> bytes:
    """16 bytes that name these pixels."""
    return hashlib.blake2b(pixels, digest_size=16, salt=b"%dx%d" % (width, height)).digest()


def light(image: Image.Image) -> bytes:
    """How bright it is in 32 x 32 places."""
    return image.convert("L").resize((_PLACES, _PLACES), Image.Resampling.BOX).tobytes()


def on_white(image: Image.Image) -> Image.Image:
    """The image in RGB; what shines through becomes white, as on paper."""
    if image.mode == "RGB" and "transparency" not in image.info:
        return image
    if image.mode in DEEP_MODES:
        return from_deep(image).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(white, image).convert("RGB")
    return image.convert("RGB")


def reduced_size(width: int, height: int) -> tuple[int, int]:
    """The size of a picture after reduction, in pixels."""
    factor = min(SHORT_SIDE / min(width, height), LONGEST_SIDE / max(width, height), 1.0)
    return max(1, round(width * factor)), max(1, round(height * factor))


def shrunk(image: Image.Image) -> Image.Image:
    size = reduced_size(*image.size)
    if size == image.size:
        return image
    if image.mode in ("P", "1", "PA") or "transparency" in image.info:
        # Palettes can't be averaged.
        image = on_white(image)
    elif image.mode in DEEP_MODES:
        image = from_deep(image)
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def from_deep(image: Image.Image) -> Image.Image:
    """16 and 32 bits a pixel as 8, stretched over what the image uses: Pillow would cut it off."""
    values: Any = image.convert("F") if image.mode != "F" else image
    low, high = values.getextrema()
    if not high > low:
        return Image.new("L", image.size, 128)
    scale = 255.0 / (high - low)
    return ImageOps.autocontrast(
        values.point(lambda value: value * scale - low * scale).convert("L")
    )


def scaled_to_thumbnail(image: Image.Image, side: int = THUMBNAIL_SIDE) -> Image.Image:
    longest = max(image.size)
    if longest <= side:
        return image
    factor = side / longest
    size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
    return image.resize(size, Image.Resampling.BILINEAR, reducing_gap=1.5)


def as_thumbnail(small: Image.Image) -> bytes:
    """WebP."""
    out = io.BytesIO()
    small.save(out, "WEBP", quality=_QUALITY, method=_METHOD)
    return out.getvalue()
