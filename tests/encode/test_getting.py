"""A model comes from the hub, its licence told first; after a cut it is gone on with."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from grsearch_desktop.encode import folder, gathering, models
from grsearch_desktop.encode.getting import Getting
from grsearch_desktop.errors import InterruptedFetchError, ModelError, NoModelRoomError
from tests import hub
from tests.encode import tiny
from tests.hub import WEIGHTS, Hub

pytest.importorskip("open_clip", reason="needs the extra clip")

TINY = "hf-hub:org/tiny"


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.save("siglip", tmp_path_factory.mktemp("hub") / "tiny")


@pytest.fixture
def served(saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    with hub.serving(_of_this_hub(saved, tmp_path)) as running:
        monkeypatch.setenv("HF_ENDPOINT", running.address)
        monkeypatch.setenv("HF_HOME", str(tmp_path / "home of the hub"))
        yield running


def _of_this_hub(saved: Path, tmp_path: Path) -> Path:
    """The model with a configuration that names its tokenizer as one of this repository."""
    copy = tmp_path / "repository"
    copy.mkdir()
    for file in saved.iterdir():
        (copy / file.name).hardlink_to(file)
    config = copy / gathering.CONFIG
    said = json.loads(config.read_text())
    said["model_cfg"]["text_cfg"]["hf_tokenizer_name"] = "org/tiny"
    config.unlink()
    config.write_text(json.dumps(said))
    return copy


@pytest.mark.slow
def test_a_model_of_the_hub_comes_with_its_tokenizer_and_works(served: Hub, tmp_path: Path) -> None:
    steps: list[str] = []
    notes: list[str] = []
    came: list[tuple[int, int]] = []

    def came_after_the_licence(size: int, total: int) -> None:
        if total > 10_000:
            assert notes
        came.append((size, total))

    at = tmp_path / "models"
    name = models.get(TINY, at, steps.append, notes.append, came_after_the_licence)
    assert notes == [f"Licence: mit ({served.address}/org/tiny)"]
    assert steps[0] == f"Fetching {TINY}"
    assert len(steps) == 5
    size = sum((served.folder / part).stat().st_size for part in (WEIGHTS, *gathering.TOKENIZER))
    assert came[-1] == (size, size)
    assert [path.name for path in at.iterdir()] == [name]
    assert folder.read(at / name).licence == "mit"
    encoder = models.load(name, at, threads=1)
    assert encoder.encode_texts(["a dog"]).shape == (1, encoder.dimension)
    assert served.store.tokens == {None}


@contextmanager
def stalled(served: Hub, at: Path) -> Iterator[Getting]:
    """A model half of which has come, and which ends as it should with a sentence."""
    served.store.stalls = True
    way = models.getting(TINY, at)
    told: list[str] = []

    def run() -> None:
        with pytest.raises(ModelError) as error:
            way.run(lambda _: None)
        told.append(str(error.value))

    thread = threading.Thread(target=run)
    thread.start()
    assert served.store.stalled.wait(120)
    until(lambda: way.fetched > 100_000)
    yield way
    thread.join(120)
    assert told == [f"Getting {TINY} was stopped."]
    served.store.stalls = False


@pytest.mark.slow
def test_a_cut_costs_nothing_even_when_the_program_ends(served: Hub, tmp_path: Path) -> None:
    at = tmp_path / "models"
    with stalled(served, at) as way:
        way.stop()
    (waiting,) = [info for info in models.catalogue(at) if info.fetched_bytes]
    assert (waiting.name, waiting.installed) == (TINY, False)
    half = (served.folder / WEIGHTS).stat().st_size // 2
    assert waiting.fetched_bytes >= half
    came: list[int] = []
    name = models.get(TINY, at, lambda _: None, on_bytes=lambda size, _: came.append(size))
    assert [path.name for path in at.iterdir()] == [name]
    assert served.store.spans == ["", f"bytes={half}-"]


def gets(at: Path) -> bool:
    """Whether the model could be got; not while the child of a killed one still ends."""
    try:
        models.get(TINY, at, lambda _: None)
    except InterruptedFetchError as error:
        assert "is being fetched already" in str(error)
        return False
    return True


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.slow
def test_what_was_cancelled_leaves_nothing(served: Hub, tmp_path: Path) -> None:
    with stalled(served, tmp_path / "models") as way:
        way.cancel()
    assert list((tmp_path / "models").iterdir()) == []


def test_wrong_bytes_are_never_used(
    served: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from grsearch_desktop.encode import exporting

    hub.ask_here(monkeypatch, served)
    served.store.wrong = 1
    with pytest.raises(ModelError, match="is not what it should be"):
        exporting.export(TINY, tmp_path / "models" / "tiny", lambda _: None)
    assert list((tmp_path / "models").iterdir()) == []


def test_a_disk_without_room_is_told_before_anything_comes(
    served: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "SPARE", 10**18)
    with pytest.raises(NoModelRoomError, match=r"There is not enough room in .* are free"):
        gathering.check_room(tmp_path, 1, 1)
