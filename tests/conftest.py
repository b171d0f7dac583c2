"""What all tests share: the real files beside the checkout, and no network."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks.network_guard import sitecustomize as network_guard

ROOT = Path(__file__).parents[1]
SHARED_DATA = ROOT.parent / "shared" / "data"
GUARD = Path(network_guard.__file__).parent
TOGETHER = ("window", "encode")
"""Folders whose tests go to one process: they share a screen, or models that take long to make."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where tests run in several processes, those of one file stay together.

    The largest group comes first, so that no process is left alone with it at the end.
    """
    for item in items:
        place = item.path.relative_to(ROOT / "tests")
        group = place.parts[0] if place.parts[0] in TOGETHER else str(place)
        item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: item.path.parts[len(ROOT.parts) + 1] != TOGETHER[0])


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
