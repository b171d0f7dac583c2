"""Lays out the text around what was found: two lines, the found words marked."""

import re

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QTextCharFormat, QTextLayout, QTextOption

_BREAKS = re.compile(r"[\s\x00-\x1f]")

LINES = 2
_LEADING = 3
"""Pixels between lines, beside what the font asks for."""

Marks = tuple[tuple[int, int], ...]


def laid_out(
    text: str,
    marks: Marks,
    found: QTextCharFormat,
    font: QFont,
    width: int,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> QTextLayout:
    """At most two lines of the text, with an ellipsis where it was cut; all begin on one side."""
    layout = _lines_of(text, marks, found, font, width, side)
    while layout.lineCount() > LINES:
        last = layout.lineAt(LINES - 1)
        # The ellipsis may be wider than the space it takes the place of: then one letter less.
        end = min(last.textStart() + last.textLength(), len(text)) - 2
        text = text[: max(0, end)].rstrip(" ,.;:…") + "…"
        layout = _lines_of(text, marks, found, font, width, side)
    return layout


def one_line(text: str) -> str:
    """Each break a space, so that the places of marks stay right."""
    return _BREAKS.sub(" ", text)


def _lines_of(
    text: str,
    marks: Marks,
    found: QTextCharFormat,
    font: QFont,
    width: int,
    side: Qt.AlignmentFlag,
) -> QTextLayout:
    layout = QTextLayout(text, font)
    option = QTextOption(side | Qt.AlignmentFlag.AlignAbsolute)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    ranges = []
    for start, end in marks:
        if start < len(text):
            mark = QTextLayout.FormatRange()
            mark.start, mark.length, mark.format = start, min(end, len(text)) - start, found  # type: ignore[attr-defined]
            ranges.append(mark)
    layout.setFormats(ranges)
    layout.beginLayout()
    high = 0.0
    for _ in range(LINES + 1):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, high))
        high += line.height() + _LEADING
    layout.endLayout()
    return layout
