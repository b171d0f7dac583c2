"""The size of pictures in which text is recognised."""

from PIL import Image

from grsearch_desktop.extract.readers import pictures

LONGEST_SIDE = 2200


def reduced_size(width: int, height: int) -> tuple[int, int]:
    """The size in pixels in which text is recognised."""
    factor = min(LONGEST_SIDE / max(width, height), 1.0)
    return max(1, round(width * factor)), max(1, round(height * factor))


def reduced(image: Image.Image) -> Image.Image:
    """The picture in RGB on white, its long side at most 2,200 pixels."""
    image = pictures.on_white(image)
    size = reduced_size(*image.size)
    if size == image.size:
        return image
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
