"""What a person can change, kept as TOML in the home folder."""

import json
import os
import tomllib
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from grsearch_desktop import whole
from grsearch_desktop.errors import SettingsError

_INTRODUCTION = "# Settings of GR Search. Changes count within a second.\n"


@dataclass(frozen=True)
class Settings:
    model: str = "bundled"
    """The name of the model that encodes and searches; see `grsearch models`."""
    ignore: tuple[str, ...] = field(default=())
    """Patterns in the form of .gitignore: files and folders to leave out of the library."""
    hidden: bool = False
    """Whether hidden files and folders belong to the library."""
    workers: int = 0
    """Processes that read files; 0: one for each core."""
    alpha: float = -1.0
    """The share of the text in a page's vector, from 0 to 1; below 0: what suits the model."""
    battery: int = 20
    """Percent of the battery below which no work is done unless it is charged; 0: never mind."""
    accelerators: bool = True
    """Whether a graphics processor, or another one, may run the model where that is faster."""
    recognise: bool = field(default_factory=lambda: os.environ.get("GRSEARCH_RECOGNISE") != "0")
    """Whether text in pictures and scans is read: yes, where the environment does not say 0."""
    recogniser: str = "rapidocr"
    """What reads it: "rapidocr", which comes with the program, or "tesseract"."""
    recogniser_languages: tuple[str, ...] = field(default=())
    """Beyond Latin and Chinese script, as the recogniser calls them: "cyrillic", "deu"."""


RECOGNISERS = ("rapidocr", "tesseract")
_EXPLAINED = {
    "model": "The model that encodes and searches; see `grsearch models`.",
    "ignore": "Files and folders to leave out, in the form of .gitignore.",
    "hidden": "Whether hidden files and folders belong to the library.",
    "workers": "Processes that read files; 0: one for each core.",
    "alpha": "The share of the text in a page's vector, 0 to 1; below 0: what suits the model.",
    "battery": "Percent of the battery below which no work is done unless it is charged; 0: never.",
    "accelerators": "Whether another processor than the CPU may run the model if it is faster.",
    "recognise": "Whether text in pictures and scans is read.",
    "recogniser": "What reads it: rapidocr, or tesseract where it is installed.",
    "recogniser_languages": "Beyond Latin and Chinese, as the recogniser calls them: cyrillic.",
}
_RANGES: dict[str, tuple[float, float]] = {
    "workers": (0, 1000),
    "alpha": (-1.0, 1.0),
    "battery": (0, 100),
}
_CHOICES = {"recogniser": RECOGNISERS}


def load(path: Path) -> Settings:
    """The settings in a file; the defaults when there is none. Raises SettingsError."""
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"The settings in {path} can't be read: {error}.") from error
    known = {item.name: getattr(Settings(), item.name) for item in fields(Settings)}
    values = {}
    for name, value in found.items():
        if name not in known:
            continue
        sentence = f"{name} in {path} is not of the form that is wanted: {_EXPLAINED[name]}"
        values[name] = _of_kind(value, type(known[name]), sentence)
        if values[name] not in _CHOICES.get(name, (values[name],)):
            raise SettingsError(sentence)
    return replace(Settings(), **values)


def changed(settings: Settings, values: dict[str, Any]) -> Settings:
    """The settings with other values, by name. Raises SettingsError for what is no setting."""
    known = asdict(settings)
    checked = {}
    for name, value in values.items():
        if name not in known:
            raise SettingsError(f"There is no setting {name[:40]!r}.")
        sentence = f"{name} is not of the form that is wanted: {_EXPLAINED[name]}"
        checked[name] = _of_kind(value, type(known[name]), sentence)
        least, most = _RANGES.get(name, (0, 0))
        if name in _RANGES and not least <= checked[name] <= most:
            raise SettingsError(sentence)
        if checked[name] not in _CHOICES.get(name, (checked[name],)):
            raise SettingsError(sentence)
    return replace(settings, **checked)


def save(path: Path, settings: Settings) -> None:
    """Writes the settings, whole or not at all. Raises SettingsError.

    Comments, the order of lines and keys of other programs stay as the person has them.
    """
    try:
        whole.write(path, _kept(path, settings) or _fresh(settings))
    except (OSError, UnicodeEncodeError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise SettingsError(f"The settings can't be written to {path}: {why}.") from error


def _fresh(settings: Settings) -> str:
    lines = [_INTRODUCTION]
    for name, value in asdict(settings).items():
        lines.append(f"# {_EXPLAINED[name]}\n{name} = {_toml(value)}\n")
    return "\n".join(lines)


def _kept(path: Path, settings: Settings) -> str:
    """The file's text with other values where they differ; "" where there is nothing to keep."""
    # Late: it takes longer to import than the settings take to read.
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(path.read_text("utf-8"))
        if not document.body:
            return ""
        default = asdict(Settings())
        for name, value in asdict(settings).items():
            was = document.get(name)
            if was == (list(value) if isinstance(value, tuple) else value) and was is not None:
                continue
            if name not in document and value == default[name]:
                continue
            document[name] = tomlkit.parse(f"it = {_toml(value)}")["it"]
    except (OSError, UnicodeDecodeError, TOMLKitError):
        # Neither are the settings in it readable: there is nothing that would be lost.
        return ""
    return tomlkit.dumps(document)


def _of_kind(value: Any, kind: type, otherwise: str) -> Any:
    """The value, a list as a tuple. Raises SettingsError with the sentence `otherwise`."""
    if kind is tuple and isinstance(value, list) and all(isinstance(part, str) for part in value):
        return tuple(value)
    if kind is float and isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, kind) and (kind is not int or not isinstance(value, bool)):
        return value
    raise SettingsError(otherwise)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # A JSON string is a TOML basic string, except for the one escape that TOML lacks.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_toml(part) for part in value) + "]"
    return repr(value)
