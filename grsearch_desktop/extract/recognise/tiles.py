"""Long pictures in parts that share a seam: scaled down whole, their small print would be lost."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from rapidocr.ch_ppocr_det.utils import TextDetOutput

from grsearch_desktop.extract.readers.recognisable import is_long

_LENGTH = 1280
"""Pixels of a part along the picture, at least; it is as long as the picture is broad."""
_SEAM = 160
"""Pixels that two parts share, so that one of them shows each line whole."""
_ON_ONE_LINE = 0.5
"""Of the height of the lower box: two that share so much are of one line."""

Boxes = NDArray[np.float32]
"""Corners in pixels, shape (N, 4, 2)."""


def parts(width: int, height: int) -> list[tuple[int, int, int, int]]:
    """Left, top, right and bottom of the parts of a picture, in their order; one where it is not
    long."""
    long, short = max(width, height), min(width, height)
    length = max(_LENGTH, short)
    if not is_long(width, height) or long <= length:
        return [(0, 0, width, height)]
    count = -(-(long - _SEAM) // (length - _SEAM))
    begins = np.linspace(0, long - length, count).astype(int).tolist()
    if height > width:
        return [(0, begin, width, begin + length) for begin in begins]
    return [(begin, 0, begin + length, height) for begin in begins]


def cropped(image: Image.Image) -> Iterator[Image.Image]:
    """The parts of a picture as pictures."""
    places = parts(*image.size)
    return (image.crop(place) if len(places) > 1 else image for place in places)


class TilingDetector:
    """Looks for lines in each part of a picture, in rapidocr's detector's place."""

    def __init__(self, detector: Any) -> None:
        self._detector = detector

    def __call__(self, pixels: np.ndarray) -> TextDetOutput:
        """pixels: shape (height, width, 3)."""
        places = parts(pixels.shape[1], pixels.shape[0])
        if len(places) == 1:
            return self._detector(pixels)
        boxes: Boxes = np.zeros((0, 4, 2), np.float32)
        scores: list[float] = []
        for left, top, right, bottom in places:
            found = self._detector(np.ascontiguousarray(pixels[top:bottom, left:right]))
            if found.boxes is not None:
                moved = np.asarray(found.boxes, np.float32) + np.array((left, top), np.float32)
                boxes, scores = _joined(boxes, scores, moved, list(found.scores))
        if not len(boxes):
            return TextDetOutput()
        order = np.lexsort((boxes[:, 0, 0], boxes[:, :, 1].mean(axis=1)))
        return TextDetOutput(pixels, boxes[order], [scores[place] for place in order.tolist()])


def _joined(
    before: Boxes, scores: list[float], added: Boxes, added_scores: list[float]
) -> tuple[Boxes, list[float]]:
    """Boxes of parts so far with those of the next part: one that both show, wholly or in part, is
    one."""
    kept, kept_scores = list(before), list(scores)
    for box, score in zip(added, added_scores, strict=True):
        same = [place for place in range(len(before)) if _are_one(kept[place], box)]
        if not same:
            kept.append(box)
            kept_scores.append(score)
            continue
        first, *others = same
        kept[first] = _around(np.concatenate([box, *(kept[place] for place in same)]))
        kept_scores[first] = max(score, *(kept_scores[place] for place in same))
        for place in others:
            kept[place] = kept[first]
    boxes = np.asarray(kept, np.float32).reshape(-1, 4, 2)
    _, places = np.unique(boxes.reshape(-1, 8), axis=0, return_index=True)
    return boxes[np.sort(places)], [kept_scores[place] for place in np.sort(places).tolist()]


def _are_one(one: Boxes, other: Boxes) -> bool:
    (left, top), (right, bottom) = one.min(axis=0), one.max(axis=0)
    (its_left, its_top), (its_right, its_bottom) = other.min(axis=0), other.max(axis=0)
    shared = min(bottom, its_bottom) - max(top, its_top)
    low = min(bottom - top, its_bottom - its_top)
    return bool(min(right, its_right) > max(left, its_left) and shared >= _ON_ONE_LINE * low)


def _around(points: NDArray[np.float32]) -> NDArray[np.float32]:
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return np.array(((left, top), (right, top), (right, bottom), (left, bottom)), np.float32)
