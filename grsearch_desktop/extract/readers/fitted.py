"""A picture in the size of a model and its thumbnail, both from one decoding.

Of what a photo of 500 x 375 pixels costs beside its decoding, two thirds were two scalings of the
whole and a thumbnail scaled from the second. Here the part that the model sees is scaled, once, and
the thumbnail is made by whole factors.
"""

from math import ceil

from PIL import Image

from grsearch_desktop.extract.content import Fit, Look
from grsearch_desktop.extract.readers import captions, pictures

_FINER = 1.25
"""How many times the wanted size a decoder must give at least where it reduces by itself."""
_REDUCED = 2.0
"""How many times the wanted size is left where whole factors come before the resampling."""
_SMALLEST_THUMBNAIL = 208
"""Pixels of the long side: where a whole factor gives less, the thumbnail is resampled."""
_TURNING = frozenset((5, 6, 7, 8))
"""The orientations (EXIF) that change width and height."""

Box = tuple[float, float, float, float]


def fitted(image: Image.Image, page: int | None, fit: Fit) -> Look:
    """The picture of an open image file, upright, its pixels as `fit` has them."""
    width, height = image.size
    turn = image.getexif().get(0x0112, 1)
    if turn in _TURNING:
        fit = Fit(fit.mode, fit.scale, fit.height, fit.width, fit.interpolation)
    wanted = _scaled(width, height, fit)
    if image.format in ("JPEG", "MPO"):
        image.draft("RGB", (ceil(wanted[0] * _FINER), ceil(wanted[1] * _FINER)))
    whole = _flat(image, wanted)
    resample = Image.Resampling[fit.interpolation.upper()]
    size, box = (fit.width, fit.height), _seen(whole, wanted, fit)
    seen = pictures.on_white(whole.resize(size, resample, box=box))
    small = pictures.on_white(_thumbnail(whole))
    if turn in captions.TURNS:
        seen = seen.transpose(captions.TURNS[turn])
        small = small.transpose(captions.TURNS[turn])
    thumbnail = pictures.as_thumbnail(small)
    return Look(
        kind="picture",
        page=page,
        width=seen.width,
        height=seen.height,
        pixels=seen.tobytes(),
        thumbnail=thumbnail,
        digest=pictures.digest_of(width, height, thumbnail),
        light=pictures.light(small),
        fitted=True,
    )


def _scaled(width: int, height: int, fit: Fit) -> tuple[int, int]:
    """The size of the whole picture when its middle has that of the model."""
    if fit.mode == "squash":
        return fit.width, fit.height
    # As torchvision's Resize: the long side is rounded down.
    if width <= height:
        return fit.scale, int(fit.scale * height / width)
    return int(fit.scale * width / height), fit.scale


def _flat(image: Image.Image, wanted: tuple[int, int]) -> Image.Image:
    """The image with colours that can be averaged, by a whole factor smaller where it is large."""
    if image.mode in ("P", "1", "PA") or "transparency" in image.info:
        image = pictures.on_white(image)
    elif image.mode in pictures.DEEP_MODES:
        image = pictures.from_deep(image)
    sides = zip(image.size, wanted, strict=True)
    factor = min(int(have / (want * _REDUCED)) for have, want in sides)
    return image.reduce(factor) if factor > 1 else image


def _seen(whole: Image.Image, wanted: tuple[int, int], fit: Fit) -> Box:
    """Where in `whole` lies what the model sees, in its pixels."""
    left, top = round((wanted[0] - fit.width) / 2), round((wanted[1] - fit.height) / 2)
    across, down = whole.width / wanted[0], whole.height / wanted[1]
    return (
        left * across,
        top * down,
        min((left + fit.width) * across, whole.width),
        min((top + fit.height) * down, whole.height),
    )


def _thumbnail(whole: Image.Image) -> Image.Image:
    """Reduced by a whole factor where that comes near the size wanted."""
    longest = max(whole.size)
    factor = ceil(longest / pictures.THUMBNAIL_SIDE)
    if factor == 1:
        return whole
    if longest / factor >= _SMALLEST_THUMBNAIL:
        return whole.reduce(factor)
    return pictures.scaled_to_thumbnail(whole)
