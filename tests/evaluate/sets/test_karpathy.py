import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from grsearch_desktop.errors import UsageError
from grsearch_desktop.evaluate.sets import karpathy
from grsearch_desktop.evaluate.sets.loading import load


def write_captions(folder: Path, name: str = "coco", images: int = 7) -> Path:
    """Captions as in the published files: the last image is of another split."""
    (folder / "val2014").mkdir(parents=True)
    said: list[dict[str, Any]] = []
    for number in range(images):
        filename = f"COCO_val2014_{number:012}.jpg"
        Image.new("RGB", (9, 9), (number, 0, 0)).save(folder / "val2014" / filename)
        sentences = [
            {"tokens": [], "raw": f" Caption {k} of thing {number}.", "imgid": number, "sentid": k}
            for k in range(5)
        ]
        said.append(
            {
                "filepath": "val2014",
                "filename": filename,
                "imgid": number,
                "sentids": list(range(5)),
                "split": "test" if number < images - 1 else "train",
                "sentences": sentences,
                "cocoid": number,
            }
        )
    (folder / f"dataset_{name}.json").write_text(json.dumps({"images": said, "dataset": name}))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_captions(tmp_path / "captions")


def test_each_caption_of_the_split_asks_for_its_picture(folder: Path) -> None:
    found = karpathy.load(folder)
    assert (found.name, len(found.queries), len(found.documents)) == ("coco", 30, 6)
    assert found.queries[7].text == "Caption 2 of thing 1."
    (answer,) = found.gains[found.queries[7].query_id]
    assert answer == found.documents[1].corpus_id == "COCO_val2014_000000000001.jpg"
    assert found.documents[1].image == folder / "val2014" / answer
    assert found.documents[1].text == ""


def test_the_file_itself_and_another_split_can_be_named(folder: Path) -> None:
    assert karpathy.load(folder / "dataset_coco.json") == karpathy.load(folder)
    assert len(karpathy.load(folder, "train").documents) == 1
    with pytest.raises(UsageError, match="no image with a caption in its split val"):
        karpathy.load(folder, "val")


def test_a_pair_asks_with_one_caption_and_answers_with_the_others(folder: Path) -> None:
    found = karpathy.load_pairs(folder)
    assert [query.text for query in found.queries][1] == "Caption 0 of thing 1."
    assert found.documents[1].text == " ".join(f"Caption {k} of thing 1." for k in range(1, 5))
    assert found.documents[1].image
    assert not any(query.text in found.documents[1].text for query in found.queries)


def test_pictures_of_flickr_lie_in_its_folder_and_missing_ones_are_counted(folder: Path) -> None:
    (folder / "val2014").rename(folder / "flickr30k-images")
    file = folder / "dataset_coco.json"
    said = json.loads(file.read_text())
    for image in said["images"]:
        del image["filepath"]
    file.rename(folder / "dataset_flickr30k.json").write_text(json.dumps(said))
    next((folder / "flickr30k-images").glob("*00.jpg")).unlink()
    found = karpathy.load(folder)
    assert (found.name, found.missing_pictures) == ("flickr30k", 1)
    assert sum(document.image is not None for document in found.documents) == 5


def test_a_third_of_the_pairs_is_text_a_third_picture_a_third_both(
    folder: Path, tmp_path: Path
) -> None:
    mixed = load(folder, tmp_path / "cache")
    kinds = sorted((bool(one.text), bool(one.image)) for one in mixed.documents)
    assert kinds == [(False, True)] * 2 + [(True, False)] * 2 + [(True, True)] * 2
    assert load(folder, tmp_path / "cache") == mixed
    assert load(folder, tmp_path / "cache", "pictures") == karpathy.load(folder)
    assert all(one.text and one.image for one in load(folder, tmp_path, "both").documents)
    assert not any(one.image for one in load(folder, tmp_path, "text").documents)


@pytest.mark.parametrize(
    "content",
    [
        "{broken",
        "[]",
        "{}",
        '{"images": [{}]}',
        '{"images": [{"split": "test"}]}',
        '{"images": 3}',
        '{"images": [{"split": "test", "filename": "a", "sentences": [{"raw": 3}]}]}',
    ],
)
def test_a_file_of_another_form_is_told_in_a_sentence(folder: Path, content: str) -> None:
    (folder / "dataset_coco.json").write_text(content)
    with pytest.raises(UsageError, match=r"dataset_coco.json") as told:
        karpathy.load(folder)
    assert "\n" not in str(told.value)
