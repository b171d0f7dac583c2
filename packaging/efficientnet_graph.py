"""EfficientNet-Lite2 with a ConSE head as one ONNX graph: pixels in, unit vectors out.

ConSE (Norouzi et al., 2014, arXiv 1312.5650) places an image among words without any training:
its vector is the sum of the text vectors of the likeliest classes, weighted by their
probabilities.
"""

from pathlib import Path

import numpy as np
import onnx
import timm
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

SIDE = 260
"""pixels, from the model's own configuration"""
SCALE = 292
"""The short side before the middle is cut out: 260 / 0.89, the fraction the model was tested
with. On our photos 0.875 to 0.95 give the same top-1 within 0.2 points."""
CLASSES = 10


class ImageTower(nn.Module):
    """uint8 pixels (B, 260, 260, 3) -> float32 unit vectors (B, D)."""

    def __init__(self, network: nn.Module, meanings: NDArray[np.float32], exponent: float) -> None:
        super().__init__()
        self.network = network
        self.exponent = exponent
        self.register_buffer("meanings", torch.from_numpy(meanings))

    def forward(self, pixels: Tensor) -> Tensor:
        # Mean and standard deviation are both 0.5 of the range.
        values = pixels.permute(0, 3, 1, 2).float() / 127.5 - 1.0
        chances, classes = torch.softmax(self.network(values), dim=-1).topk(CLASSES, dim=-1)
        weighted = (chances**self.exponent).unsqueeze(-1) * self.meanings[classes]
        return nn.functional.normalize(weighted.sum(1), dim=-1)


def network(weights: Path) -> nn.Module:
    """timm's network with these weights, which hold the same tensors in the same order."""
    model = timm.create_model("tf_efficientnet_lite2", pretrained=False)
    given = torch.load(weights, map_location="cpu", weights_only=True)
    own = model.state_dict()
    if [t.shape for t in given.values()] != [t.shape for t in own.values()]:
        raise SystemExit("The weights do not fit tf_efficientnet_lite2.")
    model.load_state_dict(dict(zip(own, given.values(), strict=True)))
    return model.eval()


def export(tower: ImageTower, path: Path) -> None:
    """Writes the tower; its weights are stored in 16 bits and computed with in 32."""
    example = torch.zeros((2, SIDE, SIDE, 3), dtype=torch.uint8)
    program = torch.onnx.export(
        tower.eval(),
        (example,),
        dynamo=True,
        input_names=["pixels"],
        output_names=["vectors"],
        dynamic_shapes=({0: torch.export.Dim("batch")},),
        opset_version=18,
        verbose=False,
    )
    onnx.save(without_traces(in_half_the_bytes(program.model_proto)), path)


def without_traces(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same graph without where each node was traced, which names folders of this machine."""
    for node in model.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    del model.graph.metadata_props[:]
    del model.metadata_props[:]
    return model


def in_half_the_bytes(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same graph with large float32 constants kept as float16 behind a Cast."""
    graph = model.graph
    casts = []
    for stored in graph.initializer:
        values = numpy_helper.to_array(stored)
        if values.dtype != np.float32 or values.size < 1024:
            continue
        name = stored.name
        stored.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}_half"))
        casts.append(helper.make_node("Cast", [stored.name], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    del graph.value_info[:]
    return model
