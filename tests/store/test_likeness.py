"""Pictures that are one by what they look like, and pictures that are not."""

import io

import numpy as np
import pytest
from PIL import Image, ImageOps

from grsearch_desktop.store import likeness
from grsearch_desktop.store.likeness import light, same_pictures, telling

COUNT = 30


def photo(seed: int) -> Image.Image:
    """Of nothing: soft light and shade with some detail, each seed another."""
    chosen = np.random.default_rng(seed)
    whole = np.zeros((240, 320, 3))
    for side, strength in ((6, 90), (14, 50), (40, 25)):
        rough = chosen.integers(0, 255, (side, side, 3), dtype=np.uint8)
        smooth = Image.fromarray(rough).resize((320, 240), Image.Resampling.BICUBIC)
        whole += np.asarray(smooth) / 255.0 * strength
    return Image.fromarray(np.clip(whole + 40, 0, 255).astype(np.uint8))


def seen(image: Image.Image, quality: int = 85) -> bytes:
    written = io.BytesIO()
    image.convert("RGB").save(written, "JPEG", quality=quality)
    return light(written.getvalue())


@pytest.fixture(scope="module")
def photos() -> list[Image.Image]:
    return [photo(seed) for seed in range(COUNT)]


CHANGES = {
    "smaller and worse": lambda image: ImageOps.scale(image, 0.4),
    "grey": lambda image: image.convert("L"),
    "cut on each side": lambda image: image.crop((16, 12, 304, 228)),
    "cut on one side": lambda image: image.crop((25, 0, 320, 240)),
    "brighter": lambda image: image.point(lambda value: min(255, int(value * 1.1) + 8)),
}


@pytest.mark.parametrize("few", [True, False], ids=["each with each", "by tables"])
def test_changed_copies_are_found_and_nothing_else(
    photos: list[Image.Image], monkeypatch: pytest.MonkeyPatch, few: bool
) -> None:
    monkeypatch.setattr(likeness, "_FEW", likeness._FEW if few else 0)
    changed = [seen(change(image), 50) for change in CHANGES.values() for image in photos]
    pairs = same_pictures([*(seen(image) for image in photos), *changed])
    assert {other for one, other in pairs if one < COUNT} == {*range(COUNT, 6 * COUNT)}
    assert all((other - one) % COUNT == 0 for one, other in pairs)


def test_a_mirrored_picture_and_one_turned_upside_down_are_others(
    photos: list[Image.Image],
) -> None:
    image = photos[0]
    assert (
        same_pictures([seen(image), seen(ImageOps.mirror(image)), seen(ImageOps.flip(image))]) == []
    )


def test_of_one_picture_or_none_there_are_no_pairs() -> None:
    assert same_pictures([]) == same_pictures([seen(photo(0))]) == []
    assert telling([]) == []


def test_what_is_plain_tells_nothing() -> None:
    plain = [seen(Image.new("RGB", (200, 200), colour)) for colour in ("white", "black")]
    assert telling([*plain, seen(photo(0))]) == [False, False, True]
