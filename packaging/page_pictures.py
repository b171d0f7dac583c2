"""Pictures of pages of text, from which the bundled model's prior learns what a page looks like."""

from dataclasses import dataclass

import numpy as np
import pymupdf
from numpy.typing import NDArray

LONG_SIDE = 448
"""pixels, as the readers render a page"""
MARGIN = 56
GUTTER = 14
TITLE_SIZE = 20
STEP = 3
"""Every third passage begins a page of each layout."""


@dataclass(frozen=True)
class Layout:
    paper: str
    """as PyMuPDF names it; "-l" is landscape"""
    columns: int
    letters: float
    """size in points"""
    titled: bool
    passages: int


LAYOUTS = (
    Layout("a4", 1, 11, True, 11),
    Layout("a4", 2, 9, True, 22),
    Layout("letter", 2, 10, False, 18),
    Layout("letter", 1, 12, False, 9),
    Layout("a4", 1, 11, False, 3),
    Layout("a5-l", 1, 18, True, 1),
)
"""A report, two papers, a manuscript, a letter, a slide."""


def page_pictures(passages: list[str]) -> list[NDArray[np.uint8]]:
    """The passages in every layout, each picture uint8, shape (height, width, 3)."""
    pictures = []
    for layout in LAYOUTS:
        for start in range(0, len(passages), STEP):
            texts = [passages[(start + n) % len(passages)] for n in range(layout.passages)]
            with pymupdf.open() as document:
                paper = pymupdf.paper_rect(layout.paper)
                page = document.new_page(width=paper.width, height=paper.height)
                _fill(page, layout, texts)
                pictures.append(_rendered(page))
    return pictures


def _fill(page: pymupdf.Page, layout: Layout, texts: list[str]) -> None:
    area = pymupdf.Rect(MARGIN, MARGIN, page.rect.x1 - MARGIN, page.rect.y1 - MARGIN)
    top = area.y0
    if layout.titled:
        title = " ".join(texts[0].split()[:5])
        _write(page, (area.x0, top, area.x1, top + 40), title, TITLE_SIZE, "hebo")
        top += 46
    width = (area.width + GUTTER) / layout.columns
    share = -(-len(texts) // layout.columns)
    for column in range(layout.columns):
        left = area.x0 + column * width
        words = "\n\n".join(texts[column * share : (column + 1) * share])
        box = (left, top, left + width - GUTTER, area.y1)
        _write(page, box, words, layout.letters, "tiro" if layout.columns > 1 else "helv")


def _write(
    page: pymupdf.Page, box: tuple[float, float, float, float], words: str, size: float, font: str
) -> None:
    if page.insert_textbox(box, words, fontsize=size, fontname=font) < 0:
        raise SystemExit("A passage of the prior is too long for its page; see LAYOUTS.")


def _rendered(page: pymupdf.Page) -> NDArray[np.uint8]:
    scale = LONG_SIDE / max(page.rect.width, page.rect.height)
    drawn = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False)
    pixels = np.frombuffer(drawn.samples, np.uint8)
    return pixels.reshape(drawn.height, drawn.width, 3)
