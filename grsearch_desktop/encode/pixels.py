"""Scales and cuts images exactly as open_clip's preprocessing does, without torchvision."""

from typing import TYPE_CHECKING

import numpy as np

from grsearch_desktop.encode.encoder import Pixels
from grsearch_desktop.encode.folder import ImageForm

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_STRIP = 16
"""A strip whose sides differ by more is cut to its middle first: scaled by its short side, a
picture of 20000 x 2 pixels would otherwise take a gigabyte, all of it cut off a moment later."""


def prepare(pixels: Pixels, form: ImageForm) -> Pixels:
    """The image as the tower takes it: uint8, shape (form.height, form.width, 3).

    Follows torchvision's Resize and CenterCrop and open_clip's ResizeKeepRatio and
    CenterCropOrPad to the pixel, roundings included.
    """
    # Pillow takes 30 ms to import, which a search by words does not need to pay.
    from PIL import Image

    resample = Image.Resampling[form.interpolation.upper()]
    image = Image.fromarray(pixels if form.mode == "squash" else _without_ends(pixels))
    size = _scaled(image.width, image.height, form)
    if size != image.size:
        image = image.resize(size, resample)
    return np.asarray(_center(image, form))


def _without_ends(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    longest = LONGEST_STRIP * min(width, height)
    left, top = max(0, width - longest) // 2, max(0, height - longest) // 2
    return np.ascontiguousarray(pixels[top : height - top, left : width - left])


def _scaled(width: int, height: int, form: ImageForm) -> tuple[int, int]:
    if form.mode == "squash":
        return form.width, form.height
    if form.mode == "shortest" and form.height == form.width:
        # torchvision rounds the long side down,
        if width <= height:
            return form.scale, int(form.scale * height / width)
        return int(form.scale * width / height), form.scale
    # open_clip's own ResizeKeepRatio rounds both sides to the nearest.
    ratios = height / form.height, width / form.width
    ratio = max(ratios) if form.mode == "longest" else min(ratios)
    return max(1, round(width / ratio)), max(1, round(height / ratio))


def _center(image: "Image", form: ImageForm) -> "Image":
    from PIL import ImageOps

    wanted = (form.width, form.height)
    lacks = [max(0, want - have) for want, have in zip(wanted, image.size, strict=True)]
    if any(lacks):
        border = (lacks[0] // 2, lacks[1] // 2, (lacks[0] + 1) // 2, (lacks[1] + 1) // 2)
        image = ImageOps.expand(image, border, (form.fill,) * 3)
    if image.size == wanted:
        return image
    left = round((image.width - form.width) / 2)
    top = round((image.height - form.height) / 2)
    return image.crop((left, top, left + form.width, top + form.height))
