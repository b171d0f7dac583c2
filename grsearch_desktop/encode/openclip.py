"""open_clip's models: opened, and their two towers written as ONNX. All torch there is, is here.

Weights are read from safetensors or as tensors alone (weights_only), never as pickles. What is
made of the towers stands in encode.exporting.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from grsearch_desktop.encode import folder, hub
from grsearch_desktop.encode.encoder import Pixels, Vectors
from grsearch_desktop.encode.exported_tokens import Tokens, hub_tokens, own_tokens
from grsearch_desktop.errors import MissingExtraError, ModelError


@dataclass(frozen=True)
class Source:
    """An open_clip model with its weights and its configuration."""

    spec: str
    model: Any
    """torch module with encode_image and encode_text"""
    config: dict[str, Any]
    """open_clip's `model_cfg`"""


def open_model(spec: str) -> Source:
    """The model with its weights, ready to run on the processor. Raises ModelError."""
    try:
        import open_clip
        import torch
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"The model {spec} needs packages that are not installed ({error.name}); add them "
            'with: pip install "grsearch-desktop[clip]"'
        ) from error
    torch.set_grad_enabled(False)
    name, tag = _name_and_tag(spec)
    if not spec.startswith("local-dir:"):
        hub.reach(spec)
    known = (open_clip.get_pretrained_cfg(name, tag) if tag else None) or {}
    try:
        model = open_clip.create_model(
            name,
            pretrained=tag,
            # A model trained with QuickGELU gives other vectors without it.
            force_quick_gelu=bool(known.get("quick_gelu", False)),
            require_pretrained=True,
            weights_only=True,
        )
        config = open_clip.get_model_config(name)
    except (OSError, RuntimeError, ValueError, KeyError, TypeError, EOFError) as error:
        sentence = hub.why_not_fetched(spec, error)
        raise ModelError(
            sentence or f"The model {spec} can't be loaded: {first_line(error)}"
        ) from error
    except Exception as error:
        if type(error).__module__.split(".")[0] in {"safetensors_rust", "pickle", "_pickle"}:
            raise ModelError(f"The weights of {spec} are damaged or unsafe.") from error
        raise
    return Source(spec=spec, model=model.eval(), config=config)


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


def _name_and_tag(spec: str) -> tuple[str, str | None]:
    import open_clip

    if spec.startswith(("local-dir:", "hf-hub:")):
        return spec, None
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
    if (name := text.get("hf_tokenizer_name")) is None:
        own = open_clip.SimpleTokenizer(context_length=length, clean=options.get("clean", "lower"))
        return own_tokens(own, length, options.get("clean", "lower"))
    if text.get("tokenizer_mode"):
        raise ModelError(f"The tokenizer of {source.spec} works in a way that is not supported.")
    where = source.spec.removeprefix("local-dir:")
    return hub_tokens(name if where == source.spec else Path(where), length, options)


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
    program.save(str(path), external_data=False)


def first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
