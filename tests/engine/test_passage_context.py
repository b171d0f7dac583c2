"""A short passage is encoded with title and heading in front; what is stored stays as it was."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.engine.passage_context import in_context
from grsearch_desktop.engine.protocol import SearchRequest
from tests.search.small_encoder import SmallEncoder
from tests.store.shelf import Shelf

LONG = "It was mended again and again, and each of the riders said so. " * 20


@pytest.fixture
def shelf(tmp_path) -> Shelf:  # type: ignore[no-untyped-def]
    return Shelf.open(tmp_path / "library.db")


def encoded(shelf: Shelf, file_id: int) -> list[str]:
    """What is encoded for each passage of a file."""
    ids = shelf.passages_of(file_id)
    items = shelf.text.items(ids)
    each = in_context([items[id] for id in ids], shelf.text, SmallEncoder())
    return [window for windows in each for window in windows]


def read(shelf: Shelf, name: str, *texts: str, title: str = "") -> list[str]:
    file_id = shelf.name(name)
    shelf.read(file_id, *texts, title=title)
    return encoded(shelf, file_id)


def test_a_short_passage_has_title_and_the_heading_before_it_in_front(shelf: Shelf) -> None:
    first, *_, second = read(
        shelf, "x.txt", f"{LONG}\n2 Bicycles\nThey roll.", "Flat.", title="Tyres"
    )
    assert second == "Tyres. Bicycles.\nFlat."
    assert first.startswith("It was mended"), "a long passage says itself what it is about"


def test_a_passage_that_begins_with_a_heading_needs_no_other(shelf: Shelf) -> None:
    *_, last = read(shelf, "x.txt", "1 Cars\nThey roll.", "2 Bicycles\nFlat.", title="Tyres")
    assert last == "Tyres.\n2 Bicycles\nFlat."


@pytest.mark.parametrize(
    "name, front",
    [
        ("repair_of-old bicycles.txt", "repair of old bicycles.\n"),
        ("RepairManual.txt", "Repair Manual.\n"),
        ("IMG_0144.txt", ""),
        ("notes.txt", ""),
    ],
)
def test_a_name_that_tells_something_stands_in_for_a_title(
    shelf: Shelf, name: str, front: str
) -> None:
    assert read(shelf, name, "Flat.") == [f"{front}Flat."]


def test_a_title_that_does_not_fit_is_left_out(shelf: Shelf) -> None:
    assert read(shelf, "x.txt", "Flat.", title="far too long " * 100) == ["Flat."]


def test_a_library_of_an_older_program_is_encoded_anew_once(shelf: Shelf) -> None:
    file_id = shelf.add("x.txt", "short", "long " * 100)
    model = shelf.vectors.use("small", "small", 4, 50)
    shelf.vectors.save_texts(model, shelf.passages_of(file_id), np.eye(2, 4, dtype=np.float32))
    assert shelf.vectors.texts_to_encode() == []

    def renewed(form: int) -> Sequence[int]:
        shelf.vectors.renew_texts(model, form, shorter_than=100)
        return shelf.vectors.texts_to_encode()

    assert renewed(1) == shelf.passages_of(file_id)[:1]
    assert len(shelf.vectors.load(model, "text").ids) == 2, "the old ones answer meanwhile"
    shelf.vectors.save_texts(model, renewed(1), np.eye(1, 4, dtype=np.float32))
    assert renewed(1) == []
    assert renewed(2) == shelf.passages_of(file_id)[:1]


def test_the_engine_finds_a_short_passage_by_what_it_is_part_of(
    engine: Engine, tmp_path: Path
) -> None:
    texts = {
        "bicycle repair guide.txt": "Take it off first.",
        "x1.txt": "Once it is clean, look from every side whether anything is left.",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
        engine.add([str(tmp_path / name)])
    engine.update()
    one, two = engine.search(SearchRequest(query="mending a bike", limit=10)).hits
    assert (Path(one.path).name, one.why.words) == ("bicycle repair guide.txt", None)
    assert one.score > two.score + 0.2
    assert [one.snippet, two.snippet] == list(texts.values()), "shown is what stands there"
