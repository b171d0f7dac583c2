"""From a key press to its results on the screen, in a library of 100,000 items.

    xvfb-run -a .venv/bin/python -m tests.benchmarks.window_typing [--items 100000] [--home DIR]

Questions are typed key by key into the real window, at the pace of somebody who types fast. A key
counts until the window has painted the results of the text that it made; where the next key came
first, until it has painted those of a longer one. The yardstick is a bare field above a bare list
that is filled with 50 lines at each key, in the same run: what Qt needs by itself.
"""

import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from PySide6.QtCore import QStringListModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListView, QVBoxLayout, QWidget

from grsearch_desktop.engine.protocol import SearchAnswer, SearchRequest
from grsearch_desktop.paths import Home
from grsearch_desktop.window.main_window import MainWindow
from tests.benchmarks import large_library, questions
from tests.benchmarks.real_window import Painted, real_window, until
from tests.benchmarks.table import Figure, options, show

PACE = 0.15
"""Seconds from one key to the next: eighty words a minute."""
TYPED = 4
"""Questions of each set."""


@dataclass
class Key:
    """A key press and what became of it; times as of `time.perf_counter`."""

    text: str
    pressed: float
    answered: float = 0.0
    took: float = 0.0
    """Seconds that the search took in the engine."""
    painted: float = 0.0


@dataclass
class Typist:
    """Types into a window, and keeps when each key was answered and painted."""

    window: MainWindow
    keys: list[Key] = field(default_factory=list)
    answers: int = 0
    shown: str = ""
    """The text whose results the window has."""

    def __post_init__(self) -> None:
        self.window._link.answered.connect(self._on_answer)
        Painted(self.window.list.viewport(), self._on_paint)

    def type(self, question: str) -> list[Key]:
        """Types a question; the keys of it."""
        self.window.box.set_text("")
        until(lambda: not self.window.model.rowCount())
        first = len(self.keys)
        for number in range(1, len(question) + 1):
            begun = time.perf_counter()
            if question[:number].strip() != question[: number - 1].strip():
                self.keys.append(Key(question[:number], begun))
            QTest.keyClick(self.window.box.line, question[number - 1])
            until(lambda begun=begun: time.perf_counter() - begun >= PACE)
        until(lambda: self.keys[-1].painted)
        return self.keys[first:]

    def _on_answer(self, request: SearchRequest, answer: SearchAnswer) -> None:
        now = time.perf_counter()
        self.shown = request.query
        self.answers += 1
        for key in self.keys:
            if not key.answered and request.query.startswith(key.text):
                key.answered, key.took = now, answer.took_ms / 1000
        # Where the same hits stand there already, nothing is painted: they are on the screen.
        self.window.list.viewport().update()

    def _on_paint(self) -> None:
        now = time.perf_counter()
        for key in self.keys:
            if key.answered and not key.painted and self.shown.startswith(key.text):
                key.painted = now


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--items", type=int, default=large_library.ITEMS)
    parser.add_argument("--home", type=Path, help="a library that is there already")
    asked = parser.parse_args()
    home = Home(asked.home.absolute()) if asked.home else large_library.prepared(asked.items)
    texts = [
        question.text for name in ("papers", "photos") for question in questions.read(name)[:TYPED]
    ]
    with real_window(home) as window:
        total = window._status.files["total"] if window._status else 0
        typist = Typist(window)
        typist.type("warm up")
        engine, searches = engine_of(home), typist.answers
        before, used = processor_seconds(engine), time.thread_time()
        keys = [key for text in texts for key in typist.type(text)]
        searches = typist.answers - searches
        of_engine = (processor_seconds(engine) - before) / searches
        of_window = (time.thread_time() - used) / searches
    bare = bare_times(texts[:2])
    waits = [key.painted - key.pressed for key in keys]
    figures = [
        Figure("files in the library", total),
        Figure("keys", len(keys)),
        Figure("key to results on screen, median", 1000 * statistics.median(waits), unit="ms"),
        Figure("key to results on screen, p95", 1000 * p95(waits), "< 100", "ms"),
        Figure("of which the search, median", _median_ms([key.took for key in keys]), unit="ms"),
        Figure("of which the search, p95", 1000 * p95([key.took for key in keys]), unit="ms"),
        Figure(
            "of which waiting and the wire, median",
            _median_ms([key.answered - key.pressed - key.took for key in keys]),
            unit="ms",
        ),
        Figure(
            "of which window and painting, median",
            _median_ms([key.painted - key.answered for key in keys]),
            unit="ms",
        ),
        Figure("searches", searches),
        Figure("engine, of a core for each", 1000 * of_engine, unit="ms"),
        Figure("window, of a core for each", 1000 * of_window, unit="ms"),
        Figure(
            "key to results on screen, p95",
            1000 * p95(waits),
            unit="ms",
            yardstick=1000 * p95(bare),
            beside="a bare field and list of Qt",
        ),
    ]
    return show(f"typing, {total} files", figures, as_json=asked.json)


def engine_of(home: Home) -> psutil.Process:
    """The engine's process."""
    for process in psutil.process_iter(["cmdline"]):
        command = process.info["cmdline"] or []
        if command[-1:] == [str(home.root)] and "grsearch_desktop.engine.service" in command:
            return process
    raise SystemExit("The engine is gone.")


def processor_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


def bare_times(texts: Sequence[str]) -> list[float]:
    """Seconds from each key to the paint of a bare list that is filled at once."""
    window, line, view, model = QWidget(), QLineEdit(), QListView(), QStringListModel()
    column = QVBoxLayout(window)
    column.addWidget(line)
    column.addWidget(view)
    view.setModel(model)
    line.textChanged.connect(
        lambda text: model.setStringList([f"{text} {number}" for number in range(50)])
    )
    painted: list[float] = []
    Painted(view.viewport(), lambda: painted.append(time.perf_counter()))
    window.resize(1000, 700)
    window.show()
    until(lambda: painted)
    waits = []
    for letter in "".join(texts):
        painted.clear()
        begun = time.perf_counter()
        QTest.keyClick(line, letter)
        until(lambda: painted)
        waits.append(painted[0] - begun)
    window.close()
    return waits


def p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def _median_ms(seconds: Sequence[float]) -> float:
    return 1000 * statistics.median(seconds)


if __name__ == "__main__":
    sys.exit(main())
