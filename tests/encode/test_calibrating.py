"""The prior means are those of what comes with the program, and can be made anew."""

from pathlib import Path

import numpy as np
import pytest

from grsearch_desktop.encode import calibrating, folder, models, prior_images, prior_texts
from grsearch_desktop.encode.encoder import Vectors
from grsearch_desktop.encode.onnx import OnnxEncoder
from grsearch_desktop.errors import ModelError
from grsearch_desktop.paths import resources
from tests.encode.conftest import Exported

PICTURES = resources() / "prior" / "pictures"


@pytest.mark.parametrize("exported", ["vit"], indirect=True)
def test_a_model_that_was_made_has_the_means_of_the_shipped_sample(exported: Exported) -> None:
    encoder = OnnxEncoder(exported.folder, threads=2)
    passages = prior_texts.passages()
    wanted: dict[str, Vectors] = {
        "query": encoder.encode_texts(prior_texts.queries()),
        "text": encoder.encode_texts(passages),
        "image": encoder.encode_images(prior_images.images(passages)),
    }
    for kind, vectors in wanted.items():
        found = getattr(encoder.prior, kind)
        assert found.dtype == np.float32
        assert np.abs(found - vectors.mean(0)).max() < 1e-6, kind
        assert 0 < np.linalg.norm(found) < 1 + 1e-6


@pytest.mark.parametrize("exported", ["vit"], indirect=True)
def test_means_that_were_lost_are_made_anew_and_are_the_same(
    exported: Exported, tmp_path: Path
) -> None:
    if exported.family != "vit":
        pytest.skip("one family is enough")
    where = tmp_path / "model"
    where.mkdir()
    for file in exported.folder.iterdir():
        (where / file.name).write_bytes(file.read_bytes())
    before = OnnxEncoder(where, threads=1).prior
    calibrating.save_none(where, len(before.text))
    with pytest.raises(ModelError, match="is damaged"):
        folder.verify(where)
    models.calibrate("model", tmp_path)
    folder.verify(where)
    after = OnnxEncoder(where, threads=1).prior
    assert np.allclose(after.image, before.image, atol=1e-6)
    assert np.allclose(after.text, before.text, atol=1e-6)
    assert sorted(path.name for path in where.iterdir()) == sorted([folder.MANIFEST, *folder.FILES])


@pytest.mark.parametrize(
    ("name", "told"), [("bundled", "when it is built"), ("none", "There is no model")]
)
def test_what_can_not_be_calibrated_is_told_in_a_sentence(
    name: str, told: str, tmp_path: Path
) -> None:
    with pytest.raises(ModelError, match=told):
        models.calibrate(name, tmp_path)


def test_the_sample_is_of_pictures_graphics_and_pages_one_in_four() -> None:
    passages = prior_texts.passages()
    found = prior_images.images(passages)
    pages = len(found) - len(prior_images.real_pictures()) - prior_images.DRAWN
    assert pages / len(found) == pytest.approx(0.25, abs=0.02)
    again = prior_images.images(passages)
    assert all(np.array_equal(one, other) for one, other in zip(found, again, strict=True))


def test_each_picture_that_is_shipped_has_its_source_and_licence_told() -> None:
    rows = [
        line.split("|")
        for line in (PICTURES / "NOTICE.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]
    told = {row[1].strip().strip("`").removesuffix("-*.jpg"): row[3] for row in rows}
    files = sorted(PICTURES.glob("*.jpg"))
    assert {file.stem.rpartition("-")[0] for file in files} == set(told)
    assert all("CC0 1.0" in licence or "public domain" in licence for licence in told.values())
    assert sum(file.stat().st_size for file in files) < 1_000_000


def test_the_mean_of_real_pictures_lies_nearer_to_other_pictures_than_that_of_drawn_ones(
    shared_data: Path, bundled_encoder: OnnxEncoder
) -> None:
    from PIL import Image

    from grsearch_desktop.encode.drawn import drawn_pages, drawn_pictures

    def mean(images: list[np.ndarray]) -> np.ndarray:
        return bundled_encoder.encode_images(images).mean(0)

    passages = prior_texts.passages()
    drawn = mean([*drawn_pictures(24), *drawn_pages(passages, 8)])
    real = mean(prior_images.images(passages))
    for name in ("everyday", "photos"):
        files = sorted((shared_data / name).glob("*.jpg"))[:60]
        others = mean([np.asarray(Image.open(file).convert("RGB")) for file in files])
        assert np.linalg.norm(real - others) < 0.95 * np.linalg.norm(drawn - others), name
