"""Which texts are nearly one: by 128 of the hashes of all three words in a row.

The smallest hashes of a text are a fair sample of it (Broder 1997): the share that two texts have
in common among the smallest of both is about the share of what they have in common of all that is
in either of them (Jaccard). Signs, case and where lines end don't count: each form of a file sets
them anew. Numbers count in short texts: the bills of two months are not one.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

_KEPT = 128
"""Hashes of one text."""
_SAME = 0.88
"""What two texts have in common, at least, as their sketches tell it, if they are one: an estimate
that is 0.03 off in a third of all cases."""
_LENGTH = 0.85
"""Share of the words of the longer text that the shorter one has at least, if they are one."""
_WORDS = 20
"""A text of fewer is the same as another one of exactly the same letters and signs alone."""
_NUMBERED = 1000
"""Words below which two texts that are one have the same numbers."""
_BAND = 4
"""The smallest hashes of a text: one that is nearly the same has one of them too, among its own
smallest, in 9,999 cases of 10,000."""
_CROWD = 32
"""Texts of one band that are compared with each, at most."""
_AT_ONCE = 4096
"""Pairs that are compared at a time."""

_HEAD = np.dtype([("words", "<u4"), ("whole", "<u8"), ("numbers", "<u8")])
_NONE = np.uint32(0xFFFFFFFF)
"""Stands where a text has fewer hashes."""
_SPACE, _SIGN, _LETTER, _DIGIT, _ALONE = range(5)
"""Kinds of characters; the last: each is a word, for such a script writes no spaces."""
_UNSPACED = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x2E80, 0xA4CF), (0xF900, 0xFAFF))
"""Thai, Lao, Burmese; Chinese and Japanese."""
_SOFT_HYPHEN = "\u00ad"
_PRIMES = tuple(map(np.uint64, (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)))
_LONGEST = 64
"""Letters of a word, after which the place of a letter tells no more."""

_Hashes = NDArray[np.uint64]
_Pairs = NDArray[np.int64]
"""Places, shape (N, 2)."""


def sketch(texts: Iterable[str]) -> bytes:
    """What tells a text, given in parts; empty where there is none.

    How many words it has, what names all of its signs (where they are few), what names its numbers,
    and then up to _KEPT hashes, ascending, 4 bytes each.
    """
    text = "\n".join(texts).casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace(_SOFT_HYPHEN, "")
    points = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
    kinds = _kinds()[np.minimum(points, len(_kinds()) - 1)]
    words, numbers = _words(points, kinds)
    head = np.zeros(1, _HEAD)
    head["words"] = len(words)
    head["numbers"] = numbers
    if len(words) < _WORDS:
        signs = points[kinds != _SPACE].astype(np.uint64)
        if not len(signs):
            return b""
        head["whole"] = _mixed(signs + np.arange(len(signs), dtype=np.uint64) * _PRIMES[0]).sum()
    return head.tobytes() + _smallest(words).tobytes()


def word_count(sketched: bytes) -> int:
    """The words of the text of a sketch."""
    return int(np.frombuffer(sketched, _HEAD, count=1)["words"][0])


def is_short(sketched: bytes) -> bool:
    """Whether the text has so few words that all of its signs count."""
    return word_count(sketched) < _WORDS


def same_texts(sketches: Sequence[bytes]) -> list[tuple[int, int]]:
    """The pairs of texts that are nearly one, by their places, the smaller place first.

    sketches: all different; texts of equal ones are one.
    """
    heads = np.frombuffer(b"".join(one[: _HEAD.itemsize] for one in sketches), _HEAD)
    long = np.flatnonzero(heads["words"] >= _WORDS)
    if len(long) < 2:
        return []
    hashes = np.full((len(long), _KEPT), _NONE, dtype=np.uint32)
    for row, place in enumerate(long.tolist()):
        kept = np.frombuffer(sketches[place], "<u4", offset=_HEAD.itemsize)
        hashes[row, : len(kept)] = kept
    return [(one, other) for one, other in long[_nearly(heads[long], hashes)].tolist()]


def _nearly(heads: NDArray[np.void], hashes: NDArray[np.uint32]) -> _Pairs:
    """Pairs of different sketches, the smaller place first."""
    pairs = _candidates(hashes)
    words, numbers = heads["words"].astype(np.int64)[pairs], heads["numbers"][pairs]
    near = words.min(axis=1) >= _LENGTH * words.max(axis=1)
    near &= (words.min(axis=1) >= _NUMBERED) | (numbers[:, 0] == numbers[:, 1])
    pairs = pairs[near]
    batches = [pairs[begin : begin + _AT_ONCE] for begin in range(0, len(pairs), _AT_ONCE)]
    kept = [some[_in_common(*hashes[some.T]) >= _SAME] for some in batches]
    return np.concatenate(kept) if kept else pairs


def _candidates(hashes: NDArray[np.uint32]) -> _Pairs:
    """Pairs of texts that have one of their smallest hashes in common."""
    count = len(hashes)
    band = hashes[:, :_BAND].ravel()
    of_text = np.repeat(np.arange(count), _BAND)
    # Within a crowd, texts whose smallest hashes are the same stand together.
    order = np.lexsort((hashes[of_text, 0], band))
    band, of_text = band[order], of_text[order]
    found = []
    for apart in range(1, _CROWD + 1):
        equal = (band[apart:] == band[:-apart]) & (band[apart:] != _NONE)
        if not equal.any():
            break
        pairs = np.sort(np.stack((of_text[:-apart][equal], of_text[apart:][equal]), axis=1))
        found.append(pairs[:, 0] * count + pairs[:, 1])
    codes = np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
    pairs = np.stack(np.divmod(codes, count), axis=1)
    return pairs[pairs[:, 0] != pairs[:, 1]]


def _in_common(ones: NDArray[np.uint32], others: NDArray[np.uint32]) -> NDArray[np.float64]:
    """The share of the smallest hashes of two texts that both have; shape (N,)."""
    both = np.sort(np.concatenate((ones, others), axis=1), axis=1)
    again = np.zeros(both.shape, dtype=bool)
    again[:, 1:] = (both[:, 1:] == both[:, :-1]) & (both[:, 1:] != _NONE)
    different = np.cumsum(~again & (both != _NONE), axis=1)
    smallest = different <= _KEPT
    total = np.minimum(different[:, -1], _KEPT)
    return np.asarray((again & smallest).sum(axis=1) / np.maximum(total, 1))


def _words(points: NDArray[np.uint32], kinds: NDArray[np.uint8]) -> tuple[_Hashes, np.uint64]:
    """A hash of each word, and one of all words that have a digit in them, in no order: where the
    lines of a table end is another thing in each form."""
    letters = np.flatnonzero(kinds >= _LETTER)
    if not len(letters):
        return np.zeros(0, np.uint64), np.uint64(0)
    kinds = kinds[letters]
    begins = np.empty(len(letters), dtype=bool)
    begins[0] = True
    begins[1:] = np.diff(letters) > 1
    if kinds.max() == _ALONE:
        alone = kinds == _ALONE
        begins |= alone
        begins[1:] |= alone[:-1]
    starts = np.flatnonzero(begins)
    within = np.arange(len(letters)) - np.repeat(starts, np.diff(starts, append=len(letters)))
    weighed = points[letters] * _powers()[np.minimum(within, _LONGEST - 1)]
    words = _mixed(np.add.reduceat(weighed, starts))
    digits = kinds == _DIGIT
    numbers = words[np.logical_or.reduceat(digits, starts)] if digits.any() else words[:0]
    return words, _mixed(numbers).sum(dtype=np.uint64)


def _smallest(words: _Hashes) -> NDArray[np.uint32]:
    """Of the hashes of all three words in a row, or of fewer where there are no three."""
    if len(words) > 2:
        rows = words[:-2] * _PRIMES[0] + words[1:-1] * _PRIMES[1] + words[2:] * _PRIMES[2]
    else:
        rows = words
    hashes = (_mixed(rows) >> np.uint64(32)).astype("<u4")
    if len(hashes) > 4 * _KEPT:
        few = np.unique(np.partition(hashes, 4 * _KEPT)[: 4 * _KEPT])
        if len(few) >= _KEPT:
            return few[:_KEPT]
    return np.unique(hashes)[:_KEPT]


def _mixed(values: _Hashes) -> _Hashes:
    """Each bit of a value decides on all (splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


@cache
def _powers() -> _Hashes:
    return np.cumprod(np.full(_LONGEST, _PRIMES[1]), dtype=np.uint64)


@cache
def _kinds() -> NDArray[np.uint8]:
    """The kind of each character; the last stands for all above."""
    kinds = np.full((1 << 16) + 1, _SIGN, dtype=np.uint8)
    for point in range(1 << 16):
        character = chr(point)
        if character.isspace():
            kinds[point] = _SPACE
        elif character.isdecimal():
            kinds[point] = _DIGIT
        elif character.isalnum():
            kinds[point] = _LETTER
    for first, last in _UNSPACED:
        within = kinds[first : last + 1]
        within[within == _LETTER] = _ALONE
    kinds[-1] = _ALONE
    return kinds
