"""Which models there are, and how to come by one."""

import os
import re
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from grsearch_desktop.encode import bundled, downloadable, folder
from grsearch_desktop.encode.downloadable import Entry
from grsearch_desktop.encode.encoder import Encoder
from grsearch_desktop.encode.onnx import OnnxEncoder
from grsearch_desktop.errors import MissingExtraError, ModelError

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
    languages: str = ""
    """What its texts may be written in, as a person reads it: "English", "many"; "" where it is
    not known."""
    speed: str = ""
    """One of downloadable.SPEEDS; "" where it is not known."""


def catalogue(models: Path) -> list[ModelInfo]:
    """The bundled model, those installed in the folder `models`, then those that can be fetched.

    A damaged or half-made model is left out; `load` says what is wrong with it.
    """
    folders = sorted(models.iterdir()) if models.is_dir() else []
    whole = [path for path in folders if not path.name.startswith(".")]
    kept = [(BUNDLED, bundled.where()), *((path.name, path) for path in whole)]
    known = {entry.source: entry for entry in downloadable.entries()}
    listed = [info for name, path in kept if (info := _described(name, path, known)) is not None]
    here = {info.source for info in listed}
    return [*listed, *(_to_be_had(entry) for source, entry in known.items() if source not in here)]


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
    return Getting(name, models).run(on_step)


class Getting:
    """A model on its way into the folder `models`: `run` in one thread, the rest in any.

    Raises ModelError when the name can't be that of a model.
    """

    def __init__(self, name: str, models: Path) -> None:
        self.installed = folder_name(name)
        """Its name for `load`, once it is here."""
        self._name = name
        self._target = models / self.installed
        # Of its own, so that what was fetched can go again and how much it is can be told.
        self._fetched = models / f".{self.installed}.fetched"
        self._lock = threading.Lock()
        self._cancelled = False
        self._child: subprocess.Popen[str] | None = None

    def run(self, on_step: Callable[[str], None]) -> str:
        """See `get`. Leaves nothing behind but the whole model."""
        models = self._target.parent
        try:
            models.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ModelError(f"The folder {models} can't be made: {error.strerror}.") from error
        try:
            code, last = self._export(on_step)
            if self._cancelled:
                raise ModelError(f"Getting {self._name} was stopped.")
            if code == MISSING_EXTRA:
                raise MissingExtraError(last)
            if code != 0:
                raise ModelError(last or f'The model "{self._name}" could not be made ready.')
            folder.verify(self._target)
        finally:
            for left_over in models.glob(f".{self.installed}.*"):
                shutil.rmtree(left_over, ignore_errors=True)
        return self.installed

    def cancel(self) -> None:
        """Has `run` end at once with ModelError."""
        with self._lock:
            self._cancelled = True
            if self._child is not None:
                self._child.kill()

    @property
    def fetched(self) -> int:
        """Bytes that have come over the network so far."""
        size = 0
        for where, _, names in os.walk(self._fetched):
            for name in names:
                # Links, and files that move when they are whole.
                with suppress(OSError):
                    found = os.lstat(os.path.join(where, name))
                    size += found.st_size if stat.S_ISREG(found.st_mode) else 0
        return size

    def _export(self, on_step: Callable[[str], None]) -> tuple[int, str]:
        """The child's exit code and its last sentence."""
        command = [sys.executable, "-m", "grsearch_desktop.encode.exporting"]
        surroundings = {
            **os.environ,
            "PYTHONIOENCODING": "utf-8",
            "HF_HUB_CACHE": str(self._fetched),
            # Its parts lie elsewhere, and are written so late that nobody could tell how much came.
            "HF_HUB_DISABLE_XET": "1",
            "HF_HUB_DISABLE_TELEMETRY": "1",
        }
        last = ""
        with subprocess.Popen(
            [*command, self._name, str(self._target)],
            # The child ends when this ends, and so when we do, however that may be.
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env=surroundings,
        ) as child:
            with self._lock:
                self._child = child
                if self._cancelled:
                    child.kill()
            try:
                for line in child.stdout or ():
                    last = line.strip()
                    on_step(last)
            except BaseException:
                child.kill()
                raise
            finally:
                # Only then: a number that belongs to nobody any more is not to be killed.
                child.wait()
                with self._lock:
                    self._child = None
        return child.returncode, last


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


def _to_be_had(entry: Entry) -> ModelInfo:
    return ModelInfo(
        name=entry.name,
        source=entry.source,
        description=entry.description,
        licence=entry.licence,
        size_bytes=entry.size_bytes,
        installed=False,
        languages=entry.languages,
        speed=entry.speed,
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
