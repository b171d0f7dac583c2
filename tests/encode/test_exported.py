"""An exported model gives what open_clip gives, to the token, to the pixel and in its vectors."""

from pathlib import Path

import numpy as np
import pytest

from grsearch_desktop.encode import folder
from grsearch_desktop.encode.encoder import Pixels
from grsearch_desktop.encode.onnx import OnnxEncoder
from grsearch_desktop.encode.pixels import prepare
from tests.encode.conftest import Exported

open_clip = pytest.importorskip("open_clip", reason="needs the extra clip")
torch = pytest.importorskip("torch", reason="needs the extra clip")

TEXTS = ["a dog", "", "two cats, sleeping; on a sofa!", "Überweisung an Żółć GmbH", "word " * 300]


@pytest.fixture(scope="module")
def encoder(exported: Exported) -> OnnxEncoder:
    return OnnxEncoder(exported.folder, threads=2)


@pytest.fixture(scope="module")
def reference(exported: Exported):
    model, _, transform = open_clip.create_model_and_transforms(exported.spec)
    return model.eval(), transform


def test_image_vectors_agree_with_torch(encoder, reference, pictures: list[Pixels]) -> None:
    from PIL import Image

    model, transform = reference
    with torch.inference_mode():
        ready = torch.stack([transform(Image.fromarray(picture)) for picture in pictures])
        wanted = model.encode_image(ready, normalize=True).numpy()
    found = encoder.encode_images(pictures)
    assert found.dtype == np.float32
    assert (found * wanted).sum(1).min() > 0.999


def test_text_vectors_agree_with_torch(exported: Exported, encoder, reference) -> None:
    model, _ = reference
    if exported.family == "siglip":
        # open_clip reads such a tokenizer through transformers, which we do without.
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(exported.source / "tokenizer.json"))
        tokenizer.enable_truncation(32)
        tokenizer.enable_padding(length=32, pad_id=0)
        clean = open_clip.tokenizer.get_clean_fn("canonicalize")
        ids = torch.tensor([tokenizer.encode(clean(text)).ids for text in TEXTS])
    else:
        ids = open_clip.get_tokenizer(exported.spec)(TEXTS)
    with torch.inference_mode():
        wanted = model.encode_text(ids, normalize=True).numpy()
    assert (encoder.encode_texts(TEXTS) * wanted).sum(1).min() > 0.999


def test_pixels_are_open_clips_own(exported: Exported, reference, pictures: list[Pixels]) -> None:
    from PIL import Image

    _, transform = reference
    normalise = transform.transforms[-1]
    mean, std = (torch.tensor(part).reshape(3, 1, 1) for part in (normalise.mean, normalise.std))
    form = folder.read(exported.folder).image
    for picture in pictures:
        wanted = transform(Image.fromarray(picture)) * std + mean
        found = prepare(picture, form)
        assert np.array_equal(np.rint(wanted.permute(1, 2, 0).numpy() * 255), found)


@pytest.mark.parametrize("mode", ["shortest", "longest", "squash"])
@pytest.mark.parametrize("interpolation", ["bicubic", "bilinear"])
@pytest.mark.parametrize(("height", "width"), [(224, 224), (96, 160)])
def test_every_way_of_resizing_is_open_clips_own(
    mode: str, interpolation: str, height: int, width: int, pictures: list[Pixels]
) -> None:
    from PIL import Image

    if mode == "shortest" and height != width and interpolation == "bilinear":
        pytest.skip("open_clip scales these bicubically whatever is asked for")
    size = height if height == width else (height, width)
    transform = open_clip.image_transform(
        size,
        is_train=False,
        mean=(0.0, 0.0, 0.0),
        std=(1.0, 1.0, 1.0),
        resize_mode=mode,
        interpolation=interpolation,
        fill_color=9,
    )
    form = folder.ImageForm(mode, height, height, width, interpolation, 9)
    for picture in pictures:
        wanted = transform(Image.fromarray(picture)).permute(1, 2, 0).numpy()
        assert np.array_equal(np.rint(wanted * 255), prepare(picture, form)), picture.shape


def test_a_vector_does_not_depend_on_its_batch(encoder, pictures: list[Pixels]) -> None:
    together = encoder.encode_texts(TEXTS)
    alone = np.concatenate([encoder.encode_texts([text]) for text in TEXTS])
    assert np.abs(together - alone).max() < 1e-6
    together = encoder.encode_images(pictures[:4])
    alone = np.concatenate([encoder.encode_images([picture]) for picture in pictures[:4]])
    assert np.abs(together - alone).max() < 1e-6


def test_the_prior_holds_means_of_unit_vectors(encoder) -> None:
    prior = encoder.prior
    for mean in (prior.query, prior.text, prior.image):
        assert mean.shape == (encoder.dimension,)
        assert 0 < np.linalg.norm(mean) < 1.0001


def test_an_export_that_fails_leaves_nothing_behind(
    exported: Exported, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from grsearch_desktop.encode import exporting
    from grsearch_desktop.errors import ModelError

    if exported.family != "vit":
        pytest.skip("one family is enough")
    monkeypatch.setattr(exporting, "LEAST_COSINE", 1.1)
    with pytest.raises(ModelError, match="other vectors"):
        exporting.export(exported.spec, tmp_path / "model", lambda _: None)
    assert list(tmp_path.iterdir()) == []
