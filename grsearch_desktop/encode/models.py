"""Which models there are, and how to come by one."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from grsearch_desktop.encode import bundled, folder
from grsearch_desktop.encode.encoder import Encoder
from grsearch_desktop.encode.onnx import OnnxEncoder
from grsearch_desktop.errors import MissingExtraError, ModelError
from grsearch_desktop.paths import resources

BUNDLED = bundled.NAME

MISSING_EXTRA = 3
"""The exit code with which the export says that the extra `clip` is not installed."""


@dataclass(frozen=True)
class ModelInfo:
    """A model as `grsearch models` lists it.

    `name` is what `load` and `get` take, `source` where it is from. `size_bytes` is the size on
    disk, for a model not yet installed about that.
    """

    name: str
    source: str
    description: str
    licence: str
    size_bytes: int
    installed: bool


def catalogue(models: Path) -> list[ModelInfo]:
    """The bundled model, those installed in the folder `models`, then those that can be fetched.

    A damaged or half-made model is left out; `load` says what is wrong with it.
    """
    folders = sorted(models.iterdir()) if models.is_dir() else []
    kept = [(BUNDLED, bundled.where()), *((path.name, path) for path in folders)]
    listed = [info for name, path in kept if (info := _described(name, path)) is not None]
    here = {info.source for info in listed}
    return [*listed, *(info for info in _downloadable() if info.source not in here)]


def load(name: str, models: Path, threads: int) -> Encoder:
    """The model of this name, as `catalogue` lists it; its towers load when first used.

    `threads` is how many texts or images are encoded at a time. Raises ModelError when there is no
    such model, or when its files are missing or damaged.
    """
    if name == BUNDLED:
        return bundled.load(threads)
    where = models / folder_name(name)
    if not where.is_dir():
        raise ModelError(
            f'There is no model "{name}"; `grsearch models list` shows those that can be used.'
        )
    return OnnxEncoder(where, threads)


def get(name: str, models: Path, on_step: Callable[[str], None]) -> str:
    """Fetches a model, exports it into the folder `models`, and returns its name for `load`.

    `name` is one of the catalogue's or any that open_clip knows: "NAME/TAG", "hf-hub:org/name",
    "local-dir:/path". `on_step` hears one sentence per step. The work is done in a child process,
    which alone imports torch; what an interrupted one leaves behind is never used. Raises
    ModelError, MissingExtraError when the extra `clip` is not installed.
    """
    if name == BUNDLED:
        return BUNDLED
    try:
        models.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ModelError(f"The folder {models} can't be made: {error.strerror}.") from error
    installed = folder_name(name)
    command = [sys.executable, "-m", "grsearch_desktop.encode.exporting", name]
    with subprocess.Popen(
        [*command, str(models / installed)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    ) as child:
        last = ""
        try:
            for line in child.stdout or ():
                last = line.strip()
                on_step(last)
        except BaseException:
            child.kill()
            raise
    if child.returncode == MISSING_EXTRA:
        raise MissingExtraError(last)
    if child.returncode != 0:
        raise ModelError(last or f'The model "{name}" could not be made ready.')
    folder.verify(models / installed)
    return installed


def folder_name(name: str) -> str:
    """The folder below `models` that holds the model of this name."""
    if name.startswith("local-dir:"):
        name = Path(name.removeprefix("local-dir:")).name
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name.removeprefix("hf-hub:")).strip("-.")
    if not plain or plain == BUNDLED:
        raise ModelError(f'"{name}" can\'t be the name of a model.')
    return plain


def _described(name: str, where: Path) -> ModelInfo | None:
    try:
        manifest = folder.read(where)
    except ModelError:
        return None
    return ModelInfo(
        name=name,
        source=manifest.source,
        description=manifest.description,
        licence=manifest.licence,
        size_bytes=manifest.size,
        installed=True,
    )


def _downloadable() -> Iterator[ModelInfo]:
    listed = json.loads((resources() / "models" / "catalogue.json").read_text(encoding="utf-8"))
    for entry in listed:
        yield ModelInfo(
            name=entry["name"],
            source=entry["source"],
            description=entry["description"],
            licence=entry["licence"],
            size_bytes=entry["size_bytes"],
            installed=False,
        )
