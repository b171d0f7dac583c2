import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from grsearch_desktop.encode.running import Tower
from grsearch_desktop.engine import client as client_module
from grsearch_desktop.engine import pause
from grsearch_desktop.engine.client import Client
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.engine.governor import (
    WORK_NICENESS,
    BegunAnewError,
    EndedError,
    Governor,
    Rate,
)
from grsearch_desktop.engine.last_input import LastInput
from grsearch_desktop.engine.pause import Pause
from grsearch_desktop.engine.surroundings import (
    AWAY,
    LEAST_ROOM,
    LOWEST_BATTERY,
    Allowance,
    Senses,
    Surroundings,
    allowance,
)
from grsearch_desktop.errors import EngineError
from grsearch_desktop.paths import Home
from tests.engine.test_service import idle, until

QUIET = Surroundings(cores=8, busy_with_others=0.5, battery=None, free=10**12)


def test_all_may_work_on_a_machine_that_has_nothing_else_to_do() -> None:
    assert allowance(QUIET, 8) == Allowance(8)


def test_one_may_work_beside_a_person_whose_hands_move() -> None:
    assert allowance(replace(QUIET, last_input=AWAY - 1), 8) == Allowance(1)
    assert allowance(replace(QUIET, last_input=AWAY), 8) == Allowance(8)
    busy = replace(QUIET, busy_with_others=8.0)
    assert allowance(replace(busy, last_input=AWAY), 8) == Allowance(8), "nobody is there to mind"


def test_other_programs_stand_for_a_person_of_whom_nobody_tells() -> None:
    assert allowance(replace(QUIET, busy_with_others=4.0), 8) == Allowance(8)
    assert allowance(replace(QUIET, busy_with_others=4.1), 8) == Allowance(1)


def test_none_may_work_on_the_last_of_the_battery() -> None:
    assert allowance(replace(QUIET, battery=LOWEST_BATTERY), 8) == Allowance(8)
    held = allowance(replace(QUIET, battery=12.4), 8)
    assert held.workers == 0
    assert held.reason == "Indexing waits: the battery has 12 % left; please connect power."


def test_none_may_work_on_a_disk_that_is_nearly_full() -> None:
    assert allowance(replace(QUIET, free=LEAST_ROOM), 8) == Allowance(8)
    held = allowance(replace(QUIET, free=120_500_000), 8)
    assert held.workers == 0
    assert "120 MB left" in held.reason


def test_the_machine_can_be_asked(tmp_path: Path) -> None:
    senses = Senses(tmp_path)
    now = senses.now()
    assert now.cores == psutil.cpu_count()
    assert now.free > 0
    assert now.busy_with_others >= 0.0
    assert senses.now() is now, "not measured at each step of the work"


def test_the_machine_is_asked_for_the_last_input(tmp_path: Path) -> None:
    class Way:
        def seconds(self) -> float:
            return 42.0

    hands = LastInput([Way()])
    until(lambda: hands.seconds_ago() == 42.0)
    assert Senses(tmp_path, hands).now().last_input == 42.0


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has a priority for each thread")
def test_the_threads_that_work_give_way_to_those_that_answer() -> None:
    found: list[int] = []

    def priority() -> None:
        found.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    def work(governor: Governor) -> None:
        governor.begin()
        priority()
        run(priority)

    def run(target: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=target, args=args)
        thread.start()
        thread.join()

    own = os.getpriority(os.PRIO_PROCESS, 0)
    run(work, Governor())
    assert found == [own, own], "somebody waits for it"
    found.clear()
    heeding = Governor()
    heeding.heed(lambda: QUIET)
    run(work, heeding)
    assert found == [max(own, WORK_NICENESS)] * 2
    found.clear()
    run(priority)
    assert found == [own]


