"""How long the window is held up while a text of 200,000 characters is shown and walked through.

    QT_QPA_PLATFORM=offscreen .venv/bin/python -m tests.benchmarks.text_view

Milliseconds of the processor on the window's thread, for other work may take the rest of it away.
"""

import re
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication

from grsearch_desktop.engine.protocol import PageText
from grsearch_desktop.window.preview.text_view import TextView
from grsearch_desktop.window.theme import LIGHT, ThemeFollower
from tests.benchmarks.table import Figure, options, show

_CHARACTERS = 200_000
_JUMPS = 30
MUST = "< 50"
_PACKAGE = Path(__file__).parents[2] / "grsearch_desktop"


def main() -> int:
    asked = options(__doc__).parse_args()
    app = QApplication([])
    ThemeFollower(app, always=LIGHT)
    program = "".join(path.read_text("utf-8") for path in sorted(_PACKAGE.rglob("*.py")))
    words = " ".join(re.findall(r"\w+", program))
    code = 0
    for what, text, name, word in (
        ("a program", program, "a.py", "self"),
        ("a program in one line", " ".join(program.split()), "a.js", "self"),
        ("prose in one line", words, "a.txt", "self"),
        ("lines of data", '{"a": [1, 2, "x"]},\n' * 11_000, "a.json", "x"),
        ("Arabic in one line", "مرحبا بكم في البحث lemon " * 9_000, "a.txt", "lemon"),
        ("pictographs in one line", "😀 smile " * 25_000, "a.txt", "smile"),
        ("100,000 lines of a letter", "a\n" * 100_000, "a.json", "a"),
    ):
        figures = _figures(app, text[:_CHARACTERS], name, word)
        code |= show(f"a text in the preview, {what}", figures, as_json=asked.json)
    return code


def _figures(app: QApplication, text: str, name: str, word: str) -> list[Figure]:
    marks = tuple(found.span() for found in re.finditer(word, text))
    view = TextView(LIGHT)
    view.resize(620, 760)
    view.show()
    app.processEvents()
    kind = "code" if name.endswith((".py", ".js")) else "text"
    shown = _held(lambda: view.show_text(PageText(text, marks), name, kind))
    steps = [_held(app.processEvents)]
    end = time.monotonic() + 0.5
    while view.page.syntax.is_busy or time.monotonic() < end:
        steps.append(_held(app.processEvents))
    jumps = []
    for jump in range(1, _JUMPS + 1):
        number = max(1, view.matches * jump // _JUMPS)
        jumps.append(_held(partial(_jump, app, view, number)))
    narrower = _held(partial(_narrow, app, view))
    view.close()
    return [
        Figure("marks", len(marks)),
        Figure("show", shown, MUST, "ms"),
        Figure("longest step after", max(steps), MUST, "ms"),
        Figure("jump to a match", max(jumps), MUST, "ms"),
        Figure("made narrower", narrower, MUST, "ms"),
    ]


def _jump(app: QApplication, view: TextView, number: int) -> None:
    view.show_match(number)
    app.processEvents()


def _narrow(app: QApplication, view: TextView) -> None:
    view.resize(500, 760)
    app.processEvents()


def _held(do: Callable[[], object]) -> float:
    """Milliseconds."""
    before = time.thread_time()
    do()
    return 1000 * (time.thread_time() - before)


if __name__ == "__main__":
    sys.exit(main())
