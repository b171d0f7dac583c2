"""Text in pictures is read last, is found by its words, and keeps nothing newer waiting."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from grsearch_desktop import settings as settings_file
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.engine.governor import BegunAnewError
from grsearch_desktop.engine.protocol import Hit, Progress, SearchRequest
from grsearch_desktop.paths import Home
from grsearch_desktop.settings import Settings

SIZE = (520, 240)


def drawn(*lines: str) -> Image.Image:
    """Black words on white, as a screenshot has them."""
    image = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        pen.text((30, 30 + 90 * number), line, fill="black", font=ImageFont.load_default(36))
    return image


def hits(engine: Engine, query: str) -> dict[str, Hit]:
    found = engine.search(SearchRequest(query, copies=True)).hits
    return {Path(hit.path).name: hit for hit in found if hit.why.words}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    drawn("Kookaburra express", "leaves at noon").save(folder / "board.png")
    (folder / "again.png").write_bytes((folder / "board.png").read_bytes())
    drawn("Quokka ferry", "number 42").save(folder / "scan.pdf", resolution=100.0)
    (folder / "broken.png").write_bytes((folder / "board.png").read_bytes()[:900])
    (folder / "note.txt").write_text("Kookaburra express\nleaves at noon\n")
    return folder


@pytest.fixture(scope="module")
def steps() -> list[Progress]:
    return []


@pytest.fixture(scope="module")
def engine(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[Progress]
) -> Iterator[Engine]:
    """Brought up to date; when the first picture was read, something newer came between."""
    home = Home(tmp_path_factory.mktemp("home"))
    settings_file.save(home.settings, Settings(recognise=True))
    engine = Engine(home)
    engine.add([str(folder)])

    def come_between(progress: Progress) -> None:
        steps.append(progress)
        if progress.stage == "ocr" and progress.done == 1 and not (folder / "new.txt").exists():
            (folder / "new.txt").write_text("A wombat came while pictures were being read.")
            engine.governor.due.add([str(folder / "new.txt")])

    with pytest.raises(BegunAnewError):
        engine.update(come_between)
    engine.update(come_between)
    yield engine
    engine.close()


def test_what_is_newer_waits_for_one_picture_at_most(engine: Engine, steps: list[Progress]) -> None:
    order = [step.stage for step in steps if step.stage != "names"]
    first = order.index("ocr")
    assert order[first : first + 2] == ["ocr", "text"], "no second picture comes before the text"
    assert "meaning" in order[first : order.index("ocr", first + 1)]
    assert hits(engine, "wombat")
    assert engine.status().stages["ocr"] == {"done": 3, "total": 3}


def test_words_that_only_a_picture_shows_are_found_and_said_to_be_recognised(
    engine: Engine,
) -> None:
    (hit,) = hits(engine, "quokka").values()
    assert (Path(hit.path).name, hit.page, hit.item) == ("scan.pdf", 1, "passage")
    assert hit.recognised
    assert "Quokka" in [hit.snippet[start:end] for start, end in hit.marks]
    assert hit.why.text is not None, "it has its meaning, too"


def test_recognised_text_stands_below_the_same_words_as_text_and_copies_have_it_too(
    engine: Engine,
) -> None:
    found = hits(engine, "kookaburra express leaves at noon")
    assert next(iter(found)) == "note.txt"
    assert {"board.png", "again.png"} < set(found)
    assert [found[name].recognised for name in ("note.txt", "board.png")] == [False, True]


@pytest.mark.parametrize(
    ("name", "page", "word"), [("board.png", None, "kookaburra"), ("scan.pdf", 1, "quokka")]
)
def test_found_words_are_marked_where_they_are_in_the_picture(
    engine: Engine, folder: Path, name: str, page: int | None, word: str
) -> None:
    image = engine.page_image(str(folder / name), page, 520, word)
    (box,) = image.boxes
    picture = Image.open(io.BytesIO(image.jpeg)).convert("L")
    left, top, right, bottom = (
        box[0] * image.width,
        box[1] * image.height,
        (box[0] + box[2]) * image.width,
        (box[1] + box[3]) * image.height,
    )
    ink = picture.point(lambda value: 255 if value < 128 else 0).crop((0, 0, image.width, 100))
    of_line = ink.getbbox()
    assert of_line is not None
    assert abs(left - of_line[0]) < 12, "the first word of the line"
    assert top < (of_line[1] + of_line[3]) / 2 < bottom
    assert of_line[0] + 60 < right < of_line[2] - 40, "and not the second"
    text = engine.page_text(str(folder / name), page, word)
    assert text.text[slice(*text.marks[0])].casefold() == word
    assert engine.document(str(folder / name), word).recognised


def test_what_can_not_be_looked_at_is_told_once_and_the_rest_goes_on(engine: Engine) -> None:
    (error,) = engine.errors()
    assert Path(error.path).name == "broken.png"
    assert engine.update().added == 0
    assert engine.status().stages["ocr"]["done"] == 3