def test_one_item_is_encoded_at_a_time_beside_a_person_who_works(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once: list[int] = []
    under_way: set[int] = set()
    run = Tower.run

    def watched(*args: Any) -> Any:
        under_way.add(threading.get_ident())
        at_once.append(len(under_way))
        try:
            return run(*args)
        finally:
            under_way.discard(threading.get_ident())

    monkeypatch.setattr(Tower, "run", watched)
    engine.governor.heed(lambda: replace(QUIET, last_input=1.0))
    engine.add([str(folder)])
    worker = threading.Thread(target=engine.update)
    worker.start()
    worker.join()
    assert set(at_once) == {1}
    left = engine.status().stages["meaning"]
    assert left["done"] == left["total"] > 20


class Sensors:
    def __init__(self, percent: float, power_plugged: bool | None) -> None:
        self.percent = percent
        self.power_plugged = power_plugged


@pytest.mark.parametrize(
    ("sensors", "battery"),
    [
        (None, None),
        (Sensors(12.0, False), 12.0),
        (Sensors(12.0, True), None),
        (Sensors(12.0, None), None),
    ],
)
def test_a_battery_counts_while_it_runs_down(
    sensors: Sensors | None,
    battery: float | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(psutil, "sensors_battery", lambda: sensors, raising=False)
    assert Senses(tmp_path).now().battery == battery


def test_work_goes_on_when_the_machine_allows_it_again() -> None:
    governor = Governor()
    asked: list[Surroundings] = []

    def now() -> Surroundings:
        asked.append(QUIET if len(asked) >= 3 else replace(QUIET, battery=5.0))
        return asked[-1]

    governor.heed(now)
    assert "battery" in governor.reason
    governor.checkpoint()
    assert asked[-1] == QUIET
    assert governor.reason == ""
    assert governor.workers(8) == 8


def test_nothing_holds_back_work_that_a_person_waits_for() -> None:
    governor = Governor()
    governor.checkpoint()
    assert governor.workers(8) == 8
    assert governor.reason == ""


@pytest.mark.parametrize(
    ("act", "error"), [("end", EndedError), ("begin_anew", BegunAnewError)], ids=["end", "anew"]
)
def test_work_that_is_held_can_be_ended_and_begun_anew(act: str, error: type[Exception]) -> None:
    governor = Governor()
    governor.heed(lambda: replace(QUIET, free=0))
    governor.pause(True)
    threading.Timer(0.1, getattr(governor, act)).start()
    with pytest.raises(error):
        governor.checkpoint()


@pytest.mark.parametrize("set_to", [1000.0, 4599.0, -9e8, 9e8])
def test_a_pause_ends_when_its_time_has_passed_to_whatever_the_clock_is_set(
    monkeypatch: pytest.MonkeyPatch, set_to: float
) -> None:
    governor = Governor()
    monkeypatch.setattr(pause.time, "time", lambda: 1000.0)
    monkeypatch.setattr(pause, "elapsed", lambda: 50.0)
    governor.pause(True, Pause(until=4600.0))
    monkeypatch.setattr(pause.time, "time", lambda: set_to)
    monkeypatch.setattr(pause, "elapsed", lambda: 3649.0)
    assert governor.paused
    monkeypatch.setattr(pause, "elapsed", lambda: 3650.0)
    assert not governor.paused
    governor.checkpoint()


def test_a_kept_pause_is_no_longer_than_it_was_when_the_clock_was_set_back(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.create()
    monkeypatch.setattr(pause.time, "time", lambda: 900_000.0)
    pause.keep(home, Pause(903_600.0))
    monkeypatch.setattr(pause.time, "time", lambda: 1000.0)
    assert pause.load(home) == Pause(4600.0)


def test_a_pause_that_ended_is_not_kept_for_the_next_start(client: Client, home: Home) -> None:
    client.pause(True, time.time() + 1.0)
    until(lambda: not client.progress().paused and not (home.root / "paused.json").exists())


def test_a_pause_is_kept_in_the_home(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.create()
    assert pause.load(home) is None
    pause.keep(home, Pause())
    assert pause.load(home) == Pause()
    monkeypatch.setattr(pause.time, "time", lambda: 1000.0)
    pause.keep(home, Pause(4600.0))
    assert pause.load(home) == Pause(4600.0)
    monkeypatch.setattr(pause.time, "time", lambda: 5000.0)
    assert pause.load(home) is None
    pause.keep(home, None)
    pause.keep(home, None)
    assert [path.name for path in home.root.iterdir()] == []


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"until": "soon"}', '{"until": [1]}', "\x00"])
def test_a_pause_that_cannot_be_read_is_none(home: Home, text: str) -> None:
    home.create()
    (home.root / "paused.json").write_text(text)
    assert pause.load(home) is None


@pytest.fixture
def client(home: Home) -> Iterator[Client]:
    home.create()
    yield started(home)
    with client_module.connect_or_start(home) as last:
        last.stop()
        until(lambda: not home.socket.exists())


def started(home: Home) -> Client:
    return client_module.connect_or_start(home)


def restarted(client: Client, home: Home) -> Client:
    client.stop()
    until(lambda: not home.socket.exists())
    client.close()
    return started(home)


def test_a_pause_for_good_outlives_the_engine_and_others_do_not(client: Client, home: Home) -> None:
    client.pause(True)
    client = restarted(client, home)
    assert not client.progress().paused
    client.pause(True, "good")
    client = restarted(client, home)
    assert client.progress().paused
    client.pause(False)
    client = restarted(client, home)
    assert not client.progress().paused
    client.close()


def test_a_pause_that_is_over_holds_nothing(client: Client, folder: Path) -> None:
    client.pause(True, 1.0)
    client.index([str(folder)])
    until(lambda: client.status().files["total"] == 15 and idle(client))


def test_a_pause_of_no_known_form_is_refused(client: Client) -> None:
    with pytest.raises(EngineError, match="A pause ends"):
        client.pause(True, "tomorrow")
    assert not client.progress().paused


def test_a_rate_leaves_out_the_time_in_which_other_work_was_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [100.0]
    monkeypatch.setattr("grsearch_desktop.engine.governor.time.monotonic", lambda: clock[0])
    rate = Rate()
    clock[0] += 60
    rate.resume()
    for _ in range(4):
        clock[0] += 1
        rate.add(10)
    assert (rate.per_second, rate.done) == (10.0, 40)
    clock[0] += 3600
    rate.resume()
    assert rate.per_second == 10.0, "what was measured still holds"
    clock[0] += 1
    rate.add(10)
    assert (rate.per_second, rate.done) == (10.0, 50)
