"""Models are got, given up and chosen, and settings changed, through a running engine."""

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grsearch_desktop import settings as settings_file
from grsearch_desktop.engine.client import Client
from grsearch_desktop.engine.protocol import ModelProgress, SearchRequest
from grsearch_desktop.errors import EngineError, EngineUnreachableError
from grsearch_desktop.paths import Home
from grsearch_desktop.settings import Settings
from tests import hub
from tests.encode import tiny
from tests.engine.test_notices import serving as serving  # a fixture
from tests.engine.test_service import idle, until
from tests.hub import Hub

Heard = tuple[Client, list[ModelProgress]]

TINY = "hf-hub:org/tiny"


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("open_clip", reason="needs the extra clip")
    return tiny.save("vit", tmp_path_factory.mktemp("hub") / "tiny")


@pytest.fixture
def local_hub(weights: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    with hub.serving(weights) as served:
        monkeypatch.setenv("HF_ENDPOINT", served.address)
        yield served


@pytest.fixture
def heard(serving: Callable[[], Client], home: Home) -> Iterator[Heard]:
    """A client, and what a second one hears of models."""
    events: list[ModelProgress] = []
    client = serving()
    listener = Client(home, timeout=None)

    def listen() -> None:
        with pytest.raises(EngineUnreachableError):
            listener.watch_progress(lambda _: None, events.append)

    thread = threading.Thread(target=listen)
    thread.start()
    yield client, events
    listener.hang_up()
    thread.join()
    listener.close()
    client.close()


def test_a_model_is_fetched_listed_and_used(
    heard: Heard, local_hub: Hub, folder: Path, home: Home
) -> None:
    client, events = heard
    client.index([str(folder / "notes")])
    until(lambda: client.status().files["total"] and idle(client))
    assert local_hub.asked == [], "nothing is fetched unasked"
    client.get_model(TINY)
    until(lambda: events and events[-1].ended, 240)
    last = events[-1]
    assert (last.failed, last.sentence) == (False, "org-tiny is installed.")
    assert (last.done, last.total) == (5, 5)
    assert last.bytes_done > 100_000
    assert {event.name for event in events} == {TINY}
    assert [event.done for event in events] == sorted(event.done for event in events)
    assert [path.name for path in home.models.iterdir()] == ["org-tiny"]
    (listed,) = [model for model in client.models() if model.name == "org-tiny"]
    assert (listed.installed, listed.active, listed.languages) == (True, False, "")
    client.use_model(TINY)
    assert settings_file.load(home.settings).model == "org-tiny"
    assert client.search(SearchRequest("balcony")).hits, "the old one answers"
    until(lambda: client.status().model == "org-tiny" and idle(client))
    assert [model.name for model in client.models() if model.active] == ["org-tiny"]
    with pytest.raises(EngineError, match="installed already"):
        client.get_model("org-tiny")


def test_fetching_is_stopped_at_once_and_leaves_nothing(
    heard: Heard, local_hub: Hub, home: Home
) -> None:
    client, events = heard
    local_hub.store.stalls = True
    client.get_model(TINY)
    assert local_hub.store.stalled.wait(120)
    until(lambda: events and events[-1].bytes_done > 0)
    with pytest.raises(EngineError, match="one model is fetched at a time"):
        client.get_model("ViT-B-32/datacomp_xl_s13b_b90k")
    with pytest.raises(EngineError, match="not being fetched"):
        client.cancel_model("ViT-B-32/datacomp_xl_s13b_b90k")
    client.cancel_model(TINY)
    assert list(home.models.iterdir()) == []
    until(lambda: events[-1].ended)
    assert events[-1].failed
    assert events[-1].sentence == "Getting hf-hub:org/tiny was stopped."
    with pytest.raises(EngineError, match="not being fetched"):
        client.cancel_model(TINY)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("hf-hub:org/other", "There is no model org/other on"),
        pytest.param(
            "NoSuchModel",
            'open_clip knows no model "NoSuchModel" with weights.',
            marks=pytest.mark.slow,
        ),
    ],
)
def test_a_model_that_is_nowhere_is_told_in_a_sentence(
    heard: Heard,
    local_hub: Hub,
    home: Home,
    name: str,
    sentence: str,
) -> None:
    client, events = heard
    client.get_model(name)
    until(lambda: events and events[-1].ended, 240)
    assert events[-1].failed
    assert events[-1].sentence.startswith(sentence)
    assert list(home.models.iterdir()) == []


