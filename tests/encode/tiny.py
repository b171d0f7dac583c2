"""Tiny open_clip models with random weights, one per family, saved as a person would have them."""

import json
from pathlib import Path
from typing import Any

TEXT = {"context_length": 77, "vocab_size": 49408, "width": 64, "heads": 2, "layers": 2}

FAMILIES: dict[str, dict[str, Any]] = {
    "vit": {
        "model_cfg": {
            "embed_dim": 32,
            "vision_cfg": {
                "image_size": 64,
                "layers": 2,
                "width": 64,
                "patch_size": 32,
                "head_width": 32,
            },
            "text_cfg": TEXT,
        },
        "preprocess_cfg": {"interpolation": "bicubic", "resize_mode": "shortest"},
    },
    "mobileclip": {
        "model_cfg": {
            "embed_dim": 512,
            "vision_cfg": {
                "timm_model_name": "fastvit_t8",
                "timm_model_pretrained": False,
                "timm_pool": "avg",
                "timm_proj": None,
                "image_size": 64,
            },
            "text_cfg": {**TEXT, "no_causal_mask": True},
            "custom_text": True,
        },
        "preprocess_cfg": {
            "mean": [0.0, 0.0, 0.0],
            "std": [1.0, 1.0, 1.0],
            "interpolation": "bilinear",
            "resize_mode": "shortest",
        },
    },
    "siglip": {
        "model_cfg": {
            "embed_dim": 64,
            "init_logit_bias": -10,
            "custom_text": True,
            "vision_cfg": {
                "image_size": 160,
                "timm_model_name": "test_vit3",
                "timm_model_pretrained": False,
                "timm_pool": "map",
                "timm_proj": "linear",
            },
            "text_cfg": {
                **TEXT,
                "context_length": 32,
                "vocab_size": 400,
                "hf_tokenizer_name": "local",
                "tokenizer_kwargs": {"clean": "canonicalize"},
                "no_causal_mask": True,
                "proj_bias": True,
                "pool_type": "last",
            },
        },
        "preprocess_cfg": {
            "mean": [0.5, 0.5, 0.5],
            "std": [0.5, 0.5, 0.5],
            "resize_mode": "squash",
        },
    },
}


def save(family: str, where: Path) -> Path:
    """A folder with open_clip_config.json, safetensors weights and a tokenizer if it needs one."""
    import open_clip
    import torch
    from safetensors.torch import save_file

    torch.manual_seed(0)
    where.mkdir(parents=True)
    config = FAMILIES[family]
    (where / "open_clip_config.json").write_text(json.dumps(config))
    if "hf_tokenizer_name" in config["model_cfg"]["text_cfg"]:
        _save_tokenizer(where)
    model = open_clip.create_model(f"local-dir:{where}", load_weights=False).eval()
    for name, values in model.named_buffers():
        # Fresh running statistics are 0 and 1, which would hide a wrong order of operations.
        if name.endswith(("running_mean", "running_var")):
            values.uniform_(0.5, 1.5)
    save_file(model.state_dict(), where / "open_clip_model.safetensors")
    return where


def _save_tokenizer(where: Path) -> None:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    trainer = trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=["<pad>", "</s>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )
    tokenizer.train_from_iterator([Path(__file__).read_text()], trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="$A </s>", special_tokens=[("</s>", 1)]
    )
    tokenizer.save(str(where / "tokenizer.json"))
    (where / "tokenizer_config.json").write_text(json.dumps({"pad_token": "<pad>"}))
