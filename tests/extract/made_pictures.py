"""Pictures in forms that no library here writes: made by hand, as their descriptions say."""

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence

import numpy as np
from PIL import Image

Value = int | Sequence[int] | bytes


def jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


def dng(image: Image.Image, preview: Image.Image | None, caption: str, turn: int = 1) -> bytes:
    """A negative (DNG 1.4): the colours of `image` behind a Bayer filter, 16 bits each."""
    grid = np.asarray(image.convert("RGB"), np.uint16) * 200
    mosaic = grid[..., 1].copy()
    mosaic[0::2, 0::2], mosaic[1::2, 1::2] = grid[0::2, 0::2, 0], grid[1::2, 1::2, 2]
    body = bytearray(b"II*\0\0\0\0\0")

    def placed(content: bytes) -> int:
        body.extend(b"\0" * (len(body) % 2))
        at = len(body)
        body.extend(content)
        return at

    def directory(tags: dict[int, tuple[int, Value]]) -> int:
        """Types: 1 byte, 2 text, 3 of 16 bits, 4 of 32, 5 and 10 ratios."""
        entries = b""
        for tag, (kind, value) in sorted(tags.items()):
            if isinstance(value, bytes):
                held, count = value, len(value)
            else:
                values = [value] if isinstance(value, int) else list(value)
                held = struct.pack(f"<{len(values)}{' B HII    i'[kind]}", *values)
                count = len(values) // (2 if kind in (5, 10) else 1)
            if len(held) > 4:
                held = struct.pack("<I", placed(held))
            entries += struct.pack("<HHI", tag, kind, count) + held.ljust(4, b"\0")
        return placed(struct.pack("<H", len(tags)) + entries + bytes(4))

    strip = placed(mosaic.astype("<u2").tobytes())
    sensor: dict[int, tuple[int, Value]] = {
        254: (4, 0),
        256: (4, image.width),
        257: (4, image.height),
        258: (3, 16),
        259: (3, 1),
        262: (3, 32803),
        273: (4, strip),
        277: (3, 1),
        278: (4, image.height),
        279: (4, mosaic.nbytes),
        33421: (3, [2, 2]),
        33422: (1, bytes([0, 1, 1, 2])),
        50717: (4, 255 * 200),
    }
    about: dict[int, tuple[int, Value]] = {
        270: (2, caption.encode() + b"\0"),
        271: (2, b"Harbour Optics\0"),
        272: (2, b"Gull 7\0"),
        274: (3, turn),
        306: (2, b"2023:07:14 06:30:00\0"),
        315: (2, b"Anna Berg\0"),
        50706: (1, bytes([1, 4, 0, 0])),
        50708: (2, b"Harbour Optics Gull 7\0"),
        50721: (10, [n for x in (1, 0, 0, 0, 1, 0, 0, 0, 1) for n in (x, 1)]),
        50728: (5, [1, 1, 1, 1, 1, 1]),
    }
    if preview is None:
        main = directory(sensor | about)
    else:
        small = jpeg(preview)
        main = directory(
            about
            | {
                254: (4, 1),
                256: (4, preview.width),
                257: (4, preview.height),
                258: (3, [8, 8, 8]),
                259: (3, 7),
                262: (3, 6),
                273: (4, placed(small)),
                277: (3, 3),
                278: (4, preview.height),
                279: (4, len(small)),
                330: (4, directory(sensor)),
            }
        )
    body[4:8] = struct.pack("<I", main)
    return bytes(body)


def _runs(plane: bytes) -> bytes:
    """Packed as GIMP does: long and short runs of equal and of different bytes."""
    out = b""
    at = 0
    while at < len(plane):
        same = 1
        while at + same < len(plane) and plane[at + same] == plane[at]:
            same += 1
        if same > 127:
            out += bytes([127, same >> 8, same & 255, plane[at]])
        elif same > 1:
            out += bytes([same - 1, plane[at]])
        else:
            same = min(200, len(plane) - at)
            head = bytes([128, 0, same]) if same > 127 else bytes([256 - same])
            out += head + plane[at : at + same]
        at += same
    return out


def layer(image: Image.Image, left: int = 0, top: int = 0, **more: object) -> dict[str, object]:
    """For `xcf`; more: opacity, visible, mode, text, mask (an image in L), path, group."""
    return {"image": image, "left": left, "top": top, **more}


