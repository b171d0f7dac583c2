"""The whole way with the model that comes with the program: one ranking of notes and photos."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from grsearch_desktop.encode import models
from grsearch_desktop.encode.encoder import Encoder, Pixels
from grsearch_desktop.paths import resources
from grsearch_desktop.search.searcher import Example
from grsearch_desktop.store.vectors import EncodedLook
from tests.search.collection import Collection

NOTES = {
    "ferry.txt": "We take the night ferry to Saint Malo and have booked a cabin for four.",
    "tart.txt": "Rub the butter into the flour and bake the pastry blind for twenty minutes.",
    "tyre.txt": "If the wheel has lost its air, lift the tube out and look for the hole.",
    "roof.txt": "The panels on the roof make more electricity than the house needs in summer.",
    "insurance.txt": "The policy covers damage by water from burst pipes, not by floods.",
    "tomatoes.txt": "Give each plant a stick and water it evenly, or the fruit will crack.",
    "club.txt": "The next meeting of the club is on the first Friday, in the town hall.",
    "money.txt": "Rent, food and the children's music lessons are what we spend most on.",
}
PHOTOS = {
    "IMG_1042.jpg": "a lemon",
    "IMG_1187.jpg": "sailing boat on the sea",
    "IMG_1203.jpg": "snowy mountains",
    "IMG_1251.jpg": "hot air balloon",
}


def pixels_of(name: str) -> Pixels:
    with Image.open(resources() / "sample" / "photos" / name) as image:
        return np.asarray(image.convert("RGB"))


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return models.load(models.BUNDLED, Path("no models but the bundled one"), threads=2)


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Collection]:
    opened = Collection.open(tmp_path_factory.mktemp("bundled") / "library.db", encoder)
    shelf = opened.shelf
    for name, text in NOTES.items():
        shelf.add(name, text)
    opened.encode()
    model = shelf.vectors.active()
    assert model
    for name, vector in zip(PHOTOS, encoder.encode_images([*map(pixels_of, PHOTOS)]), strict=True):
        file_id = shelf.name(name, kind="image")
        shelf.read(file_id, kind="image", looks=True)
        look = EncodedLook("picture", None, name.encode(), b"", vector)
        shelf.vectors.save_looks(model, [(file_id, look)], [file_id])
    yield opened
    shelf.database.close()


@pytest.mark.parametrize(("photo", "query"), PHOTOS.items())
def test_a_photo_is_found_by_what_it_shows(collection: Collection, photo: str, query: str) -> None:
    assert collection.names(query)[0] == photo


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("how do I mend a flat bicycle", "tyre.txt"),
        ("solar energy", "roof.txt"),
        ("what happens when a pipe leaks", "insurance.txt"),
        ("household budget", "money.txt"),
    ],
)
def test_a_note_is_found_by_what_it_means(collection: Collection, query: str, note: str) -> None:
    assert collection.names(query)[0] == note


def test_a_mirrored_photo_finds_the_one_it_was_made_from(collection: Collection) -> None:
    example = Example(image=np.ascontiguousarray(pixels_of("IMG_1187.jpg")[:, ::-1]))
    assert collection.names("", example=example)[0] == "IMG_1187.jpg"
