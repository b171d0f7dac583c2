"""The prior means of a model: what its vectors of queries, passages and images have in common.

Made of texts and pictures that come with the program, so that calibration works from the first
search on; the library's own means take over as it grows (see calibrate.means).
"""

from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from grsearch_desktop.encode import folder, prior_images, prior_texts
from grsearch_desktop.encode.encoder import Encoder, Vectors
from grsearch_desktop.encode.onnx import OnnxEncoder


def means(encoder: Encoder) -> dict[str, Vectors]:
    """The mean unit vector of "query", "text", "image": float32, shape (D,). Raises ModelError."""
    passages = prior_texts.passages()
    return {
        "query": encoder.encode_texts(prior_texts.queries()).mean(0),
        "text": encoder.encode_texts(passages).mean(0),
        "image": encoder.encode_images(prior_images.images(passages)).mean(0),
    }


def calibrate(where: Path, threads: int) -> None:
    """Makes the means of the model in the folder `where` anew. Raises ModelError."""
    found = means(OnnxEncoder(where, threads))
    unfinished = where / f".{folder.PRIOR}"
    save_file(found, unfinished)
    folder.replace_prior(where, unfinished)


def save_none(where: Path, dimension: int) -> None:
    """For a model that is being made: its means, before anything can be encoded with it."""
    nothing = np.zeros(dimension, np.float32)
    save_file({"query": nothing, "text": nothing, "image": nothing}, where / folder.PRIOR)
