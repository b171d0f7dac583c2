"""What a person can change, kept as TOML in the home folder."""

import json
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


_EXPLAINED = {
    "model": "The model that encodes and searches; see `grsearch models`.",
    "ignore": "Files and folders to leave out, in the form of .gitignore.",
    "hidden": "Whether hidden files and folders belong to the library.",
    "workers": "Processes that read files; 0: one for each core.",
    "alpha": "The share of the text in a page's vector, 0 to 1; below 0: what suits the model.",
}


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
        values[name] = _checked(path, name, value, type(known[name]))
    return replace(Settings(), **values)


def save(path: Path, settings: Settings) -> None:
    """Writes the settings, whole or not at all. Raises SettingsError."""
    lines = [_INTRODUCTION]
    for name, value in asdict(settings).items():
        lines.append(f"# {_EXPLAINED[name]}\n{name} = {_toml(value)}\n")
    try:
        whole.write(path, "\n".join(lines))
    except (OSError, UnicodeEncodeError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise SettingsError(f"The settings can't be written to {path}: {why}.") from error


def _checked(path: Path, name: str, value: Any, kind: type) -> Any:
    if kind is tuple and isinstance(value, list) and all(isinstance(part, str) for part in value):
        return tuple(value)
    if kind is float and isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, kind) and (kind is not int or not isinstance(value, bool)):
        return value
    raise SettingsError(f"{name} in {path} is not of the form that is wanted: {_EXPLAINED[name]}")


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # A JSON string is a TOML basic string, except for the one escape that TOML lacks.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_toml(part) for part in value) + "]"
    return repr(value)
