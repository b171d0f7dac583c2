"""Pictures that are one by what they look like, and pictures that are not."""

import io
from itertools import combinations

import numpy as np
import pytest
from PIL import Image, ImageOps

from grsearch_desktop.store import likeness, neighbours
from grsearch_desktop.store.likeness import light, same_pictures, telling
from grsearch_desktop.store.neighbours import nearest
from tests.store.shelf import unit

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


def test_what_is_turned_or_mirrored_is_found(photos: list[Image.Image]) -> None:
    image = photos[0]
    turned = [ImageOps.mirror(image), ImageOps.flip(image), image.rotate(90, expand=True)]
    pairs = same_pictures([seen(image), *map(seen, turned), seen(photos[1])])
    assert pairs == [*combinations(range(4), 2)]


def test_pairs_that_something_else_speaks_for_are_looked_at_more_closely(
    photos: list[Image.Image],
) -> None:
    cut = [ImageOps.mirror(image).crop((60, 0, 310, 230)) for image in photos]
    shown = [*map(seen, photos), *map(seen, cut)]
    every = [*combinations(range(2 * COUNT), 2)]
    assert len(same_pictures(shown)) < COUNT / 3
    assert same_pictures(shown, every) == [(n, n + COUNT) for n in range(COUNT)]


def test_neighbours_are_found_in_groups_too(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = unit(np.random.default_rng(3), 600, 16)
    vectors[300:] = vectors[:300] + unit(np.random.default_rng(4), 300, 16) / 50
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    copies = {(n, n + 300) for n in range(300)}
    assert copies <= {*map(tuple, nearest(vectors).tolist())}
    monkeypatch.setattr(neighbours, "_GROUP", 100)
    monkeypatch.setattr(neighbours, "_PER_CENTRE", 120)
    found = {*map(tuple, nearest(vectors).tolist())}
    assert len(copies & found) > 0.9 * len(copies)


def test_of_one_picture_or_none_there_are_no_pairs() -> None:
    assert same_pictures([]) == same_pictures([seen(photo(0))]) == []
    assert telling([]) == []


def test_what_is_plain_tells_nothing() -> None:
    plain = [seen(Image.new("RGB", (200, 200), colour)) for colour in ("white", "black")]
    assert telling([*plain, seen(photo(0))]) == [False, False, True]
