"""Books for tests, written byte by byte where no library writes them."""

import struct

_HEADER = 232


def mobi(title: str, author: str, markup: str, version: int = 6) -> bytes:
    """A Mobipocket book (version 8: as Amazon's azw3 has it) of one uncompressed record."""
    text = markup.encode()
    entries = b"".join(
        struct.pack(">II", kind, 8 + len(words.encode())) + words.encode()
        for kind, words in ((100, author), (503, title))
    )
    exth = b"EXTH" + struct.pack(">II", 12 + len(entries), 2) + entries
    exth += b"\0" * (-len(exth) % 4)
    name = title.encode()
    palm = struct.pack(">HHIHHI", 1, 0, len(text), 1, 4096, 0)
    head = bytearray(_HEADER)
    head[:4] = b"MOBI"
    struct.pack_into(">IIIII", head, 4, _HEADER, 2, 65001, 1, version)
    struct.pack_into(">II", head, 68, 16 + _HEADER + len(exth), len(name))
    struct.pack_into(">I", head, 64, 2)  # the first record that is no text
    struct.pack_into(">I", head, 112, 0x40)  # EXTH follows
    first = palm + bytes(head) + exth + name + b"\0" * 4
    records = (first, text)
    at = 78 + 8 * len(records) + 2
    listed = b""
    for number, record in enumerate(records):
        listed += struct.pack(">II", at, number)
        at += len(record)
    top = struct.pack(">32sHHIIIIII4s4sIIH", name[:31].replace(b" ", b"_"), 0, 0, 0, 0, 0, 0, 0, 0,
                      b"BOOK", b"MOBI", 2, 0, len(records))  # fmt: skip
    return top + listed + b"\0\0" + b"".join(records)
