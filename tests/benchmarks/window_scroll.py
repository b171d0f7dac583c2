"""Scrolling from the best to the last of 100,000 hits, in the grid and in the list.

    xvfb-run -a .venv/bin/python -m tests.benchmarks.window_scroll [--items 100000] [--home DIR]

A frame is one movement of the scroll bar with all that the window does until it has painted what
is there now: layout, hits, thumbnails, painting, sending it to the screen. At places evenly spread
from top to bottom the wheel is turned, sixty frames a second where the machine can, with hits and
pictures coming meanwhile from the engine; from place to place the bar is dragged. The yardstick is
a bare QListView with as many lines of text, moved in the same way.
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel
from PySide6.QtWidgets import QListView

from grsearch_desktop.paths import Home
from grsearch_desktop.window.app import application
from grsearch_desktop.window.main_window import MainWindow
from tests.benchmarks import large_library
from tests.benchmarks.real_window import SIZE, real_window, until
from tests.benchmarks.table import Figure, options, show
from tests.benchmarks.window_typing import p95

EVERYTHING = "after:1970"
"""A query that every file answers."""
PLACES = 50
WHEEL = 12
"""Frames of the wheel at each place."""
NOTCHES = 120
"""Pixels of a frame of the wheel."""
DRAG = 6
"""Frames from one place to the next."""
FRAME = 1 / 60
"""Seconds."""


@dataclass(frozen=True)
class Scroll:
    """What a scroll from top to bottom cost."""

    frames: list[float]
    """Seconds, of each frame."""
    processor: list[float]
    """Seconds of a core that the window's thread used for each."""
    memory_early: int
    """Bytes of the process a tenth of the way down..."""
    memory_late: int
    """... and at the end."""


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--items", type=int, default=large_library.ITEMS)
    parser.add_argument("--home", type=Path, help="a library that is there already")
    asked = parser.parse_args()
    home = Home(asked.home.absolute()) if asked.home else large_library.prepared(asked.items)
    figures = []
    with real_window(home) as window:
        window.search_for(EVERYTHING)
        until(lambda: window.model.rowCount())
        hits = window.model.rowCount()
        figures.append(Figure("hits", hits))
        bare = bare_scroll(hits)
        for grid in (True, False):
            window.ways.show_grid(grid)
            window.list.show_as_grid(grid)
            scroll = scrolled(window.list, lambda: came(window))
            figures += measured("grid" if grid else "list", scroll, bare)
    figures.append(Figure("bare list, frame, p95", 1000 * p95(bare.frames), unit="ms"))
    return show(f"scrolling, {hits} hits", figures, as_json=asked.json)


def measured(name: str, scroll: Scroll, bare: Scroll) -> list[Figure]:
    return [
        Figure(f"{name}, frame, median", 1000 * statistics.median(scroll.frames), unit="ms"),
        Figure(f"{name}, frame, p95", 1000 * p95(scroll.frames), "< 33", "ms"),
        Figure(f"{name}, of a core, p95", 1000 * p95(scroll.processor), unit="ms"),
        Figure(f"{name}, p95 against the bare list's", p95(scroll.frames) / p95(bare.frames)),
        Figure(f"{name}, memory a tenth down", scroll.memory_early / 1e6, unit="MB"),
        Figure(
            f"{name}, memory at the end / a tenth down",
            scroll.memory_late / scroll.memory_early,
            "< 1.1",
        ),
    ]


def scrolled(view: QListView, came: Callable[[], bool]) -> Scroll:
    """From top to bottom. came: whether what is to be seen is there, at the end of each place."""
    process = psutil.Process()
    bar = view.verticalScrollBar()
    view.scrollToTop()
    until(came)
    frames: list[float] = []
    processor: list[float] = []
    memory = []

    def to(value: int) -> None:
        begun, used = time.perf_counter(), time.thread_time()
        bar.setValue(value)
        application().processEvents()
        frames.append(time.perf_counter() - begun)
        processor.append(time.thread_time() - used)
        until(lambda: time.perf_counter() - begun >= FRAME)

    for place in range(1, PLACES + 1):
        for _ in range(WHEEL):
            to(bar.value() + NOTCHES)
        until(came)
        memory.append(process.memory_info().rss)
        here, there = bar.value(), round(bar.maximum() * place / PLACES)
        for step in range(1, DRAG + 1):
            to(here + (there - here) * step // DRAG)
    until(came)
    return Scroll(frames, processor, memory[PLACES // 10], process.memory_info().rss)


def came(window: MainWindow) -> bool:
    """Whether each hit that is to be seen has come."""
    model, view = window.model, window.list
    area = view.viewport().rect()
    first, last = view.indexAt(area.topLeft()).row(), view.indexAt(area.bottomLeft()).row()
    rows = range(max(first, 0), (last if last >= 0 else model.rowCount() - 1) + 1)
    return all(model.hit(row) is not None for row in rows)


class _Lines(QStringListModel):
    """Lines of text by number alone."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self.setStringList([f"Line {number} of {rows}" for number in range(rows)])

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> object:
        # In Python, as every model of a program in Python is.
        return super().data(index, role)


def bare_scroll(rows: int) -> Scroll:
    view = QListView()
    view.setUniformItemSizes(True)
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.setModel(_Lines(rows))
    view.resize(*SIZE)
    view.show()
    try:
        return scrolled(view, lambda: True)
    finally:
        view.close()


if __name__ == "__main__":
    sys.exit(main())
