"""The model that comes with the program."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from grsearch_desktop.encode import bundled, folder
from grsearch_desktop.encode.encoder import Pixels
from grsearch_desktop.encode.onnx import OnnxEncoder
from grsearch_desktop.errors import ModelError

TEXTS = ["dog", "a dog runs on the beach", "Quarterly results of the company. " * 60, ""]


def test_a_text_has_the_same_vector_alone_and_in_a_batch(bundled_encoder: OnnxEncoder) -> None:
    together = bundled_encoder.encode_texts(TEXTS)
    alone = np.concatenate([bundled_encoder.encode_texts([text]) for text in reversed(TEXTS)])
    assert np.abs(together - alone[::-1]).max() < 1e-6


def test_an_image_has_the_same_vector_alone_and_in_a_batch(
    bundled_encoder: OnnxEncoder, pictures: list[Pixels]
) -> None:
    together = bundled_encoder.encode_images(pictures)
    alone = np.concatenate([bundled_encoder.encode_images([one]) for one in reversed(pictures)])
    assert np.abs(together - alone[::-1]).max() < 1e-6


def test_vectors_are_unit_float32(bundled_encoder: OnnxEncoder, pictures: list[Pixels]) -> None:
    for vectors in (
        bundled_encoder.encode_texts(TEXTS),
        bundled_encoder.encode_images(pictures),
    ):
        assert vectors.dtype == np.float32
        assert vectors.shape[1] == bundled_encoder.dimension == 384
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_nothing_to_encode_gives_no_vectors(bundled_encoder: OnnxEncoder) -> None:
    assert bundled_encoder.encode_texts([]).shape == (0, 384)
    assert bundled_encoder.encode_images([]).shape == (0, 384)


def test_tokens_are_counted_beyond_the_limit(bundled_encoder: OnnxEncoder) -> None:
    assert bundled_encoder.count_tokens(["", "dog", "dog " * 500]) == [0, 1, 500]
    assert bundled_encoder.token_limit < 500


def test_what_lies_beyond_the_limit_does_not_count(bundled_encoder: OnnxEncoder) -> None:
    limit = bundled_encoder.token_limit
    whole, cut = bundled_encoder.encode_texts(["dog " * limit + "cat " * 50, "dog " * limit])
    assert np.array_equal(whole, cut)


def test_texts_that_mean_the_same_are_close(bundled_encoder: OnnxEncoder) -> None:
    first, same, other = bundled_encoder.encode_texts(
        ["That is a happy person", "That is a very happy person", "Today is a sunny day"]
    )
    assert first @ same > 0.9 > 0.5 > first @ other


def test_a_photo_is_closest_to_what_it_shows(
    bundled_encoder: OnnxEncoder, shared_data: Path
) -> None:
    from PIL import Image

    photo = np.asarray(Image.open(shared_data / "photos" / "IMG_0002.jpg").convert("RGB"))
    look = bundled_encoder.encode_images([photo])[0]
    words = ["a koala in a tree", "a sailing boat", "a plate of food", "an office desk"]
    scores = (bundled_encoder.encode_texts(words) - bundled_encoder.prior.query) @ look
    assert scores.argmax() == 0


def test_every_file_is_the_one_that_was_built() -> None:
    manifest = folder.verify(bundled.where())
    assert manifest.size < 40_000_000


def test_encoding_imports_neither_torch_nor_open_clip() -> None:
    program = """
import sys
from pathlib import Path
import numpy as np
import grsearch_desktop.encode.models as models
assert "onnxruntime" not in sys.modules and "PIL" not in sys.modules
encoder = models.load(models.BUNDLED, Path("nowhere"), threads=1)
encoder.encode_texts(["a dog"])
encoder.encode_images([np.zeros((40, 40, 3), np.uint8)])
print(sorted({"torch", "open_clip", "torchvision", "timm"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    return Path(shutil.copytree(bundled.where(), tmp_path / "model"))


@pytest.mark.parametrize("name", folder.FILES)
def test_a_truncated_file_is_told_in_a_sentence(broken: Path, name: str) -> None:
    path = broken / name
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(ModelError, match=rf"damaged: {name} has \d+ bytes instead of"):
        OnnxEncoder(broken, threads=1)


@pytest.mark.parametrize("name", folder.FILES)
def test_a_missing_file_is_told_in_a_sentence(broken: Path, name: str) -> None:
    (broken / name).unlink()
    with pytest.raises(ModelError, match=f"lacks its file {name}"):
        OnnxEncoder(broken, threads=1)


@pytest.mark.parametrize("name", folder.FILES)
def test_a_file_of_rubbish_in_the_right_size_is_told_in_a_sentence(broken: Path, name: str) -> None:
    path = broken / name
    path.write_bytes(b"\xa5" * path.stat().st_size)
    with pytest.raises(ModelError, match="is not the file it was made with"):
        folder.verify(broken)
    encoder = OnnxEncoder(broken, threads=1)
    with pytest.raises(ModelError, match=f"damaged at {name}"):
        if name == folder.PRIOR:
            _ = encoder.prior
        elif name == folder.IMAGE:
            encoder.encode_images([np.zeros((9, 9, 3), np.uint8)])
        else:
            encoder.encode_texts(["a dog"])


@pytest.mark.parametrize("content", ["", "{", "[]", '{"form": 99}', '{"form": 1, "name": "x"}'])
def test_a_model_json_that_says_something_else_is_told_in_a_sentence(
    broken: Path, content: str
) -> None:
    (broken / folder.MANIFEST).write_text(content)
    with pytest.raises(ModelError, match="The model in"):
        OnnxEncoder(broken, threads=1)


def test_the_bundled_towers_do_not_tell_where_they_were_built() -> None:
    for name in (folder.TEXT, folder.IMAGE):
        assert b"efficientnet_graph.py" not in (bundled.where() / name).read_bytes()
