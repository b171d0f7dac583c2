"""The bundled model, and tiny models of three open_clip families with what they are exported to."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from grsearch_desktop.encode import bundled
from grsearch_desktop.encode.encoder import Pixels
from grsearch_desktop.encode.onnx import OnnxEncoder
from tests.encode import tiny


@dataclass(frozen=True)
class Exported:
    """A model as open_clip has it, in `source`, and as we made it, in `folder`."""

    family: str
    source: Path
    folder: Path

    @property
    def spec(self) -> str:
        return f"local-dir:{self.source}"


@pytest.fixture(scope="session", params=sorted(tiny.FAMILIES))
def exported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    pytest.importorskip("open_clip", reason="needs the extra clip")
    from grsearch_desktop.encode import exporting

    root = tmp_path_factory.mktemp(request.param)
    source = tiny.save(request.param, root / "source")
    exporting.export(f"local-dir:{source}", root / "model", lambda _: None)
    return Exported(request.param, source, root / "model")


@pytest.fixture(scope="session")
def tiny_vit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As a person would have it; not to be changed."""
    pytest.importorskip("open_clip", reason="needs the extra clip")
    return tiny.save("vit", tmp_path_factory.mktemp("vit") / "source")


@pytest.fixture(scope="session")
def bundled_encoder() -> OnnxEncoder:
    return bundled.load(threads=2)


@pytest.fixture(scope="session")
def pictures() -> list[Pixels]:
    """Twelve pictures of sizes that round differently, portrait, landscape and tiny."""
    random = np.random.default_rng(7)
    sizes = [(64, 64), (65, 64), (100, 333), (333, 100), (31, 47), (1, 1), (3, 40), (480, 640)]
    sizes += [(257, 301), (301, 257), (1000, 70), (641, 479)]
    return [_smooth(random, height, width) for height, width in sizes]


def _smooth(random: np.random.Generator, height: int, width: int) -> Pixels:
    """A gradient under noise: what resampling does shows on both."""
    rows = np.linspace(0, 180, height)[:, None, None]
    columns = np.linspace(0, 60, width)[None, :, None]
    noise = random.integers(0, 15, (height, width, 3))
    return (rows + columns + noise).astype(np.uint8)
