"""What the long tests share: the folder of real files must be there, and figures are printed."""

import os
import sys
from collections.abc import Callable

import pytest

Note = Callable[[str, object], None]


@pytest.fixture
def note(capfd: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> Note:
    """Prints a figure past pytest's capture: `note("kills", 20)`."""

    def said(what: str, figure: object) -> None:
        with capfd.disabled():
            print(f"  {request.node.name}: {what} {figure}", file=sys.stderr, flush=True)

    return said


@pytest.fixture(scope="session")
def seed() -> int:
    """Of all that is random; GRSEARCH_SEED repeats a run."""
    return int(os.environ.get("GRSEARCH_SEED", "20260401"))