def test_a_hub_that_can_not_be_reached_is_told_in_a_sentence(
    heard: Heard, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("open_clip", reason="needs the extra clip")
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    client, events = heard
    client.get_model(TINY)
    until(lambda: events and events[-1].ended, 240)
    assert events[-1].failed
    assert events[-1].sentence == (
        "org/tiny could not be fetched: 127.0.0.1 can't be reached; "
        "please check the connection to the internet, then try again."
    )


@pytest.mark.slow
def test_an_engine_that_ends_keeps_what_was_fetched_and_the_next_one_goes_on(
    serving: Callable[[], Client], local_hub: Hub, home: Home
) -> None:
    local_hub.store.stalls = True
    with serving() as client:
        client.get_model(TINY)
        assert local_hub.store.stalled.wait(120)
        client.stop()
    # Whoever stalls is let go, and stalls no more.
    local_hub.store.stalls = False
    local_hub.store.over.set()
    with serving() as client:
        client.get_model(TINY)
        until(lambda: any(model.name == "org-tiny" for model in client.models()), 240)
    assert local_hub.store.spans[0] == ""
    assert re.fullmatch(r"bytes=\d+-", local_hub.store.spans[-1]), local_hub.store.spans
    until(lambda: [path.name for path in home.models.iterdir()] == ["org-tiny"])


def test_a_damaged_model_is_not_chosen(heard: Heard, local_hub: Hub, home: Home) -> None:
    client, events = heard
    client.get_model(TINY)
    until(lambda: events and events[-1].ended, 240)
    tower = home.models / "org-tiny" / "image.onnx"
    content = bytearray(tower.read_bytes())
    content[len(content) // 2] ^= 255
    tower.write_bytes(content)
    for name, sentence in (("org-tiny", "is damaged"), ("nowhere", "There is no model")):
        with pytest.raises(EngineError, match=sentence):
            client.use_model(name)
    assert settings_file.load(home.settings).model == "bundled"


@pytest.mark.parametrize("name", ["", "a" * 400, "x\0", "..", "hf-hub:"])
def test_a_name_that_is_none_is_refused(serving: Callable[[], Client], name: str) -> None:
    with serving() as client:
        for ask in (client.get_model, client.use_model):
            with pytest.raises(EngineError):
                ask(name)


def test_languages_are_told_where_they_are_known(serving: Callable[[], Client]) -> None:
    with serving() as client:
        languages = {model.name: model.languages for model in client.models()}
    assert languages["bundled"] == "English"
    assert languages["ViT-B-16-SigLIP2/webli"] == "many"


def test_changed_settings_are_written_and_followed(
    serving: Callable[[], Client], folder: Path, home: Home
) -> None:
    home.create()
    home.settings.write_text('# mine\nworkers = 1 # one is enough\nfrom_elsewhere = "kept"\n')
    with serving() as client:
        client.index([str(folder)])
        until(lambda: client.status().files["total"] == 15 and idle(client))
        client.change_settings(ignore=["*.jpg"], battery=5)
        assert client.settings() == Settings(workers=1, ignore=("*.jpg",), battery=5)
        until(lambda: client.status().files["total"] == 9)
    written = home.settings.read_text("utf-8")
    assert written.startswith('# mine\nworkers = 1 # one is enough\nfrom_elsewhere = "kept"\n')


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"ignore": ["*.bak", "!"]}, "The line “!”"),
        ({"ignore": "*.bak"}, "^ignore is not of the form"),
        ({"battery": 101}, "^battery is not of the form"),
        ({"hidden": 1}, "^hidden is not of the form"),
        ({"colour": "red"}, "There is no setting 'colour'"),
        ({"model": "other"}, "use_model"),
    ],
)
def test_settings_that_make_no_sense_are_refused_and_not_written(
    serving: Callable[[], Client], home: Home, values: dict[str, object], sentence: str
) -> None:
    with serving() as client, pytest.raises(EngineError, match=sentence):
        client.change_settings(**values)
    assert not home.settings.exists()


def test_one_file_is_tried_again_alone(serving: Callable[[], Client], folder: Path) -> None:
    broken = [folder / "one.pdf", folder / "two.pdf"]
    for path in broken:
        path.write_bytes(b"%PDF-1.4 nothing")
    with serving() as client:
        client.index([str(folder)])
        until(lambda: len(client.errors()) == 2 and idle(client))
        before = {error.path: error.at for error in client.errors()}
        client.retry([str(broken[0])])
        until(lambda: {e.path: e.at for e in client.errors()} != before and idle(client))
        after = {error.path: error.at for error in client.errors()}
        assert after[str(broken[0])] > before[str(broken[0])]
        assert after[str(broken[1])] == before[str(broken[1])]
