import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from grsearch_desktop.errors import NoRoomError
from grsearch_desktop.evaluate.dataset import DataSet, Document, Query
from grsearch_desktop.evaluate.sets import screenshots
from grsearch_desktop.evaluate.sets.screenshots import (
    LONGEST,
    WIDTH,
    as_screenshots,
    page,
    with_screenshots,
)

SENTENCE = "Whoever reads this page has found a word on carotene, and 5 µg of it. "


@pytest.fixture
def texts() -> DataSet:
    documents = tuple(
        Document(f"d{n}", f"Title {n}\n{SENTENCE * (n % 7 + 1)}", None, f"Title {n}")
        for n in range(40)
    )
    return DataSet("texts", (Query("q", "carotene"),), documents, {"q": {"d0": 1.0}}, 0)


def shown(dataset: DataSet) -> set[str]:
    return {document.corpus_id for document in dataset.documents if document.image}


def ink(image: Image.Image) -> np.ndarray:
    """Which rows of a page hold something."""
    return (np.asarray(image) < 128).any(axis=1)


def test_a_share_of_the_texts_is_shown_as_pictures_and_the_others_as_texts(
    texts: DataSet, tmp_path: Path
) -> None:
    found = as_screenshots(texts, 0.25, tmp_path)
    assert len(shown(found)) == 10
    assert all(bool(document.text) != bool(document.image) for document in found.documents)
    assert [one.corpus_id for one in found.documents] == [one.corpus_id for one in texts.documents]
    assert (found.queries, found.gains) == (texts.queries, texts.gains)


def test_the_ones_of_a_smaller_share_are_among_those_of_a_larger(
    texts: DataSet, tmp_path: Path
) -> None:
    steps = [shown(as_screenshots(texts, share, tmp_path)) for share in (0, 0.25, 0.5, 0.99, 1)]
    assert [len(step) for step in steps] == [0, 10, 20, 40, 40]
    assert all(small <= large for small, large in itertools.pairwise(steps))
    assert len(list(tmp_path.glob("*.png"))) == 40


def test_the_seed_draws_which_ones(texts: DataSet, tmp_path: Path) -> None:
    first = shown(as_screenshots(texts, 0.5, tmp_path, seed=1))
    assert first == shown(as_screenshots(texts, 0.5, tmp_path, seed=1))
    assert first != shown(as_screenshots(texts, 0.5, tmp_path, seed=2))


def test_both_keeps_the_text_beside_the_picture(texts: DataSet, tmp_path: Path) -> None:
    found = with_screenshots(texts, tmp_path)
    assert all(document.text and document.image for document in found.documents)


def test_a_document_with_a_picture_of_its_own_is_shown_by_that(
    texts: DataSet, tmp_path: Path
) -> None:
    own = replace(texts.documents[0], image=Path("own.jpg"))
    alone = Document("alone", "", Path("alone.jpg"))
    some = replace(texts, documents=(own, alone))
    text, picture = as_screenshots(some, 1, tmp_path).documents
    assert (text.text, text.image) == ("", Path("own.jpg"))
    assert picture == alone
    text, picture = as_screenshots(some, 0, tmp_path).documents
    assert (bool(text.text), text.image) == (True, None)
    assert picture == alone
    assert not list(tmp_path.iterdir())


def test_the_same_text_gives_the_same_file_and_is_drawn_once(
    texts: DataSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = as_screenshots(texts, 1, tmp_path / "a").documents[3].image
    second = as_screenshots(texts, 1, tmp_path / "b").documents[3].image
    assert first and second and first.read_bytes() == second.read_bytes()
    monkeypatch.setattr(screenshots, "page", None)
    assert as_screenshots(texts, 1, tmp_path / "a").documents[3].image == first


def test_no_half_drawn_page_is_left_where_the_folder_cannot_be_written(
    texts: DataSet, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(NoRoomError, match="can't be written"):
        as_screenshots(texts, 1, tmp_path / "file")


def test_a_share_beyond_the_whole_is_refused(texts: DataSet, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no share"):
        as_screenshots(texts, 1.5, tmp_path)


def test_a_page_is_square_until_its_text_is_too_long_and_then_as_long_as_a4() -> None:
    assert page("Title", SENTENCE).size == (WIDTH, WIDTH)
    assert page("Title", SENTENCE * 20).size == (WIDTH, WIDTH)
    assert page("Title", SENTENCE * 200).size == (WIDTH, LONGEST)


def test_letters_are_large_where_there_is_room_and_all_of_the_text_is_there() -> None:
    few, many = ink(page("", "word\n" * 4)), ink(page("", "word\n" * 30))
    lines = [int((rows[1:] & ~rows[:-1]).sum()) for rows in (few, many)]
    assert lines == [4, 30]
    assert np.flatnonzero(few)[0] >= 10 and np.flatnonzero(many)[-1] < WIDTH - 10
    assert few.sum() / 4 > 1.5 * many.sum() / 30


def test_the_title_is_bold() -> None:
    bold = (np.asarray(page("carotene", "")) < 128).sum()
    plain = (np.asarray(page("", "carotene")) < 128).sum()
    assert bold > 1.3 * plain


def test_nothing_is_written_beyond_the_margins_whatever_the_text() -> None:
    for text in ("w" * 900, "这是一个很长的句子没有空格" * 40, "a " * 2000, "\n\n \t", ""):
        columns = (np.asarray(page(text[:200], text)) < 200).any(axis=0)
        assert not columns[:10].any() and not columns[-10:].any()


def test_letters_of_other_scripts_are_written_and_not_replaced_by_a_box() -> None:
    drawn = [np.asarray(page("", text)).tobytes() for text in ("中", "文", "é", "β", "≥", "–")]
    assert len(set(drawn)) == 6
