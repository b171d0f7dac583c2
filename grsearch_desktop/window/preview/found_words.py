"""Found words on a drawn page: neighbours as one, and on what ground they stand."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QImage

Box = tuple[float, float, float, float]
"""x, y, width and height, as shares of the page's width and height."""

_GAP = 0.6
"""Of a word's height: two words that are nearer stand side by side."""
_SAME_LINE = 0.6
"""Of the lower word's height, that the other must share."""
_DARK = 0.45
"""Lightness below which the ground of a word is dark."""


@dataclass(frozen=True)
class FoundWords:
    """Words in a row that were found."""

    box: Box
    on_dark: bool = False
    """Whether they stand in light on dark, so that what marks them must be dark too."""

    def within(self, page: QRectF) -> QRectF:
        """The place in a page that is seen there."""
        x, y, wide, high = self.box
        return QRectF(
            page.x() + x * page.width(),
            page.y() + y * page.height(),
            wide * page.width(),
            high * page.height(),
        )


def found_words(boxes: Iterable[Box], page: QImage) -> tuple[FoundWords, ...]:
    """The words in their order, those side by side as one.

    page: as it was drawn. Looks at its pixels: not for a thread that paints.
    """
    shape = page.width() / max(page.height(), 1)
    return tuple(FoundWords(box, _is_dark(page, box)) for box in joined(boxes, shape))


def joined(boxes: Iterable[Box], shape: float = 1.0) -> list[Box]:
    """Boxes that follow each other in a line as one. shape: the page's width by its height."""
    lines: list[Box] = []
    for box in boxes:
        if lines and _follows(lines[-1], box, shape):
            lines[-1] = _around(lines[-1], box)
        else:
            lines.append(box)
    return lines


def _follows(box: Box, other: Box, shape: float) -> bool:
    x, y, wide, high = box
    x2, y2, wide2, high2 = other
    shared = min(y + high, y2 + high2) - max(y, y2)
    if shared < _SAME_LINE * min(high, high2):
        return False
    # From right to left the next word stands before this one.
    gap = max(x2 - (x + wide), x - (x2 + wide2))
    return abs(gap) * shape <= _GAP * max(high, high2)


def _around(box: Box, other: Box) -> Box:
    x, y = min(box[0], other[0]), min(box[1], other[1])
    right = max(box[0] + box[2], other[0] + other[2])
    below = max(box[1] + box[3], other[1] + other[3])
    return x, y, right - x, below - y


def _is_dark(page: QImage, box: Box) -> bool:
    x, y, wide, high = box
    area = QRect(
        int(x * page.width()),
        int(y * page.height()),
        max(1, round(wide * page.width())),
        max(1, round(high * page.height())),
    ).intersected(page.rect())
    if area.isEmpty():
        return False
    mode = Qt.TransformationMode.SmoothTransformation
    mean = page.copy(area).scaled(1, 1, Qt.AspectRatioMode.IgnoreAspectRatio, mode)
    return mean.pixelColor(0, 0).lightnessF() < _DARK
