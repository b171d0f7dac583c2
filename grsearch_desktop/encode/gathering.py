"""Brings together in one folder what open_clip needs of a model: weights, configuration, tokens.

The folder has the form that open_clip's "local-dir:" reads, so that all models are opened the same
way, and nothing is fetched but what is named here.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grsearch_desktop.encode import downloadable, fetching, hub, openclip
from grsearch_desktop.encode.fetching import amount
from grsearch_desktop.encode.hub import HubFile
from grsearch_desktop.errors import ModelError, NoModelRoomError

CONFIG = "open_clip_config.json"
WEIGHTS = ("open_clip_model.safetensors", "open_clip_pytorch_model.bin")
"""As open_clip names them, what it prefers first."""
TOKENIZER = ("tokenizer.json", "tokenizer_config.json")
TEXT = "text"
"""The folder below, for the configuration of a text tower that `transformers` makes."""
SPARE = 100_000_000
"""bytes that a conversion takes beside the weights"""
_HUB, _LOCAL = "hf-hub:", "local-dir:"

Came = Callable[[int, int], None]
"""Hears of bytes that came, and of how many there are."""


@dataclass(frozen=True)
class Gathered:
    where: Path
    """in the form of open_clip's "local-dir:" """
    licence: str
    """"" where nobody says"""


def gather(spec: str, into: Path, note: Callable[[str], None], came: Came) -> Gathered:
    """What `spec` names, in the folder `into`, or where it lies already.

    `note` hears the licence before anything large is fetched. Raises ModelError,
    InterruptedFetchError, NoModelRoomError.
    """
    if spec.startswith(_LOCAL):
        return Gathered(_gather_local(Path(spec.removeprefix(_LOCAL)), into, came), "")
    if spec.startswith(_HUB):
        repository = spec.removeprefix(_HUB).strip("/")
        config = _read(_small(repository, CONFIG, into, came), spec)
        names: tuple[str, ...] = WEIGHTS
    else:
        named = openclip.configuration(spec)
        repository, names, config = named.repository, named.weights, named.config
    known = downloadable.entry(spec)
    licence = _licence(repository, known.licence if known else "")
    note(f"Licence: {licence or 'not stated'} ({hub.page(repository)})")
    text = _text_config(spec, config)
    if "hf_model_name" in text:
        openclip.needs(spec, "transformers")
    files = dict(_tower_files(text, into, came))
    weights = _weights(repository, names, known.sha256 if known else "")
    files[into / _weights_name(weights.name)] = weights
    _fetch_all(files, into, came)
    _write_config(into, config)
    return Gathered(into, licence)


def _gather_local(where: Path, into: Path, came: Came) -> Path:
    """The folder itself, or one beside it that also has what it names of the hub."""
    if not where.is_dir():
        raise ModelError(f"There is no folder {where}.")
    weights = next((where / name for name in WEIGHTS if (where / name).is_file()), None)
    check_room(into, weights.stat().st_size if weights else 0, 0)
    if not (where / CONFIG).is_file():
        raise ModelError(f"The folder {where} lacks {CONFIG}, which says how the model is built.")
    config = _read(where / CONFIG, str(where))
    text = _text_config(str(where), config)
    if "hf_model_name" not in text or weights is None:
        return where
    openclip.needs(str(where), "transformers")
    own = where / "config.json"
    if own.is_file():
        text["hf_model_name"] = str(where)
        if not any((where / name).is_file() for name in TOKENIZER):
            raise ModelError(f"The folder {where} lacks {TOKENIZER[0]}, which this model needs.")
    else:
        _fetch_all(dict(_tower_files(text, into, came)), into, came)
    for file in (weights, *(where / name for name in TOKENIZER if (where / name).is_file())):
        _link(file, into / file.name)
    _write_config(into, config)
    return into


