"""Which files belong to a library: what a person would not search for stays out."""

from collections.abc import Sequence

from pathspec import GitIgnoreSpec

from grsearch_desktop.errors import SettingsError

DEFAULTS = (
    ".git/",
    ".hg/",
    ".svn/",
    "node_modules/",
    "bower_components/",
    "__pycache__/",
    "*.pyc",
    "*.pyo",
    ".venv/",
    "site-packages/",
    "*.egg-info/",
    ".tox/",
    ".cache/",
    "Caches/",
    "CacheStorage/",
    "$RECYCLE.BIN/",
    "System Volume Information/",
    ".Trash*/",
    "lost+found/",
    "Thumbs.db",
    "desktop.ini",
    ".DS_Store",
    "~$*",
    "*~",
    "*.swp",
    "*.part",
    "*.crdownload",
)
"""In the form of .gitignore."""

ENVIRONMENT_MARK = "pyvenv.cfg"
"""A folder with this file is a Python environment: thousands of files, none the person's own."""


class Rules:
    """>>> rules = Rules(ignore=["*.bak"], hidden=False)
    >>> rules.admits("letters/2023.bak", is_folder=False)
    False
    """

    def __init__(
        self, ignore: Sequence[str] = (), hidden: bool = False, never: Sequence[str] = ()
    ) -> None:
        """Raises SettingsError for a pattern that means nothing."""
        try:
            self._spec = GitIgnoreSpec.from_lines([*DEFAULTS, *ignore])
        except ValueError as error:
            raise SettingsError(
                f"A pattern of what to leave out can't be understood: {error}; "
                "please correct `ignore` in the settings."
            ) from error
        self._hidden = hidden
        self.never = frozenset(never)
        """Absolute paths of folders that are passed over, whatever the patterns say."""

    def admits(self, relative: str, *, is_folder: bool) -> bool:
        """Whether a path, relative to its library folder and with "/" between, belongs.

        Whoever asks for a file has asked for the folders above it before.
        """
        name = relative.rpartition("/")[2]
        if not self._hidden and name.startswith("."):
            return False
        return not self._spec.match_file(relative + "/" if is_folder else relative)
