"""How long the window is held up while files are looked at in the preview.

    xvfb-run -a -s "-screen 0 1600x1100x24" .venv/bin/python -m tests.benchmarks.preview

Milliseconds of the processor on the window's thread between two turns of its loop, for other work
may take the rest of it away. Looks through some papers of the shared data, one of 162 pages. What
the window's memory has been at its most is told too.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer

from grsearch_desktop.paths import Home
from grsearch_desktop.window.main_window import MainWindow
from grsearch_desktop.window.preview.page_fit import Zoom
from tests.benchmarks.program import data, program
from tests.benchmarks.real_window import real_window, until
from tests.benchmarks.table import Figure, options, show

FOLDERS = ("languages-paradigms/functional_programming", "caching", "data_structures")
_QUERY = "amortized queue"


def main() -> int:
    asked = options(__doc__).parse_args()
    with tempfile.TemporaryDirectory() as root:
        home = Home(Path(root))
        home.create()
        with program(home.root) as grsearch:
            grsearch.done("index", *(data("papers", folder) for folder in FOLDERS))
        with real_window(home) as window:
            figures = _look(window)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures.append(Figure("the window's memory at its peak", peak, "< 200", "MB"))
    return show("preview, the window is held up while a person", figures, as_json=asked.json)


def _look(window: MainWindow) -> list[Figure]:
    pane, figures = window.preview, []
    window.search_for(_QUERY)
    until(lambda: pane.view.page is not None)

    def walk() -> None:
        for _ in range(min(18, window.model.rowCount())):
            window.list.move(1)
            _wait(0.12)

    figures += _phase("walks down the hits", walk)
    longest = max(range(min(window.model.rowCount(), 50)), key=lambda row: _page(window, row))
    window.list.setCurrentIndex(window.model.index(longest))
    until(lambda: pane.reading.pages > 1 and pane.strip.isVisible())
    _wait(1)

    def each(times: int, pause: float, act: Callable[[int], object]) -> Callable[[], None]:
        def done() -> None:
            for number in range(times):
                act(number)
                _wait(pause)

        return done

    bar = pane.strip.verticalScrollBar()
    wide = window.halves.width()
    for what, done in (
        ("goes through 60 found words", each(60, 0.05, lambda _: pane.walk(1))),
        ("turns 30 pages", each(30, 0.06, lambda _: pane.turn(1))),
        ("zooms in as far as it goes", each(12, 0.25, lambda _: pane.view.zoom_in())),
        ("scrolls the strip", each(100, 0.01, lambda n: bar.setValue(bar.maximum() * n // 100))),
        (
            "drags the splitter",
            each(40, 0.01, lambda n: window.halves.setSizes([wide // 2 - n, wide // 2 + n])),
        ),
    ):
        if what.startswith("scrolls"):
            pane.zoom(Zoom.WIDTH)
            _wait(1)
        figures += _phase(what, done)
    return figures


def _page(window: MainWindow, row: int) -> int:
    hit = window.model.hit(row)
    return 0 if hit is None else hit.page or 0


def _phase(what: str, done: Callable[[], None]) -> list[Figure]:
    turns: list[float] = []
    last = [time.thread_time()]

    def turn() -> None:
        now = time.thread_time()
        turns.append(now - last[0])
        last[0] = now

    beat = QTimer(interval=1)
    beat.setTimerType(Qt.TimerType.PreciseTimer)
    beat.timeout.connect(turn)
    beat.start()
    done()
    _wait(0.6)
    beat.stop()
    held = sorted(1000 * turn for turn in turns)
    return [
        Figure(f"{what}, longest", held[-1], "< 50", "ms"),
        Figure(f"{what}, p95", held[int(len(held) * 0.95)], unit="ms"),
    ]


def _wait(seconds: float) -> None:
    end = time.monotonic() + seconds
    until(lambda: time.monotonic() >= end)


if __name__ == "__main__":
    sys.exit(main())
