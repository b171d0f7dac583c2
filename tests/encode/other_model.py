"""A second model that is quick to make: the bundled one with fewer numbers, of another version.

Its vectors are the first numbers of the bundled model's, made of unit length again: it finds about
the same, and no vector of the one could pass for one of the other.
"""

import json
import shutil
from pathlib import Path

import numpy as np

from grsearch_desktop.encode import bundled, folder

DIMENSION = 256


def install(
    models: Path, name: str = "other", *, dimension: int = DIMENSION, token_limit: int = 200
) -> str:
    """Puts it into the folder `models`; gives its name."""
    from safetensors.numpy import load_file, save_file

    where = Path(shutil.copytree(bundled.where(), models / name))
    for tower in (folder.TEXT, folder.IMAGE):
        _shorten(where / tower, dimension)
    means = load_file(where / folder.PRIOR)
    save_file({kind: _short(mean, dimension) for kind, mean in means.items()}, where / folder.PRIOR)
    said = json.loads((where / folder.MANIFEST).read_text("utf-8"))
    said |= {"name": f"{name}-1", "dimension": dimension, "token_limit": token_limit}
    folder.write(where, {key: value for key, value in said.items() if key not in ("form", "files")})
    return name


def _short(
    mean: "np.ndarray[tuple[int, ...], np.dtype[np.float32]]", dimension: int
) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
    return np.ascontiguousarray(mean[:dimension])


def _shorten(path: Path, dimension: int) -> None:
    import onnx
    from onnx import TensorProto, helper

    model = onnx.load(path)
    graph = model.graph
    (output,) = graph.output
    numbers = {"first": 0, "last": dimension, "axis": 1}
    for name, value in numbers.items():
        graph.initializer.append(helper.make_tensor(f"cut_{name}", TensorProto.INT64, [1], [value]))
    cut = [output.name, *(f"cut_{name}" for name in numbers)]
    graph.node.append(helper.make_node("Slice", cut, ["cut"]))
    graph.node.append(helper.make_node("LpNormalization", ["cut"], ["short"], axis=-1, p=2))
    graph.output.remove(output)
    shape = ["batch", dimension]
    graph.output.append(helper.make_tensor_value_info("short", TensorProto.FLOAT, shape))
    onnx.save(model, path)
