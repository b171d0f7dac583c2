"""Starting the engine when the person logs in: only where they asked for it.

Linux and other free systems: a desktop entry in the folder of the XDG autostart specification
(https://specifications.freedesktop.org/autostart-spec). macOS: a LaunchAgent. Windows: a value
under the user's Run key.
"""

import hashlib
import os
import plistlib
import subprocess
import sys
from collections.abc import Sequence
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

    def is_enabled(self, name: str, command: Sequence[str]) -> bool: ...


def enable(home: Home) -> None:
    """Has the engine of a home started at login. Raises NoRoomError when that can't be written."""
    try:
        _system().enable(_name(home), _command(home))
    except OSError as error:
        raise NoRoomError(f"The start at login can't be set: {error.strerror}.") from error


def disable(home: Home) -> None:
    """Has it started at login no more. Raises NoRoomError."""
    try:
        _system().disable(_name(home))
    except OSError as error:
        raise NoRoomError(f"The start at login can't be taken back: {error.strerror}.") from error


def is_enabled(home: Home) -> bool:
    """Whether this very program is started at login; one that has moved since is not."""
    return _system().is_enabled(_name(home), _command(home))


class DesktopEntry:
    """An entry in the autostart folder of a free desktop."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def enable(self, name: str, command: Sequence[str]) -> None:
        _write(self._path(name), self._text(command).encode("utf-8", "surrogateescape"))

    def disable(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def is_enabled(self, name: str, command: Sequence[str]) -> bool:
        return _read(self._path(name)) == self._text(command).encode("utf-8", "surrogateescape")

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.desktop"

    def _text(self, command: Sequence[str]) -> str:
        line = " ".join(_quoted(word) for word in command)
        return (
            "[Desktop Entry]\n"
            "Type=Application\n"
            "Name=GR Search\n"
            "Comment=Keeps your library of files up to date\n"
            f"Exec={line}\n"
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
            try:
                with self._open() as key:
                    value, _ = winreg.QueryValueEx(key, name)
            except OSError:
                return False
            return bool(value == subprocess.list2cmdline(command))

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
    return f"grsearch-engine-{digest}"


def _command(home: Home) -> list[str]:
    program = Path(sys.executable)
    if sys.platform == "win32" and program.with_name("pythonw.exe").exists():
        program = program.with_name("pythonw.exe")  # opens no black window
    return [str(program), "-m", "grsearch_desktop.engine.service", str(home.root)]


def _quoted(word: str) -> str:
    """A word of an Exec line: quoted, then escaped once more as any value of the file is."""
    for special in ("\\", '"', "`", "$"):
        word = word.replace(special, "\\" + special)
    word = word.replace("%", "%%")
    return '"' + word.replace("\\", "\\\\").replace("\n", "\\n") + '"'


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    draft.write_bytes(content)
    draft.replace(path)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
