"""What shortening vectors costs in recall@10: as the shipped sample says, and as real files do.

    python -m tests.benchmarks.shortened [--model FOLDER]

Vectors are shortened to a share of their numbers by the principal components of the shipped sample
(`ours`, on real texts and photos), held against what the same sample says of itself. A rule that
chooses by the sample is as good as the two are alike (see docs/decisions/0033).
"""

import sys
from itertools import islice
from pathlib import Path

import numpy as np
import pymupdf
from numpy.typing import NDArray
from PIL import Image

from grsearch_desktop.encode import prior_images, prior_texts
from grsearch_desktop.encode.encoder import Vectors
from grsearch_desktop.encode.onnx import OnnxEncoder
from tests.benchmarks import bare
from tests.benchmarks.program import data
from tests.benchmarks.table import Figure, options, show

SHARES = (0.444, 0.6, 0.75, 0.9)
"""Of the numbers of a vector; the first is 512 of SO400M's 1152."""
TEXTS, QUERIES, PHOTOS, WORDS = 1000, 200, 240, 25


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--model", type=Path, help="folder of a converted model")
    asked = parser.parse_args()
    encoder = OnnxEncoder(bare.folder_of(asked.model), 2)
    passages, prior = prior_texts.passages(), encoder.prior
    own_texts = _calibrated(encoder.encode_texts(passages), prior.text)
    own_queries = _calibrated(encoder.encode_texts(prior_texts.queries()), prior.query)
    own_images = _calibrated(encoder.encode_images(prior_images.images(passages)), prior.image)
    stretches = encoder.encode_texts(_stretches())
    queries = _calibrated(stretches[:QUERIES], prior.query)
    texts = _calibrated(stretches[QUERIES:], stretches[QUERIES:].mean(0))
    photos = encoder.encode_images(_photos())
    photos = _calibrated(photos, photos.mean(0))
    sample = np.concatenate([own_texts, own_queries, own_images])
    axes = np.linalg.svd(sample, full_matrices=False)[2]
    figures = [Figure("vectors of the shipped sample", len(sample))]
    for share in SHARES:
        kept = axes[: int(share * encoder.dimension)].T
        said = _recall(own_queries, own_texts, kept)
        for what, vectors in (("texts", texts), ("photos", photos)):
            name = f"recall@10, {kept.shape[1]} of {encoder.dimension} numbers, real {what}"
            found = _recall(queries, vectors, kept)
            figures.append(Figure(name, found, "", "", said, "the sample of itself"))
    return show("shortened vectors", figures, as_json=asked.json)


def _calibrated(vectors: Vectors, mean: NDArray[np.float32]) -> Vectors:
    return _unit(vectors - mean)


def _unit(vectors: Vectors) -> Vectors:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _recall(queries: Vectors, vectors: Vectors, kept: NDArray[np.float32]) -> float:
    whole = np.argsort(-(queries @ vectors.T), 1)[:, :10]
    short = np.argsort(-(_unit(queries @ kept) @ _unit(vectors @ kept).T), 1)[:, :10]
    return float(np.mean([len(set(a) & set(b)) / 10 for a, b in zip(whole, short, strict=True)]))


def _stretches() -> list[str]:
    """Of the words of every sixth paper, in a drawn order."""
    found = []
    for path in sorted(data("papers").rglob("*.pdf"))[::6]:
        with pymupdf.open(path) as paper:
            words = " ".join(page.get_text() for page in islice(paper, 8)).split()
        found += [" ".join(words[at : at + WORDS]) for at in range(0, len(words) - WORDS, WORDS)]
    np.random.default_rng(0).shuffle(found)
    return found[: TEXTS + QUERIES]


def _photos() -> list[NDArray[np.uint8]]:
    paths = sorted(data("photos").rglob("*.jpg"))[::2][:PHOTOS]
    return [np.asarray(Image.open(path).convert("RGB").resize((260, 260))) for path in paths]


if __name__ == "__main__":
    sys.exit(main())
