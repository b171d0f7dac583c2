"""Keeping a library up to date from login on: only where the person asked for it.

What is started is `grsearch watch`, which follows an engine that runs already, and takes its place
when that one ends.

Linux and other free systems: a desktop entry in the folder of the XDG autostart specification
(https://specifications.freedesktop.org/autostart-spec). macOS: a LaunchAgent. Windows: a value
under the user's Run key.
"""

import configparser
import hashlib
import os
import plistlib
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from grsearch_desktop.errors import NoRoomError
from grsearch_desktop.paths import Home

_RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"


class Autostart(Protocol):
    """One system's way."""

    def enable(self, name: str, command: Sequence[str]) -> None:
        """Raises OSError."""

    def disable(self, name: str) -> None:
        """Raises OSError."""

    def is_enabled(self, name: str, command: Sequence[str]) -> bool:
        """Whether that very command is run, and the person did not turn it off elsewhere.

        Raises OSError where that can't be told.
        """

    def exists(self, name: str) -> bool:
        """Whether any command was set under that name."""


def enable(home: Home) -> None:
    """Has a home's library kept up to date from login on. Raises NoRoomError."""
    try:
        _system().enable(_name(home), _command(home))
    except OSError as error:
        raise NoRoomError(f"The start at login can't be set: {_reason(error)}.") from error


def disable(home: Home) -> None:
    """Undoes `enable`, by whichever copy of the program. Raises NoRoomError."""
    try:
        _system().disable(_name(home))
    except OSError as error:
        raise NoRoomError(f"The start at login can't be taken back: {_reason(error)}.") from error


def is_enabled(home: Home) -> bool | None:
    """Whether this very program is started at login: one that has moved since is not.

    None where that can't be told.
    """
    try:
        return _system().is_enabled(_name(home), _command(home))
    except OSError:
        return None


def is_of_another(home: Home) -> bool:
    """Whether it was set by another copy of the program, or by this one before it moved."""
    return is_enabled(home) is False and _system().exists(_name(home))


class DesktopEntry:
    """An entry in the autostart folder of a free desktop."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def enable(self, name: str, command: Sequence[str]) -> None:
        _write(self._path(name), self._text(command).encode("utf-8", "surrogateescape"))

    def disable(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def is_enabled(self, name: str, command: Sequence[str]) -> bool:
        # Not compared as a whole: desktops write into it what a person turns off in their settings.
        parser = configparser.RawConfigParser(strict=False)
        try:
            parser.read_string(_read(self._path(name)).decode("utf-8", "surrogateescape"))
            entry = parser["Desktop Entry"]
        except (configparser.Error, KeyError):
            return False
        return (
            entry.get("Exec") == _line(command)
            and entry.get("Hidden", "").lower() != "true"
            and entry.get("X-GNOME-Autostart-enabled", "").lower() != "false"
        )

    def exists(self, name: str) -> bool:
        return self._path(name).exists()

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.desktop"

    def _text(self, command: Sequence[str]) -> str:
        program = command[0].replace("\\", "\\\\").replace("\n", "\\n")
        return (
            "[Desktop Entry]\n"
            "Type=Application\n"
            "Name=GR Search\n"
            "Comment=Keeps your library of files up to date\n"
            # Where the program is gone, no desktop complains of it at each login.
            f"TryExec={program}\n"
            f"Exec={_line(command)}\n"
            "Icon=grsearch\n"
            "Terminal=false\n"
            "NoDisplay=true\n"
            "X-GNOME-Autostart-enabled=true\n"
        )


class LaunchAgent:
    """A property list that launchd of macOS reads when the person logs in."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def enable(self, name: str, command: Sequence[str]) -> None:
        _write(self._path(name), self._bytes(name, command))

    def disable(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def is_enabled(self, name: str, command: Sequence[str]) -> bool:
        return _read(self._path(name)) == self._bytes(name, command)

    def exists(self, name: str) -> bool:
        return self._path(name).exists()

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.plist"

    def _bytes(self, name: str, command: Sequence[str]) -> bytes:
        return plistlib.dumps(
            {
                "Label": name,
                "ProgramArguments": list(command),
                "RunAtLoad": True,
                "ProcessType": "Background",
            }
        )


if sys.platform == "win32":
    import winreg

    class RunKey:
        """A value under the key of the registry whose commands Windows runs at login."""

        def enable(self, name: str, command: Sequence[str]) -> None:
            with self._open() as key:
                winreg.SetValueEx(key, name, 0, winreg.REG_SZ, subprocess.list2cmdline(command))

        def disable(self, name: str) -> None:
            with self._open() as key:
                try:
                    winreg.DeleteValue(key, name)
                except FileNotFoundError:
                    return

        def is_enabled(self, name: str, command: Sequence[str]) -> bool:
            return self._value(name) == subprocess.list2cmdline(command)

        def exists(self, name: str) -> bool:
            return self._value(name) is not None

        def _value(self, name: str) -> str | None:
            with self._open() as key:
                try:
                    value, _ = winreg.QueryValueEx(key, name)
                except FileNotFoundError:
                    return None
            return str(value)

        def _open(self) -> "winreg.HKEYType":
            return winreg.CreateKeyEx(
                winreg.HKEY_CURRENT_USER, _RUN_KEY, 0, winreg.KEY_READ | winreg.KEY_WRITE
            )


def _system() -> Autostart:
    if sys.platform == "win32":
        return RunKey()
    if sys.platform == "darwin":
        return LaunchAgent(Path.home() / "Library" / "LaunchAgents")
    config = os.environ.get("XDG_CONFIG_HOME", "")
    # The specification of base folders has relative paths ignored.
    base = Path(config) if os.path.isabs(config) else Path.home() / ".config"
    return DesktopEntry(base / "autostart")


def _name(home: Home) -> str:
    """One name for each home: a person may have two libraries."""
    digest = hashlib.blake2s(os.fsencode(home.root), digest_size=4).hexdigest()
    return f"grsearch-{digest}"


def _command(home: Home) -> list[str]:
    program = Path(sys.executable)
    if sys.platform == "win32" and program.with_name("pythonw.exe").exists():
        program = program.with_name("pythonw.exe")  # opens no black window
    return [str(program), "-m", "grsearch_desktop.cli", "watch", "--home", str(home.root)]


def _line(command: Sequence[str]) -> str:
    return " ".join(_quoted(word) for word in command)


def _quoted(word: str) -> str:
    """A word of an Exec line: quoted, then escaped once more as any value of the file is."""
    for special in ("\\", '"', "`", "$"):
        word = word.replace(special, "\\" + special)
    word = word.replace("%", "%%")
    return '"' + word.replace("\\", "\\\\").replace("\n", "\\n") + '"'


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


def _read(path: Path) -> bytes:
    """The content of a file, b"" where there is none. Raises OSError where it can't be read."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return b""


def _reason(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    return f"{error.strerror or error}{where}"
