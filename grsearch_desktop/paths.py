"""Where things lie: the home of a library, its models and logs, and the resources we ship."""

import hashlib
import os
import stat
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from grsearch_desktop.errors import NoRoomError

_APP = "grsearch"


@dataclass(frozen=True)
class Home:
    """The folder that holds one library with its settings and models."""

    root: Path

    @property
    def settings(self) -> Path:
        return self.root / "settings.toml"

    @property
    def library(self) -> Path:
        return self.root / "library.db"

    @property
    def vectors(self) -> Path:
        """The copies of vectors that searches read, which can be made anew."""
        return self.root / "vectors"

    @property
    def models(self) -> Path:
        return self.root / "models"

    @property
    def recognisers(self) -> Path:
        """Models that recognise text in pictures, beyond those of the program."""
        return self.root / "recognisers"

    @property
    def log(self) -> Path:
        return self.root / "log" / "grsearch.log"

    @property
    def lock(self) -> Path:
        return self.root / "engine.lock"

    @property
    def socket(self) -> Path:
        """The engine's local socket, in a folder only this user can enter.

        Not inside the home: a socket's path may have at most about 100 bytes. On Windows it is the
        name of a pipe, in the form that QLocalSocket takes too. Raises OSError.
        """
        if sys.platform == "win32":
            return Path(rf"\\.\pipe\{_APP}-{_fingerprint(self.root)}")
        return _runtime_folder() / f"{_fingerprint(self.root)}.sock"

    def create(self) -> None:
        """Makes the folder, readable by its owner alone. Raises NoRoomError."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            if os.name == "posix" and stat.S_IMODE(self.root.stat().st_mode) != 0o700:
                self.root.chmod(0o700)
        except OSError as error:
            raise NoRoomError(
                f"The folder {self.root} can't be written: {error.strerror}."
            ) from error


def home(given: Path | None = None) -> Home:
    """The home that `--home` names, else GRSEARCH_HOME, else the platform's place for data."""
    if given is not None:
        return Home(given.expanduser().absolute())
    if from_environment := os.environ.get("GRSEARCH_HOME"):
        return Home(Path(from_environment).expanduser().absolute())
    return Home(Path(platformdirs.user_data_dir(_APP, appauthor=False)))


def absolute(path: str) -> str:
    """A path as it is kept: from the root, ~ resolved, links as the person wrote them.

    A text, not a Path: it may hold bytes that are not UTF-8, and a library has many.
    """
    return os.path.abspath(os.path.expanduser(path))


def shown(path: str) -> str:
    """A path as it can be printed: bytes that are not UTF-8 become a replacement sign."""
    return os.fsencode(path).decode("utf-8", "replace")


def resources() -> Path:
    """The folder of shipped resources: inside an installed package, or beside it in a checkout."""
    inside = Path(__file__).parent / "resources"
    return inside if inside.is_dir() else Path(__file__).parents[1] / "resources"


def _runtime_folder() -> Path:
    """A folder of mode 0700 that belongs to this user. Raises OSError when it can't be had."""
    if runtime := os.environ.get("XDG_RUNTIME_DIR"):
        folder = Path(runtime) / _APP
    else:
        user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
        folder = Path(tempfile.gettempdir()) / f"{_APP}-{user}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix":
        found = folder.lstat()
        if found.st_uid != os.getuid():
            raise PermissionError(f"{folder} belongs to another user")
        if found.st_mode & 0o077:
            folder.chmod(0o700)
    return folder


def _fingerprint(root: Path) -> str:
    return hashlib.blake2s(os.fsencode(root), digest_size=8).hexdigest()
