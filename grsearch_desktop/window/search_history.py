"""The searches a person made of late, and those they keep under a name."""

import json
import logging
import threading
from dataclasses import asdict, dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from grsearch_desktop import whole
from grsearch_desktop.paths import Home
from grsearch_desktop.window.window_state import WindowState

log = logging.getLogger(__name__)

MOST_RECENT = 50
_LONGEST = 1000
"""Characters of a query that is remembered; the engine looks at no more."""


@dataclass(frozen=True)
class SavedSearch:
    name: str
    query: str


class SearchHistory(QObject):
    """Kept in the home, for its owner alone, in `searches.json`.

    A file that can't be read is as if it were not there; one that can't be written is given up:
    nobody should be kept from searching by it.
    """

    changed = Signal()

    def __init__(self, home: Home, state: WindowState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = home.root / "searches.json"
        self._state = state
        self._writing = threading.Lock()
        self.recent: tuple[str, ...] = ()
        """The last one first."""
        self.saved: tuple[SavedSearch, ...] = ()
        self._read()

    @property
    def remembers(self) -> bool:
        """Whether recent searches are kept at all."""
        return self._state.truth("searches/remember", True)

    def remember_from_now(self, remembers: bool) -> None:
        """Switches recent searches on, or off and forgets them."""
        self._state.keep("searches/remember", remembers)
        if not remembers:
            self.clear()

    def remember(self, query: str) -> None:
        query = query.strip()
        if not query or not self.remembers or len(query) > _LONGEST:
            return
        # What was typed on the way to this query was no search of its own.
        others = [known for known in self.recent if known != query]
        if others and query.startswith(others[0]) and others[0] == self.recent[0]:
            others = others[1:]
        self._set((query, *others)[:MOST_RECENT], self.saved)

    def forget(self, query: str) -> None:
        self._set(tuple(known for known in self.recent if known != query), self.saved)

    def clear(self) -> None:
        """Forgets the recent searches; saved ones stay."""
        self._set((), self.saved)

    def name_of(self, query: str) -> str:
        """The name under which a query is saved, or ""."""
        return next((one.name for one in self.saved if one.query == query.strip()), "")

    def save(self, name: str, query: str) -> None:
        """Keeps a search, in place of one that has this name already."""
        kept = SavedSearch(name.strip() or query.strip(), query.strip())
        others = [one for one in self.saved if one.name != kept.name and one.query != kept.query]
        self._set(self.recent, tuple(sorted((*others, kept), key=lambda one: one.name.casefold())))

    def rename(self, saved: SavedSearch, name: str) -> None:
        if name.strip():
            self.save(name, saved.query)

    def delete(self, saved: SavedSearch) -> None:
        self._set(self.recent, tuple(one for one in self.saved if one != saved))

    def _set(self, recent: tuple[str, ...], saved: tuple[SavedSearch, ...]) -> None:
        if (recent, saved) == (self.recent, self.saved):
            return
        self.recent, self.saved = recent, saved
        self.changed.emit()
        # In a thread: a disk may take longer than a window may stand still.
        threading.Thread(target=self._write, name="searches").start()

    def _write(self) -> None:
        with self._writing:
            kept = {"recent": self.recent, "saved": [asdict(one) for one in self.saved]}
            try:
                whole.write(self._path, json.dumps(kept, indent=1))
            except OSError as error:
                log.warning("searches can't be kept: %s", error)

    def _read(self) -> None:
        try:
            kept: Any = json.loads(self._path.read_text("utf-8"))
            recent = [query for query in kept["recent"] if isinstance(query, str)]
            saved = [SavedSearch(str(one["name"]), str(one["query"])) for one in kept["saved"]]
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.warning("searches that were kept can't be read: %s", error)
            return
        self.recent, self.saved = tuple(recent[:MOST_RECENT]), tuple(saved)
