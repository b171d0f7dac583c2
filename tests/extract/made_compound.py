"""Compound files (MS-CFB) as Outlook writes them, of nothing but whole sectors."""

import struct
from typing import Any

_SECTOR = 512
_SMALLEST = 4096
"""Bytes of a stream that does not go among the small ones; shorter ones are filled with zeros."""
_END, _NONE, _OF_FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound(tree: dict[str, Any]) -> bytes:
    """tree: streams (bytes) and storages (dict) by their names."""
    entries: list[list[Any]] = [["Root Entry", 5, _NONE, _NONE, _END, 0]]
    sectors: list[bytes] = []
    fat: list[int] = []

    def keep(content: bytes) -> int:
        first, count = len(sectors), -(-len(content) // _SECTOR)
        content = content.ljust(count * _SECTOR, b"\0")
        sectors.extend(content[n * _SECTOR :][:_SECTOR] for n in range(count))
        fat.extend([*range(first + 1, first + count), _END])
        return first

    def add(parent: int, held: dict[str, Any]) -> None:
        before = None
        for name, what in held.items():
            number = len(entries)
            if isinstance(what, dict):
                entries.append([name, 1, _NONE, _NONE, _END, 0])
                add(number, what)
            else:
                filled = what.ljust(_SMALLEST, b"\0")
                entries.append([name, 2, _NONE, _NONE, keep(filled), len(filled)])
            entries[parent if before is None else before][3 if before is None else 2] = number
            before = number

    add(0, tree)
    while len(entries) % 4:
        entries.append(["", 0, _NONE, _NONE, 0, 0])
    directory = keep(b"".join(_entry(*entry) for entry in entries))
    count = next(n for n in range(1, 99) if (len(fat) + n) * 4 <= n * _SECTOR)
    first = len(sectors)
    fat += [_OF_FAT] * count
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(count * _SECTOR, b"\xff")
    places = [*range(first, first + count)] + [_NONE] * (109 - count)
    head = struct.pack(
        "<8s16x5H6x9I109I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, count, directory, 0, _SMALLEST, _END, 0, _END, 0),
        *places,
    )
    return head + b"".join(sectors) + table


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le")
    head = struct.pack(
        "<64sH2B3I", written, len(written) + 2 * bool(name), kind, 1, _NONE, right, child
    )
    return head + struct.pack("<36xIQ", start, size)
