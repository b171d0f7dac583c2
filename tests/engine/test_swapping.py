"""Another model is chosen: the old one answers until the new one is whole, and is kept after."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from grsearch_desktop import settings as settings_file
from grsearch_desktop.encode.encoder import Encoder
from grsearch_desktop.engine import swapping
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.engine.governor import BegunAnewError
from grsearch_desktop.engine.lock import EngineLock
from grsearch_desktop.engine.protocol import Progress, SearchRequest
from grsearch_desktop.errors import ModelError, UsageError
from grsearch_desktop.paths import Home
from grsearch_desktop.settings import Settings
from grsearch_desktop.store.database import Database
from grsearch_desktop.store.vector_form import INT8, packed
from grsearch_desktop.store.vectors import PARTS, Vectors
from tests.encode import other_model
from tests.engine.test_service import until

SHORT = 40
"""Tokens: so that passages of the bundled model, of 200, take several windows."""


class CutOffError(Exception):
    pass


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    other_model.install(folder, token_limit=SHORT)
    return folder


@pytest.fixture
def notes(folder: Path) -> Path:
    """A few texts and a picture: little, for every test encodes them twice."""
    return folder / "notes"


@pytest.fixture
def library(engine: Engine, home: Home, models: Path, notes: Path) -> Engine:
    home.models.mkdir(parents=True, exist_ok=True)
    for model in models.iterdir():
        (home.models / model.name).symlink_to(model, target_is_directory=True)
    Image.effect_noise((120, 90), 80).convert("RGB").save(notes / "noise.png")
    engine.add([str(notes)])
    engine.update()
    return engine


def choose(engine: Engine, name: str) -> None:
    settings_file.save(engine.home.settings, Settings(model=name))
    until(engine.followed.look)


def hits(engine: Engine, query: str = "a cake with citrus fruit") -> list[tuple[str, float]]:
    return [(hit.path, hit.score) for hit in engine.search(SearchRequest(query)).hits]


def stored(
    engine: Engine, name: str
) -> dict[tuple[object, ...], "np.ndarray[tuple[int, ...], np.dtype[np.float32]]"]:
    """The vectors of a model by what they are of."""
    database = Database(engine.home.library)
    vectors = Vectors(database)
    model = next(known.model for known in vectors.models.kept() if known.model.source == name)
    found = {}
    for part in PARTS:
        rows = vectors.load(model, part)
        for item_id, vector in zip(rows.item_ids.tolist(), rows.vectors, strict=True):
            found[part, item_id] = vector
    database.close()
    return found


def stopping_at(model: str, step: int = 1) -> Callable[[Progress], None]:
    """Has the work end at a step of the filling."""
    steps = 0

    def stop(progress: Progress) -> None:
        nonlocal steps
        if progress.model == model:
            steps += 1
            if steps == step:
                raise CutOffError

    return stop


def test_the_old_model_answers_until_the_new_one_is_whole(library: Engine) -> None:
    before = hits(library)
    choose(library, "other")
    told: list[Progress] = []
    found: list[list[tuple[str, float]]] = []

    def look(progress: Progress) -> None:
        if progress.model:
            told.append(progress)
            found.append(hits(library))

    library.update(look)
    assert told and found == [before] * len(found), "to the last digit"
    assert {(step.model, step.answers) for step in told} == {("other", "bundled")}
    assert told[-1].done == told[-1].total == len(stored(library, "other"))
    assert library.status().model == "other-1"
    after = hits(library)
    assert after[0][0] == before[0][0] and after != before


def test_no_file_is_read_again_and_no_passage_cut_anew(library: Engine) -> None:
    def items() -> list[object]:
        return library._library.database.read().execute("SELECT * FROM item").fetchall()

    before = items()
    choose(library, "other")
    stages = set()
    library.update(lambda progress: stages.add(progress.stage))
    assert "text" not in stages
    assert items() == before


def test_a_long_passage_is_the_mean_of_its_windows(library: Engine) -> None:
    choose(library, "other")
    library.update()
    encoder: Encoder = library._equipment.encoder("other")
    text = library._library.text
    long = 0
    for (part, item_id), vector in stored(library, "other").items():
        assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)
        item = text.items([item_id])[item_id]
        if part == "text" and encoder.count_tokens([item.text])[0] > 3 * SHORT:
            long += 1
            cut_off = encoder.encode_texts([item.text])[0]
            assert vector @ cut_off < 0.999, "not of its beginning alone"
            beginning, end = item.text[: len(item.text) // 2], item.text[len(item.text) // 2 :]
            mean = encoder.encode_texts([beginning, end]).mean(axis=0)
            assert vector @ mean > 0.5
    assert long


def test_a_filling_that_was_interrupted_goes_on_where_it_was(library: Engine) -> None:
    choose(library, "other")
    with pytest.raises(CutOffError):
        library.update(stopping_at("other"))
    kept = library.status().next
    assert kept is not None and kept.vectors > 0
    done = stored(library, "other")
    library.update()
    assert library.status().model == "other-1"
    assert library.status().next is None
    after = stored(library, "other")
    assert len(after) == len(stored(library, "bundled"))
    for of, vector in done.items():
        np.testing.assert_array_equal(after[of], vector)


def test_what_changes_meanwhile_is_right_in_both(library: Engine, notes: Path) -> None:
    choose(library, "other")
    with pytest.raises(CutOffError):
        library.update(stopping_at("other"))
    (notes / "quokka.txt").write_text("A quokka smiles at the camera on Rottnest Island.")
    (notes / "lemon-tart.md").unlink()
    (notes / "brittany.md").write_text("Nothing but rain, and a letter from the lighthouse.")
    order: list[str] = []
    library.update(lambda progress: order.append(progress.model or progress.stage))
    assert order.index("meaning") < order.index("other"), "what is searched comes first"
    both = stored(library, "other"), stored(library, "bundled")
    assert both[0].keys() == both[1].keys()
    items = library._library.text.items([id for _, id in both[0]])
    texts = " ".join(item.text for item in items.values())
    assert "quokka" in texts and "lighthouse" in texts and "lemon" not in texts.lower()


def test_going_back_takes_no_time_and_encodes_only_what_changed(
    library: Engine, notes: Path
) -> None:
    before = hits(library)
    choose(library, "other")
    library.update()
    vectors = stored(library, "bundled")
    choose(library, "bundled")
    fills: list[Progress] = []
    library.update(lambda progress: fills.append(progress) if progress.stage == "meaning" else None)
    assert library.status().model.startswith("bundled")
    assert fills == []
    assert hits(library) == before
    (notes / "quokka.txt").write_text("A quokka smiles at the camera on Rottnest Island.")
    library.update()
    choose(library, "other")
    library.update(lambda progress: fills.append(progress) if progress.stage == "meaning" else None)
    assert library.status().model == "other-1"
    assert [progress.done for progress in fills] == [1]
    after = stored(library, "bundled")
    assert all(np.array_equal(after[of], vector) for of, vector in vectors.items())


def test_choosing_the_old_one_again_stops_the_filling_and_keeps_what_is_done(
    library: Engine,
) -> None:
    before = hits(library)
    choose(library, "other")
    with pytest.raises(CutOffError):
        library.update(stopping_at("other"))
    choose(library, "bundled")
    models_at_work = set()
    library.update(lambda progress: models_at_work.add(progress.model))
    assert models_at_work == {""}
    assert library.status().next is None
    assert hits(library) == before
    _, kept = library.kept_vectors()
    assert (kept.name, kept.answers, kept.next) == ("other", False, False)
    assert kept.vectors > 0


def test_a_forgotten_model_is_gone_and_one_in_use_is_not(library: Engine) -> None:
    choose(library, "other")
    with pytest.raises(CutOffError):
        library.update(stopping_at("other"))
    with pytest.raises(UsageError, match="other is about to answer"):
        library.forget_model("other")
    library.update()
    with pytest.raises(UsageError, match="other answers the searches"):
        library.forget_model("other")
    with pytest.raises(UsageError, match="no vectors of nobody"):
        library.forget_model("nobody")
    assert library.forget_model("bundled") > 0
    library.update()
    assert [kept.name for kept in library.kept_vectors()] == ["other"]
    assert hits(library)


def test_a_forgotten_file_leaves_no_vector_of_any_model(library: Engine, notes: Path) -> None:
    choose(library, "other")
    library.update()
    ids = library._library.files.inside(str(notes / "lemon-tart.md"))
    items = {
        item_id
        for (item_id,) in library._library.database.read().execute(
            "SELECT id FROM item WHERE file_id = ?", (ids[0],)
        )
    }
    secret = [
        packed(vector, INT8, "text")[-64:]
        for name in ("bundled", "other")
        for (_, item_id), vector in stored(library, name).items()
        if item_id in items
    ]
    library._library.database.leave_no_trace()
    content = library.home.library.read_bytes()
    assert any(part in content for part in secret), "the test sees them"
    (notes / "lemon-tart.md").unlink()
    library.update()
    content = library.home.library.read_bytes()
    assert not any(part in content for part in secret)


def test_a_chosen_model_that_is_not_there_leaves_the_old_one_at_work(
    library: Engine, notes: Path
) -> None:
    choose(library, "nowhere")
    (notes / "quokka.txt").write_text("A quokka smiles at the camera on Rottnest Island.")
    with pytest.raises(ModelError, match='There is no model "nowhere"'):
        library.update()
    assert library.status().model.startswith("bundled")
    assert any(path.endswith("quokka.txt") for path, _ in hits(library, "a small marsupial"))
    assert library._library.vectors.left() == {"texts": 0, "looks": 0}


def test_a_filling_that_is_not_wanted_any_more_ends_though_nothing_takes_its_place(
    library: Engine,
) -> None:
    choose(library, "other")
    with pytest.raises(CutOffError):
        library.update(stopping_at("other"))
    choose(library, "nowhere")
    with pytest.raises(ModelError):
        library.update()
    assert library.status().next is None
    assert library.status().model.startswith("bundled")


def test_a_filling_that_was_killed_goes_on(library: Engine, home: Home, engine: Engine) -> None:
    """kill -9 between two batches, and the next process does the rest."""
    choose(library, "other")
    library.close()
    script = (
        "import os, sys; from pathlib import Path;"
        "from grsearch_desktop.engine import meaning;"
        "from grsearch_desktop.engine.engine import Engine;"
        "from grsearch_desktop.engine.lock import EngineLock;"
        "from grsearch_desktop.paths import Home;"
        "meaning.TEXT_BATCH = 1; home = Home(Path(sys.argv[1]));"
        "EngineLock(home).__enter__(); engine = Engine(home);"
        "engine.update(lambda step: os.kill(os.getpid(), 9) if step.model else None)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(home.root)], check=False, timeout=300)
    assert done.returncode == -signal.SIGKILL
    with EngineLock(home):
        again = Engine(home)
        following = again.status().next
        assert following is not None and following.vectors >= 1 and following.left >= 1
        assert again.status().model.startswith("bundled")
        assert hits(again)
        first = stored(again, "other")
        again.update()
        assert again.status().model == "other-1"
        after = stored(again, "other")
        assert after.keys() == stored(again, "bundled").keys()
        assert all(np.array_equal(after[of], vector) for of, vector in first.items())
        again.close()


def test_what_changes_during_the_filling_is_seen_to_before_it_goes_on(
    library: Engine, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swapping, "_LONGEST_STRETCH", 0.0)
    choose(library, "other")

    def write(progress: Progress) -> None:
        if progress.model:
            (notes / "quokka.txt").write_text("A quokka smiles at the camera on Rottnest Island.")
            library.governor.due.add([str(notes / "quokka.txt")])

    library.governor.due.add(None)
    with pytest.raises(BegunAnewError):
        library.update(write)
    assert library.status().next is not None
    steps: list[str] = []
    library.update(lambda progress: steps.append(progress.model or progress.stage))
    assert steps.index("meaning") < steps.index("other")
    assert library.status().model == "other-1"


def test_a_drive_that_is_away_does_not_hold_up_the_switch(
    library: Engine, notes: Path, folder: Path
) -> None:
    away = notes.rename(folder / "away")
    choose(library, "other")
    library.update()
    assert library.status().model == "other-1"
    assert library._library.vectors.left() == {"texts": 0, "looks": 1}
    away.rename(notes)
    library.update()
    assert library._library.vectors.left() == {"texts": 0, "looks": 0}


def test_a_model_whose_files_are_of_another_version_gives_way_at_once(
    library: Engine, home: Home
) -> None:
    """As the bundled one after an update of the program: what it encoded can't be searched."""
    choose(library, "other")
    library.update()
    library._equipment.keep_only("")
    where = home.models / "other"
    where.unlink()
    other_model.install(home.models, dimension=128)
    described = where / "model.json"
    described.write_text(described.read_text("utf-8").replace('"other-1"', '"other-2"'), "utf-8")
    choose(library, "bundled")
    library.update()
    choose(library, "other")
    steps: list[Progress] = []
    library.update(steps.append)
    assert library.status().model == "other-2"
    assert library._library.vectors.left() == {"texts": 0, "looks": 0}
    assert "other-1" not in {kept.model for kept in library.kept_vectors()}
