"""Text in pictures by tesseract, where it is installed: its C library, for no program is started.

The calls are those of tesseract/capi.h of version 4 and 5.
"""

import ctypes
import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from PIL import Image

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import PlacedWord, RecognisedLine, Recognition
from grsearch_desktop.extract.recognise import letters

_LIBRARIES = ("libtesseract.so.5", "libtesseract.so.4", "libtesseract.5.dylib")
_LINE, _WORD = 2, 3
"""PageIteratorLevel: RIL_TEXTLINE, RIL_WORD."""
_SEGMENTED = 3
"""PageSegMode: PSM_AUTO."""
_LEAST_CONFIDENCE = 0.5
_SMALL_PRINT = 1400
"""Pixels of the long side up to which a picture is enlarged: of the words on a screen it then reads
93 % instead of 88."""
_PERHAPS_TEXT = 4
"""Letters in rows, without which a picture is not read."""
_RESOLUTION = 150
_DEFAULT = "eng"


class TesseractRecogniser:
    """One language or more, of those that are installed. Raises UnreadableFileError without."""

    def __init__(self, preferences: Recognition) -> None:
        self._library = _library()
        self._handle = self._library.TessBaseAPICreate()
        languages = "+".join(preferences.languages or (_DEFAULT,))
        if self._library.TessBaseAPIInit3(self._handle, None, languages.encode()):
            self._library.TessBaseAPIDelete(self._handle)
            raise UnreadableFileError(reasons.no_such_script(languages), may_pass=True)
        self._library.TessBaseAPISetPageSegMode(self._handle, _SEGMENTED)

    def lines(self, image: Image.Image) -> tuple[RecognisedLine, ...]:
        """The lines of an upright RGB picture, in tesseract's reading order."""
        if letters.count(image) < _PERHAPS_TEXT:
            return ()
        if max(image.size) <= _SMALL_PRINT:
            size = (image.width * 2, image.height * 2)
            image = image.resize(size, Image.Resampling.BICUBIC)
        grey = image.convert("L")
        api, handle = self._library, self._handle
        api.TessBaseAPISetImage(handle, grey.tobytes(), grey.width, grey.height, 1, grey.width)
        api.TessBaseAPISetSourceResolution(handle, _RESOLUTION)
        try:
            if api.TessBaseAPIRecognize(handle, None):
                return ()
            return tuple(self._recognised(grey.size))
        finally:
            api.TessBaseAPIClear(handle)

    def _recognised(self, size: tuple[int, int]) -> Iterator[RecognisedLine]:
        if not (found := self._library.TessBaseAPIGetIterator(self._handle)):
            return
        try:
            words: list[tuple[PlacedWord, float]] = []
            more = True
            while more:
                if (word := self._word(found, size)) is not None:
                    words.append(word)
                is_last = self._library.TessPageIteratorIsAtFinalElement(found, _LINE, _WORD)
                if is_last and words:
                    if (line := _line(words)).confidence >= _LEAST_CONFIDENCE:
                        yield line
                    words = []
                more = bool(self._library.TessResultIteratorNext(found, _WORD))
        finally:
            self._library.TessResultIteratorDelete(found)

    def _word(self, found: Any, size: tuple[int, int]) -> tuple[PlacedWord, float] | None:
        if not (text := self._library.TessResultIteratorGetUTF8Text(found, _WORD)):
            return None
        try:
            word = (ctypes.string_at(text)).decode("utf-8", "replace").strip()
        finally:
            self._library.TessDeleteText(text)
        sides = [ctypes.c_int() for _ in range(4)]
        pointers = map(ctypes.byref, sides)
        placed = self._library.TessPageIteratorBoundingBox(found, _WORD, *pointers)
        if not word or not placed:
            return None
        left, top, right, bottom = (side.value for side in sides)
        width, height = size
        area = (left / width, top / height, (right - left) / width, (bottom - top) / height)
        confidence = self._library.TessResultIteratorConfidence(found, _WORD) / 100
        return PlacedWord(word, area), confidence


def _line(words: list[tuple[PlacedWord, float]]) -> RecognisedLine:
    length = sum(len(word.text) for word, _ in words)
    surely = math.fsum(len(word.text) * confidence for word, confidence in words) / length
    placed = tuple(word for word, _ in words)
    return RecognisedLine(" ".join(word.text for word in placed), surely, placed)


@lru_cache(maxsize=1)
def _library() -> ctypes.CDLL:
    for name in _LIBRARIES:
        try:
            return _declared(ctypes.CDLL(name))
        except (OSError, AttributeError):
            continue
    raise UnreadableFileError(reasons.NO_TESSERACT, may_pass=True)


def _declared(library: ctypes.CDLL) -> ctypes.CDLL:
    handle, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    pointer = ctypes.POINTER(number)
    calls: dict[str, tuple[Any, list[Any]]] = {
        "TessBaseAPICreate": (handle, []),
        "TessBaseAPIDelete": (None, [handle]),
        "TessBaseAPIInit3": (number, [handle, text, text]),
        "TessBaseAPISetPageSegMode": (None, [handle, number]),
        "TessBaseAPISetImage": (None, [handle, text, number, number, number, number]),
        "TessBaseAPISetSourceResolution": (None, [handle, number]),
        "TessBaseAPIRecognize": (number, [handle, handle]),
        "TessBaseAPIGetIterator": (handle, [handle]),
        "TessBaseAPIClear": (None, [handle]),
        "TessResultIteratorDelete": (None, [handle]),
        "TessResultIteratorNext": (number, [handle, number]),
        # As a plain pointer: ctypes would copy the text and lose what is to be freed.
        "TessResultIteratorGetUTF8Text": (handle, [handle, number]),
        "TessResultIteratorConfidence": (ctypes.c_float, [handle, number]),
        "TessDeleteText": (None, [handle]),
        "TessPageIteratorBoundingBox": (number, [handle, number, *[pointer] * 4]),
        "TessPageIteratorIsAtFinalElement": (number, [handle, number, number]),
    }
    for name, (gives, takes) in calls.items():
        call = getattr(library, name)
        call.restype, call.argtypes = gives, takes
    return library
