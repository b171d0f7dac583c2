"""Text in pictures is recognised in confined children, where it stands, in reading order."""

import io
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pymupdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from grsearch_desktop.errors import UnreadableFileError
from grsearch_desktop.extract import reasons
from grsearch_desktop.extract.content import Recognised, Recognition
from grsearch_desktop.extract.pool import ReaderPool
from grsearch_desktop.extract.readers.recognisable import is_noise, reduced_size
from grsearch_desktop.extract.recognise import letters
from grsearch_desktop.extract.recognise.reading_order import Place, order
from grsearch_desktop.extract.recognise.tiles import parts

TESSERACT = Recognition("tesseract")


@pytest.fixture(scope="module")
def recognising() -> Iterator[ReaderPool]:
    with ReaderPool(1, niceness=0, recognises=True) as pool:
        yield pool


def written(*lines: str, size: tuple[int, int] = (420, 120)) -> Image.Image:
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    for place, line in enumerate(lines):
        draw.text((20, 20 + 36 * place), line, "black", ImageFont.load_default(20))
    return image


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def said(found: list[Recognised]) -> list[str]:
    return [line.text for one in found for line in one.lines]


def test_a_picture_says_its_words_and_where_they_stand(
    recognising: ReaderPool, tmp_path: Path
) -> None:
    path = tmp_path / "shot.png"
    path.write_bytes(png(written("Platform seven", "Lisbon 18:45")))
    (found,) = recognising.recognise(str(path))
    assert said([found]) == ["Platform seven", "Lisbon 18:45"]
    assert (found.kind, found.page, len(found.digest)) == ("picture", None, 16)
    first = found.lines[0]
    assert first.confidence > 0.9
    assert [word.text for word in first.words] == ["Platform", "seven"]
    left, top, width, height = first.words[1].area
    assert 0.2 < left < 0.35 and 0.05 < top < 0.3 and 0.08 < width < 0.25 and height < 0.35
    assert recognising.confinement().forbids_writing
    assert not list(recognising.recognise(str(path), skip_digests=frozenset({found.digest})))


def test_a_picture_on_its_head_is_read_all_the_same(
    recognising: ReaderPool, tmp_path: Path
) -> None:
    path = tmp_path / "scan.png"
    image = written("Platform seven", "Lisbon 18:45").transpose(Image.Transpose.ROTATE_180)
    path.write_bytes(png(image))
    found = list(recognising.recognise(str(path)))
    assert said(found) == ["Platform seven", "Lisbon 18:45"]
    assert found[0].lines[0].words[0].area[1] > 0.6


