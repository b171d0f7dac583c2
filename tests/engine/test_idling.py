"""An engine that nobody asks lets go of its model, and has it back when it is asked."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from grsearch_desktop.engine import idling
from grsearch_desktop.engine.client import Client
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.engine.equipment import Equipment
from grsearch_desktop.engine.protocol import SearchRequest
from tests.engine.test_notices import serving as serving  # a fixture
from tests.engine.test_service import idle, until

TYRE = SearchRequest("how do I fix a flat tyre")


def readers() -> set[int]:
    children = psutil.Process().children()
    return {one.pid for one in children if "grsearch_desktop.extract.worker" in one.cmdline()}


@pytest.fixture
def others() -> set[int]:
    """The readers of other tests, which some keep for all that they do."""
    return readers()


def test_what_is_not_used_is_let_go_and_the_next_search_answers_the_same(
    others: set[int], indexed: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "new.txt").write_text("Readers are at work.")
    indexed.update()
    before = indexed.search(TYRE)
    assert readers() - others
    assert not indexed.let_go_when_unused(), "it was used a moment ago"
    assert indexed._equipment.holds_a_model
    monkeypatch.setattr(idling, "UNUSED", 0.0)
    assert indexed.let_go_when_unused()
    assert not indexed._equipment.holds_a_model
    assert not readers() - others, "no reader stays"
    after = indexed.search(TYRE)
    assert after.hits == before.hits
    assert indexed._equipment.holds_a_model


def test_a_look_that_finds_nothing_to_do_loads_no_model(
    indexed: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idling, "UNUSED", 0.0)
    assert indexed.let_go_when_unused()
    indexed.update()
    assert not indexed._equipment.holds_a_model
    (folder / "quokka.txt").write_text("A quokka smiles at the camera.")
    indexed.update()
    hits = indexed.search(SearchRequest("a smiling marsupial")).hits
    assert Path(hits[0].path).name == "quokka.txt"


def test_nothing_is_let_go_while_somebody_is_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idling, "UNUSED", 0.0)
    use = idling.Use()
    with use.by_someone():
        assert not use.end_when_unused(lambda: pytest.fail("somebody is at work"))
    gone = threading.Event()
    assert use.end_when_unused(gone.set)
    assert gone.is_set()
    assert not use.end_when_unused(lambda: pytest.fail("it is gone already"))


def test_a_service_lets_go_by_itself_and_is_ready_when_a_window_opens(
    serving: Callable[[], Client], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go: list[Equipment] = []
    really = Equipment._let_go
    monkeypatch.setattr(Equipment, "_let_go", lambda self: (let_go.append(self), really(self)))
    with serving() as client:
        client.index([str(folder)])
        until(lambda: client.status().files["total"] == 15 and idle(client))
        wanted = client.search(TYRE).hits
        monkeypatch.setattr(idling, "UNUSED", 0.5)
        until(lambda: let_go and let_go[0].was_let_go)
        (equipment,) = let_go
        assert not equipment.holds_a_model
        monkeypatch.setattr(idling, "UNUSED", 60.0)
        client.call("subscribe")
        until(lambda: equipment.holds_a_model)
        assert client.search(TYRE).hits == wanted


def test_time_without_use_counts_from_the_last_use(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    use = idling.Use()
    now[0] += idling.UNUSED - 1
    with use.by_someone():
        now[0] += 5
    now[0] += idling.UNUSED - 1
    assert not use.end_when_unused(lambda: None)
    now[0] += 1
    assert use.end_when_unused(lambda: None)