def _tower_files(text: dict[str, Any], into: Path, came: Came) -> Iterator[tuple[Path, HubFile]]:
    """What the text tower needs of the hub, and where it goes; `text` then names it there."""
    if tokens := text.get("hf_tokenizer_name"):
        for name in TOKENIZER:
            if file := hub.find(tokens, name):
                yield into / name, file
            elif name == TOKENIZER[0]:
                raise ModelError(f"{tokens} on {hub.host()} lacks {name}, which this model needs.")
    if tower := text.get("hf_model_name"):
        _small(tower, "config.json", into / TEXT, came)
        text["hf_model_name"] = str(into / TEXT)


def _weights(repository: str, names: tuple[str, ...], sha256: str) -> HubFile:
    """sha256: what they must have, "" for what the hub says of them."""
    for name in names:
        if found := hub.find(repository, name):
            if sha256 and found.etag != sha256:
                raise ModelError(
                    f"{repository} on {hub.host()} has other weights than those that were looked "
                    "at for this version of GR Search; they are not fetched."
                )
            return found
    raise ModelError(
        f"{repository} on {hub.host()} holds no weights that can be used: {' or '.join(names)}."
    )


def _weights_name(name: str) -> str:
    return WEIGHTS[0] if name.endswith(".safetensors") else WEIGHTS[1]


def _fetch_all(files: dict[Path, HubFile], into: Path, came: Came) -> None:
    for target, file in files.items():
        _take_what_is_kept(file, target)
    total = sum(file.size or 0 for file in files.values())
    here = {target: fetching.fetched(file, target) for target, file in files.items()}
    largest = max((file.size or 0 for file in files.values()), default=0)
    check_room(into, largest, total - sum(here.values()))
    for target, file in files.items():

        def one_came(size: int, target: Path = target) -> None:
            here[target] = size
            came(sum(here.values()), total)

        if target.is_file():
            one_came(file.size or 0)
        else:
            fetching.fetch(file, target, one_came)


def _small(repository: str, name: str, into: Path, came: Came) -> Path:
    file = hub.find(repository, name)
    if file is None:
        raise ModelError(f"What {repository} on {hub.host()} holds is no model that can be used.")
    into.mkdir(parents=True, exist_ok=True)
    _take_what_is_kept(file, into / name)
    if not (into / name).is_file():
        fetching.fetch(file, into / name, lambda size: came(size, file.size or size))
    return into / name


def _take_what_is_kept(file: HubFile, target: Path) -> None:
    """Puts the file in place if it is there already: by us, or in the cache below HF_HOME."""
    for here in (target, hub.kept(file.repository, file.name)):
        if here is None or not here.is_file() or here.stat().st_size != file.size:
            continue
        if not fetching.is_as_told(here, file.etag):
            continue
        if here != target:
            _link(here.resolve(), target)
        return
    target.unlink(missing_ok=True)


def check_room(into: Path, weights: int, to_come: int) -> None:
    """Raises NoModelRoomError where so many bytes and the converted model find no room."""
    needed = to_come + weights + SPARE
    free = shutil.disk_usage(into).free
    if free < needed:
        raise NoModelRoomError(
            f"There is not enough room in {into.parent}: {amount(needed)} are needed until the "
            f"model is made, {amount(free)} are free."
        )


def _text_config(spec: str, config: dict[str, Any]) -> dict[str, Any]:
    text = config.get("model_cfg", {}).get("text_cfg")
    if not isinstance(text, dict):
        raise ModelError(f"The configuration of {spec} can't be read.")
    return text


def _read(path: Path, spec: str) -> dict[str, Any]:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"The configuration of {spec} can't be read.") from error
    if not isinstance(said, dict):
        raise ModelError(f"The configuration of {spec} can't be read.")
    return said


def _write_config(into: Path, config: dict[str, Any]) -> None:
    (into / CONFIG).write_text(json.dumps(config), encoding="utf-8")


def _licence(repository: str, known: str) -> str:
    """What we know of it, and what the hub says now."""
    said = hub.licence(repository)
    return f"{known}; {hub.host()} says {said}" if known and said else known or said


def _link(file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    with suppress(OSError):
        target.symlink_to(file)
        return
    # Windows lets few people link.
    shutil.copyfile(file, target)
