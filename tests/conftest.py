"""What all tests share: the real files beside the checkout, and no network."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks.network_guard import sitecustomize as network_guard

ROOT = Path(__file__).parents[1]
SHARED_DATA = ROOT.parent / "shared" / "data"
GUARD = Path(network_guard.__file__).parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files; its README says what lies in it."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"the folder of real files is not there: {SHARED_DATA}")
    return SHARED_DATA


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Only local sockets, here and in the Python processes that tests start."""
    network_guard.forbid()
    with pytest.MonkeyPatch.context() as patch:
        found = os.environ.get("PYTHONPATH")
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(GUARD), found))))
        yield
