"""Compound files, in which Office before 2007 keeps its documents (MS-CFB)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import olefile  # type: ignore[import-untyped]

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.readers.prose import one_line
from grsearch_desktop.extract.readers.source import Source

MAGIC: bytes = olefile.MAGIC
FAILURES: tuple[type[Exception], ...] = (
    OSError,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    EOFError,
)
"""What olefile raises on broken files."""
_CODE_PAGES = {65001: "utf-8", 1200: "utf-16-le", 10000: "mac-roman"}


@contextmanager
def opened(source: Source) -> Iterator[Any]:
    """The compound file, an `olefile.OleFileIO`. Raises UnreadableFileError."""
    if source.head(8) != MAGIC:
        raise UnreadableFileError(reasons.OLD_OR_DAMAGED)
    if source.size > source.limits.unpacked:
        raise UnreadableFileError(reasons.too_large(source.limits.unpacked))
    try:
        with olefile.OleFileIO(source.open()) as ole:
            yield ole
    except UnreadableFileError:
        raise
    except FAILURES as error:
        raise UnreadableFileError(reasons.DAMAGED) from error


def stream(ole: Any, *names: str) -> bytes:
    """The bytes of the first of these streams that is there and can be read, else nothing."""
    for name in names:
        if ole.exists(name):
            try:
                return bytes(ole.openstream(name).read())
            except FAILURES:
                continue
    return b""


def about(ole: Any) -> dict[str, Any]:
    """Title, author, date and details as keyword arguments of Content."""
    try:
        found = ole.get_metadata()
    except FAILURES:
        return {}
    encoding = _encoding(found.codepage)
    made = found.create_time
    created = None
    if isinstance(made, datetime) and made.year > 1980:
        created = made.replace(tzinfo=UTC).timestamp()
    details = {
        name: words
        for name in ("subject", "keywords", "comments")
        if (words := _words(getattr(found, name), encoding))
    }
    return {
        "title": _words(found.title, encoding),
        "author": _words(found.author, encoding),
        "created": created,
        "details": details,
    }


def _words(value: object, encoding: str) -> str:
    if isinstance(value, bytes):
        value = value.decode(encoding, "replace")
    return one_line(value) if isinstance(value, str) else ""


def _encoding(code_page: object) -> str:
    # The number is stored signed; 65001 comes as -535.
    number = code_page % 65536 if isinstance(code_page, int) else 1252
    name = _CODE_PAGES.get(number, f"cp{number}")
    try:
        b"".decode(name)
    except LookupError:
        return "cp1252"
    return name
