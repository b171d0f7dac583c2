"""The model that comes with the program, so that it searches by meaning from the first minute."""

from pathlib import Path

from grsearch_desktop.encode.onnx import OnnxEncoder
from grsearch_desktop.paths import resources

NAME = "bundled"


def where() -> Path:
    """The folder that packaging/build_bundled_model.py fills."""
    return resources() / "models" / NAME


def load(threads: int) -> OnnxEncoder:
    """all-MiniLM-L6-v2 for texts, EfficientNet-Lite2 with a ConSE head for images; 384 numbers.

    Loads each tower when it is first used. Raises ModelError when the files are missing or damaged.
    """
    return OnnxEncoder(where(), threads)
