"""The structures of GIMP's own format (XCF): header, layers, tiles.

https://developer.gimp.org/core/standards/xcf/ (devel-docs/xcf.txt). All numbers are big-endian.
"""

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

FAILURES = (
    struct.error,
    ValueError,
    IndexError,
    KeyError,
    zlib.error,
    OverflowError,
    OSError,
    EOFError,
)
"""What broken files raise here."""
_MAGIC = b"gimp xcf "
_COLORMAP, _FLOATING, _OPACITY, _MODE, _VISIBLE = 1, 5, 6, 7, 8
_APPLY_MASK, _OFFSETS, _COMPRESSION, _PARASITES = 11, 15, 17, 21
_GROUP, _PATH, _FLOAT_OPACITY = 29, 30, 33
_END = 0
_LONG_POINTERS = 11
"""The version from which on a pointer has 64 bits."""
_TILE = 64
"""Pixels of a tile's side."""
_INDEXED = 2
_FORMS = {1: ">u1", 2: ">u2", 3: ">u4", 5: ">f2", 6: ">f4", 7: ">f8"}
"""How a channel is stored, by the hundreds of the precision."""
_TEXT = re.compile(r'\((text|markup) "((?:[^"\\]|\\.)*)"\)', re.S)
_MARKUP = re.compile(r"<[^>]*>")
_ESCAPED = re.compile(r"\\(.)", re.S)
_LONGEST = 16 << 20
"""Bytes of one property."""

Pixels = NDArray[np.uint8]
Place = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""


@dataclass(frozen=True)
class Layer:
    """A layer; `pixels` and `mask` (0: none) are where their hierarchies stand in the file."""

    channels: int
    left: int
    top: int
    opacity: float
    visible: bool
    mode: int
    path: tuple[int, ...]
    """Its place among the layers, from 0, then that within each group."""
    is_group: bool
    is_floating: bool
    text: str
    pixels: int
    mask: int


