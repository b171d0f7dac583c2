"""open_clip's models: opened, and their two towers written as ONNX. All torch there is, is here.

Weights are read from safetensors or as tensors alone (weights_only), never as pickles. What is
made of the towers stands in encode.exporting.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from grsearch_desktop.encode import folder
from grsearch_desktop.encode.encoder import Pixels, Vectors
from grsearch_desktop.encode.exported_tokens import Tokens, own_tokens, tokens_in
from grsearch_desktop.errors import MissingExtraError, ModelError

MOST_IN_ONE = 1_800_000_000
"""Bytes of weights; an ONNX file of more than 2 GB keeps them in a file beside it."""


@dataclass(frozen=True)
class Source:
    """An open_clip model with its weights and its configuration."""

    spec: str
    """what a person calls it"""
    where: Path
    model: Any
    """torch module with encode_image and encode_text"""
    config: dict[str, Any]
    """open_clip's `model_cfg`"""


@dataclass(frozen=True)
class Named:
    """What open_clip knows of weights by their name."""

    repository: str
    """of the hub"""
    weights: tuple[str, ...]
    """names of the file, what open_clip prefers first"""
    config: dict[str, Any]
    """as `open_clip_config.json` holds it"""


def needs(spec: str, *packages: str) -> None:
    """Raises MissingExtraError where a package is not installed that the model needs."""
    for package in packages or ("open_clip", "torch", "huggingface_hub", "onnxscript"):
        try:
            import_module(package)
        except ModuleNotFoundError as error:
            raise MissingExtraError(
                f"The model {spec} needs packages that are not installed ({error.name}); add them "
                'with: pip install "grsearch-desktop[clip]"'
            ) from error


def configuration(spec: str) -> Named:
    """Of "NAME/TAG" or "NAME". Raises ModelError where open_clip knows no such weights."""
    import open_clip
    from open_clip.constants import HF_SAFE_WEIGHTS_NAME, HF_WEIGHTS_NAME

    name, tag = _name_and_tag(spec)
    known = open_clip.get_pretrained_cfg(name, tag)
    repository, _, file = known["hf_hub"].rpartition("/")
    model = open_clip.get_model_config(name)
    if known.get("quick_gelu"):
        # A model trained with QuickGELU gives other vectors without it.
        model["quick_gelu"] = True
    safe = file.rpartition(".")[0] + ".safetensors" if file else HF_SAFE_WEIGHTS_NAME
    return Named(
        repository=repository,
        weights=tuple(dict.fromkeys((safe, file or HF_WEIGHTS_NAME))),
        config={
            "model_cfg": model,
            "preprocess_cfg": {key: known[key] for key in _PREPROCESSING if key in known},
        },
    )


_NOT_LOADED = (
    OSError,
    RuntimeError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    EOFError,
)
"""What open_clip raises for weights or a configuration that it can't make a model of."""
_PREPROCESSING = ("size", "mode", "mean", "std", "interpolation", "resize_mode", "fill_color")


def open_model(spec: str, where: Path) -> Source:
    """The model in the folder `where`, ready to run on the processor. Raises ModelError.

    The folder has the form of open_clip's "local-dir:"; `spec` is what a person called the model.
    """
    needs(spec)
    import open_clip
    import torch

    torch.set_grad_enabled(False)
    name = f"local-dir:{where}"
    try:
        model = open_clip.create_model(name, require_pretrained=True, weights_only=True)
        config = open_clip.get_model_config(name)
    except _NOT_LOADED as error:
        raise ModelError(f"The model {spec} can't be loaded: {first_line(error)}") from error
    except Exception as error:
        if type(error).__module__.split(".")[0] in {"safetensors_rust", "pickle", "_pickle"}:
            raise ModelError(f"The weights of {spec} are damaged or unsafe.") from error
        raise
    return Source(spec=spec, where=where, model=model.eval(), config=config)


def pixels_form(source: Source) -> folder.ImageForm:
    """The model's preprocessing as encode.pixels takes it."""
    import open_clip

    said = open_clip.get_model_preprocess_cfg(source.model)
    size = said["size"]
    height, width = (size, size) if isinstance(size, int) else tuple(size)[-2:]
    return folder.ImageForm(
        mode=said.get("resize_mode") or "shortest",
        scale=height,
        height=height,
        width=width,
        interpolation="bilinear" if said.get("interpolation") == "bilinear" else "bicubic",
        fill=int(said.get("fill_color") or 0),
    )


def _name_and_tag(spec: str) -> tuple[str, str]:
    import open_clip

    name, _, tag = spec.partition("/")
    tags = open_clip.list_pretrained_tags_by_model(name)
    if not tags:
        raise ModelError(f'open_clip knows no model "{name}" with weights.')
    if tag and tag not in tags:
        raise ModelError(f'open_clip has no weights "{tag}" for {name}; it has {", ".join(tags)}.')
    return name, tag or tags[0]


