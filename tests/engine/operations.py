"""Random operations on folders that a real engine watches: a hypothesis state machine."""

import contextlib
import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    rule,
    run_state_machine_as_test,
)

from grsearch_desktop import settings as settings_file
from grsearch_desktop.engine import client as client_module
from grsearch_desktop.engine.client import Client
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.errors import EngineUnreachableError
from grsearch_desktop.library.fingerprint import content_hash
from grsearch_desktop.paths import Home
from grsearch_desktop.settings import Settings
from tests.engine.holdings import Holding, differences, holdings
from tests.engine.tree import FOLDERS, IGNORE, MOVING, SPECIAL, WRITING, Tree

REST = 5.0
"""Seconds in which nothing is done any more: longer than any change takes to be noticed."""


@dataclass
class Load:
    """How much is done, and what came of it."""

    operations: int
    """In all, over as many trees as it takes."""
    in_one_tree: int
    times: int
    """Operations of a kind one after the other, at most."""
    bursts: tuple[int, ...]
    """How many files a burst may make."""
    patience: float
    """Seconds from the last operation until the library must be in step, and at rest."""
    note: Callable[[str, object], None] = lambda what, figure: None
    done: int = 0
    largest_burst: int = 0
    """Files."""


seeds = st.integers(0, 2**16 - 1)


class Watched(RuleBasedStateMachine):
    """A tree that changes while an engine watches it."""

    load: ClassVar[Load]

    def __init__(self) -> None:
        super().__init__()
        self._made: Path | None = None
        self._client: Client | None = None

    def _begin(self) -> None:
        """Late: a machine that does nothing costs nothing."""
        self._made = Path(tempfile.mkdtemp(prefix="grsearch-operations-"))
        self._home = Home(self._made / "home")
        self._home.create()
        settings_file.save(self._home.settings, Settings(ignore=IGNORE))
        (self._made / "tree").mkdir()
        self.tree = Tree(self._made / "tree", pictures=True)
        self._client = client_module.connect_or_start(self._home)
        assert self._client.index([str(folder) for folder in self.tree.watched]) == []

    @property
    def _enough(self) -> bool:
        done = 0 if self._made is None else self.tree.done
        return done >= self.load.in_one_tree or self.load.done + done >= self.load.operations

    def _operate(self, kinds: tuple[str, ...], number: int, times: int, pace: float) -> None:
        if self._enough:
            return
        if self._made is None:
            self._begin()
        chance = random.Random(number)
        if not self.load.done and self.tree.done > self.load.in_one_tree // 2:
            self._burst_at_most(chance)
        for _ in range(times % self.load.times + 1):
            self.tree.operate(chance.choice(kinds), chance)
            if pace:
                time.sleep(pace)

    def _burst_at_most(self, chance: random.Random) -> None:
        """The largest burst, once: in the midst of the first tree, whatever is drawn."""
        most = max(self.load.bursts)
        if self.tree.largest_burst < most:
            self.tree.operate("burst", chance, most)

    @rule(number=seeds, times=seeds, pace=st.sampled_from((0.0, 0.0, 0.003, 0.05)))
    def write(self, number: int, times: int, pace: float) -> None:
        self._operate(WRITING, number, times, pace)

    @rule(number=seeds, times=seeds, pace=st.sampled_from((0.0, 0.0, 0.003, 0.05)))
    def move(self, number: int, times: int, pace: float) -> None:
        self._operate(MOVING, number, times, pace)

    @rule(number=seeds, times=seeds, pace=st.sampled_from((0.0, 0.0, 0.003, 0.05)))
    def arrange(self, number: int, times: int, pace: float) -> None:
        self._operate(FOLDERS, number, times, pace)

    @rule(number=seeds, times=seeds, pace=st.sampled_from((0.0, 0.003)))
    def mix(self, number: int, times: int, pace: float) -> None:
        self._operate(WRITING + MOVING + FOLDERS + SPECIAL, number, times, pace)

    @rule(seconds=st.sampled_from((0.3, 1.2, 2.5)))
    def rest(self, seconds: float) -> None:
        if self._made and not self._enough:
            time.sleep(seconds)

    @rule(number=seeds)
    def burst(self, number: int) -> None:
        # No precondition: what a machine draws must not depend on what the ones before it did.
        if self._made is None or self._enough:
            return
        chance = random.Random(number)
        if chance.random() < 0.3:
            self.tree.operate("burst", chance, chance.choice(self.load.bursts))

    def teardown(self) -> None:
        if self._made is None or self._client is None:
            return
        self.load.done += self.tree.done
        self.load.largest_burst = max(self.load.largest_burst, self.tree.largest_burst)
        try:
            self.tree.release()
            self._compare(time.monotonic())
        finally:
            with contextlib.suppress(EngineUnreachableError):
                self._client.stop()
                _until(lambda: not self._home.socket.exists(), 20)
            self._client.close()
            if not os.environ.get("GRSEARCH_KEEP"):
                shutil.rmtree(self._made, ignore_errors=True)

    def _compare(self, ended: float) -> None:
        """The library comes to equal a fresh index, in time."""
        took = self._rest(ended) - ended
        found = holdings(self._home)
        # Not before: an engine gives way to what else is at work, which this index would be.
        expected = self._fresh()
        self.tree.check()
        by_model = self.tree.belongs()
        assert expected.keys() == by_model.keys(), "the fresh index and the model differ"
        for path in by_model:
            if expected[path].facts["state"] == "read":
                assert expected[path].facts["hash"] == content_hash(path)
        left = differences(found, expected)
        kinds = (
            f"{len(expected)} files, {sum(len(held.vectors) for held in expected.values())} vectors"
        )
        self.load.note(f"at rest with {kinds} after {self.tree.done} operations: s", round(took, 1))
        if left:
            shown = "\n".join(left[:20])
            raise AssertionError(f"{len(left)} differences in {self._made}:\n{shown}")
        assert took <= self.load.patience, f"at rest after {took:.1f} s only"

    def _rest(self, ended: float) -> float:
        """When the engine came to the rest that it is found in; waits for that, within limits."""
        assert self._client is not None
        since = time.monotonic()
        while time.monotonic() - since < REST and since - ended < 3 * self.load.patience:
            status = self._client.status()
            stages = status.stages.values()
            if status.progress.stage != "idle" or any(s["done"] != s["total"] for s in stages):
                since = time.monotonic()
            time.sleep(0.1)
        return since

    def _fresh(self) -> dict[str, Holding]:
        """What an index of the tree as it is now holds."""
        assert self._made is not None
        home = Home(self._made / "fresh")
        home.create()
        settings_file.save(home.settings, Settings(ignore=IGNORE))
        fresh = Engine(home)
        try:
            assert fresh.add([str(folder) for folder in self.tree.watched]) == []
            fresh.update()
        finally:
            fresh.close()
        return holdings(home)


def _until(condition: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.2)


def operate(load: Load, *, trees: int, steps: int, number: int) -> None:
    """Runs the machine until the operations are done; raises AssertionError where it differs."""

    class Machine(Watched):
        pass

    Machine.load = load
    for tree in range(trees):
        if load.done >= load.operations:
            return
        # Each by itself: of several, hypothesis makes some by repeating others with an end of
        # their own, which is after all that a tree may have done to it.
        run_state_machine_as_test(
            seed(number * 1000 + tree)(Machine),
            settings=settings(
                max_examples=2,  # the first one does nothing
                stateful_step_count=steps,
                deadline=None,
                database=None,
                phases=[Phase.generate],  # to find a smaller failing run would take hours
                verbosity=Verbosity.normal,
                suppress_health_check=list(HealthCheck),
            ),
        )
