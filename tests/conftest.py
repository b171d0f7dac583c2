"""What all tests share: the real files beside the checkout, and no network."""

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.benchmarks.network_guard import sitecustomize as network_guard

# Tests run in as many processes as there are cores: each with threads for all would be slower.
os.environ.setdefault("OMP_NUM_THREADS", "1")
# It takes seconds to begin recognising text in pictures: tests that are about it turn it on.
os.environ.setdefault("GRSEARCH_RECOGNISE", "0")

ROOT = Path(__file__).parents[1]
SHARED_DATA = ROOT.parent / "shared" / "data"
GUARD = Path(network_guard.__file__).parent
TOGETHER = ("window", "encode")
"""Folders whose tests go to one process: they share a screen, or models that take long to make."""


class Together(LoadScopeScheduling):
    """Where tests run in several processes, those of one file stay together, and some folders.

    Not xdist's own way to do so (`loadgroup`): with pytest 9.2 it has no effect (xdist 3.8).
    """

    def _split_scope(self, nodeid: str) -> str:
        file = PurePosixPath(nodeid.partition("::")[0])
        folder = file.parts[1]
        return folder if folder in TOGETHER else str(file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    return Together(config, log)


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