def tokens_of(source: Source) -> Tokens:
    import open_clip

    text = source.config["text_cfg"]
    length = text.get("context_length", 77)
    options = text.get("tokenizer_kwargs") or {}
    if text.get("hf_tokenizer_name") is None:
        own = open_clip.SimpleTokenizer(context_length=length, clean=options.get("clean", "lower"))
        return own_tokens(own, length, options.get("clean", "lower"))
    if text.get("tokenizer_mode"):
        raise ModelError(f"The tokenizer of {source.spec} works in a way that is not supported.")
    return tokens_in(source.where, length, options)


def encode_texts(source: Source, ids: Sequence[Sequence[int]]) -> Vectors:
    """torch's vectors, float32 (N, D), of token ids (N, length)."""
    import torch

    return np.asarray(source.model.encode_text(torch.tensor(ids), normalize=True).numpy())


def encode_pixels(source: Source, pixels: Pixels) -> Vectors:
    """torch's vectors, float32 (N, D), of prepared pixels, uint8 (N, height, width, 3)."""
    import torch

    return np.asarray(
        _normalised_image(source)(source.model.visual, torch.from_numpy(pixels)).numpy()
    )


def export_text(source: Source, tokens: Tokens, path: Path) -> int | None:
    """Writes the tower; gives the length texts must be padded to, None for a text's own length.

    A tower with a causal mask sees nothing after the end token, so leaving the padding away gives
    the same vector for a tenth of the work.
    """
    import torch

    cut = tokens.ends_at_end and _is_causal(source.model)
    ids = torch.tensor([tokens.framed("a photo of a dog", None if cut else tokens.length)])
    if cut:
        any_length = {1: torch.export.Dim("tokens", min=3, max=tokens.length)}
        _export(_module(source.model, _cut_text), ids, path, "ids", any_length)
        return None
    _export(_module(source.model, _whole_text), ids, path, "ids", {})
    return tokens.length


def export_image(source: Source, path: Path) -> None:
    """Writes the tower, which takes uint8 pixels (1, height, width, 3)."""
    import torch

    form = pixels_form(source)
    pixels = torch.zeros((1, form.height, form.width, 3), dtype=torch.uint8)
    visual = source.model.visual
    if hasattr(visual, "trunk"):
        # MobileCLIP's towers have branches for training, which fold into one convolution.
        from timm.utils import reparameterize_model

        visual = reparameterize_model(visual)
    _export(_module(visual, _normalised_image(source)), pixels, path, "pixels", {})


def _is_causal(model: Any) -> bool:
    text = getattr(model, "text", model)
    pool = getattr(text, "pool_type", getattr(text, "text_pool_type", ""))
    return (
        getattr(text, "attn_mask", None) is not None
        and pool in {"argmax", "eos"}
        and getattr(text, "cls_emb", None) is None
        and not getattr(text, "use_pad_mask", False)
        and hasattr(text, "token_embedding")
    )


def _cut_text(model: Any, ids: Any) -> Any:
    """open_clip's encode_text for texts without padding, whose last id is the end token."""
    from torch.nn import functional

    text = getattr(model, "text", model)
    length = ids.shape[1]
    values = text.token_embedding(ids) + text.positional_embedding[:length]
    values = text.transformer(values, attn_mask=text.attn_mask[:length, :length])
    pooled = text.ln_final(values)[:, -1]
    if (projection := text.text_projection) is not None:
        pooled = projection(pooled) if callable(projection) else pooled @ projection
    return functional.normalize(pooled, dim=-1)


def _whole_text(model: Any, ids: Any) -> Any:
    return model.encode_text(ids, normalize=True)


def _normalised_image(source: Source) -> Callable[[Any, Any], Any]:
    import open_clip
    import torch

    said = open_clip.get_model_preprocess_cfg(source.model)
    mean = torch.tensor(said["mean"]).reshape(1, 3, 1, 1)
    std = torch.tensor(said["std"]).reshape(1, 3, 1, 1)

    def forward(visual: Any, pixels: Any) -> Any:
        values = (pixels.permute(0, 3, 1, 2).float() / 255 - mean) / std
        return torch.nn.functional.normalize(visual(values), dim=-1)

    return forward


def _module(model: Any, forward: Callable[[Any, Any], Any]) -> Any:
    import torch

    class Tower(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, given: Any) -> Any:
            return forward(self.model, given)

    return Tower().eval()


def _export(module: Any, example: Any, path: Path, name: str, shapes: dict[int, Any]) -> None:
    import torch

    program = torch.onnx.export(
        module,
        (example,),
        dynamo=True,
        input_names=[name],
        output_names=["vectors"],
        dynamic_shapes=(shapes,),
        external_data=False,
        verbose=False,
    )
    weights = sum(values.numel() * values.element_size() for values in module.parameters())
    program.save(str(path), external_data=weights > MOST_IN_ONE)


def first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
