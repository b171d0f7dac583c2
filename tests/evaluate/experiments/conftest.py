from pathlib import Path

import pytest

from grsearch_desktop.evaluate.experiments.setting import Setting
from grsearch_desktop.evaluate.planted import Planted, PlantedClip, planted_set


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("experiments")


@pytest.fixture(scope="session")
def planted(kept: Path) -> Setting:
    """The planted set and its model, with other subjects and other gaps beside them."""
    return Setting(
        planted_set(kept / "pictures", documents=1000, queries=500),
        PlantedClip(),
        kept,
        (planted_set(kept / "pictures", documents=300, queries=1, subject=0),),
        (PlantedClip(Planted(gap=0)), PlantedClip(Planted(gap=3))),
    )
