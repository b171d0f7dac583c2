"""The models that can be fetched by name are those open_clip has, prepared as open_clip does."""

import re

import pytest

from grsearch_desktop.encode import downloadable
from grsearch_desktop.encode.downloadable import Entry

ASKED_FOR = {
    "MobileCLIP2-S0",
    "MobileCLIP2-S2",
    "MobileCLIP2-B",
    "ViT-B-32",
    "ViT-B-16",
    "ViT-B-16-SigLIP2",
    "ViT-SO400M-16-SigLIP2-256",
    "xlm-roberta-base-ViT-B-32",
}


@pytest.fixture(params=downloadable.entries(), ids=lambda entry: entry.name)
def entry(request: pytest.FixtureRequest) -> Entry:
    return request.param


@pytest.fixture(scope="module")
def open_clip():
    return pytest.importorskip("open_clip", reason="needs the extra clip")


def test_the_models_people_ask_for_are_listed_once_each() -> None:
    names = [entry.name for entry in downloadable.entries()]
    assert {name.partition("/")[0] for name in names} == ASKED_FOR
    assert len(set(names)) == len(names)


def test_each_says_all_that_is_asked_before_a_download(entry: Entry) -> None:
    assert entry.licence
    assert entry.description.endswith(".")
    assert entry.languages in ("English", "many")
    assert entry.speed in downloadable.SPEEDS
    assert re.fullmatch(r"[0-9a-f]{64}|", entry.sha256)


def test_nobody_is_told_that_apples_weights_are_free(entry: Entry) -> None:
    if "MobileCLIP2" in entry.name or entry.name.endswith("/dfn2b"):
        assert "Apple" in entry.licence


def test_each_is_one_open_clip_has_weights_of(entry: Entry, open_clip) -> None:
    name, _, tag = entry.name.partition("/")
    assert tag in open_clip.list_pretrained_tags_by_model(name)
    assert open_clip.get_pretrained_cfg(name, tag)["hf_hub"].strip("/") == entry.repository


def test_each_is_prepared_as_its_weights_were_trained(entry: Entry, open_clip) -> None:
    """What our preprocessing can't do would be a model that sees nothing right."""
    name, _, tag = entry.name.partition("/")
    said = open_clip.get_pretrained_cfg(name, tag)
    assert said["resize_mode"] in ("shortest", "longest", "squash")
    assert said["interpolation"] in ("bicubic", "bilinear")
    config = open_clip.get_model_config(name)
    assert config["vision_cfg"]["image_size"] in (224, 256)
    if "MobileCLIP2" in name:
        assert (said["mean"], said["std"]) == ((0.0,) * 3, (1.0,) * 3)
    if "SigLIP2" in name:
        assert (said["mean"], said["std"]) == ((0.5,) * 3, (0.5,) * 3)
        assert said["resize_mode"] == "squash"
        assert config["text_cfg"]["tokenizer_kwargs"] == {"clean": "canonicalize"}
    assert not config["text_cfg"].get("tokenizer_mode"), "see encode.openclip.tokens_of"


def test_only_the_weights_of_dfn_want_quickgelu(entry: Entry, open_clip) -> None:
    name, _, tag = entry.name.partition("/")
    known = open_clip.get_pretrained_cfg(name, tag)
    assert bool(known.get("quick_gelu")) == (entry.name == "ViT-B-16/dfn2b")


@pytest.mark.slow
def test_the_size_is_that_of_the_weights(entry: Entry, open_clip) -> None:
    """float32 as the hub holds them; counted without making room for a single one."""
    name, _, _ = entry.name.partition("/")
    if "hf_model_name" in open_clip.get_model_config(name)["text_cfg"]:
        pytest.skip("its text tower's shape stands on the hub alone")
    import torch

    model = open_clip.create_model(name, load_weights=False, device="meta")
    size = sum(values.numel() * values.element_size() for values in model.state_dict().values())
    assert size == pytest.approx(entry.size_bytes, rel=0.001)
    assert all(values.dtype != torch.float16 for values in model.state_dict().values())
