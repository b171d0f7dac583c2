"""Many short texts in memory: told apart by numbers, or looked through all at once."""

import os
import re
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


class Values:
    """The different values of a column, by their numbers; there are never fewer."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}

    def numbers(self, values: Iterable[bytes]) -> list[int]:
        known = self._numbers
        return [known.setdefault(value, len(known)) for value in values]

    def number(self, value: bytes) -> int:
        """-1 where there is none."""
        return self._numbers.get(value, -1)

    def __len__(self) -> int:
        return len(self._numbers)

    def every(self) -> list[bytes]:
        """In the order of their numbers."""
        return list(self._numbers)

    def which(self, fits: Callable[[bytes], bool]) -> Mask:
        """By number, whether a value fits."""
        return np.fromiter(map(fits, self.every()), dtype=bool)


class JoinedTexts:
    """Texts in one stretch of bytes, ASCII letters small, as LIKE compares them."""

    def __init__(self, joined: bytes) -> None:
        """joined: texts in their order, NUL between."""
        self._texts = joined.lower() + b"\0"
        self._ends = np.flatnonzero(np.frombuffer(self._texts, np.uint8) == 0)

    def __len__(self) -> int:
        return len(self._ends)

    def holding(self, part: str) -> Mask:
        return self._at(part)

    def ending_with(self, part: str) -> Mask:
        return self._at(part + "\0")

    def _at(self, part: str) -> Mask:
        if "*" in part:
            found = re.finditer(pattern(part), self._texts, re.DOTALL)
            begins = np.fromiter((match.start() for match in found), dtype=np.int64)
        else:
            sought = part.encode("utf-8", "surrogateescape").lower()
            between = np.fromiter(map(len, self._texts.split(sought)), dtype=np.int64)
            begins = np.cumsum(between + len(sought))[:-1] - len(sought)
        held = np.zeros(len(self._ends), dtype=bool)
        # Nothing at all may be found behind the last name too.
        held[np.searchsorted(self._ends, begins[begins < len(self._texts)])] = True
        return held


def pattern(text: str) -> bytes:
    """A regular expression for a text in small ASCII letters, in which * stands for anything."""
    parts = os.fsencode(text).lower().split(b"*")
    return rb"[^\0]*?".join(map(re.escape, parts))
