"""A set with its documents shown in one way or another: as texts, as pictures, as both."""

from dataclasses import replace
from pathlib import Path
from typing import Literal, get_args

from grsearch_desktop.evaluate.dataset import DataSet, Document
from grsearch_desktop.evaluate.sets.screenshots import (
    as_screenshots,
    drawn_by_lot,
    with_screenshots,
)

Way = Literal["text", "pictures", "both", "mixed"]
WAYS: tuple[Way, ...] = get_args(Way)


def shown(dataset: DataSet, way: Way, folder: Path, *, seed: int = 0) -> DataSet:
    """The set with each document that has a text shown in this way.

    "text": the text alone; "pictures": its picture alone; "both"; "mixed": a third of them each,
    as in MixBench, drawn by `seed`. A document without a picture of its own has a page of its text
    for one, which is drawn into `folder`. Raises NoRoomError.
    """
    if way == "text":
        return as_screenshots(dataset, 0, folder)
    if way == "pictures":
        return as_screenshots(dataset, 1, folder)
    both = with_screenshots(dataset, folder)
    return both if way == "both" else _mixed(both, seed)


def _mixed(dataset: DataSet, seed: int) -> DataSet:
    paired = [one.corpus_id for one in dataset.documents if one.text and one.image]
    turn = {corpus_id: at % 3 for at, corpus_id in enumerate(drawn_by_lot(paired, seed))}

    def part(document: Document) -> Document:
        match turn.get(document.corpus_id):
            case 0:
                return replace(document, image=None)
            case 1:
                return replace(document, text="", title="")
        return document

    return replace(dataset, documents=tuple(part(document) for document in dataset.documents))
