"""Parts of Pages, Numbers and Keynote documents since 2013, written byte by byte."""


def iwa(*objects: tuple[int, bytes]) -> bytes:
    """A file of objects, each with its type: packed by Snappy in two blocks."""
    stream = b"".join(
        _number(len(head)) + head + message
        for kind, message in objects
        for head in (_head(kind, len(message)),)
    )
    middle = len(stream) // 2
    return b"".join(
        b"\0" + len(packed).to_bytes(3, "little") + packed
        for packed in map(_packed, (stream[:middle], stream[middle:]))
    )


def storage(text: str) -> tuple[int, bytes]:
    """A flow of text."""
    return 2001, _field(1, 0) + _field(3, text.encode())


def cells(*texts: str) -> tuple[int, bytes]:
    """The texts in the cells of a table."""
    entries = (
        _field(1, key) + _field(2, 1) + _field(3, text.encode()) for key, text in enumerate(texts)
    )
    return 6005, _field(1, 1) + b"".join(_field(3, entry) for entry in entries)


def _head(kind: int, length: int) -> bytes:
    return _field(1, 7) + _field(2, _field(1, kind) + _field(2, b"\1\0\5") + _field(3, length))


def _field(number: int, value: int | bytes) -> bytes:
    if isinstance(value, int):
        return _number(number << 3) + _number(value)
    return _number(number << 3 | 2) + _number(len(value)) + value


def _number(value: int) -> bytes:
    out = b""
    while value > 0x7F:
        out += bytes((value & 0x7F | 0x80,))
        value >>= 7
    return out + bytes((value,))


def _packed(block: bytes) -> bytes:
    """A block of Snappy: bytes as they are, and a copy for each run of one letter."""
    out, at = _number(len(block)), 0
    while at < len(block):
        run = 1
        while run < 60 and block[at : at + 1] * (run + 1) == block[at : at + run + 1]:
            run += 1
        out += b"\0" + block[at : at + 1]
        if run > 4:
            out += bytes(((run - 2) << 2 | 2,)) + b"\1\0"  # the last byte, again and again
        else:
            run = 1
        at += run
    return out
