"""The text around what was found fits its two lines at every width."""

import pytest
from PySide6.QtGui import QFont, QTextCharFormat
from PySide6.QtWidgets import QApplication

from grsearch_desktop.window.snippet import LINES, laid_out

TEXT = (
    "…and P. Li. Paxos Replicated State Machines as the Basis of a High-Performance Data Store. "
    "Proceedings of the 8th USENIX Conference on Networked Systems Design and Implementation, "
    "USENIX Association, Berkeley, CA, USA, 2011…"
)


@pytest.mark.parametrize("text", [TEXT, TEXT.replace(" ", ""), "w" * 400, "", "short"])
def test_a_snippet_never_runs_into_a_third_line(qapp: QApplication, text: str) -> None:
    for width in range(60, 1000, 7):
        layout = laid_out(text, ((0, 5),), QTextCharFormat(), QFont(), width)
        assert layout.lineCount() <= LINES