def xcf(
    size: tuple[int, int], layers: list[dict[str, object]], version: int = 11, packing: int = 1
) -> bytes:
    """GIMP's own format, the topmost layer first. packing: 0 none, 1 runs, 2 zlib."""
    body = bytearray(b"gimp xcf v%03d\0" % version)
    pointer = ">Q" if version >= 11 else ">I"
    wide = struct.calcsize(pointer)

    def prop(kind: int, held: bytes) -> bytes:
        return struct.pack(">II", kind, len(held)) + held

    def note(name: bytes, held: bytes) -> bytes:
        return (
            struct.pack(">I", len(name) + 1)
            + name
            + b"\0"
            + struct.pack(">II", 1, len(held))
            + held
        )

    def hierarchy(image: Image.Image) -> int:
        values = np.asarray(image)
        values = values.reshape(image.height, image.width, -1)
        tiles = []
        for y in range(0, image.height, 64):
            for x in range(0, image.width, 64):
                tile = values[y : y + 64, x : x + 64].reshape(-1, values.shape[-1])
                tiles.append(len(body))
                if packing == 1:
                    for plane in tile.T:
                        body.extend(_runs(plane.tobytes()))
                else:
                    body.extend(zlib.compress(tile.tobytes()) if packing else tile.tobytes())
        level = len(body)
        body.extend(struct.pack(">II", *image.size))
        body.extend(b"".join(struct.pack(pointer, at) for at in [*tiles, 0]))
        found = len(body)
        body.extend(struct.pack(">III", *image.size, values.shape[-1]))
        body.extend(struct.pack(pointer, level) + bytes(wide))
        return found

    kinds = {"RGB": 0, "RGBA": 1, "L": 2, "LA": 3, "P": 4}
    modes = {layer["image"].mode for layer in layers}  # type: ignore[attr-defined]
    palette = next((x["image"].getpalette() for x in layers if x["image"].mode == "P"), None)  # type: ignore[attr-defined]
    base = 2 if palette else 0 if modes & {"RGB", "RGBA"} else 1
    body.extend(struct.pack(">III", *size, base))
    if version >= 4:
        body.extend(struct.pack(">I", 150))
    body.extend(prop(17, bytes([packing])) + prop(21, note(b"gimp-comment", b"for the fair\0")))
    if palette:
        body.extend(prop(1, struct.pack(">I", len(palette) // 3) + bytes(palette)))
    body.extend(prop(0, b""))
    table = len(body)
    body.extend(bytes((len(layers) + 2) * wide))
    for number, about in enumerate(layers):
        image = about["image"]
        assert isinstance(image, Image.Image)
        pixels = hierarchy(image)
        mask = hierarchy(about["mask"]) if "mask" in about else 0  # type: ignore[arg-type]
        struct.pack_into(pointer, body, table + number * wide, len(body))
        body.extend(struct.pack(">III", *image.size, kinds[image.mode]))
        body.extend(struct.pack(">I", 5) + b"name\0")
        body.extend(prop(6, struct.pack(">I", about.get("opacity", 255))))
        body.extend(prop(8, struct.pack(">I", about.get("visible", 1))))
        body.extend(prop(7, struct.pack(">I", about.get("mode", 28))))
        body.extend(prop(15, struct.pack(">ii", about["left"], about["top"])))
        if "text" in about:
            held = b'(text "%s")\n(font "Sans")\0' % str(about["text"]).encode()
            body.extend(prop(21, note(b"gimp-text-layer", held)))
        if "group" in about:
            body.extend(prop(29, b""))
        if "path" in about:
            body.extend(prop(30, struct.pack(f">{len(about['path'])}I", *about["path"])))  # type: ignore[arg-type, misc]
        body.extend(prop(0, b"") + struct.pack(pointer, pixels) + struct.pack(pointer, mask))
    return bytes(body)


def psb(image: Image.Image, packed: bool = True, large: bool = True) -> bytes:
    """A Photoshop file of nothing but its merged picture; large: PSB, else PSD."""
    planes = [plane.tobytes() for plane in image.convert("RGB").split()]
    wide = image.width
    rows = [plane[at : at + wide] for plane in planes for at in range(0, len(plane), wide)]
    if packed:
        # Literal runs alone: at most 128 bytes each.
        rows = [
            b"".join(
                bytes([len(row[at : at + 128]) - 1]) + row[at : at + 128]
                for at in range(0, len(row), 128)
            )
            for row in rows
        ]
    counts = struct.pack(f">{len(rows)}{'I' if large else 'H'}", *map(len, rows)) if packed else b""
    head = b"8BPS\0" + bytes([1 + large]) + bytes(6)
    head += struct.pack(">HIIHH", 3, image.height, wide, 8, 3) + bytes(4 + 4 + (8 if large else 4))
    return head + struct.pack(">H", packed) + counts + b"".join(rows)


def krita(image: Image.Image, title: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/x-krita")
        archive.writestr(
            "documentinfo.xml",
            '<?xml version="1.0"?><document-info xmlns="http://www.calligra.org/DTD/document-info">'
            f"<about><title>{title}</title><keyword>seabirds</keyword></about>"
            "<author><full-name>Anna Berg</full-name></author></document-info>",
        )
        with archive.open("mergedimage.png", "w") as member:
            image.save(member, "PNG")
    return out.getvalue()
