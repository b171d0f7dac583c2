"""How long a model's bytes will still be coming is told from how they came of late."""

from types import SimpleNamespace

import pytest

from grsearch_desktop.engine import governor
from grsearch_desktop.engine.model_getting import Coming


def test_the_time_left_follows_the_bytes_that_come(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(governor, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    coming = Coming()

    def told(at: float, here: int, total: int) -> float | None:
        clock[0] = 100.0 + at
        return coming.seconds_left(here, total)

    assert told(0, 0, 0) is None, "the hub did not say yet how much it is"
    assert told(1, 600, 1000) is None, "what is here from before came at no rate"
    assert told(2, 610, 1000) == 39.0
    assert told(12, 710, 1000) == 29.0, "10 bytes a second"
    assert told(60, 710, 1000) is None, "nothing came for long"
    assert told(121, 1000, 1000) is None, "all is here"
    assert told(122, 5, 2000) is None, "another set of files"
    assert told(123, 25, 2000) == 98.8
