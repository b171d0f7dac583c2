"""The image stage against the bare ONNX image model in a loop, on the same number of images.

    python -m tests.benchmarks.image_stage [--rounds 2] [--threads N]

The stage's time is that of `index --until meaning` less that of `index --until text`: so it holds
decoding, scaling, batching and writing, everything that the bare model does not do. The bare
model is run with one image at a time and in batches; the faster counts.
"""

import os
import statistics
import sys
import time
from pathlib import Path

import numpy as np
import onnxruntime

from grsearch_desktop.paths import resources
from tests.benchmarks.program import data, program
from tests.benchmarks.table import Figure, options, show
from tests.benchmarks.text_stage import warm

MUST = ">= 0.9"
"""Ours to the bare model's."""
BATCHES = (1, 8, 16)
SIDE = 224
"""Pixels, where the model leaves its input's size open."""


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--model", type=Path, default=resources() / "models" / "bundled" / "image.onnx"
    )
    asked = parser.parse_args()
    if not asked.model.exists():
        raise SystemExit(f"The image model is not there: {asked.model}")
    photos = data("photos")
    number = sum(1 for path in photos.rglob("*") if path.is_file())
    warm(photos)
    stage, rates = [], []
    for _ in range(asked.rounds):
        with program() as grsearch:
            text = grsearch.done("index", photos, "--until", "text").wall
        rates.append(bare_rate(asked.model, number, asked.threads))
        with program() as grsearch:
            stage.append(grsearch.done("index", photos, "--until", "meaning").wall - text)
            items = grsearch.json("status")["items"]
    ours, bare = number / statistics.median(stage), statistics.median(rates)
    figures = [
        Figure("photos", number),
        Figure("pictures in the library", items["pictures"], f"= {number}"),
        Figure("rate", ours, MUST, "images/s", bare, f"the bare model, {asked.threads} threads"),
    ]
    return show("image stage, photos", figures, as_json=asked.json)


def bare_rate(model: Path, number: int, threads: int) -> float:
    """Images per second of the model alone, at its better batch size."""
    chosen = onnxruntime.SessionOptions()
    chosen.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(model, chosen, providers=["CPUExecutionProvider"])
    source = session.get_inputs()[0]
    batches = [source.shape[0]] if isinstance(source.shape[0], int) else BATCHES
    kinds = {"tensor(uint8)": np.uint8, "tensor(float16)": np.float16}
    best = 0.0
    for batch in batches:
        shape = [batch, *(SIDE if not isinstance(size, int) else size for size in source.shape[1:])]
        kind = kinds.get(source.type, np.float32)
        noise = np.random.default_rng(7).uniform(-2, 2, shape)
        pixels = (noise * 60 + 128 if kind is np.uint8 else noise).astype(kind)
        session.run(None, {source.name: pixels})
        begun = time.perf_counter()
        turns = max(1, number // batch)
        for _ in range(turns):
            session.run(None, {source.name: pixels})
        best = max(best, turns * batch / (time.perf_counter() - begun))
    return best


if __name__ == "__main__":
    sys.exit(main())
