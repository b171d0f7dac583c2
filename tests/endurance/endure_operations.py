"""10,000 random file operations while an engine watches: its library equals a fresh index soon.

GRSEARCH_OPERATIONS: how many operations in all; beside the files of bursts, of
which the largest makes 10,000.
GRSEARCH_WITHIN: how many seconds it may take, for a machine on which other work keeps the cores
busy: an engine gives way to it.
GRSEARCH_KEEP=1 leaves the folders of a run, to look into them.
"""

import os
import sys

import pytest

from tests.endurance.conftest import Note
from tests.engine.operations import Load, operate

OPERATIONS = int(os.environ.get("GRSEARCH_OPERATIONS", "10000"))
WITHIN = float(os.environ.get("GRSEARCH_WITHIN", "30"))
"""Seconds from the last operation until the library is in step."""


@pytest.mark.skipif(sys.platform == "win32", reason="FIFOs, links and names of bytes are for Unix")
def test_10_000_random_operations_are_followed_within_30_seconds(note: Note, seed: int) -> None:
    load = Load(OPERATIONS, max(OPERATIONS // 8, 1), 60, (20, 400, 10_000), WITHIN, note)
    operate(load, trees=200, steps=100, number=seed)
    note("operations", load.done)
    note("files of the largest burst", load.largest_burst)
    assert load.done >= OPERATIONS
    assert load.largest_burst == 10_000
