"""The moments of a film: a grid over its length, of which each one is a page."""

from dataclasses import dataclass
from math import ceil

MOST = 200
"""Moments of one film."""
SHORTEST = 5
"""Seconds of a moment: a sentence or two."""
COARSE = 60
"""Seconds between two looks beyond which a person is told."""


@dataclass(frozen=True)
class Moments:
    """A film of `duration` seconds as pages from 1, each `step` seconds long.

    The grid follows from the length alone, so that words and frames, which are read at different
    times, agree about which page they belong to.
    """

    duration: float

    @property
    def step(self) -> int:
        """Seconds; whole, so that the name of a moment is where it begins."""
        return max(SHORTEST, ceil(self.duration / MOST))

    @property
    def count(self) -> int:
        """At least 1."""
        return max(1, ceil(self.duration / self.step))

    def page_at(self, seconds: float) -> int:
        """The page of a point in time; before and after the film, its first and its last."""
        return min(max(int(seconds // self.step) + 1, 1), self.count)

    def start(self, page: int) -> int:
        """Seconds from the beginning."""
        return (page - 1) * self.step

    def middle(self, page: int) -> float:
        """Seconds from the beginning."""
        start = self.start(page)
        return (start + max(start, min(start + self.step, self.duration))) / 2

    def name(self, page: int) -> str:
        """What a person calls the page.

        >>> Moments(751).name(151)
        '0:12:30'
        """
        return clock(self.start(page))


def clock(seconds: float) -> str:
    """Hours, minutes and seconds, as players show them."""
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
