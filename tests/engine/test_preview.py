"""Pages drawn for a person: sharp, with the found words in their places, from the library alone."""

import io
import shutil
from pathlib import Path

import pytest
from PIL import Image

from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.engine.protocol import SearchRequest
from grsearch_desktop.errors import UsageError
from grsearch_desktop.extract.content import Drawing
from grsearch_desktop.extract.pool import ReaderPool


def test_a_page_is_drawn_with_the_words_that_were_found(indexed: Engine, folder: Path) -> None:
    pdf = str(folder / "home" / "bicycle-repair.pdf")
    image = indexed.page_image(pdf, 1, 900, "repairing a bicycle")
    picture = Image.open(io.BytesIO(image.jpeg)).convert("L")
    assert picture.size == (image.width, image.height)
    assert abs(max(picture.size) - 900) <= 1
    assert image.boxes
    for x, y, width, height in image.boxes:
        assert 0 <= x <= x + width <= 1.001
        assert 0 <= y <= y + height <= 1.001
        left, top = x * image.width, y * image.height
        part = picture.crop(
            (int(left), int(top), int(left + width * image.width) + 1,
             int(top + height * image.height) + 1)
        )  # fmt: skip
        low, high = part.getextrema()
        assert high - low > 60, "there is no ink where the word is said to be"
    assert indexed.page_image(pdf, 1, 900, "quokka").boxes == ()


def test_a_photo_is_drawn_as_large_as_asked(indexed: Engine, folder: Path) -> None:
    image = indexed.page_image(str(folder / "photos" / "IMG_1042.jpg"), None, 300, "")
    assert max(image.width, image.height) == 300


def test_only_files_of_the_library_are_drawn(indexed: Engine, tmp_path: Path) -> None:
    other = tmp_path / "other.png"
    Image.new("RGB", (20, 20)).save(other)
    with pytest.raises(UsageError, match="not in the library"):
        indexed.page_image(str(other), None, 300, "")


def test_what_can_not_be_drawn_is_told_in_a_sentence(indexed: Engine, folder: Path) -> None:
    pdf = folder / "home" / "bicycle-repair.pdf"
    with pytest.raises(UsageError, match="no such page"):
        indexed.page_image(str(pdf), 999, 300, "")
    pdf.unlink()
    with pytest.raises(UsageError, match="no longer there"):
        indexed.page_image(str(pdf), 1, 300, "")


def test_slides_and_word_documents_are_drawn_with_their_words(
    indexed: Engine, folder: Path
) -> None:
    slide = indexed.page_image(str(folder / "village" / "solar-roof.pptx"), 2, 1200, "electricity")
    assert max(slide.width, slide.height) == 1200
    assert slide.pages == indexed.document(str(folder / "village" / "solar-roof.pptx"), "").pages
    letter = indexed.page_image(str(folder / "home" / "house-policy.docx"), None, 900, "water")
    assert letter.pages == 2
    for image in (slide, letter):
        assert image.boxes
        picture = Image.open(io.BytesIO(image.jpeg)).convert("L")
        x, y, width, height = image.boxes[0]
        part = picture.crop(
            (round(x * image.width), round(y * image.height),
             round((x + width) * image.width), round((y + height) * image.height))
        )  # fmt: skip
        low, high = part.getextrema()
        assert high - low > 60, "there is no ink where the word is said to be"


def test_a_page_that_was_drawn_is_not_drawn_again_until_its_file_changes(
    indexed: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = folder / "photos" / "IMG_1042.jpg"
    first = indexed.page_image(str(photo), None, 200, "")
    drawn: list[str] = []
    real = ReaderPool.draw

    def draw(pool: ReaderPool, path: str, page: int | None, side: int) -> Drawing:
        drawn.append(path)
        return real(pool, path, page, side)

    monkeypatch.setattr(ReaderPool, "draw", draw)
    assert indexed.page_image(str(photo), None, 200, "beach") == first
    assert drawn == []
    shutil.copy(folder / "photos" / "IMG_1187.jpg", photo)
    assert indexed.page_image(str(photo), None, 200, "") != first
    assert drawn == [str(photo)]


def test_hits_go_on_where_the_last_ones_ended(indexed: Engine) -> None:
    whole = indexed.search(SearchRequest("tyre", limit=6))
    rest = indexed.search(SearchRequest("tyre", limit=3, offset=3))
    assert rest.hits == whole.hits[3:]
    assert rest.total == whole.total >= 6
