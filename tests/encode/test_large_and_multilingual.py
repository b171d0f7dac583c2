"""Towers that are too large for one ONNX file, and text towers that `transformers` makes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from grsearch_desktop.encode import folder, gathering
from grsearch_desktop.encode.onnx import OnnxEncoder
from tests.encode import tiny

open_clip = pytest.importorskip("open_clip", reason="needs the extra clip")


@pytest.mark.slow
def test_weights_too_many_for_one_file_lie_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from grsearch_desktop.encode import exporting, openclip

    monkeypatch.setattr(openclip, "MOST_IN_ONE", 5_000_000)
    source = tiny.save("vit", tmp_path / "source")
    made = tmp_path / "models" / "large"
    exporting.export(f"local-dir:{source}", made, lambda _: None)
    assert (made / "text.onnx.data").stat().st_size > 5_000_000
    assert not (made / "image.onnx.data").exists(), "that one is small"
    assert set(folder.verify(made).files) == {*folder.FILES, "text.onnx.data"}
    assert OnnxEncoder(made, threads=1).encode_texts(["a dog"]).shape == (1, 32)


@pytest.mark.slow
def test_a_multilingual_text_tower_is_made_of_its_configuration_alone(tmp_path: Path) -> None:
    """As those of XLM-R are: `export` itself holds what comes out against torch."""
    transformers = pytest.importorskip("transformers", reason="needs the extra clip")
    from safetensors.torch import save_file

    from grsearch_desktop.encode import exporting

    where = tmp_path / "source"
    where.mkdir()
    tiny._save_tokenizer(where)
    shape = {"hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2}
    tower = transformers.XLMRobertaConfig(
        vocab_size=400, intermediate_size=128, pad_token_id=0, **shape
    )
    tower.save_pretrained(where)
    text = {
        "hf_model_name": str(where),
        "hf_tokenizer_name": "local",
        "hf_pooler_type": "mean_pooler",
        "hf_proj_type": "mlp",
    }
    vision = tiny.FAMILIES["vit"]["model_cfg"]["vision_cfg"]
    config = {"embed_dim": 32, "vision_cfg": vision, "text_cfg": text}
    said = where / gathering.CONFIG
    said.write_text(json.dumps({"model_cfg": config}))
    model = open_clip.create_model(
        f"local-dir:{where}", load_weights=False, pretrained_text=False
    ).eval()
    save_file(
        {name: values.clone() for name, values in model.state_dict().items()},
        where / gathering.WEIGHTS[0],
    )
    # As it is published: by a name of the hub, which here nobody could reach.
    text["hf_model_name"] = "xlm-roberta-base"
    said.write_text(json.dumps({"model_cfg": config}))
    made = tmp_path / "models" / "xlm"
    exporting.export(f"local-dir:{where}", made, lambda _: None)
    vectors = OnnxEncoder(made, threads=1).encode_texts(["ein Hund", "un chien"])
    assert vectors.shape == (2, 32)
    assert json.loads(said.read_text())["model_cfg"]["text_cfg"] == text, "theirs stays as it was"


def test_without_the_extra_the_command_line_says_how_to_add_it(tmp_path: Path) -> None:
    (tmp_path / "without").mkdir()
    (tmp_path / "without" / "open_clip.py").write_text(
        "raise ModuleNotFoundError('no such module', name='open_clip')"
    )
    name = "ViT-B-32/datacomp_xl_s13b_b90k"
    done = subprocess.run(
        [sys.executable, "-m", "grsearch_desktop.cli", "models", "get", name],
        env={
            **os.environ,
            "GRSEARCH_HOME": str(tmp_path / "home"),
            "PYTHONPATH": str(tmp_path / "without"),
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.strip() == (
        f"The model {name} needs packages that are not installed (open_clip); add them with: "
        'pip install "grsearch-desktop[clip]"'
    )
    assert "About 605 MB" in done.stdout
