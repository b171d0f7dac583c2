"""A library goes over to another model while somebody searches it five times a second.

    python -m tests.benchmarks.model_swap [--items 20000] [--pictures 400] [--json]

Short notes and a few pictures are indexed with the bundled model. Then another one is chosen (its
vectors are the bundled model's, shortened: as good as it, and of another length), and an engine in
its own process encodes all of them again. Searches ask with other words than the notes say it with,
so that only meaning finds them: before, during and after, and after going back. Stretches before
and after are of `--rest` seconds.
"""

import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import numpy as np
from PIL import Image

from grsearch_desktop.engine.client import Client
from grsearch_desktop.engine.protocol import SearchRequest, Status
from grsearch_desktop.errors import EngineError, EngineUnreachableError
from grsearch_desktop.paths import Home
from tests.benchmarks.program import Program, program
from tests.benchmarks.table import Figure, options, show
from tests.encode import other_model

EVERY = 0.2
"""Seconds from one search to the next."""
_PER_FOLDER = 500
_NEAR = 5
"""The place up to which a note that is asked for must come."""

PLANTED = {
    "bicycle": ("The rear tube was punctured, so I glued a patch on it.", "repair a flat tyre"),
    "bread": ("Feed the starter twice, then let the loaf rise overnight.", "baking sourdough"),
    "birth": ("Their daughter arrived on Sunday, three kilos and healthy.", "a newborn baby"),
    "cat": ("Our kitten had her first shots at the animal clinic.", "vaccination of a pet"),
    "roof": ("Panels above the attic now feed the meter all summer.", "solar energy at home"),
    "dinner": ("We simmered tomatoes and basil for the spaghetti.", "pasta sauce for supper"),
    "whale": ("A pod of humpbacks surfaced beside the boat.", "watching sea animals"),
    "vine": ("In October we picked the last grapes and pressed them.", "making wine"),
    "sea": ("The ferry stayed in harbour because of the gale.", "bad weather at the coast"),
    "flu": ("He coughs, his temperature is high, and he stays in bed.", "being ill with fever"),
}
"""Notes by their name: what they say, and how they are asked for."""

_PEOPLE = ("Ann", "Bo", "Carla", "Dev", "Edda", "Finn", "Gita", "Hugo", "Ines", "Jon")
_THINGS = (
    "invoice", "printer", "meeting", "cupboard", "parcel", "password", "keyboard", "contract",
    "calendar", "projector", "badge", "corridor", "spreadsheet", "desk", "cable", "folder",
    "lamp", "elevator", "signature", "whiteboard",
)  # fmt: skip
_DEEDS = ("signed", "moved", "ordered", "lost", "found", "labelled", "sent", "checked", "filed")


@dataclass
class Stretch:
    """The searches of one time."""

    took: list[float] = field(default_factory=list)
    """Milliseconds, as the client waits."""
    failures: list[str] = field(default_factory=list)
    found: int = 0

    @property
    def asked(self) -> int:
        return len(self.took) + len(self.failures)

    @property
    def p95(self) -> float:
        return float(np.percentile(self.took, 95)) if self.took else float("inf")


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--items", type=int, default=20_000)
    parser.add_argument("--pictures", type=int, default=400)
    parser.add_argument("--rest", type=float, default=20.0)
    asked = parser.parse_args()
    with program() as grsearch:
        files = grsearch.home.parent / "files"
        _write(files, asked.items, asked.pictures)
        _say(f"{asked.items} files: the first index, with the bundled model")
        indexed = grsearch.done("index", files).wall
        other_model.install(Home(grsearch.home).models)
        engine = grsearch.start("watch")
        try:
            figures = _figures(grsearch, asked.rest)
        finally:
            _end(grsearch, engine)
    figures.insert(0, Figure("first index, bundled model", indexed, unit="s"))
    return show(f"swap of the model, {asked.items} items", figures, as_json=asked.json)