def test_small_print_on_a_long_screenshot_is_read_and_what_two_parts_show_is_told_once(
    recognising: ReaderPool, tmp_path: Path
) -> None:
    path = tmp_path / "page.png"
    image = Image.new("RGB", (300, 2300), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(13)
    assert [place[1::2] for place in parts(*image.size)] == [(0, 1280), (1020, 2300)]
    shown = {600: "first part", 1014: "upper edge", 1150: "whole seam", 1272: "lower edge"}
    shown |= {2270: "the end"}
    for top, words in shown.items():
        draw.text((20, top), words, "black", font)
    image.save(path)
    (found,) = recognising.recognise(str(path))
    assert said([found]) == [*shown.values()]
    places = [line.words[0].area[1] * image.height for line in found.lines]
    assert all(abs(place - top) < 12 for place, top in zip(places, shown, strict=True))


def test_a_long_picture_is_cut_into_parts_that_share_a_seam_and_no_more() -> None:
    assert parts(1080, 2000) == [(0, 0, 1080, 2000)], "not long"
    assert parts(60, 8000) == [(0, 0, 60, 8000)], "a thread"
    tall = parts(1080, 8000)
    assert (tall[0][1], tall[-1][3]) == (0, 8000)
    assert all(one[3] - other[1] >= 150 for one, other in pairwise(tall))
    assert parts(8000, 1080) == [(top, left, bottom, right) for left, top, right, bottom in tall]
    assert reduced_size(1080, 8000) == (1080, 8000)
    width, height = reduced_size(2000, 300_000)
    assert width * height < 13_000_000


def test_scanned_pages_and_pictures_of_a_document_are_read_but_not_its_text(
    recognising: ReaderPool, tmp_path: Path
) -> None:
    document = pymupdf.open()
    scan = document.new_page(width=420, height=300)
    scan.insert_image(scan.rect, stream=png(written("Scanned invoice", size=(420, 300))))
    document.new_page().insert_textbox((50, 50, 500, 700), "Nothing to be recognised. " * 30)
    mixed = document.new_page()
    mixed.insert_textbox((50, 50, 500, 400), "All of this is text already. " * 30)
    mixed.insert_image((50, 450, 350, 530), stream=png(written("Figure label")))
    path = tmp_path / "mixed.pdf"
    document.save(path)
    found = list(recognising.recognise(str(path)))
    assert [(one.kind, one.page) for one in found] == [("page", 1), ("picture", 3)]
    assert said(found) == ["Scanned invoice", "Figure label"]
    with ReaderPool(1) as pool:
        digests = {look.digest for look in pool.read_looks(str(path)) if look.kind == "picture"}
    assert found[1].digest in digests
    assert said(list(recognising.recognise(str(path), frozenset({1})))) == ["Figure label"]

    stopped = recognising.recognise(str(path))
    assert said([next(stopped)]) == ["Scanned invoice"]
    stopped.close()
    assert len(recognising._idle) == 1, "the child that was stopped serves the next call"
    assert said(list(recognising.recognise(str(path), frozenset({1})))) == ["Figure label"]


def test_pictures_in_office_files_are_read_and_photos_have_no_text(
    recognising: ReaderPool, tmp_path: Path
) -> None:
    import zipfile

    path = tmp_path / "letter.docx"
    noise = Image.effect_noise((200, 200), 90).convert("RGB")
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<w:document xmlns:w='w'/>")
        package.writestr("word/media/image1.png", png(written("Letterhead")))
        package.writestr("word/media/image2.png", png(noise))
    found = list(recognising.recognise(str(path)))
    assert [said([one]) for one in found] == [["Letterhead"], []]
    assert len({one.digest for one in found}) == 2


def test_what_is_not_installed_is_told(recognising: ReaderPool, tmp_path: Path) -> None:
    path = tmp_path / "shot.png"
    path.write_bytes(png(written("Platform seven", size=(600, 200))))
    with pytest.raises(UnreadableFileError, match="no model that recognises text in “klingon”"):
        list(recognising.recognise(str(path), preferences=Recognition(languages=("klingon",))))
    try:
        found = list(recognising.recognise(str(path), preferences=TESSERACT))
    except UnreadableFileError as error:
        assert error.may_pass
        assert error.reason == reasons.NO_TESSERACT or "no model" in error.reason
        pytest.skip(error.reason)
    assert said(found) == ["Platform seven"]
    assert [word.text for word in found[0].lines[0].words] == ["Platform", "seven"]


def test_columns_are_read_one_after_the_other_and_a_bill_row_by_row() -> None:
    title = Place(10, 0, 190, 12)
    left = [Place(0, y, 95, y + 10) for y in (20, 35, 50, 65)]
    right = [Place(105, y, 200, y + 10) for y in (20, 35, 50, 65)]
    foot = Place(80, 90, 120, 100)
    mixed = [foot, *(place for pair in zip(right, left, strict=True) for place in pair), title]
    assert [mixed[index] for index in order(mixed)] == [title, *left, *right, foot]
    names = [Place(0, y, 60, y + 10) for y in (0, 15, 30, 45)]
    prices = [Place(150, y + 1, 180, y + 11) for y in (0, 15, 30, 45)]
    rows = [place for pair in zip(names, prices, strict=True) for place in pair]
    mixed = [*prices, *names]
    assert [mixed[index] for index in order(mixed)] == rows
    assert order([]) == []


@pytest.mark.parametrize(
    ("text", "noise"),
    [
        ("An ordinary sentence, with 12 numbers (and brackets).", False),
        ("Die Rechnung über 349,90 € wurde am 3. Juli bezahlt.", False),
        ("これは普通の文章です。検索できるはずです。ここまで。", False),
        ("1952 1953 1954 1955 1,204.50 3,991.00 12 14 16", False),
        ("Brr, hmm.", False),
        ("7KLV LV WKH WHAW RI D SDJH ZLWK D EURNHQ IRQW", True),
        ("!\"#$ %&'( )*+, -./ !\"#$ %&'( )*+, -./", True),
        ("\ue001\ue002\ue003 \ue004\ue005 some letters between \ue006\ue007", True),
    ],
)
def test_text_of_fonts_without_letters_is_noise(text: str, noise: bool) -> None:
    assert is_noise(text) is noise


def test_letters_in_rows_are_told_from_spots() -> None:
    assert letters.count(written("Platform seven", "Lisbon 18:45")) >= 15
    assert letters.count(Image.new("RGB", (300, 200), "navy")) == 0
