"""Large Photoshop files, which Pillow doesn't open: the merged picture at their end.

Adobe Photoshop File Formats Specification: as PSD, but for longer lengths.
"""

import struct
from math import ceil, isqrt
from typing import BinaryIO

from PIL import Image

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Content
from grsearch_desktop.extract.readers.onepicture import OnePictureReader
from grsearch_desktop.extract.readers.source import Source

_LEAST_PIXELS = 16 << 20
"""What is left of a larger picture, about: of its rows and columns only every so manyth is kept."""
_MOST_SIDE = 300_000
_MODES = {1: ("L", 1), 3: ("RGB", 3), 4: ("CMYK", 4)}
"""Grey, RGB and CMYK, by the numbers of the format, with their channels."""
_FAILURES = (struct.error, ValueError, OSError, OverflowError)


class LargePhotoshopReader(OnePictureReader):
    """The layers put together, as Photoshop stores them for others."""

    def read_text(self, source: Source) -> Content:
        """Nothing but that it is a picture."""
        _header(source.open())
        return Content(self.kind, has_looks=True)

    def image(self, source: Source, long_side: int) -> Image.Image:  # noqa: ARG002
        """Every so manyth pixel of a very large one."""
        try:
            return _merged(source.open())
        except UnreadableFileError:
            raise
        except _FAILURES as error:
            raise UnreadableFileError(reasons.DAMAGED) from error


def _header(stream: BinaryIO) -> tuple[int, int, int, int, int]:
    """Channels, height, width, bits a channel, and mode."""
    head = stream.read(26)
    if len(head) < 26 or head[:6] != b"8BPS\x00\x02":
        raise UnreadableFileError(reasons.DAMAGED)
    channels, height, width, depth, mode = struct.unpack(">HIIHH", head[12:])
    if not (0 < width <= _MOST_SIDE and 0 < height <= _MOST_SIDE):
        raise UnreadableFileError(reasons.DAMAGED)
    if mode not in _MODES or depth not in (8, 16) or channels < _MODES[mode][1]:
        raise UnreadableFileError(reasons.DAMAGED_OR_STRANGE)
    return channels, height, width, depth, mode


def _merged(stream: BinaryIO) -> Image.Image:
    channels, height, width, depth, mode = _header(stream)
    for form in (">I", ">I", ">Q"):  # colours, resources, layers
        (length,) = struct.unpack(form, stream.read(struct.calcsize(form)))
        stream.seek(length, 1)
    (packing,) = struct.unpack(">H", stream.read(2))
    row_bytes = width * depth // 8
    if packing == 1:
        counts = struct.unpack(f">{height * channels}I", stream.read(4 * height * channels))
    elif packing == 0:
        counts = (row_bytes,) * (height * channels)
    else:
        raise UnreadableFileError(reasons.DAMAGED_OR_STRANGE)
    step = max(1, isqrt(ceil(width * height / _LEAST_PIXELS)))
    name, needed = _MODES[mode]
    planes = [
        _plane(stream, counts[n * height : (n + 1) * height], width, depth, packing == 1, step)
        for n in range(needed)
    ]
    if name == "CMYK":
        planes = [plane.point(lambda value: 255 - value) for plane in planes]
    return Image.merge(name, planes)


def _plane(
    stream: BinaryIO, counts: tuple[int, ...], width: int, depth: int, packed: bool, step: int
) -> Image.Image:
    """One channel: of 16 bits the upper 8."""
    wide = width * depth // 8
    kept = []
    for number, count in enumerate(counts):
        if number % step:
            stream.seek(count, 1)
            continue
        if count > 2 * wide + 2:
            raise UnreadableFileError(reasons.DAMAGED)
        row = stream.read(count)
        if packed:
            row = Image.frombytes("L", (wide, 1), row, "packbits", "L").tobytes()
        if len(row) < wide:
            raise UnreadableFileError(reasons.DAMAGED)
        kept.append(row[: wide : step * depth // 8])
    return Image.frombytes("L", (len(kept[0]), len(kept)), b"".join(kept))
