"""Pictures in the size of a model: the same pixels as scaled from the whole, and upright."""

import io

import numpy as np
import pytest
from PIL import Image

from grsearch_desktop.encode.folder import ImageForm
from grsearch_desktop.encode.pixels import prepare
from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract.content import Fit, Look
from grsearch_desktop.extract.readers import captions
from tests.extract.conftest import Reading

FORM = ImageForm("shortest", 73, 65, 65, "bicubic", 0)
SQUASH = ImageForm("squash", 48, 48, 64, "bilinear", 0)
ORIENTATION = 0x0112


def fit(form: ImageForm) -> Fit:
    return Fit(form.mode, form.scale, form.width, form.height, form.interpolation)


def scene(width: int, height: int) -> Image.Image:
    """Every corner in another colour, and lines that a wrong scale would move."""
    across = np.linspace(0, 255, width)[None, :].repeat(height, 0)
    down = np.linspace(0, 255, height)[:, None].repeat(width, 1)
    waves = 127 + 100 * np.sin(across / 12) * np.cos(down / 20)
    return Image.fromarray(np.dstack([across, down, waves]).astype(np.uint8))


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def looks(reading: Reading, name: str, content: bytes, form: ImageForm = FORM) -> list[Look]:
    return list(reading.pool.read_looks(str(reading.write(name, content)), fit=fit(form)))


def pixels(look: Look) -> np.ndarray:
    return np.frombuffer(look.pixels, np.uint8).reshape(look.height, look.width, 3).astype(int)


@pytest.mark.parametrize("size", [(200, 150), (150, 211), (73, 73), (30, 50), (900, 20)])
@pytest.mark.parametrize("form", [FORM, SQUASH], ids=["shortest", "squash"])
def test_a_picture_comes_as_the_model_would_have_scaled_it(
    reading: Reading, size: tuple[int, int], form: ImageForm
) -> None:
    image = scene(*size)
    (look,) = looks(reading, "photo.png", saved(image, "PNG"), form)
    assert look.fitted
    assert (look.width, look.height) == (form.width, form.height)
    assert np.abs(pixels(look) - prepare(np.asarray(image), form)).max() <= 2


@pytest.mark.parametrize("turn", sorted(captions.TURNS))
def test_a_photo_stands_as_the_camera_was_held(reading: Reading, turn: int) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = turn
    image = scene(300, 190)
    upright = image.transpose(captions.TURNS[turn])
    content = saved(image, "JPEG", quality=95, subsampling=0, exif=exif)
    for form in (FORM, SQUASH):
        (look,) = looks(reading, "turned.jpg", content, form)
        expected = prepare(np.asarray(upright), form).astype(int)
        assert np.abs(pixels(look) - expected).mean() < 3
        thumbnail = Image.open(io.BytesIO(look.thumbnail))
        assert (thumbnail.width > thumbnail.height) == (upright.width > upright.height)


def test_a_large_photo_is_decoded_small_and_looks_the_same(reading: Reading) -> None:
    image = scene(2400, 1800)
    (look,) = looks(reading, "large.jpg", saved(image, "JPEG", quality=95))
    assert np.abs(pixels(look) - prepare(np.asarray(image), FORM)).mean() < 2
    assert 208 <= max(Image.open(io.BytesIO(look.thumbnail)).size) <= 256


def test_what_shines_through_is_white(reading: Reading) -> None:
    image = Image.new("RGBA", (120, 120), (255, 0, 0, 0))
    (look,) = looks(reading, "clear.png", saved(image, "PNG"))
    assert pixels(look).min() == 255


def test_grey_and_palette_and_sixteen_bits_come_as_colours(reading: Reading) -> None:
    grey = scene(160, 120).convert("L")
    deep = Image.fromarray(np.asarray(grey).astype(np.uint16) * 200)
    for name, image in (("L", grey), ("P", scene(160, 120).quantize(64)), ("I", deep)):
        (look,) = looks(reading, f"{name}.png", saved(image, "PNG"))
        assert np.ptp(pixels(look)) > 150, name


def test_each_page_of_a_tiff_is_one_and_is_skipped_when_known(reading: Reading) -> None:
    pages = [scene(100, 80), scene(80, 100)]
    content = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    first, second = looks(reading, "two.tiff", content)
    assert (first.page, second.page) == (1, 2)
    path = str(reading.write("two.tiff", content))
    left = reading.pool.read_looks(path, frozenset(), frozenset({first.digest}), None, fit(FORM))
    assert [look.page for look in left] == [2]


def test_a_photo_that_breaks_off_is_refused_with_a_reason(reading: Reading) -> None:
    content = saved(scene(400, 300), "JPEG")
    with pytest.raises(UnreadableFileError):
        looks(reading, "cut.jpg", content[: len(content) // 2])


def test_the_digest_of_a_picture_is_the_same_for_models_of_like_sizes(reading: Reading) -> None:
    content = saved(scene(300, 200), "PNG")
    wider = ImageForm("shortest", 80, 80, 80, "bicubic", 0)
    digests = {looks(reading, "photo.png", content, form)[0].digest for form in (FORM, wider)}
    assert len(digests) == 1
