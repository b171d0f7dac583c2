"""Documents shown as pictures instead of texts: the page that a text would be, drawn.

GR-CLIP (arXiv 2507.19054, section 3) replaces a share of the texts of NFCorpus by pictures with the
same content, and sees how much worse they are found. Here a page is drawn by Pillow with the fonts
of MuPDF: no display and no font of the system is needed, and the same text gives the same bytes.
"""

import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from grsearch_desktop.evaluate.dataset import DataSet, Document
from grsearch_desktop.evaluate.sets.kept import is_kept, keep_picture
from grsearch_desktop.extract.readers import fonts

WIDTH = 448
"""Pixels. Twice what the smallest models take, a little more than what the largest do (378, 384):
none has to enlarge a page, and letters of 9 pixels are still letters."""
LONGEST = 634
"""Pixels: a page of A4 has 1.414 times its width. A page is square while its text has room in a
square, since most models cut the middle square out of a picture."""
SIZES = (17, 15, 13, 11, 9)
"""Pixels: the largest in which the whole text fits, so that no text stands in an empty page."""
MARGIN = 20
_LINE = 1.25
_AFTER_PART = 0.6
"""From line to line, and below the title, in font sizes."""
_FORM = 1
"""Goes up when the same text gives another picture."""


def as_screenshots(dataset: DataSet, share: float, folder: Path, *, seed: int = 0) -> DataSet:
    """The set with `share` (0 to 1) of its texts shown as pictures, and the others as texts.

    Each document that has a text is one or the other: where it has a picture of its own that is
    shown, else a page of its text, which is drawn into `folder` and kept there. Which ones are
    shown is drawn by `seed`; those of a smaller share are among those of a larger, so that a
    sweep encodes each document twice at most. Raises ValueError on other shares, NoRoomError.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"{share} is no share")
    worded = [document.corpus_id for document in dataset.documents if document.text]
    shown = set(drawn_by_lot(worded, seed)[: round(share * len(worded))])
    return replace(
        dataset,
        documents=tuple(
            document
            if not document.text
            else _pictured(document, folder, keeps_text=False)
            if document.corpus_id in shown
            else replace(document, image=None)
            for document in dataset.documents
        ),
    )


def with_screenshots(dataset: DataSet, folder: Path) -> DataSet:
    """The set with a picture beside each text: its own, else a page drawn into `folder`."""
    return replace(
        dataset,
        documents=tuple(
            _pictured(document, folder, keeps_text=True) for document in dataset.documents
        ),
    )


def drawn_by_lot(corpus_ids: Iterable[str], seed: int) -> list[str]:
    """In an order at random, in which two documents stand the same way in whatever set."""

    def lot(corpus_id: str) -> bytes:
        named = f"{seed}\0{corpus_id}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(named, digest_size=8).digest()

    return sorted(corpus_ids, key=lot)


def screenshot(title: str, text: str, folder: Path) -> Path:
    """A PNG of the page, drawn if the folder does not have it yet. Raises NoRoomError."""
    named = f"{_FORM}\0{title}\0{text}".encode("utf-8", "surrogatepass")
    path = folder / f"{hashlib.blake2b(named, digest_size=16).hexdigest()}.png"
    if not is_kept(path):
        keep_picture(path, page(title, text))
    return path


def page(title: str, text: str) -> Image.Image:
    """A page in black on white: the title in bold, the text below, lines broken at words.

    8 bits of grey; WIDTH pixels wide, WIDTH to LONGEST high. What has no room in the longest page
    in the smallest letters is cut off.
    """
    parts = ((_writing(title, fonts.BOLD), title), (_writing(text, fonts.REGULAR), text))
    for size in SIZES:
        lines = list(_lines(parts, size))
        height = round(sum(line.step for line in lines)) + 2 * MARGIN
        if height <= WIDTH:
            break
    image = Image.new("L", (WIDTH, min(max(height, WIDTH), LONGEST)), 255)
    pen, top = ImageDraw.Draw(image), float(MARGIN)
    for line in lines:
        if top + line.step > image.height - MARGIN / 2:
            break
        pen.text((MARGIN, round(top)), line.text, fill=0, font=line.font)
        top += line.step
    return image


@dataclass(frozen=True)
class _Line:
    text: str
    font: ImageFont.FreeTypeFont
    step: float
    """Pixels from its top to that of the next line."""


def _pictured(document: Document, folder: Path, *, keeps_text: bool) -> Document:
    image = document.image
    if image is None and document.text:
        title = document.title if document.text.startswith(document.title) else ""
        image = screenshot(title, document.text[len(title) :].strip(), folder)
    return replace(
        document,
        image=image,
        text=document.text if keeps_text else "",
        title=document.title if keeps_text else "",
    )


def _lines(parts: Sequence[tuple[str, str]], size: int) -> Iterator[_Line]:
    """`parts`: the font and the words of each; there is room between them."""
    for name, words in parts:
        font = _font(name, size)
        broken = _broken(words, name, size)
        for number, line in enumerate(broken, 1):
            after = _AFTER_PART if number == len(broken) else 0
            yield _Line(line, font, size * (_LINE + after))


def _broken(text: str, name: str, size: int) -> list[str]:
    """The text in lines no wider than the page; a word that is wider goes on below."""
    lines: list[str] = []
    width, space = WIDTH - 2 * MARGIN, _length(" ", name, size)
    for paragraph in text.splitlines():
        line, used = "", 0.0
        for word in paragraph.split():
            for piece in _pieces(word, name, size, width):
                length = _length(piece, name, size)
                if line and used + space + length > width:
                    lines.append(line)
                    line, used = piece, length
                else:
                    used += length + (space if line else 0)
                    line = f"{line} {piece}" if line else piece
        if line:
            lines.append(line)
    return lines


def _pieces(word: str, name: str, size: int, width: float) -> Iterator[str]:
    """A word, in parts where it is wider than a line: Chinese has no spaces."""
    while (length := _length(word, name, size)) > width:
        count = max(1, int(len(word) * width / length))
        while count > 1 and _length(word[:count], name, size) > width:
            count -= 1
        yield word[:count]
        word = word[count:]
    yield word


def _writing(text: str, preferred: str) -> str:
    """The preferred font, or one that has all letters of the text."""
    return preferred if fonts.can_write(preferred, text) else fonts.EVERY_SCRIPT


@lru_cache(maxsize=100_000)
def _length(word: str, name: str, size: int) -> float:
    """Pixels. Remembered: most words of a corpus come again and again."""
    return _font(name, size).getlength(word)


@lru_cache(maxsize=3 * len(SIZES))
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    file = io.BytesIO(fonts.font_file(name))
    # Not raqm, which some builds of Pillow have and others have not: it sets letters otherwise.
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)
