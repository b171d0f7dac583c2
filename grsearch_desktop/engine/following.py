"""The settings as their file says now, and the rules that follow from them."""

from pathlib import Path

from grsearch_desktop import settings as settings_file
from grsearch_desktop.errors import SettingsError
from grsearch_desktop.library.rules import Rules
from grsearch_desktop.paths import Home
from grsearch_desktop.settings import Settings


class FollowedSettings:
    """Settings whose file may change at any time. Those before count where it can't be read."""

    def __init__(self, home: Home) -> None:
        """Raises SettingsError."""
        self.now = settings_file.load(home.settings)
        self.trouble = ""
        """Why changed settings could not be read."""
        self._home = home
        self._seen = self._glanced = _signature(home.settings)
        self._rules: tuple[Settings, Rules] | None = None

    @property
    def rules(self) -> Rules:
        """Which files belong. Raises SettingsError."""
        settings, never = self.now, [str(self._home.root)]
        if self._rules is None or self._rules[0] != settings:
            self._rules = settings, Rules(settings.ignore, settings.hidden, never=never)
        return self._rules[1]

    def look(self) -> bool:
        """Reads the settings anew where their file changed; gives whether they are others now.

        To be called again and again: costs a look at the file's time and size.
        """
        seen, before = _signature(self._home.settings), self._glanced
        self._glanced = seen
        # A file that is being written may be empty for a moment: it is read when it rests.
        if seen == self._seen or seen != before:
            return False
        self._seen = seen
        try:
            found = settings_file.load(self._home.settings)
        except SettingsError as error:
            self.trouble = f"{error} The settings before it count until then."
            return False
        self.trouble = ""
        old, self.now = self.now, found
        return old != found


def _signature(path: Path) -> tuple[int, int] | None:
    """What tells a changed file from the one before; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
