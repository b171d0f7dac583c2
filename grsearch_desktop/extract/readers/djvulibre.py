"""DjVuLibre, where it is installed: its C interface (ddjvuapi.h, miniexp.h), by ctypes.

A reader can start no program, and the bindings in Python have to be compiled beside the library.
"""

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import POINTER, c_char_p, c_int, c_uint, c_ulong, c_void_p
from functools import cache
from typing import Any

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.readers.source import Source

_NAMES = {
    "linux": ("libdjvulibre.so.21",),
    "darwin": (
        "libdjvulibre.21.dylib",
        "/opt/homebrew/lib/libdjvulibre.21.dylib",
        "/usr/local/lib/libdjvulibre.21.dylib",
    ),
    "win32": ("libdjvulibre-21.dll", "libdjvulibre.dll", "djvulibre.dll"),
}
_CALLS = {
    "ddjvu_context_create": (c_void_p, c_char_p),
    "ddjvu_context_release": (None, c_void_p),
    "ddjvu_cache_set_size": (None, c_void_p, c_ulong),
    "ddjvu_message_wait": (c_void_p, c_void_p),
    "ddjvu_message_pop": (None, c_void_p),
    "ddjvu_document_create": (c_void_p, c_void_p, c_char_p, c_int),
    "ddjvu_document_job": (c_void_p, c_void_p),
    "ddjvu_document_get_pagenum": (c_int, c_void_p),
    "ddjvu_document_get_pageinfo_imp": (c_int, c_void_p, c_int, c_void_p, c_uint),
    "ddjvu_document_get_pagetext": (c_void_p, c_void_p, c_int, c_char_p),
    "ddjvu_document_get_anno": (c_void_p, c_void_p, c_int),
    "ddjvu_anno_get_metadata_keys": (POINTER(c_void_p), c_void_p),
    "ddjvu_anno_get_metadata": (c_char_p, c_void_p, c_void_p),
    "ddjvu_miniexp_release": (None, c_void_p, c_void_p),
    "ddjvu_stream_write": (None, c_void_p, c_int, c_char_p, c_ulong),
    "ddjvu_stream_close": (None, c_void_p, c_int, c_int),
    "ddjvu_page_create_by_pageno": (c_void_p, c_void_p, c_int),
    "ddjvu_page_job": (c_void_p, c_void_p),
    "ddjvu_page_render": (
        c_int, c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_ulong, c_char_p
    ),
    "ddjvu_format_create": (c_void_p, c_int, c_int, c_void_p),
    "ddjvu_format_set_row_order": (None, c_void_p, c_int),
    "ddjvu_format_release": (None, c_void_p),
    "ddjvu_job_status": (c_int, c_void_p),
    "ddjvu_job_release": (None, c_void_p),
    "miniexp_stringp": (c_int, c_void_p),
    "miniexp_to_str": (c_char_p, c_void_p),
    "miniexp_to_name": (c_char_p, c_void_p),
}  # fmt: skip
"""From a function to what it gives and takes."""
_WELL, _FAILED = 2, 3
_RGB, _TOP_DOWN, _IN_COLOUR = 1, 1, 0
_CACHE = 32 << 20
_BLOCK = 1 << 20
_TAG = 3
"""The two low bits of an expression say what it is: none set for a pair, both for a number."""
_MOST_WORDS = 20_000


class _PageInfo(ctypes.Structure):
    _fields_ = [(name, c_int) for name in ("width", "height", "dpi", "rotation", "version")]


class _Rectangle(ctypes.Structure):
    _fields_ = [("x", c_int), ("y", c_int), ("w", c_uint), ("h", c_uint)]


Word = tuple[str, int, int, int, int]
"""A word; left, bottom, right and top of where it stands, in pixels from the left bottom corner."""


