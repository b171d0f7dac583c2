"""Text in pictures by rapidocr: PP-OCR's models, which lie in its package, in ONNX Runtime."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import rapidocr
from PIL import Image
from rapidocr import RapidOCR

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import PlacedWord, RecognisedLine, Recognition
from grsearch_desktop.extract.recognise import letters
from grsearch_desktop.extract.recognise.line_reading import LineReader
from grsearch_desktop.extract.recognise.reading_order import Place, order
from grsearch_desktop.extract.recognise.tiles import TilingDetector, cropped

_MODELS = Path(rapidocr.__file__).parent / "models"
_LEAST_CONFIDENCE = 0.5
_DETECTED_AT = 1280
"""Pixels of the long side in which lines are looked for: a third less time than in all pixels, and
the same lines. They are read in all pixels."""
_SHORTEST = 64
"""Pixels to which a line is widened, of the 48 that it is high; 320 in rapidocr: most lines on a
screen are shorter."""
_SURELY_TEXT = 20
"""Letters in rows from which on a picture is read without a glance before."""
_GLANCE = 640
"""Pixels of the long side of a picture in which lines are looked for first: a quarter second."""
_GLANCED_AT = 16
"""Lines that are read then: what is taken for lines on photos is mostly leaves and bricks."""
_PERHAPS = 0.3
"""How surely a sign is read, at least, if there may be text."""
_FEWEST_SIGNS = 2
"""Letters and digits: one alone is mostly a wheel, a window or a leaf."""
_UPRIGHT = 0.9
"""Below this confidence, over all letters, a picture may stand on its head."""
_TALL = 1.5


class RapidRecogniser:
    """Latin and Chinese script. Nothing is fetched and nothing written: all models are named."""

    def __init__(self, preferences: Recognition) -> None:
        logging.getLogger("RapidOCR").handlers.clear()
        cv2.setNumThreads(1)
        self._rapid: Any = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.text_score": 0.0,
                "Global.max_side_len": 200_000,
                "Global.return_word_box": True,
                # It takes lines of small print on screens for lines on their head.
                "Global.use_cls": False,
                "Det.model_path": str(_MODELS / "PP-OCRv6_det_small.onnx"),
                "Det.limit_type": "max",
                "Det.limit_side_len": _DETECTED_AT,
                "Rec.model_path": str(_model(preferences)),
                "Rec.rec_img_shape": [3, 48, _SHORTEST],
                "EngineConfig.onnxruntime.intra_op_num_threads": preferences.threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )
        self._detector = self._rapid._load_det_model()
        self._rapid.text_det = TilingDetector(self._detector)
        self._rapid.text_rec = LineReader(self._rapid._load_rec_model())

    def lines(self, image: Image.Image) -> tuple[RecognisedLine, ...]:
        """The lines of an RGB picture, in reading order; none where it has no text.

        A picture that lies on its side or stands on its head is read as it should stand.
        """
        if not any(map(self._may_hold_text, cropped(image))):
            return ()
        pixels = _as_rapid(image)
        best = self._read(pixels, 0)
        if best.signs(_PERHAPS) < _FEWEST_SIGNS and not _are_tall(best.boxes):
            return ()
        for turns in best.other_turns():
            best = max(best, self._read(pixels, turns), key=_Reading.weight)
        return tuple(best.lines()) if best.signs(_LEAST_CONFIDENCE) >= _FEWEST_SIGNS else ()

    def _may_hold_text(self, image: Image.Image) -> bool:
        # Looking for lines in a small picture is no more work than a glance at it.
        if max(image.size) <= _GLANCE or letters.count(image) >= _SURELY_TEXT:
            return True
        small = image.copy()
        small.thumbnail((_GLANCE, _GLANCE), Image.Resampling.BILINEAR, reducing_gap=2.0)
        found = self._detector(_as_rapid(small))
        if found.boxes is None:
            return False
        if _are_tall(found.boxes):
            return True  # text on its side can't be read as it is
        boxes = np.asarray(found.boxes, np.float32) * (max(image.size) / max(small.size))
        best = np.argsort(found.scores)[::-1][:_GLANCED_AT]
        lines = self._rapid.crop_text_regions(_as_rapid(image), boxes[best])
        read = self._rapid.recognize_txt(lines)
        return _signs_of(read.txts, read.scores, _PERHAPS) > 0

    def _read(self, pixels: np.ndarray, turns: int) -> "_Reading":
        """turns: how many quarters to the left it is turned before."""
        turned = np.ascontiguousarray(np.rot90(pixels, turns))
        found = self._rapid(turned, use_rec=True)
        if not getattr(found, "txts", None):
            return _Reading(turns, turned.shape[:2], (), (), (), ())
        return _Reading(
            turns, turned.shape[:2], found.txts, found.scores, found.boxes, found.word_results
        )


@dataclass(frozen=True)
class _Reading:
    """What rapidocr read of a picture that was turned; boxes are four corners, in pixels."""

    turns: int
    shape: tuple[int, ...]
    texts: tuple[str, ...]
    scores: tuple[float, ...]
    boxes: Any
    words: Any

    def weight(self) -> float:
        """How much was read, and how surely."""
        return sum(
            score * len(text)
            for text, score in zip(self.texts, self.scores, strict=True)
            if score >= _LEAST_CONFIDENCE
        )

    def signs(self, surely: float) -> int:
        """Letters and digits in lines that are read so surely, at least."""
        return _signs_of(self.texts, self.scores, surely)

    def other_turns(self) -> tuple[int, ...]:
        """By how many quarters it should be turned instead, as far as the lines tell."""
        if not self.texts:
            return ()
        if _are_tall(self.boxes):
            return 1, 3
        length = sum(map(len, self.texts))
        scored = zip(self.texts, self.scores, strict=True)
        surely = sum(score * len(text) for text, score in scored) / length
        return (2,) if surely < _UPRIGHT and len(self.texts) > 1 else ()

    def lines(self) -> Iterator[RecognisedLine]:
        """In reading order, without those that are little more than guessed."""
        for index in order(_places(self.boxes)):
            if self.scores[index] >= _LEAST_CONFIDENCE:
                words = tuple(self._placed(text, box) for text, _, box in self.words[index])
                yield RecognisedLine(self.texts[index], float(self.scores[index]), words)

    def _placed(self, text: str, corners: Any) -> PlacedWord:
        height, width = self.shape
        points = np.asarray(corners, np.float64) / (width, height)
        for _ in range(self.turns):
            points = np.stack((1 - points[:, 1], points[:, 0]), axis=1)
        points = points.clip(0, 1)
        (left, top), (right, bottom) = points.min(0).tolist(), points.max(0).tolist()
        return PlacedWord(text, (left, top, right - left, bottom - top))


def _are_tall(boxes: Any) -> bool:
    """Whether most of what was taken for lines, by its length, stands upright."""
    sides = [np.ptp(np.asarray(box), axis=0) for box in boxes]
    tall = sum(height for width, height in sides if height > _TALL * width)
    return bool(tall > sum(width for width, height in sides if height <= _TALL * width))


def _as_rapid(image: Image.Image) -> np.ndarray:
    """As rapidocr takes pictures: blue, green, red."""
    return np.ascontiguousarray(np.asarray(image)[:, :, ::-1])


def _signs_of(texts: Iterable[str], scores: Iterable[float], surely: float) -> int:
    scored = zip(texts, scores, strict=True)
    return sum(sum(map(str.isalnum, text)) for text, score in scored if score >= surely)


def _places(boxes: Any) -> list[Place]:
    """Where lines stand, as if the picture were not a little askew."""
    if not len(boxes):
        return []
    corners = np.asarray(boxes, np.float64)
    along = corners[:, 1] - corners[:, 0]
    slope = float(np.median(np.arctan2(along[:, 1], along[:, 0])))
    cosine, sine = np.cos(slope), np.sin(slope)
    level = corners @ np.array([[cosine, -sine], [sine, cosine]])
    return [Place(*box.min(0).tolist(), *box.max(0).tolist()) for box in level]


def _model(preferences: Recognition) -> Path:
    """The recognition model: that of the first further language, or the one in the box."""
    if not preferences.languages:
        return _MODELS / "PP-OCRv6_rec_small.onnx"
    language = preferences.languages[0]
    folder = Path(preferences.models) if preferences.models else None
    found = sorted(folder.glob(f"{language}_PP-OCR*_rec*.onnx")) if folder else []
    if not found:
        raise UnreadableFileError(reasons.no_such_script(language), may_pass=True)
    return found[-1]