def _figures(grsearch: Program, rest: float) -> list[Figure]:
    home = Home(grsearch.home.absolute())
    client, watcher = _client(home), _client(home)
    questions = cycle(PLANTED.items())
    old = watcher.status().model
    try:
        _until(watcher, lambda status: status.progress.stage == "idle")
        before = _ask(client, questions, _for(rest))
        _say("the other model is chosen")
        begun, wall = time.monotonic(), time.time()
        _choose(watcher, "other")
        status = _Status(watcher)
        during = _ask(client, questions, lambda: status.model != old)
        swap = time.monotonic() - begun
        _say(f"it answers after {swap:.0f} s")
        after = _ask(client, questions, _for(rest))
        begun = time.monotonic()
        _choose(watcher, "bundled")
        back = _ask(client, questions, lambda: status.model == old)
        went_back = time.monotonic() - begun
        returned = _ask(client, questions, _for(rest / 2))
    finally:
        client.close()
        watcher.close()
    every = {"before": before, "during": during, "after": after, "back": back, "last": returned}
    figures = [
        Figure("failed searches", sum(len(s.failures) for s in every.values()), "= 0"),
        Figure("searches during the swap", during.asked),
        Figure("p95 during the swap", during.p95, "< 200", "ms"),
        Figure("p95 before", before.p95, unit="ms"),
        Figure("p95 after", after.p95, unit="ms"),
        Figure("median during the swap", statistics.median(during.took), unit="ms"),
        *(
            Figure(f"slowest, {name}", max(stretch.took), unit="ms")
            for name, stretch in every.items()
            if stretch.took
        ),
        Figure("slowest of the ten at the switch", max(during.took[-10:]), unit="ms"),
        *(
            Figure(f"found among the first {_NEAR}, {name}", s.found / max(s.asked, 1), ">= 0.9")
            for name, s in every.items()
            if s.asked
        ),
        Figure("from choosing to answering", swap, unit="s"),
        Figure("going back, from choosing to answering", went_back, "< 5", "s"),
        Figure("load of the machine, 1 minute", os.getloadavg()[0]),
        Figure("load during the whole", _mean_load(time.time() - wall)),
    ]
    for stretch in every.values():
        for failure in stretch.failures[:3]:
            _say(failure)
    return figures


def _write(files: Path, items: int, pictures: int) -> None:
    chance = random.Random(4)
    drawn = np.random.default_rng(4)
    every = [
        *(f"note {number}.txt" for number in range(items - pictures - len(PLANTED))),
        *(f"picture {number}.png" for number in range(pictures)),
        *(f"{name}.txt" for name in PLANTED),
    ]
    for number, name in enumerate(every):
        folder = files / f"part {number // _PER_FOLDER}"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        if name.endswith(".png"):
            pixels = drawn.integers(0, 255, (96, 128, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(path)
        elif path.stem in PLANTED:
            path.write_text(PLANTED[path.stem][0])
        else:
            deeds = [
                f"{chance.choice(_PEOPLE)} {chance.choice(_DEEDS)} the {chance.choice(_THINGS)}"
                for _ in range(3)
            ]
            path.write_text(f"Number {number}: {', then '.join(deeds)}.")


def _choose(client: Client, name: str) -> None:
    client.use_model(name)


class _Status:
    """The model that answers, asked for twice a second, beside the searches."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._asked = 0.0
        self._model = ""

    @property
    def model(self) -> str:
        if time.monotonic() - self._asked > 0.5:
            self._model = self._client.status().model
            self._asked = time.monotonic()
        return self._model


def _for(seconds: float) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() >= end


def _ask(
    client: Client,
    questions: Iterator[tuple[str, tuple[str, str]]],
    over: Callable[[], bool],
) -> Stretch:
    """Searches at a steady beat until it is over; a slow one delays those that follow."""
    stretch = Stretch()
    due = time.monotonic()
    while not over():
        time.sleep(max(due - time.monotonic(), 0.0))
        due = max(due + EVERY, time.monotonic())
        name, (_, question) = next(questions)
        begun = time.perf_counter()
        try:
            answer = client.search(SearchRequest(question, limit=_NEAR))
        except EngineError as error:
            stretch.failures.append(str(error))
            continue
        stretch.took.append((time.perf_counter() - begun) * 1000)
        stretch.found += any(Path(hit.path).stem == name for hit in answer.hits)
    return stretch


def _until(client: Client, holds: Callable[[Status], bool]) -> None:
    while not holds(client.status()):
        time.sleep(0.2)


def _client(home: Home) -> Client:
    deadline = time.monotonic() + 60
    while True:
        try:
            return Client(home)
        except EngineUnreachableError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _end(grsearch: Program, engine: "subprocess.Popen[bytes]") -> None:
    try:
        with Client(Home(grsearch.home.absolute())) as client:
            client.stop()
        engine.wait(20)
    except (EngineUnreachableError, subprocess.TimeoutExpired):
        engine.kill()
        engine.wait()


def _mean_load(seconds: float) -> float:
    """Of the last 1, 5 or 15 minutes, whichever is nearest to that."""
    minutes = (1, 5, 15)
    nearest = min(range(3), key=lambda number: abs(minutes[number] * 60 - seconds))
    return os.getloadavg()[nearest]


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
