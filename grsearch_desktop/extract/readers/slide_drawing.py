"""Draws a slide as it roughly looks: boxes, words and pictures in their places.

Not what the presentation program shows, but near enough to recognise a slide and for a model to see
what is on it. No library that draws slides comes without an office program of its own.
"""

import io
import re
from functools import lru_cache
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from grsearch_desktop.extract.content import Drawing, Limits, Look, PlacedWord
from grsearch_desktop.extract.readers import fonts, pictures
from grsearch_desktop.extract.readers.package import Package
from grsearch_desktop.extract.readers.slide_parts import Box, Colour, SlideParts

_UNITS_A_POINT = 12_700
_MARGIN = 0.02
"""Of the slide's width, between a box and its words."""
_LINE = 1.2
"""From line to line, in font sizes."""
_SMALLEST = 5.0
_SHRINK = 0.85
_MOST_LETTERS = 3_000
_LIGHT = 140
"""Brightness of a ground, 0 to 255, from which on ink is black."""
_FARTHEST = 11.0
"""Of the long side: what lies or reaches beyond is no part of a slide."""
_WORD = re.compile(r"\S+")
_FAILURES = (OSError, SyntaxError, ValueError, TypeError, EOFError, NotImplementedError)


class SlideDrawing:
    """Draws the slides of one presentation, their long side `long_side` pixels."""

    def __init__(
        self, package: Package, limits: Limits, long_side: int = pictures.PAGE_SIDE
    ) -> None:
        self._package = package
        self._limits = limits
        self._parts = SlideParts(package)
        width, height = self._parts.size
        self._is_sharp = long_side > pictures.PAGE_SIDE
        self._scale = long_side / max(width, height)
        self._smallest = _SMALLEST * long_side / pictures.PAGE_SIDE
        self._farthest = _FARTHEST * long_side
        self._words: list[PlacedWord] = []
        self._size = max(1, round(width * self._scale)), max(1, round(height * self._scale))

    def look(self, part: str, number: int) -> Look:
        """The page image of one slide."""
        canvas = self._canvas(part)
        return pictures.page_image(*canvas.size, canvas.tobytes(), number)

    def sharp(self, part: str, pages: int) -> Drawing:
        """One slide of so many, with the places of its words."""
        self._words.clear()
        canvas = self._canvas(part)
        picture = pictures.encoded(canvas)
        return Drawing(picture, *canvas.size, words=tuple(self._words), pages=pages)

    def _canvas(self, part: str) -> Image.Image:
        ground = self._parts.background(part)
        canvas = Image.new("RGB", self._size, ground)
        pen = ImageDraw.Draw(canvas)
        for box in self._parts.boxes(part):
            self._draw(canvas, pen, box, ground)
        return canvas

    def _draw(self, canvas: Image.Image, pen: Any, box: Box, ground: Colour) -> None:
        left, top, width, height = (value * self._scale for value in box.area)
        far = self._farthest
        if not (-far < left < far and -far < top < far and width < far > height):
            return
        frame = (left, top, left + max(width, 1), top + max(height, 1))
        if box.fill is not None:
            (pen.ellipse if box.is_round else pen.rectangle)(frame, fill=box.fill)
        if box.picture:
            self._paste(canvas, box.picture, frame)
        if box.text:
            behind = box.fill or ground
            self._write(pen, box, frame, box.ink or _readable_on(behind))

    def _paste(
        self, canvas: Image.Image, name: str, frame: tuple[float, float, float, float]
    ) -> None:
        left, top, right, bottom = map(round, frame)
        size = max(1, right - left), max(1, bottom - top)
        try:
            with Image.open(io.BytesIO(self._package.read(name))) as image:
                if image.width * image.height > self._limits.pixels:
                    return
                image.draft("RGB", size)
                whole = image if self._is_sharp else pictures.shrunk(image)
                small = whole.convert("RGBA").resize(size)
        except _FAILURES:
            # A vector picture (EMF, WMF) or a broken one leaves its place empty.
            return
        canvas.paste(small, (left, top), small)

    def _write(
        self, pen: Any, box: Box, frame: tuple[float, float, float, float], ink: Colour
    ) -> None:
        text = box.text[:_MOST_LETTERS]
        margin = self._size[0] * _MARGIN
        width = max(frame[2] - frame[0] - 2 * margin, 8.0)
        height = max(frame[3] - frame[1], 8.0)
        size = max(box.points * _UNITS_A_POINT * self._scale, self._smallest)
        while True:
            font = _font(round(size, 1), text.isascii())
            lines = _wrapped(text, font, width)
            if len(lines) * size * _LINE <= height or size <= self._smallest:
                break
            size = max(size * _SHRINK, self._smallest)
        top = frame[1] + margin / 2
        if box.is_centred:
            top = max(top, (frame[1] + frame[3] - len(lines) * size * _LINE) / 2)
        for number, line in enumerate(lines):
            shift = (width - font.getlength(line)) / 2 if box.is_centred else 0
            place = (frame[0] + margin + shift, top + number * size * _LINE)
            pen.text(place, line, fill=ink, font=font)
            self._note_words(line, place, font, size)

    def _note_words(self, line: str, place: tuple[float, float], font: Any, size: float) -> None:
        """Keeps where the words of a line stand."""
        wide, high = self._size
        for word in _WORD.finditer(line):
            left = place[0] + font.getlength(line[: word.start()])
            area = (left / wide, place[1] / high, font.getlength(word[0]) / wide, size * 1.1 / high)
            if 0 <= area[0] < 1 and 0 <= area[1] < 1:
                self._words.append(PlacedWord(word[0], area))


def _wrapped(text: str, font: Any, width: float) -> list[str]:
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _units(paragraph):
            if line and font.getlength(line + word) > width:
                lines.append(line.rstrip())
                line = word.lstrip()
            else:
                line += word
        lines.append(line)
    return lines


def _units(paragraph: str) -> list[str]:
    """Words with the space after them; each letter alone where nothing has spaces."""
    words = paragraph.split(" ")
    if len(words) == 1 and not paragraph.isascii():
        return list(paragraph)
    return [f"{word} " for word in words]


def _readable_on(ground: Colour) -> Colour:
    red, green, blue = ground
    brightness = 0.299 * red + 0.587 * green + 0.114 * blue
    return (0, 0, 0) if brightness > _LIGHT else (255, 255, 255)


@lru_cache(maxsize=64)
def _font(size: float, is_plain: bool) -> Any:
    name = fonts.REGULAR if is_plain else fonts.EVERY_SCRIPT
    return ImageFont.truetype(io.BytesIO(fonts.font_file(name)), size)
