"""After an update the library is told whether its means fit, and doctor knows what to do."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from safetensors.numpy import load_file, save_file

from grsearch_desktop import settings as settings_file
from grsearch_desktop.encode import bundled, prior_texts
from grsearch_desktop.encode import folder as model_folder
from grsearch_desktop.encode.drawn import drawn_pages, drawn_pictures
from grsearch_desktop.engine import checkup
from grsearch_desktop.engine.calibration_check import TOO_FEW, WELL
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.engine.protocol import Calibration, plain, status_from
from grsearch_desktop.paths import Home
from grsearch_desktop.settings import Settings
from tests.engine.test_service import until

Means = dict[str, np.ndarray]


@pytest.fixture(scope="module")
def mixed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """40 notes and 40 pictures."""
    where = tmp_path_factory.mktemp("mixed")
    passages = prior_texts.passages()
    for number, passage in enumerate(passages[:40]):
        (where / f"note {number}.txt").write_text(passage, "utf-8")
    for number, picture in enumerate([*drawn_pictures(30), *drawn_pages(passages, 10)]):
        Image.fromarray(picture).save(where / f"{number}.png")
    return where


@pytest.fixture(scope="module")
def mixed_home(mixed_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The home of a library of that folder, by the bundled model."""
    home = Home(tmp_path_factory.mktemp("home") / "home")
    engine = Engine(home)
    engine.add([str(mixed_folder)])
    engine.update()
    engine.close()
    return home


@pytest.fixture
def mixed(mixed_home: Home, tmp_path: Path) -> Home:
    """A copy that a test may change."""
    shutil.copytree(mixed_home.root, tmp_path / "copy")
    return Home(tmp_path / "copy")


@pytest.fixture
def opened(mixed: Home) -> Iterator[Engine]:
    engine = Engine(mixed)
    yield engine
    engine.close()


def use_model_with(home: Home, means: Means) -> None:
    """The bundled model under another name and with other means: a real folder, a real fault."""
    where = home.models / "other"
    shutil.copytree(bundled.where(), where)
    save_file(means, where / model_folder.PRIOR)
    said = json.loads((where / model_folder.MANIFEST).read_text("utf-8"))
    model_folder.write(where, {**said, "name": "other-1"})
    settings_file.save(home.settings, Settings(model="other"))


def own_means() -> Means:
    return load_file(bundled.where() / model_folder.PRIOR)


def of_another_model() -> Means:
    """As long as a CLIP model's, in directions that mean nothing here."""
    random = np.random.default_rng(1)
    drawn = {kind: random.standard_normal(len(mean)) for kind, mean in own_means().items()}
    return {
        kind: (0.8 * values / np.linalg.norm(values)).astype(np.float32)
        for kind, values in drawn.items()
    }


def with_a_gap() -> Means:
    """What is taken off puts questions and texts into one cone, and pictures into another."""
    text = own_means()["text"]
    towards = 0.8 * text / np.linalg.norm(text)
    return {"query": -towards, "text": -towards, "image": towards}


def findings(home: Home) -> str:
    return "\n".join(
        f"{'+' if finding.fine else '-'} {finding.what} > {finding.advice}"
        for finding in checkup._library(home)
    )


def test_texts_and_pictures_of_the_bundled_model_compare_well(opened: Engine, mixed: Home) -> None:
    found = opened.status().calibration
    assert (found.fits, found.sentence) == (True, WELL)
    assert found.text_over_image == pytest.approx(0.5, abs=0.1)
    assert found.same_kind_neighbours is not None
    assert 0.0 < found.same_kind_neighbours <= 1.0
    assert found.questions_off_centre == pytest.approx(0.0, abs=0.05)
    opened.close()
    assert f"+ {WELL}" in findings(mixed)


def test_what_was_found_is_known_without_looking_again(opened: Engine) -> None:
    assert not opened._equipment.holds_a_model
    assert opened.status().calibration.fits is True
    assert not opened._equipment.holds_a_model, "status loads no model"


def test_the_means_of_another_model_are_told_with_what_to_do(opened: Engine, mixed: Home) -> None:
    use_model_with(mixed, of_another_model())
    until(opened.followed.look)
    opened.update()
    found = opened.status().calibration
    assert found.fits is False
    assert "averages that came with the model other-1 don't fit questions" in found.sentence
    opened.close()
    said = findings(mixed)
    assert f"- {found.sentence}" in said
    assert "`grsearch models use bundled`" in said


def test_a_model_that_was_got_again_is_no_longer_accused(opened: Engine, mixed: Home) -> None:
    use_model_with(mixed, of_another_model())
    until(opened.followed.look)
    opened.update()
    assert opened.status().calibration.fits is False
    opened.close()
    where = mixed.models / "other"
    save_file(own_means(), where / model_folder.PRIOR)
    model_folder.write(where, json.loads((where / model_folder.MANIFEST).read_text("utf-8")))
    again = Engine(mixed)
    again.update()
    assert again.status().calibration.fits is True
    again.close()


def test_a_gap_that_is_left_is_told_as_pictures_that_come_up_too_rarely(
    opened: Engine, mixed: Home
) -> None:
    use_model_with(mixed, with_a_gap())
    until(opened.followed.look)
    opened.update()
    found = opened.status().calibration
    assert found.fits is False
    assert found.sentence.startswith("Pictures come up too rarely")
    assert found.text_over_image is not None
    assert found.text_over_image > 0.9
    assert found.text_over_image_raw is not None
    assert found.text_over_image_raw < 0.75


def test_a_small_library_is_not_judged(indexed: Engine, home: Home) -> None:
    assert indexed.status().calibration.fits is None
    assert indexed.status().calibration.sentence == TOO_FEW
    indexed.close()
    assert f"+ {TOO_FEW}" in findings(home)


def test_nothing_is_said_of_an_empty_library(engine: Engine) -> None:
    engine.update()
    assert engine.status().calibration == Calibration()


def test_nothing_is_said_of_a_model_that_has_not_seen_the_library(
    opened: Engine, mixed: Home
) -> None:
    known = opened.status().calibration
    use_model_with(mixed, own_means())
    until(opened.followed.look)
    opened.update(until="text")
    assert opened.status().calibration == known, "the old one answers"
    opened._library.vectors.use("other-1", "other", 384, 200)
    assert opened.status().calibration == Calibration()


def test_a_library_that_has_grown_is_looked_at_again(opened: Engine, mixed_folder: Path) -> None:
    before = opened.status().calibration
    more = mixed_folder / "more"
    more.mkdir()
    for number, picture in enumerate([*drawn_pictures(45), *drawn_pages(["a page"], 15)]):
        Image.fromarray(picture[::-1]).save(more / f"{number}.png")
    opened.update()
    after = opened.status().calibration
    shutil.rmtree(more)
    assert after.fits is True
    assert after.image_shift != before.image_shift


def test_what_was_kept_and_is_damaged_is_found_out_again(mixed: Home) -> None:
    kept = mixed.root / "cache" / "calibration.json"
    kept.write_text('{"found": 3')
    engine = Engine(mixed)
    assert engine.status().calibration == Calibration()
    engine.update()
    assert engine.status().calibration.fits is True
    engine.close()
    assert json.loads(kept.read_text("utf-8"))["found"]["fits"] is True


def test_the_calibration_comes_whole_through_the_socket(opened: Engine) -> None:
    status = opened.status()
    assert status_from(json.loads(json.dumps(plain(status)))) == status
    older = plain(status)
    del older["calibration"]
    assert status_from(older) == replace(status, calibration=Calibration())
