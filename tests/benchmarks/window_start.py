"""From the start of the process to the first picture of the window on the screen.

    xvfb-run -a .venv/bin/python -m tests.benchmarks.window_start [--rounds 10]

The program is started as anybody starts it, on a library that is there; it ends itself when Qt has
handed its first picture to the screen. The yardstick is a window of PySide6 with a line to type in
and nothing else, by turns with ours in the same run: what Python and Qt cost by themselves.
"""

import os
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass

from grsearch_desktop.paths import resources
from tests.benchmarks.program import Program, program
from tests.benchmarks.table import Figure, options, show

HEAVY = ("numpy", "onnxruntime", "torch", "apsw", "pymupdf", "PIL", "tokenizers")
"""What is the engine's, and nothing of the window's."""

_OURS = f"""
import os, sys, time
from PySide6.QtCore import QTimer
from grsearch_desktop import cli
from grsearch_desktop.window import app

class Stamped(app.MainWindow):
    def __init__(self, *given):
        super().__init__(*given)
        # A turn of the loop later: the whole window has been painted and sent to the screen.
        self.painted.connect(lambda: QTimer.singleShot(0, tell))

def tell():
    heavy = [name for name in {HEAVY!r} if name in sys.modules]
    print(time.clock_gettime(time.CLOCK_MONOTONIC), *heavy, flush=True)
    os._exit(0)

app.MainWindow = Stamped
cli.main()
"""

_BARE = """
import os, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, tell)

def tell():
    print(time.clock_gettime(time.CLOCK_MONOTONIC), flush=True)
    os._exit(0)

app = QApplication([])
window = Window()
window.setCentralWidget(QLineEdit())
window.resize(1000, 700)
window.show()
app.exec()
"""


@dataclass(frozen=True)
class Start:
    wall: float
    """Seconds from the start of the process to its first picture."""
    processor: float
    """Seconds of a core."""
    heavy: tuple[str, ...] = ()


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    asked = parser.parse_args()
    ours, bare = [], []
    with program() as grsearch:
        grsearch.done("index", resources() / "sample")
        started(grsearch, _OURS, "--home", str(grsearch.home))  # compiles what is not compiled yet
        for _ in range(asked.rounds):
            bare.append(started(grsearch, _BARE))
            ours.append(started(grsearch, _OURS, "--home", str(grsearch.home)))
    mine, theirs = (statistics.median(s.wall for s in starts) for starts in (ours, bare))
    figures = [
        Figure("start to first paint, median", mine, "< 1.0", "s"),
        Figure("start to first paint, slowest", max(start.wall for start in ours), unit="s"),
        Figure("of a core, median", statistics.median(s.processor for s in ours), unit="s"),
        Figure("bare window, of a core", statistics.median(s.processor for s in bare), unit="s"),
        Figure("start to first paint", mine, "", "s", theirs, "a bare window of PySide6"),
        Figure("heavy modules in the window's process", len(ours[0].heavy), "= 0"),
    ]
    return show(f"window, {asked.rounds} starts", figures, as_json=asked.json)


def started(grsearch: Program, source: str, *arguments: str) -> Start:
    """One start of a program that prints the time of its first picture and ends."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.clock_gettime(time.CLOCK_MONOTONIC)
    ended = subprocess.run(
        [sys.executable, "-c", source, *arguments],
        env={**grsearch.environment(), "QT_QPA_PLATFORM": _platform()},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if ended.returncode or not ended.stdout:
        raise SystemExit(f"The window did not come up: {ended.stderr[-2000:]}")
    at, *heavy = ended.stdout.split()
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Start(float(at) - begun, processor, tuple(heavy))


def _platform() -> str:
    return os.environ.get("QT_QPA_PLATFORM") or (
        "xcb" if os.environ.get("DISPLAY") else "offscreen"
    )


if __name__ == "__main__":
    sys.exit(main())
