"""A model on disk: a folder with `model.json`, two ONNX towers, a tokenizer and the prior means."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grsearch_desktop.errors import ModelError

FORM = 1
"""The version of the folder form that this program reads and writes."""

MANIFEST = "model.json"
TEXT = "text.onnx"
IMAGE = "image.onnx"
TOKENIZER = "tokenizer.json"
PRIOR = "prior.safetensors"
FILES = (TEXT, IMAGE, TOKENIZER, PRIOR)
LARGE = (f"{TEXT}.data", f"{IMAGE}.data")
"""Where the weights of a tower lie that are too many for an ONNX file; else there is none."""


@dataclass(frozen=True)
class TextForm:
    """How a text becomes token ids.

    `cleaning` is one of encode.cleaning's names. `start` and `end` are the special tokens put
    around a text. `length` pads every text to so many ids with `pad`; None leaves it at its own
    length.
    """

    cleaning: str
    start: tuple[int, ...]
    end: tuple[int, ...]
    length: int | None
    pad: int


@dataclass(frozen=True)
class ImageForm:
    """How an image becomes pixels, in the words of open_clip's preprocessing.

    `mode` is "shortest" (scale the short side to `scale` pixels, cut out the middle), "longest"
    (scale the long side, fill the rest with `fill`) or "squash". `height` and `width` are what the
    tower takes, in pixels. Normalisation is part of the tower's graph.
    """

    mode: str
    scale: int
    height: int
    width: int
    interpolation: str
    fill: int


@dataclass(frozen=True)
class StoredFile:
    size: int
    """bytes"""
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What `model.json` says."""

    name: str
    source: str
    description: str
    licence: str
    dimension: int
    token_limit: int
    """without the special tokens"""
    alpha: float
    prior_weight: float
    text: TextForm
    image: ImageForm
    files: dict[str, StoredFile]

    @property
    def size(self) -> int:
        """bytes of all files"""
        return sum(file.size for file in self.files.values())


def read(folder: Path) -> Manifest:
    """What the folder holds, after a look at whether every file is there in its full size.

    Hashes are checked once, by `verify` at installation: hashing hundreds of megabytes at every
    start would take longer than the first search may. Raises ModelError.
    """
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(f"There is no model in {folder}: {MANIFEST} is missing.") from None
    except (OSError, ValueError) as error:
        raise ModelError(f"The model in {folder} can't be read: {error}. {REMEDY}") from error
    manifest = _parse(said, folder)
    for name, stored in manifest.files.items():
        try:
            size = (folder / name).stat().st_size
        except OSError:
            raise ModelError(f"The model in {folder} lacks its file {name}. {REMEDY}") from None
        if size != stored.size:
            raise ModelError(
                f"The model in {folder} is damaged: {name} has {size} bytes instead of "
                f"{stored.size}. {REMEDY}"
            )
    return manifest


def verify(folder: Path) -> Manifest:
    """Like `read`, and every file's sha256 is what model.json says. Raises ModelError."""
    manifest = read(folder)
    for name, stored in manifest.files.items():
        if sha256(folder / name) != stored.sha256:
            raise ModelError(
                f"The model in {folder} is damaged: {name} is not the file it was made with. "
                f"{REMEDY}"
            )
    return manifest


def write(folder: Path, said: dict[str, Any]) -> Manifest:
    """Writes `model.json` with what is `said` and the sizes and hashes of the files beside it."""
    files = {
        name: {"size": (folder / name).stat().st_size, "sha256": sha256(folder / name)}
        for name in (*FILES, *(name for name in LARGE if (folder / name).is_file()))
    }
    _save(folder, {"form": FORM, **said, "files": files})
    return read(folder)


def replace_prior(folder: Path, prior: Path) -> Manifest:
    """Puts the file `prior`, which lies in the folder, in place of the model's. Raises ModelError.

    The towers are not hashed again. An end between the two steps leaves a model that encodes.
    """
    read(folder)
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        said["files"][PRIOR] = {"size": prior.stat().st_size, "sha256": sha256(prior)}
        prior.replace(folder / PRIOR)
        _save(folder, said)
    except OSError as error:
        raise ModelError(f"The model in {folder} can't be changed: {error.strerror}.") from error
    return read(folder)


def _save(folder: Path, said: dict[str, Any]) -> None:
    text = json.dumps(said, indent=2, ensure_ascii=False)
    unfinished = folder / f".{MANIFEST}"
    unfinished.write_text(text + "\n", encoding="utf-8")
    unfinished.replace(folder / MANIFEST)


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


REMEDY = "Fetch it again with `grsearch models get`, or reinstall the program if it came with it."


def _parse(said: dict[str, Any], folder: Path) -> Manifest:
    try:
        if said["form"] != FORM:
            raise ModelError(
                f"The model in {folder} has form {said['form']}; this version reads form {FORM}. "
                f"{REMEDY}"
            )
        text, files = dict(said["text"]), said["files"]
        text["start"], text["end"] = tuple(text["start"]), tuple(text["end"])
        manifest = Manifest(
            name=str(said["name"]),
            source=str(said["source"]),
            description=str(said["description"]),
            licence=str(said["licence"]),
            dimension=int(said["dimension"]),
            token_limit=int(said["token_limit"]),
            alpha=float(said["alpha"]),
            prior_weight=float(said["prior_weight"]),
            text=TextForm(**text),
            image=ImageForm(**said["image"]),
            files={
                name: StoredFile(**files[name])
                for name in (*FILES, *(name for name in LARGE if name in files))
            },
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(
            f"The model in {folder} can't be read: its {MANIFEST} is wrong at {error}. {REMEDY}"
        ) from error
    return manifest
