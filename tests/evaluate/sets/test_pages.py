import shutil
from pathlib import Path

import numpy as np
import pytest

from grsearch_desktop.errors import UsageError
from grsearch_desktop.evaluate.dataset import DataSet
from grsearch_desktop.evaluate.embeddings import pixels
from grsearch_desktop.evaluate.sets import pages
from grsearch_desktop.paths import resources

TYRE = "home/bicycle-repair.pdf"
PHOTO = "photos/IMG_1042.jpg"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A person's files: a PDF, photos, texts; one file that can't be read."""
    folder = tmp_path_factory.mktemp("person") / "files"
    shutil.copytree(resources() / "sample", folder)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    lines = [f"flat tyre\t{TYRE}", f"a photo\t{PHOTO}", "what is broken\tbroken.pdf"]
    folder.with_suffix(".tsv").write_text("\n".join(lines), "utf-8")
    return folder


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def found(folder: Path, cache: Path) -> DataSet:
    return pages.load(folder, cache)


def test_each_page_of_a_pdf_is_a_document_with_its_text_and_its_image(found: DataSet) -> None:
    tyre = [document for document in found.documents if document.part_of == TYRE]
    assert len(tyre) > 1
    assert [one.corpus_id for one in tyre] == [f"{TYRE}#{n}" for n in range(1, len(tyre) + 1)]
    assert all(one.text and one.image for one in tyre)
    assert len({one.text for one in tyre}) == len(tyre)
    assert tyre[0].image
    read = pixels(tyre[0].image)
    assert read is not None and max(read.shape) <= 448 and np.ptp(read) > 200


def test_each_photo_is_a_document_without_text(found: DataSet) -> None:
    (photo,) = (document for document in found.documents if document.part_of == PHOTO)
    assert photo.corpus_id == PHOTO
    assert photo.image and not photo.text


def test_any_page_of_the_right_file_answers(found: DataSet) -> None:
    tyre = {one.corpus_id for one in found.documents if one.part_of == TYRE}
    assert found.gains["q0"] == dict.fromkeys(tyre, 1.0)
    assert found.gains["q1"] == {PHOTO: 1.0}


def test_a_file_that_cannot_be_read_is_an_answer_that_nobody_finds(found: DataSet) -> None:
    assert found.gains["q2"] == {"broken.pdf": 1.0}
    assert not any(document.part_of == "broken.pdf" for document in found.documents)


def test_what_was_read_once_is_not_read_again(
    folder: Path, cache: Path, found: DataSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages.ReaderPool, "read_text", None)
    steps: list[tuple[int, int]] = []
    again = pages.load(folder, cache, lambda done, total: steps.append((done, total)))
    assert again == found
    assert steps == [(n, 16) for n in range(1, 17)]


def test_a_page_that_went_from_the_cache_is_read_anew(
    folder: Path, tmp_path: Path, cache: Path, found: DataSet
) -> None:
    copied = tmp_path / "cache"
    shutil.copytree(cache, copied)
    images = sorted(copied.rglob("*.png"))
    images[0].unlink()
    images[1].write_bytes(b"")
    again = pages.load(folder, copied)
    assert [one.corpus_id for one in again.documents] == [one.corpus_id for one in found.documents]
    assert all(image.stat().st_size for image in images)


def test_a_folder_without_questions_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no folder with questions"):
        pages.load(tmp_path, tmp_path / "cache")
