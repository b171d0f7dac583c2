"""The fastest form of a converted model: chosen once on a machine, and never another model."""

import json
import logging
from pathlib import Path

import numpy as np
import pytest

from grsearch_desktop.encode import folder, models, running, settling, variants
from grsearch_desktop.encode.onnx import OnnxEncoder
from grsearch_desktop.encode.running import CPU, Tower
from tests.encode.conftest import Exported

pytestmark = pytest.mark.parametrize("exported", ["vit"], indirect=True)
TEXTS = ["a dog", "two cats on a sofa", "an invoice of last March"]


@pytest.fixture
def model(exported: Exported, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    where = tmp_path / "model"
    where.mkdir()
    for path in exported.folder.iterdir():
        (where / path.name).write_bytes(path.read_bytes())
    return where


def test_what_is_chosen_gives_the_vectors_of_float32(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(variants, "_FASTER", 0.0)  # whatever is made is taken, if it agrees
    before = OnnxEncoder(model, 1)
    wanted = before.encode_texts(TEXTS)
    forms = variants.choose(model, before.samples())
    assert all(form.cosine >= variants.LEAST_COSINE for form in forms.values())
    after = OnnxEncoder(model, 1, measured=True)
    assert after.name == before.name
    assert (after.encode_texts(TEXTS) * wanted).sum(1).min() >= variants.LEAST_COSINE
    assert variants.chosen(model, folder.read(model)) == forms


def test_a_form_whose_vectors_are_others_is_not_taken(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(variants, "_FASTER", 0.0)
    monkeypatch.setattr(variants, "LEAST_COSINE", 1.1)
    forms = variants.choose(model, OnnxEncoder(model, 1).samples())
    assert {form.precision for form in forms.values()} == {"float32"}
    assert not list(model.glob("*.int8.onnx"))


def test_a_choice_of_another_machine_or_a_file_cut_off_counts_for_nothing(model: Path) -> None:
    variants.choose(model, OnnxEncoder(model, 1).samples())
    said = json.loads((model / variants.CHOSEN).read_text())
    manifest = folder.read(model)
    assert variants.chosen(model, manifest)
    said["towers"][folder.TEXT]["size"] += 1
    (model / variants.CHOSEN).write_text(json.dumps(said))
    assert variants.chosen(model, manifest) == {}
    (model / variants.CHOSEN).write_text(json.dumps({**said, "machine": "another"}))
    assert variants.chosen(model, manifest) == {}
    (model / variants.CHOSEN).write_text("no JSON")
    assert variants.chosen(model, manifest) == {}
    assert OnnxEncoder(model, 1, measured=True).encode_texts(TEXTS).shape[0] == len(TEXTS)


def test_the_choice_is_made_once_by_another_process(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    OnnxEncoder(model, 1, measured=True).settle(lambda: False)
    assert not (model / variants.CHOSEN).exists(), "a small model is fast enough as it is"
    monkeypatch.setattr(settling, "SMALL", 0)
    encoder = OnnxEncoder(model, 1, measured=True)
    encoder.settle(lambda: False)
    chosen = (model / variants.CHOSEN).stat().st_mtime_ns
    encoder.settle(lambda: False)
    OnnxEncoder(model, 1, measured=True).settle(lambda: False)
    assert (model / variants.CHOSEN).stat().st_mtime_ns == chosen


def test_an_accelerator_that_onnx_runtime_offers_is_measured_guarded_and_can_be_declined(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Comes with ONNX Runtime, and leaves every node to the CPU.
    offered = "AzureExecutionProvider"
    assert running.accelerators() == []
    samples = OnnxEncoder(model, 1).samples()
    assert variants.choose(model, samples)
    monkeypatch.setattr(running, "ACCELERATORS", ("CUDAExecutionProvider", offered))
    if running.accelerators() != [offered]:
        pytest.skip("this ONNX Runtime was built without it")
    assert models.forms("model", model.parent) == {}, "measured anew with what is there now"
    monkeypatch.setattr(variants, "_FASTER", 0.0)
    monkeypatch.setattr(variants, "_made", lambda *_: False)
    forms = variants.choose(model, samples)
    assert models.forms("model", model.parent) == forms
    assert models.forms("model", model.parent, cpu_only=True) == {}
    assert {form.provider for form in forms.values()} == {offered}
    wanted = OnnxEncoder(model, 1).encode_texts(TEXTS)
    for cpu_only, provider in ((False, offered), (True, CPU)):
        encoder = OnnxEncoder(model, 1, measured=True, cpu_only=cpu_only)
        assert encoder._text_tower._session.get_providers()[0] == provider
        assert np.allclose(encoder.encode_texts(TEXTS), wanted, atol=1e-6)
    monkeypatch.setattr(variants, "LEAST_COSINE", 1.1)
    others = variants.choose(model, samples)
    assert {form.provider for form in others.values()} == {CPU}


def test_an_accelerator_that_is_not_there_leaves_the_work_to_the_cpu_and_says_so_once(
    model: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ids = np.array([OnnxEncoder(model, 1)._framed([5, 6])], np.int64)
    with caplog.at_level(logging.WARNING):
        tower = Tower(model / folder.TEXT, "CUDAExecutionProvider")
        assert np.allclose(tower.run(ids), Tower(model / folder.TEXT).run(ids))
    assert tower.provider == CPU
    assert sum("CUDAExecutionProvider" in line for line in caplog.messages) == 1
