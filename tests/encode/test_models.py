"""Which models there are and how one is fetched."""

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from grsearch_desktop.encode import models
from grsearch_desktop.errors import MissingExtraError, ModelError
from tests.encode import tiny


def test_the_bundled_model_is_listed_first_and_installed(tmp_path: Path) -> None:
    first, *others = models.catalogue(tmp_path / "none yet")
    assert (first.name, first.installed) == (models.BUNDLED, True)
    assert others
    assert not any(info.installed for info in others)


def test_every_downloadable_model_is_one_open_clip_knows(tmp_path: Path) -> None:
    open_clip = pytest.importorskip("open_clip", reason="needs the extra clip")
    for info in models.catalogue(tmp_path):
        if not info.installed:
            name, _, tag = info.name.partition("/")
            assert tag in open_clip.list_pretrained_tags_by_model(name)


def test_a_model_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match='There is no model "ViT-X"'):
        models.load("ViT-X", tmp_path, threads=1)


@pytest.mark.slow
def test_a_fetched_model_is_listed_and_encodes(tmp_path: Path) -> None:
    pytest.importorskip("open_clip", reason="needs the extra clip")
    source = tiny.save("vit", tmp_path / "tiny vit")
    steps: list[str] = []
    name = models.get(f"local-dir:{source}", tmp_path / "models", steps.append)
    assert steps[0].startswith("Fetching")
    listed = {info.name: info for info in models.catalogue(tmp_path / "models")}
    assert listed[name].installed
    encoder = models.load(name, tmp_path / "models", threads=1)
    assert encoder.name == name
    assert encoder.encode_texts(["a dog"]).shape == (1, encoder.dimension)
    assert encoder.encode_images([np.zeros((9, 9, 3), np.uint8)]).shape == (1, encoder.dimension)
    assert [path.name for path in (tmp_path / "models").iterdir()] == [name]


@pytest.mark.parametrize(
    "spec",
    ["NoSuchModel/tag", "local-dir:/no/such/folder", "ViT-B-32/tag"],
)
def test_a_model_that_can_not_be_fetched_is_told_in_a_sentence(tmp_path: Path, spec: str) -> None:
    pytest.importorskip("open_clip", reason="needs the extra clip")
    from grsearch_desktop.encode import exporting

    with pytest.raises(ModelError) as told:
        exporting.export(spec, tmp_path / "model", lambda _: None)
    assert "Traceback" not in str(told.value)
    assert list(tmp_path.iterdir()) == []


def test_a_pickle_is_never_opened(tmp_path: Path, tiny_vit: Path) -> None:
    import pickle

    from grsearch_desktop.encode import exporting

    class Trap:
        def __reduce__(self):
            return (Path.touch, (tmp_path / "sprung",))

    source = tmp_path / "source"
    source.mkdir()
    shutil.copy(tiny_vit / "open_clip_config.json", source)
    (source / "open_clip_pytorch_model.bin").write_bytes(pickle.dumps({"state_dict": Trap()}))
    with pytest.raises(Exception, match=r"(?i)weights.only|unsupported|pickle"):
        exporting.export(f"local-dir:{source}", tmp_path / "models" / "trap", lambda _: None)
    assert not (tmp_path / "sprung").exists()


def test_without_the_extra_the_sentence_says_how_to_add_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from grsearch_desktop.encode import openclip

    monkeypatch.setitem(sys.modules, "open_clip", None)
    with pytest.raises(MissingExtraError, match=r'pip install "grsearch-desktop\[clip\]"'):
        openclip.needs("ViT-B-32")


@pytest.mark.parametrize("name", ["", "..", "bundled", "hf-hub:", "///"])
def test_no_name_leads_out_of_the_folder_of_models(name: str) -> None:
    if name == "bundled":
        name = "hf-hub:bundled"
    with pytest.raises(ModelError):
        models.folder_name(name)
