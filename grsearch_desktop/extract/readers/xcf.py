"""Pictures of GIMP (XCF): the visible layers put together, and the words of text layers.

By GIMP's own description of the format, devel-docs/xcf.txt, up to version 11 and beyond as far as
nothing but lengths of pointers changed.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content, PageText
from grsearch_desktop.extract.readers.onepicture import OnePictureReader
from grsearch_desktop.extract.readers.prose import one_line, tidy
from grsearch_desktop.extract.readers.source import Source
from grsearch_desktop.extract.readers.xcf_file import FAILURES, Layer, XcfFile

_MOST_PIXELS = 1 << 26
"""Of the canvas, which is kept whole at 4 bytes a pixel."""
_BLENDS = {
    3: ImageChops.multiply,
    4: ImageChops.screen,
    6: ImageChops.difference,
    7: ImageChops.add,
    8: ImageChops.subtract,
    9: ImageChops.darker,
    10: ImageChops.lighter,
    18: ImageChops.hard_light,
    19: ImageChops.soft_light,
    23: ImageChops.overlay,
    30: ImageChops.multiply,
    31: ImageChops.screen,
    32: ImageChops.difference,
    33: ImageChops.add,
    34: ImageChops.subtract,
    35: ImageChops.darker,
    36: ImageChops.lighter,
    44: ImageChops.hard_light,
    45: ImageChops.soft_light,
}
"""How a layer lies on those below, by its mode; all others cover them."""

Pixels = NDArray[np.uint8]


class XcfReader(OnePictureReader):
    """A picture in layers."""

    def read_text(self, source: Source) -> Content:
        """The words of its text layers, and its comment."""
        try:
            file = XcfFile(source.open(), source.limits.pages)
            words = tidy("\n\n".join(layer.text for layer in file.layers if layer.text))
        except FAILURES as error:
            raise UnreadableFileError(reasons.DAMAGED) from error
        words = words[: source.limits.text]
        comment = one_line(file.comment)
        return Content(
            self.kind,
            (PageText(None, words),) if words else (),
            details={"comment": comment} if comment else {},
            has_looks=True,
        )

    def image(self, source: Source, long_side: int) -> Image.Image:  # noqa: ARG002
        """The canvas; modes that need more than two layers' colours are taken for normal ones."""
        try:
            file = XcfFile(source.open(), source.limits.pages)
            most = min(source.limits.pixels, _MOST_PIXELS)
            if (pixels := file.width * file.height) > most:
                raise UnreadableFileError(reasons.too_many_pixels(pixels, most))
            canvas = Image.new("RGBA", (file.width, file.height))
            for layer in reversed(_shown(file.layers)):
                for left, top, tile in _tiles(file, layer):
                    _lay(canvas, tile, (left, top), layer.mode)
        except FAILURES as error:
            raise UnreadableFileError(reasons.DAMAGED) from error
        return canvas


def _shown(layers: list[Layer]) -> list[Layer]:
    """The layers that are to be seen: groups are only what holds others."""
    hidden = [layer.path for layer in layers if layer.is_group and not layer.visible]
    return [
        layer
        for layer in layers
        if layer.visible
        and not layer.is_group
        and not layer.is_floating
        and not any(layer.path[: len(path)] == path for path in hidden)
    ]


def _tiles(file: XcfFile, layer: Layer) -> Iterator[tuple[int, int, Image.Image]]:
    """Where each tile lies on the canvas, and its pixels."""
    mask = dict(file.tiles(layer.mask)) if layer.mask else {}
    for place, read in file.tiles(layer.pixels):
        left, top, width, height = place
        left, top = left + layer.left, top + layer.top
        if left >= file.width or top >= file.height or left + width <= 0 or top + height <= 0:
            continue
        pixels = _rgba(read(), file, layer.channels)
        alpha = pixels[..., 3] * layer.opacity
        if place in mask:
            alpha = alpha * (mask[place]()[..., 0] / np.float32(255))
        pixels[..., 3] = alpha
        yield left, top, Image.fromarray(pixels)


def _rgba(values: Pixels, file: XcfFile, channels: int) -> Pixels:
    """uint8, shape (H, W, 4)."""
    colours = values
    if file.colours is not None:
        index = np.minimum(values[..., 0], len(file.colours) - 1)
        colours = np.concatenate([file.colours[index], values[..., 1:]], axis=-1)
    elif channels < 3:
        colours = np.concatenate([values[..., :1]] * 3 + [values[..., 1:]], axis=-1)
    if colours.shape[-1] == 3:
        opaque = np.full((*colours.shape[:2], 1), 255, np.uint8)
        colours = np.concatenate([colours, opaque], axis=-1)
    return np.array(colours)  # one that can be written to


def _lay(canvas: Image.Image, tile: Image.Image, place: tuple[int, int], mode: int) -> None:
    box = (*place, place[0] + tile.width, place[1] + tile.height)
    below = canvas.crop(box)
    if (blend := _BLENDS.get(mode)) is not None:
        mixed = blend(below.convert("RGB"), tile.convert("RGB"))
        # Where nothing lies below there is nothing to be mixed with.
        mixed = Image.composite(mixed, tile.convert("RGB"), below.getchannel("A"))
        mixed.putalpha(tile.getchannel("A"))
        tile = mixed
    canvas.paste(Image.alpha_composite(below, tile), place)
