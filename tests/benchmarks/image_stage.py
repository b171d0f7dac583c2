"""The image stage against the bare ONNX image model in a loop, on the same number of images.

    python -m tests.benchmarks.image_stage [--rounds 2] [--threads N] [--count 484]
    python -m tests.benchmarks.image_stage --model FOLDER     # of a converted model

The stage's time is that of `index --until meaning` less that of `index --until text`: so it holds
decoding, scaling, batching and writing, everything that the bare model does not do. The bare
model is run on all threads, with one image at a time and in batches; the faster counts. Beside it
stands what as many sessions' runs at once as there are threads make of it, which is how the program
runs the model. A converted model is run by both in the form that is the fastest here (`python -m
grsearch_desktop.encode.variants FOLDER` chooses it): that is done once, and not measured.

Beside the clock stands the CPU: that of the model for an image on one thread, and of the stage.
Others who work on the machine change it less.
"""

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from grsearch_desktop.encode import folder
from tests.benchmarks import bare, stage
from tests.benchmarks.program import data
from tests.benchmarks.table import Figure, options, show
from tests.benchmarks.text_stage import warm

MUST = ">= 0.9"
"""Ours to the bare model's."""


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--threads", type=int, default=stage.cores())
    parser.add_argument("--count", type=int, help="photos; default: all")
    parser.add_argument("--model", type=Path, help="folder of a converted model")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="grsearch-bench-") as made:
        photos = data("photos")
        if asked.count:
            photos = _some(photos, asked.count, Path(made))
        figures = _figures(photos, asked.model, asked.rounds, asked.threads)
    return show("image stage, photos", figures, as_json=asked.json)


def _figures(photos: Path, model: Path | None, rounds: int, threads: int) -> list[Figure]:
    number = sum(1 for path in photos.rglob("*") if path.is_file())
    tower = bare.file_in_use(model, folder.IMAGE)
    warm(photos)
    stages, loops, parallel, cpu = [], [], [], []
    for _ in range(rounds):
        loops.append(_best_loop(tower, number, threads))
        single = bare.opened(tower, 1)
        parallel.append(bare.at_once(single, bare.images(tower, 1, number), threads))
        cpu.append(bare.cpu_each(single, bare.images(tower, 1, min(number, 64))))
        cost, items = stage.meaning_cost(photos, model)
        stages.append(cost)
    cost = stage.median(stages)
    ours, looped, ran = number / cost.wall, statistics.median(loops), statistics.median(parallel)
    alone = statistics.median(cpu)
    return [
        Figure("photos", number),
        Figure("pictures in the library", items["pictures"], f"= {number}"),
        Figure("rate", ours, MUST, "images/s", looped, f"the bare model, {threads} threads"),
        Figure("rate", ours, "", "images/s", ran, f"the bare model, {threads} runs at once"),
        Figure("CPU of the model", 1000 * alone, unit="ms/image"),
        Figure("CPU of the stage", 1000 * cost.cpu / number, unit="ms/image"),
        Figure("CPU of the model / of the stage", alone * number / cost.cpu),
    ]


def _best_loop(tower: Path, number: int, threads: int) -> float:
    session = bare.opened(tower, threads)
    batches = bare.BATCHES if bare.takes_batches(session) else (1,)
    return max(bare.loop(session, bare.images(tower, batch, number)) for batch in batches)


def _some(photos: Path, count: int, to: Path) -> Path:
    """Photos from all over the folder."""
    paths = sorted(path for path in photos.rglob("*") if path.is_file())
    step = max(1, len(paths) // count)
    for path in paths[::step][:count]:
        shutil.copy(path, to)
    return to


if __name__ == "__main__":
    sys.exit(main())
