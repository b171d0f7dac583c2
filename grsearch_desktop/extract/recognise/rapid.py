"""Text in pictures by rapidocr: PP-OCR's models, which lie in its package, in ONNX Runtime."""

import logging
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import rapidocr
from PIL import Image
from rapidocr import RapidOCR

from grsearch_desktop.extract.content import PlacedWord, RecognisedLine, Recognition

_MODELS = Path(rapidocr.__file__).parent / "models"
_LEAST_CONFIDENCE = 0.5


class RapidRecogniser:
    """Latin and Chinese script. Nothing is fetched and nothing written: all models are named."""

    def __init__(self, preferences: Recognition) -> None:
        logging.getLogger("RapidOCR").handlers.clear()
        cv2.setNumThreads(1)
        self._rapid = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.text_score": _LEAST_CONFIDENCE,
                "Global.return_word_box": True,
                "Det.model_path": str(_MODELS / "PP-OCRv6_det_small.onnx"),
                "Rec.model_path": str(_MODELS / "PP-OCRv6_rec_small.onnx"),
                "Cls.model_path": str(_MODELS / "ch_ppocr_mobile_v2.0_cls_mobile.onnx"),
                "EngineConfig.onnxruntime.intra_op_num_threads": preferences.threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def lines(self, image: Image.Image) -> tuple[RecognisedLine, ...]:
        """The lines of an upright RGB picture, in reading order; none where it has no text."""
        pixels = np.asarray(image)[:, :, ::-1]
        found = self._rapid(np.ascontiguousarray(pixels))
        if not found.txts:
            return ()
        return tuple(
            RecognisedLine(text, float(score), _words(words, image.size))
            for text, score, words in zip(found.txts, found.scores, found.word_results, strict=True)
        )


def _words(words: Any, size: tuple[int, int]) -> tuple[PlacedWord, ...]:
    placed = []
    for text, _, corners in words:
        points = np.asarray(corners, np.float64) / size
        (left, top), (right, bottom) = points.min(0), points.max(0)
        placed.append(PlacedWord(text, (left, top, right - left, bottom - top)))
    return tuple(placed)
