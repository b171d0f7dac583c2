"""A watched tree that changes at random is followed; the long form is tests/endurance."""

import sys

import pytest

from tests.engine.operations import Load, operate


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="FIFOs, links and names of bytes are for Unix")
def test_a_tree_that_changes_at_random_is_followed() -> None:
    load = Load(operations=150, in_one_tree=150, times=15, bursts=(30,), patience=90.0)
    operate(load, trees=20, steps=40, number=7)
    assert load.done >= 150
