"""Which models there are, and how to come by one."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from grsearch_desktop.encode import bundled, downloadable, folder, running, variants
from grsearch_desktop.encode.downloadable import Entry
from grsearch_desktop.encode.encoder import Encoder
from grsearch_desktop.encode.getting import Came, Getting, Say, fetched_in_part, unheard
from grsearch_desktop.encode.onnx import OnnxEncoder
from grsearch_desktop.encode.variants import Form
from grsearch_desktop.errors import ModelError

BUNDLED = bundled.NAME
_THREADS = 2


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
    languages: str = ""
    """What its texts may be written in, as a person reads it: "English", "many"; "" where it is
    not known."""
    speed: str = ""
    """One of downloadable.SPEEDS; "" where it is not known."""
    fetched_bytes: int = 0
    """Of a model that is not installed: what an interrupted fetch has left to go on with."""


def catalogue(models: Path) -> list[ModelInfo]:
    """The bundled model, those installed in the folder `models`, then those that can be fetched.

    A damaged model is left out; `load` says what is wrong with it.
    """
    folders = sorted(models.iterdir()) if models.is_dir() else []
    whole = [path for path in folders if not path.name.startswith(".")]
    kept = [(BUNDLED, bundled.where()), *((path.name, path) for path in whole)]
    known = {entry.source: entry for entry in downloadable.entries()}
    listed = [info for name, path in kept if (info := _described(name, path, known)) is not None]
    here = {info.source for info in listed}
    begun = fetched_in_part(models)
    to_be_had = [
        _to_be_had(entry, begun.pop(entry.name, 0))
        for source, entry in known.items()
        if source not in here
    ]
    return [*listed, *to_be_had, *(_begun(spec, size) for spec, size in begun.items())]


def load(name: str, models: Path, threads: int, *, cpu_only: bool = False) -> Encoder:
    """The model of this name, as `catalogue` lists it; its towers load when first used.

    `threads` is how many texts or images are encoded at a time; `cpu_only`: on no accelerator.
    Raises ModelError when there is no
    such model, or when its files are missing or damaged.
    """
    if name == BUNDLED:
        return bundled.load(threads)
    where = models / folder_name(name)
    if not where.is_dir():
        raise _no_such(name)
    return OnnxEncoder(where, threads, measured=True, cpu_only=cpu_only)


def forms(name: str, models: Path, *, cpu_only: bool = False) -> dict[str, Form]:
    """Which form of each tower `load` takes, by the tower's file.

    None is named for a tower that runs as it came: nothing faster was found, or nothing was
    measured on this machine yet. Raises ModelError.
    """
    where = bundled.where() if name == BUNDLED else models / folder_name(name)
    chosen = variants.chosen(where, folder.read(where))
    return {
        tower: form
        for tower, form in chosen.items()
        if not (cpu_only and form.provider != running.CPU)
    }


def get(
    name: str, models: Path, on_step: Say, on_note: Say = unheard, on_bytes: Came = unheard
) -> str:
    """Fetches a model, exports it into the folder `models`, and returns its name for `load`.

    `name` is one of the catalogue's or any that open_clip knows: "NAME/TAG", "hf-hub:org/name",
    "local-dir:/path". See encode.getting for who hears what, and for what an interruption leaves.
    The work is done in a child process, which alone imports torch. Raises ModelError,
    InterruptedFetchError, MissingExtraError when the extra `clip` is not installed.
    """
    if name == BUNDLED:
        return BUNDLED
    return getting(name, models).run(on_step, on_note, on_bytes)


def getting(name: str, models: Path) -> Getting:
    """Raises ModelError when the name can't be that of a model."""
    return Getting(name, folder_name(name), models)


def calibrate(name: str, models: Path) -> None:
    """Makes the prior means of an installed model anew. Raises ModelError."""
    if name == BUNDLED:
        raise ModelError("The bundled model is calibrated when it is built.")
    where = models / folder_name(name)
    if not where.is_dir():
        raise _no_such(name)
    # Late: it needs Pillow's fonts, which no search does.
    from grsearch_desktop.encode import calibrating

    calibrating.calibrate(where, _THREADS)


def check(name: str, models: Path) -> None:
    """Raises ModelError unless the model of this name is here, whole, and encodes."""
    if name != BUNDLED and (models / folder_name(name)).is_dir():
        folder.verify(models / folder_name(name))
    encoder = load(name, models, 1)
    encoder.encode_texts(["a dog"])
    encoder.encode_images([np.zeros((16, 16, 3), np.uint8)])


def folder_name(name: str) -> str:
    """The folder below `models` that holds the model of this name."""
    if name.startswith("local-dir:"):
        name = Path(name.removeprefix("local-dir:")).name
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name.removeprefix("hf-hub:")).strip("-.")
    if not plain or plain == BUNDLED:
        raise ModelError(f'"{name}" can\'t be the name of a model.')
    return plain


def _no_such(name: str) -> ModelError:
    return ModelError(
        f'There is no model "{name}"; `grsearch models list` shows those that can be used.'
    )


def _to_be_had(entry: Entry, fetched: int) -> ModelInfo:
    return ModelInfo(
        name=entry.name,
        source=entry.source,
        description=entry.description,
        licence=entry.licence,
        size_bytes=entry.size_bytes,
        installed=False,
        languages=entry.languages,
        speed=entry.speed,
        fetched_bytes=fetched,
    )


def _begun(spec: str, fetched: int) -> ModelInfo:
    """Of a model that the catalogue does not list."""
    return ModelInfo(
        name=spec,
        source=spec,
        description="Fetched in part.",
        licence="",
        size_bytes=0,
        installed=False,
        fetched_bytes=fetched,
    )


def _described(name: str, where: Path, known: dict[str, Entry]) -> ModelInfo | None:
    """known: what is said of models by their source, where they were exported from."""
    try:
        manifest = folder.read(where)
    except ModelError:
        return None
    said = known.get(manifest.source)
    return ModelInfo(
        name=name,
        source=manifest.source,
        description=said.description if said else manifest.description,
        licence=said.licence if said else manifest.licence,
        size_bytes=manifest.size,
        installed=True,
        languages="English" if name == BUNDLED else said.languages if said else "",
        speed="quick" if name == BUNDLED else said.speed if said else "",
    )
