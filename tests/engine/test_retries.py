"""Files whose trouble may pass: tried again some times, at growing distances."""

import time
from pathlib import Path

import pytest

from grsearch_desktop.engine import pipeline, sameness
from grsearch_desktop.engine.engine import Engine
from grsearch_desktop.library.fingerprint import content_hash
from grsearch_desktop.store import files


class Locked:
    """A file that another program holds: reading it fails until it is let go."""

    def __init__(self, path: Path, patch: pytest.MonkeyPatch) -> None:
        self.tries = 0
        self._path = path
        self._now = time.time()
        self.is_locked = True
        patch.setattr(pipeline, "content_hash", self._hash)
        patch.setattr(files.time, "time", lambda: self._now)

    def _hash(self, path: str) -> bytes:
        if path == str(self._path):
            self.tries += 1
            if self.is_locked:
                raise PermissionError(13, "locked")
        return content_hash(path)

    def pass_minutes(self, minutes: float) -> None:
        self._now += minutes * 60


@pytest.fixture
def locked(engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Locked:
    for tick in ("_TICK", "_COARSE_TICK"):  # the files were made a moment ago
        monkeypatch.setattr(sameness, tick, 0.0)
    locked = Locked(folder / "notes" / "brittany.md", monkeypatch)
    engine.add([str(folder)])
    engine.update()
    assert len(engine.errors()) == 1
    return locked


def test_it_is_tried_again_at_growing_distances_and_then_no_more(
    engine: Engine, locked: Locked
) -> None:
    tried = []
    for minutes in (0, 0.5, 1, 1, 4, 4, 16, 16, 64, 64, 10_000):
        locked.pass_minutes(minutes)
        engine.update()
        tried.append(locked.tries)
    assert tried == [2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 6]


def test_it_is_read_when_it_is_let_go(engine: Engine, locked: Locked) -> None:
    engine.update()
    locked.is_locked = False
    locked.pass_minutes(1)
    engine.update()
    assert engine.errors() == ()
    assert engine.status().files["by_state"]["read"] == 15


def test_it_is_tried_anew_when_the_person_asks_or_it_changes(
    engine: Engine, folder: Path, locked: Locked
) -> None:
    for _ in range(7):
        engine.update()
        locked.pass_minutes(10_000)
    assert locked.tries == 6
    engine.retry()
    engine.update()
    assert locked.tries == 7
    locked.is_locked = False
    (folder / "notes" / "brittany.md").write_text("Another text, and a longer one at that.")
    engine.update()
    assert engine.errors() == ()


def test_it_is_tried_at_once_when_it_is_opened_to_us(
    engine: Engine, folder: Path, locked: Locked
) -> None:
    """Neither size nor time of change tell of a permission, and its tries are all used up."""
    for _ in range(7):
        engine.update()
        locked.pass_minutes(10_000)
    locked.is_locked = False
    engine.update()
    assert locked.tries == 6
    (folder / "notes" / "brittany.md").chmod(0o640)
    engine.update()
    assert engine.errors() == ()
