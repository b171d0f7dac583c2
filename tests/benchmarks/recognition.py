"""Text in pictures: how fast it is read, what that takes, and how long something newer waits.

    python -m tests.benchmarks.recognition [--folder DIR] [--most N] [--new N]

The folder is indexed up to its meaning. Notes are then written, one after the other, and each is
timed until a search finds it by its meaning: with an engine that has nothing to do, and with one
that reads the text in the pictures, where a note may wait for one picture longer.
"""

import shutil
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from statistics import median

import psutil

from grsearch_desktop.engine.client import Client
from grsearch_desktop.engine.protocol import SearchRequest
from grsearch_desktop.paths import Home
from grsearch_desktop.settings import Settings, save
from tests.benchmarks.engine_process import Running, running
from tests.benchmarks.program import data, program
from tests.benchmarks.table import Figure, options, show

_LOOK = 0.03
"""Seconds between two looks."""


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--folder", type=Path, help="default: the photos")
    parser.add_argument("--most", type=int, default=10_000, help="files of it")
    parser.add_argument("--new", type=int, default=5, help="notes")
    asked = parser.parse_args()
    source = asked.folder.resolve() if asked.folder else data("photos")
    with tempfile.TemporaryDirectory(prefix="grsearch-bench-") as made:
        folder, home = Path(made) / "files", Home(Path(made) / "home")
        folder.mkdir()
        for path in sorted(source.iterdir())[: asked.most]:
            shutil.copy(path, folder)
        home.create()
        save(home.settings, Settings(recognise=False))
        with program(home.root) as grsearch:
            grsearch.done("index", folder)
        with running(home, "harbour") as engine:
            figures = _measured(engine, folder, asked.new)
    return show("recognition", figures, as_json=asked.json)


def _measured(engine: Running, folder: Path, notes: int) -> list[Figure]:
    client = engine.client
    without = engine.memory().shared_out
    idle = [_note(client, folder, f"idle{number}") for number in range(notes)]
    client.change_settings(recognise=True)
    stage = _Stage(client)
    busy = []
    for number in range(notes):
        stage.await_pictures(2)
        busy.append(_note(client, folder, f"busy{number}", stage))
    stage.await_pictures(2)
    begun, before, spent = time.perf_counter(), stage.done, _of_readers(engine)
    memory = at_work = 0.0
    while stage.look():
        with suppress(psutil.NoSuchProcess):  # a reader that ends just now
            memory = max(memory, engine.memory().shared_out)
        at_work = max(at_work, _of_readers(engine))
        time.sleep(5 * _LOOK)
    seconds, pictures = time.perf_counter() - begun, stage.done - before
    allowed = max(idle) + stage.slowest
    return [
        Figure("pictures a second", pictures / max(seconds, 1e-9), unit="1/s", told=True),
        Figure("pictures that was measured on", pictures),
        Figure(
            "processor time of the reader for a picture", (at_work - spent) / pictures, unit="s"
        ),
        Figure("slowest picture", stage.slowest, unit="s"),
        Figure("a new note has its meaning after, nothing else to do", median(idle), unit="s"),
        Figure("... while pictures are read, median", median(busy), unit="s", told=True),
        Figure(
            "... while pictures are read, longest",
            max(busy),
            "<= 1.0",
            "s",
            allowed,
            "the longest with nothing else to do and the slowest picture",
        ),
        Figure("engine and readers at rest, PSS", without, unit="MB"),
        Figure("engine and readers while pictures are read, PSS", memory, unit="MB", told=True),
    ]


def _of_readers(engine: Running) -> float:
    """Seconds of processor time that the engine's readers took so far."""
    spent = 0.0
    for child in engine.process.children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            times = child.cpu_times()
            spent += times.user + times.system
    return spent


class _Stage:
    """Follows the stage, picture by picture."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.done = 0
        """Pictures, of all turns."""
        self.slowest = 0.0
        """Seconds."""
        self._last, self._since = -1, 0.0

    def look(self) -> bool:
        """Whether there are pictures left."""
        progress, now = self._client.progress(), time.perf_counter()
        if progress.stage != "ocr":
            self._last = -1
            counts = self._client.status().stages["ocr"]
            return bool(counts["done"] < counts["total"])
        if progress.done != self._last:
            if self._last >= 0:
                taken = progress.done - self._last
                self.done += taken
                self.slowest = max(self.slowest, (now - self._since) / max(taken, 1))
            self._last, self._since = progress.done, now
        return True

    def await_pictures(self, count: int) -> None:
        until = self.done + count
        while self.done < until and self.look():
            time.sleep(_LOOK)


def _note(client: Client, folder: Path, name: str, stage: _Stage | None = None) -> float:
    """Seconds from its writing until a search finds it by its meaning."""
    begun = time.perf_counter()
    (folder / f"{name}.txt").write_text(f"The numbat {name} eats termites in the woodland.")
    while True:
        for hit in client.search(SearchRequest(f"numbat {name}")).hits:
            if name in hit.path and hit.why.text is not None:
                return time.perf_counter() - begun
        if stage:
            stage.look()
        time.sleep(_LOOK)


if __name__ == "__main__":
    sys.exit(main())
