"""Reads lines a few at a time: how many depends on how long they are, for what a model keeps of a
long line in memory is many times the line."""

import time
from typing import Any

import numpy as np
from rapidocr.ch_ppocr_rec.typings import TextRecInput, TextRecOutput

_TOGETHER = 6
_LENGTH_TOGETHER = 60.0
"""Of all lines that are read together, in their heights, padded to the longest."""
_SECONDS = 90.0
"""For the lines of one picture. The reader child has 120 of processor time for all of it."""


class LineReader:
    """Stands in rapidocr's recogniser's place."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader

    def __call__(self, wanted: TextRecInput) -> TextRecOutput:
        """Lines that there was no time for are empty."""
        lines = [wanted.img] if isinstance(wanted.img, np.ndarray) else wanted.img
        lengths = np.array([line.shape[1] / line.shape[0] for line in lines])
        order = np.argsort(lengths)
        texts, scores = [""] * len(lines), [0.0] * len(lines)
        words: list[Any] = [None] * len(lines)
        begun = time.monotonic()
        at = 0
        while at < len(lines) and time.monotonic() - begun < _SECONDS:
            group = order[at : at + _together(lengths[order[at : at + _TOGETHER]])].tolist()
            at += len(group)
            read = self._reader(
                TextRecInput([lines[place] for place in group], wanted.return_word_box)
            )
            for number, place in enumerate(group):
                texts[place], scores[place] = read.txts[number], read.scores[number]
                words[place] = read.word_results[number]
        return TextRecOutput(
            lines, tuple(texts), tuple(scores), tuple(words), time.monotonic() - begun
        )


def _together(lengths: np.ndarray) -> int:
    """How many of some lines, the shorter first, are read together."""
    fit = lengths * np.arange(1, len(lengths) + 1) <= _LENGTH_TOGETHER
    return max(int(fit.sum()), 1)