class Document:
    """An open document. Pages count from 1; errors are UnreadableFileError."""

    def __init__(self, library: Any, context: int, handle: int) -> None:
        self._library = library
        self._context = context
        self._handle = handle

    @property
    def page_count(self) -> int:
        """How many pages it has."""
        return int(self._library.ddjvu_document_get_pagenum(self._handle))

    def size(self, page: int) -> tuple[int, int]:
        """Width and height of a page in pixels; nothing of it is decoded."""
        info = _PageInfo()
        ask = self._library.ddjvu_document_get_pageinfo_imp
        reference = ctypes.byref(info)
        while (status := ask(self._handle, page - 1, reference, ctypes.sizeof(info))) < _WELL:
            self._go_on()
        if status != _WELL or info.width < 1 or info.height < 1:
            raise UnreadableFileError(reasons.DAMAGED)
        return info.width, info.height

    def text(self, page: int) -> str:
        """The text layer of a page, empty where it has none."""
        with self._layer(page, b"page") as layer:
            return "".join(word for word, *_ in self._words(layer))

    def words(self, page: int) -> list[Word]:
        """The words of a page with their places."""
        with self._layer(page, b"word") as layer:
            return list(self._words(layer))

    def metadata(self) -> dict[str, str]:
        """What the document says of itself, names in small letters."""
        library = self._library
        found = self._told(lambda: library.ddjvu_document_get_anno(self._handle, 1))
        if not found:
            return {}
        said: dict[str, str] = {}
        keys = library.ddjvu_anno_get_metadata_keys(found)
        for key in iter(lambda: keys[len(said)], None) if keys else ():
            name = library.miniexp_to_name(key).decode("utf-8", "replace").lower()
            value = library.ddjvu_anno_get_metadata(found, key) or b""
            said[name] = value.decode("utf-8", "replace")
        library.ddjvu_miniexp_release(self._handle, found)
        return said

    def pixels(self, page: int, width: int, height: int) -> bytes:
        """The page in that size: RGB, 8 bits a channel, row by row."""
        library = self._library
        handle = library.ddjvu_page_create_by_pageno(self._handle, page - 1)
        if not handle:
            raise UnreadableFileError(reasons.DAMAGED)
        job = library.ddjvu_page_job(handle)
        drawn = ctypes.create_string_buffer(b"\xff" * (width * height * 3), width * height * 3)
        form = library.ddjvu_format_create(_RGB, 0, None)
        try:
            while library.ddjvu_job_status(job) < _WELL:
                self._go_on()
            if library.ddjvu_job_status(job) != _WELL:
                raise UnreadableFileError(reasons.DAMAGED)
            library.ddjvu_format_set_row_order(form, _TOP_DOWN)
            whole = ctypes.byref(_Rectangle(0, 0, width, height))
            # Gives 0 for an empty page, which stays white.
            library.ddjvu_page_render(handle, _IN_COLOUR, whole, whole, form, width * 3, drawn)
            return drawn.raw
        finally:
            library.ddjvu_format_release(form)
            library.ddjvu_job_release(job)

    @contextmanager
    def _layer(self, page: int, detail: bytes) -> Iterator[int | None]:
        library = self._library
        ask = library.ddjvu_document_get_pagetext
        found = self._told(lambda: ask(self._handle, page - 1, detail))
        try:
            yield found
        finally:
            if found:
                library.ddjvu_miniexp_release(self._handle, found)

    def _told(self, ask: Any) -> int | None:
        """An expression that the library gives once it has read so far: a symbol says not yet."""
        while (found := ask()) and found & _TAG == 2:
            if self._library.miniexp_to_name(found) != b"dummy":
                return None  # failed, or stopped
            self._go_on()
        return found

    def _words(self, layer: int | None) -> Iterator[Word]:
        """The strings in nested lists of (type left bottom right top, then parts or a string)."""
        lists = [layer]
        count = 0
        while lists and count < _MOST_WORDS:
            parts = list(_listed(lists.pop()))
            if len(parts) < 6:
                continue
            if self._library.miniexp_stringp(parts[5]):
                count += 1
                left, bottom, right, top = (_number(part) for part in parts[1:5])
                word = self._library.miniexp_to_str(parts[5]).decode("utf-8", "replace")
                yield word, left, bottom, right, top
            else:
                lists.extend(reversed(parts[5:]))

    def _go_on(self) -> None:
        self._library.ddjvu_message_wait(self._context)
        self._library.ddjvu_message_pop(self._context)


@contextmanager
def opened(source: Source) -> Iterator[Document]:
    """The document. Raises UnreadableFileError, also where DjVuLibre is missing."""
    library = _loaded()
    content = source.read()
    context = library.ddjvu_context_create(b"grsearch")
    library.ddjvu_cache_set_size(context, _CACHE)
    handle = library.ddjvu_document_create(context, None, 0)
    job = library.ddjvu_document_job(handle)
    try:
        for at in range(0, len(content), _BLOCK):
            block = content[at : at + _BLOCK]
            library.ddjvu_stream_write(handle, 0, block, len(block))
        library.ddjvu_stream_close(handle, 0, 0)
        document = Document(library, context, handle)
        while library.ddjvu_job_status(job) < _WELL:
            document._go_on()
        if library.ddjvu_job_status(job) != _WELL or document.page_count < 1:
            raise UnreadableFileError(reasons.DAMAGED)
        yield document
    finally:
        library.ddjvu_job_release(job)
        library.ddjvu_context_release(context)


@cache
def _loaded() -> Any:
    for name in _NAMES.get(sys.platform, ()):
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        for call, (gives, *takes) in _CALLS.items():
            function = getattr(library, call)
            function.restype, function.argtypes = gives, takes
        return library
    raise UnreadableFileError(reasons.NEEDS_DJVULIBRE)


def _listed(pair: int | None) -> Iterator[int]:
    """The expressions of a list: pairs of an expression and the pair that follows (miniexp.h)."""
    while pair and pair & _TAG == 0:
        first, pair = (c_void_p * 2).from_address(pair)
        yield first or 0


def _number(expression: int) -> int:
    return ctypes.c_int(expression >> 2).value
