"""How large a page is seen, and how far it can be moved then."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QSize, QSizeF

MARGIN = 16
"""Pixels around the page."""
_LEAST = 40.0
"""Pixels that a page is wide at least."""


class Zoom(Enum):
    """How large a page is seen."""

    WIDTH = "width"
    WHOLE = "whole"
    FREE = "free"


@dataclass(frozen=True)
class Room:
    """The room for a page, in pixels of the window."""

    size: QSize
    """Without scroll bars."""
    bar: int
    """What a scroll bar takes of it."""

    def fitting(self, zoom: Zoom, shape: float, most: float | None) -> QSizeF:
        """The size of a page that fits. shape: height by width; most: width of a picture that
        has no more pixels."""
        wide = max(self.size.width() - 2.0 * MARGIN, _LEAST)
        high = max(self.size.height() - 2.0 * MARGIN, _LEAST)
        if zoom is Zoom.WHOLE:
            wide = min(wide, high / max(shape, 0.001))
        elif wide * shape > high:
            wide = max(_LEAST, wide - self.bar)
        if most is not None:
            wide = min(wide, most)
        return QSizeF(wide, wide * shape)

    def beyond(self, page: QSizeF) -> tuple[int, int, QSize]:
        """By how many pixels a page is too wide and too high with what is around it, and the room
        that scroll bars leave."""
        wide, high = page.width() + 2 * MARGIN, page.height() + 2 * MARGIN
        # A bar takes room, for which the other one may be needed.
        down = high > self.size.height() + 1
        across = wide > self.size.width() - (self.bar if down else 0) + 1
        down = high > self.size.height() - (self.bar if across else 0) + 1
        left = self.size - QSize(self.bar if down else 0, self.bar if across else 0)
        return (
            max(0, round(wide - left.width())) if across else 0,
            max(0, round(high - left.height())) if down else 0,
            left,
        )


def start(room: float, size: float, moved: int) -> float:
    """Where a page begins in its room, in the middle if there is room for all of it."""
    free = room - size
    return free / 2 if free >= 2 * MARGIN else float(MARGIN - moved)


def moved_to_show(start: float, end: float, room: int, around: int) -> int:
    """By how much to move the page, so that what reaches from start to end is in the middle; 0
    where it is seen with as much around it already."""
    if start < around or end > room - around:
        return round((start + end - room) / 2)
    return 0