class XcfFile:
    """An XCF file in a stream. Raises one of FAILURES where it is broken."""

    def __init__(self, stream: BinaryIO, most_layers: int) -> None:
        self._stream = stream
        if self._bytes(9) != _MAGIC:
            raise ValueError("no XCF file")
        version = self._bytes(5)[:4]
        self._version = 0 if version == b"file" else int(version[1:])
        self.width, self.height, kind = self._numbers(3)
        if not (self.width and self.height):
            raise ValueError("no canvas")
        self._precision = self._numbers(1)[0] if self._version >= 4 else 150
        if self._version == 4:
            self._precision = (150, 250, 300, 500, 600)[self._precision]
        about = dict(self._properties())
        self._compression = about.get(_COMPRESSION, b"\0")[0]
        self.colours = _colours(about.get(_COLORMAP, b"")) if kind == _INDEXED else None
        """uint8, shape (N, 3); None where pixels are no indices."""
        self.comment = _parasites(about.get(_PARASITES, b"")).get("gimp-comment", "")
        self.layers: list[Layer] = []
        roots = 0
        for place in self._pointers(most_layers):
            layer = self._layer(place, roots)
            roots += len(layer.path) == 1
            self.layers.append(layer)

    def tiles(self, hierarchy: int) -> Iterator[tuple[Place, Callable[[], Pixels]]]:
        """Where each tile lies within its layer, and what reads it: uint8, shape (H, W, C)."""
        if not hierarchy:
            return
        self._stream.seek(hierarchy)
        width, height, size = self._numbers(3)
        self._stream.seek(self._pointer())
        if self._numbers(2) != (width, height):
            raise ValueError("two sizes")
        across, down = -(-width // _TILE), -(-height // _TILE)
        for number, place in enumerate(self._pointers(across * down)):
            left, top = number % across * _TILE, number // across * _TILE
            sides = min(_TILE, width - left), min(_TILE, height - top)

            def read(place: int = place, sides: tuple[int, int] = sides) -> Pixels:
                return self._tile(place, sides, size)

            yield (left, top, *sides), read

    def _layer(self, place: int, root: int) -> Layer:
        self._stream.seek(place)
        _, _, kind = self._numbers(3)
        self._string()
        about = dict(self._properties())
        pixels, mask = self._pointer(), self._pointer()
        opacity = _number(about, _OPACITY, 255) / 255
        if len(exact := about.get(_FLOAT_OPACITY, b"")) == 4:
            (opacity,) = struct.unpack(">f", exact)
        path = about.get(_PATH, b"")
        left, top = struct.unpack(">ii", about.get(_OFFSETS, bytes(8)))
        return Layer(
            (3, 4, 1, 2, 1, 2)[kind],
            left,
            top,
            min(max(opacity, 0.0), 1.0),
            bool(_number(about, _VISIBLE, 1)),
            _number(about, _MODE, 0),
            struct.unpack(f">{len(path) // 4}I", path) if path else (root,),
            _GROUP in about,
            _FLOATING in about,
            _text(_parasites(about.get(_PARASITES, b"")).get("gimp-text-layer", "")),
            pixels,
            mask if _number(about, _APPLY_MASK, 1) else 0,
        )

    def _tile(self, place: int, sides: tuple[int, int], size: int) -> Pixels:
        """`size`: bytes of a pixel."""
        width, height = sides
        wanted = width * height * size
        self._stream.seek(place)
        # Compressed badly, a tile may be half as long again.
        stored = self._stream.read(wanted if not self._compression else 2 * wanted + 64)
        if self._compression == 1:
            planes = _unpacked_runs(stored, width * height, size)
            values = np.frombuffer(planes, np.uint8).reshape(size, -1).T
        elif self._compression == 2:
            plain = zlib.decompressobj().decompress(stored, wanted)
            values = np.frombuffer(plain, np.uint8).reshape(-1, size)
        else:
            values = np.frombuffer(stored, np.uint8).reshape(-1, size)
        form = np.dtype(_FORMS[self._precision // 100])
        deep = np.ascontiguousarray(values).view(form).reshape(height, width, -1)
        return _in_bytes(deep, is_linear=not self._precision % 100)

    def _properties(self) -> Iterator[tuple[int, bytes]]:
        while True:
            kind, length = self._numbers(2)
            if kind == _END:
                return
            if kind == _COLORMAP:
                # Some versions wrote a wrong length.
                (count,) = self._numbers(1)
                yield kind, self._bytes(min(3 * count, 768))
            elif length > _LONGEST:
                self._stream.seek(length, 1)
            else:
                yield kind, self._bytes(length)

    def _pointers(self, most: int) -> Iterator[int]:
        """A list of them, up to its end; what is read meanwhile may be anywhere in the file."""
        found: list[int] = []
        while len(found) < most and (place := self._pointer()):
            found.append(place)
        return iter(found)

    def _pointer(self) -> int:
        if self._version < _LONG_POINTERS:
            return self._numbers(1)[0]
        return int(struct.unpack(">Q", self._bytes(8))[0])

    def _numbers(self, count: int) -> tuple[int, ...]:
        return struct.unpack(f">{count}I", self._bytes(4 * count))

    def _string(self) -> str:
        (length,) = self._numbers(1)
        return self._bytes(min(length, _LONGEST)).rstrip(b"\0").decode("utf-8", "replace")

    def _bytes(self, count: int) -> bytes:
        found = self._stream.read(count)
        if len(found) < count:
            raise EOFError
        return found


def _number(about: dict[int, bytes], kind: int, otherwise: int) -> int:
    held = about.get(kind, b"")
    return int.from_bytes(held[:4], "big") if len(held) >= 4 else otherwise


def _colours(held: bytes) -> Pixels:
    return np.frombuffer(held or bytes(3), np.uint8).reshape(-1, 3)


def _parasites(held: bytes) -> dict[str, str]:
    """Notes that GIMP and its plug-ins hang on a picture or a layer, by their names."""
    found = {}
    at = 0
    while at + 4 <= len(held):
        (length,) = struct.unpack_from(">I", held, at)
        name = held[at + 4 : at + 4 + length].rstrip(b"\0").decode("utf-8", "replace")
        at += 4 + length
        _, size = struct.unpack_from(">II", held, at)
        found[name] = held[at + 8 : at + 8 + size].rstrip(b"\0").decode("utf-8", "replace")
        at += 8 + size
    return found


def _text(parasite: str) -> str:
    match = _TEXT.search(parasite)
    if match is None:
        return ""
    text = _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], match[2])
    return _MARKUP.sub("", text) if match[1] == "markup" else text


def _unpacked_runs(stored: bytes, count: int, planes: int) -> bytes:
    """Runs of equal and of different bytes, one stream after the other for each of `planes`."""
    out = bytearray()
    at = 0
    while len(out) < count * planes:
        code = stored[at]
        at += 1
        if code in (127, 128):
            length = stored[at] * 256 + stored[at + 1]
            at += 2
        else:
            length = code + 1 if code < 127 else 256 - code
        if code < 128:
            out += stored[at : at + 1] * length
            at += 1
        else:
            out += stored[at : at + length]
            at += length
    return bytes(out[: count * planes])


def _in_bytes(values: NDArray[Any], *, is_linear: bool) -> Pixels:
    if values.dtype.itemsize == 1 and not is_linear:
        return values.view(np.uint8)
    light = values.astype(np.float32)
    if values.dtype.kind == "u":
        light /= np.float32(np.iinfo(values.dtype).max)
    light = np.clip(np.nan_to_num(light), 0, 1)
    if is_linear:
        colours = light.shape[-1] - (light.shape[-1] % 2 == 0)  # alpha is linear anyway
        light[..., :colours] **= np.float32(1 / 2.2)
    return (light * 255 + np.float32(0.5)).astype(np.uint8)
