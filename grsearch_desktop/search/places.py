"""Cities of the world by name and by place, from a list that is shipped: nothing is asked online.

The list (resources/places, made by packaging/build_places.py) is a gzip of: a line of JSON with the
number of cities, N, and the countries (code, name); four columns of N 32-bit integers, the smallest
byte first: 1/10,000 degrees north, east, people, number of the country; and a line of names for
each city, the largest first: the name as it is shown, a tab, and all names folded, | between.
"""

import gzip
import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Self

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.paths import resources
from grsearch_desktop.store.conditions import Circle
from grsearch_desktop.store.facts import kilometres, words

_COORDINATES = re.compile(r"\s*(-?\d{1,2}(?:\.\d*)?)\s*[,;]\s*(-?\d{1,3}(?:\.\d*)?)\s*")
_NEAR = 25.0
"""Kilometres that are near a city of up to a million people, or a place named by degrees."""
_LARGE = 1_000_000
_FAR = 60.0
"""Kilometres from which on no city says where something is."""


@dataclass(frozen=True, eq=False)
class Cities:
    """The cities in the order of their size."""

    north: NDArray[np.float32]
    """Degrees, shape (N,), as `east`."""
    east: NDArray[np.float32]
    people: NDArray[np.int32]
    country: NDArray[np.int32]
    countries: tuple[tuple[str, str], ...]
    """Code and name."""
    whole: bytes
    begins: NDArray[np.int64]
    """Where the line of each begins in `whole`."""

    @classmethod
    def load(cls) -> Self:
        """From the shipped list."""
        whole = gzip.decompress((resources() / "places" / "cities.gz").read_bytes())
        first = whole.index(b"\n") + 1
        header = json.loads(whole[:first])
        count = int(header["cities"])
        columns = np.frombuffer(whole, "<i4", 4 * count, first).reshape(4, count)
        start = first + 16 * count
        ends = np.flatnonzero(np.frombuffer(whole, np.uint8, -1, start) == ord("\n"))
        return cls(
            (columns[0] / 10_000).astype(np.float32),
            (columns[1] / 10_000).astype(np.float32),
            columns[2].copy(),
            columns[3].copy(),
            tuple((code, name) for code, name in header["countries"]),
            whole,
            np.concatenate(([0], ends + 1)) + start,
        )

    def named(self, name: str) -> list[int]:
        """The numbers of the cities of a name in any language, or (Paris, US) of those there."""
        city, comma, country = name.rpartition(",")
        if comma and (found := self._of_name(city)):
            wanted = folded(country)
            here = [at for at, one in enumerate(self.countries) if wanted in map(folded, one)]
            return [number for number in found if self.country[number] in here]
        return self._of_name(name)

    def reach(self, number: int) -> float:
        """How many kilometres are near a city: 25, of a city of ten million people 44."""
        return _NEAR * max(float(self.people[number]) / _LARGE, 1.0) ** 0.25

    def around(self, north: float, east: float) -> tuple[str, ...]:
        """The city that is nearest, the largest that it is near to, and their country, by name."""
        # A box first: a degree north is 111 km, and one east the less the farther from the equator.
        width = _FAR / (111.0 * max(float(np.cos(np.radians(north))), 0.01))
        turned = np.abs(self.east - east)
        turned = np.minimum(turned, 360 - turned)
        box = (np.abs(self.north - north) < _FAR / 111.0) & (turned < width)
        close = np.flatnonzero(box)
        if not len(close):
            return ()
        here = Circle(north, east, _FAR)
        far = kilometres(self.north[close], self.east[close], here)
        nearest = int(close[np.argmin(far)])
        if far.min() > _FAR:
            return ()
        largest = next(
            (int(n) for n, away in zip(close, far, strict=True) if away < self.reach(int(n))),
            nearest,
        )
        country = self.countries[self.country[nearest]][1]
        shown = (self._shown(nearest), self._shown(largest), country)
        return tuple(dict.fromkeys(shown))

    def _of_name(self, name: str) -> list[int]:
        if not (sought := folded(name)):
            return []
        found = []
        at = self.whole.find(mark := f"|{sought}|".encode(), int(self.begins[0]))
        while at >= 0:
            found.append(at)
            at = self.whole.find(mark, at + 1)
        lines = np.searchsorted(self.begins, found, side="right") - 1
        return sorted(set(lines.tolist()))

    def _shown(self, number: int) -> str:
        begin = int(self.begins[number])
        return self.whole[begin : self.whole.index(b"\t", begin)].decode()


@cache
def known() -> Cities:
    """The list, read when it is first needed."""
    return Cities.load()


@lru_cache(64)
def circles(value: str) -> tuple[Circle, ...]:
    """What `near:` means by a city or by degrees north and east (38.7,-9.1): around each city of
    that name, for a person who has been to one of them has rarely been to the others; () for a
    place that is not known."""
    if given := _COORDINATES.fullmatch(value):
        north, east = map(float, given.groups())
        within = abs(north) <= 90 and abs(east) <= 180
        return (Circle(north, east, _NEAR),) if within else ()
    cities = known()
    return tuple(
        Circle(float(cities.north[n]), float(cities.east[n]), cities.reach(n))
        for n in cities.named(value)
    )


def around(north: float, east: float) -> tuple[str, ...]:
    """The names of cities and of the country where a place is, from near to far; () at sea."""
    return known().around(north, east)


def folded(name: str) -> str:
    """A name as it is looked for.

    >>> folded("São Paulo")
    'sao paulo'
    """
    return words(name).strip()
