"""Reads captions in the form of Karpathy's splits of MS COCO and Flickr30k.

`dataset_coco.json` or `dataset_flickr30k.json` with `images`: filepath (COCO alone), filename,
split, sentences[].raw; the pictures lie beside it, as they are when their archives are unpacked.
Karpathy and Fei-Fei, "Deep Visual-Semantic Alignments for Generating Image Descriptions", 2015.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grsearch_desktop.errors import UsageError
from grsearch_desktop.evaluate.dataset import DataSet, Document, Query

_SPLIT = "test"
_FOLDERS = ("", "images", "flickr30k-images", "flickr30k_images", "Images")
"""Where archives of these sets put their pictures, beside the file."""


@dataclass(frozen=True)
class _Captioned:
    name: str
    image: Path | None
    captions: tuple[str, ...]


def is_of_this_form(place: Path) -> bool:
    """Whether it is such a file, or a folder with one: `dataset*.json`."""
    return _file_of(place) is not None


def load(place: Path, split: str = _SPLIT) -> DataSet:
    """Captions that ask for pictures: each caption of the split is a query that its own picture
    answers, each picture of the split a document without text (5 and 1 of an image, mostly).

    Raises UsageError, in one sentence, if it is not of this form.
    """
    file, images = _images(place, split)
    queries, gains = [], {}
    for image in images:
        for number, caption in enumerate(image.captions):
            queries.append(Query(f"{image.name}#{number}", caption))
            gains[f"{image.name}#{number}"] = {image.name: 1.0}
    documents = tuple(Document(image.name, "", image.image) for image in images)
    return DataSet(_name(file), tuple(queries), documents, gains, _missing(images))


def load_pairs(place: Path, split: str = _SPLIT) -> DataSet:
    """Captions that ask for a text with its picture: of each image of the split the first caption
    is a query, and the document that answers it is the picture with the other captions as its
    text, in their order, a space between.

    So MixBench makes its set of MS COCO, but that a language model rewrites the other captions
    there. An image with one caption alone is a document without text. Raises UsageError.
    """
    file, images = _images(place, split)
    queries = tuple(Query(image.name, image.captions[0]) for image in images)
    documents = tuple(
        Document(image.name, " ".join(image.captions[1:]), image.image) for image in images
    )
    gains = {image.name: {image.name: 1.0} for image in images}
    return DataSet(_name(file), queries, documents, gains, _missing(images))


def _images(place: Path, split: str) -> tuple[Path, list[_Captioned]]:
    file = _file_of(place)
    if file is None:
        raise UsageError(f"{place} is not in Karpathy's form: it needs dataset_coco.json or such.")
    try:
        said = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"{file} can't be read as JSON.") from error
    try:
        found = list(_of_split(said, file.parent, split))
    except (KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{file} is not in Karpathy's form: it needs images, each with filename, split and "
            "sentences."
        ) from error
    if not found:
        raise UsageError(f"{file} has no image with a caption in its split {split}.")
    if len({image.name for image in found}) < len(found):
        raise UsageError(f"{file} has an image a second time.")
    return file, found


def _of_split(said: Any, folder: Path, split: str) -> Iterator[_Captioned]:
    for image in said["images"]:
        if image["split"] != split:
            continue
        captions = tuple(filter(None, (one["raw"].strip() for one in image["sentences"])))
        below = Path(image.get("filepath") or "", image["filename"])
        places = (folder / first / path for first in _FOLDERS for path in (below, below.name))
        if captions:
            picture = next((path for path in places if path.is_file()), None)
            yield _Captioned(image["filename"], picture, captions)


def _missing(images: list[_Captioned]) -> int:
    return sum(image.image is None for image in images)


def _name(file: Path) -> str:
    """ "coco" of dataset_coco.json."""
    return file.stem.removeprefix("dataset").strip("_-") or file.resolve().parent.name


def _file_of(place: Path) -> Path | None:
    if place.is_dir():
        return next((path for path in sorted(place.glob("dataset*.json")) if path.is_file()), None)
    return place if place.suffix == ".json" and place.is_file() else None
